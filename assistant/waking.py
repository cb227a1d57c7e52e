"""Waking: how it is called while no session is open, and for how long it hears nothing else."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass

PRESSES = frozenset({"key", "button"})
"""Ways of waking that are pressed: while it sleeps, nothing that is said counts."""


@dataclass(slots=True)
class Waking:
    """How it is called, as it was chosen."""

    by: str = "always"
    """One of `settings.WAKERS`."""
    phrase: str = ""
    can_sleep: bool = False
    """False where it hears everything at any time, as typed conversation does."""
    _until: float = -math.inf
    """When it listens again, though it always listens otherwise; on the loop's clock."""

    def sleeps(self) -> bool:
        """Tell whether it must be called before a session is open."""
        return self.can_sleep and (self.by != "always" or self._now() < self._until)

    def sleep(self, seconds: float = math.inf) -> None:
        """Hear nothing but what it is called by, for so long or until it is called."""
        self._until = self._now() + seconds

    def wake(self) -> None:
        """Be awake as usual."""
        self._until = -math.inf

    def is_deaf(self) -> bool:
        """Tell whether only a press calls it."""
        return self.by in PRESSES

    def seconds_left(self) -> float | None:
        """Return how long it still sleeps by itself; None for until it is called."""
        left = self._until - self._now()
        return left if self.by == "always" and left < math.inf else None

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
