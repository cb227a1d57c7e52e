"""How often dialogues were started: times by the names of dialogues, in memory, and no words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

COUNTS = "times"
"""The name under which a dialogue forgets all counts."""
_DAY = 24 * 3600.0
SPANS: Mapping[str, float] = {
    "times_this_quarter_hour": 900.0,
    "times_today": _DAY,
    "times_this_week": 7 * _DAY,
}
"""Seconds that are looked back on, by the slot that holds how often; a day is the last 24 hours."""
NEVER: Mapping[str, int] = dict.fromkeys(SPANS, 0)


def loop_time() -> float:
    """Return seconds on the clock of the program, which tests may make virtual."""
    return asyncio.get_running_loop().time()


class Counts:
    """Counts the starts of each dialogue; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = loop_time) -> None:
        self._clock = clock
        self._starts: dict[str, list[float]] = {}

    def start(self, dialogue: str) -> Mapping[str, int]:
        """Count a start, and return how often there was one before it, by the names of SPANS."""
        now = self._clock()
        since = now - max(SPANS.values())
        before = [at for at in self._starts.get(dialogue, ()) if at >= since]
        self._starts[dialogue] = [*before, now]
        return {slot: sum(now - at <= span for at in before) for slot, span in SPANS.items()}

    def clear(self) -> None:
        """Forget all of it."""
        self._starts.clear()
