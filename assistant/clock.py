"""Clocks: which dates can be true, and an event loop whose time jumps to the next timer.

A scripted twenty-minute practice takes moments on virtual time, and comes out the same each time.
"""

from __future__ import annotations

import asyncio
import datetime
import selectors
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Executor
from typing import Any, TypeVar, TypeVarTuple

PLAUSIBLE_YEARS = range(2026, 2046)
"""A clock outside was not set since the machine lost power: a Raspberry Pi has no battery for it,
and others begin anew in 1970, 2000 or 2106."""


def is_plausible(moment: datetime.date) -> bool:
    """Tell whether a date, or a time with a date, may be true; any other is not to be used."""
    return moment.year in PLAUSIBLE_YEARS


T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class _JumpingSelector(selectors.BaseSelector):
    """Polls the real selector without waiting, and moves the loop's clock instead."""

    def __init__(self) -> None:
        self._real = selectors.DefaultSelector()
        self.now = 0.0

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:  # no timer at all: only the outside world can go on
            return self._real.select(None)
        ready = self._real.select(0)
        if not ready and timeout > 0:
            self.now += timeout
        return ready

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._real.get_map()

    def close(self) -> None:
        self._real.close()


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop on virtual time, which starts at 0."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts
    ) -> asyncio.Future[T]:
        """Run what is handed to the default threads at once: virtual time stands still."""
        if executor is not None:
            return super().run_in_executor(executor, func, *args)

        async def run() -> T:
            return func(*args)

        return self.create_task(run())

    def time(self) -> float:
        """Return virtual seconds since the loop was made."""
        return self._jumping.now


def run_virtual(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end on a fresh virtual clock."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(main)
