"""The virtual clock."""

from __future__ import annotations

import asyncio
import time

import pytest

from assistant.clock import run_virtual


def test_an_hour_of_waiting_takes_moments() -> None:
    """Time jumps to the next timer when nothing else is ready."""
    started_at = time.monotonic()

    async def wait() -> float:
        await asyncio.sleep(3600)
        return asyncio.get_running_loop().time()

    assert run_virtual(wait()) == pytest.approx(3600)
    assert time.monotonic() - started_at < 5


def test_timers_fire_in_the_order_of_their_times() -> None:
    """Two sleepers wake by their times, not by the order in which they went to sleep."""
    woken: list[str] = []

    async def sleeper(name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        woken.append(name)

    async def main() -> None:
        await asyncio.gather(sleeper("late", 20), sleeper("early", 10))

    run_virtual(main())
    assert woken == ["early", "late"]


def test_a_timeout_on_virtual_time_cuts_what_is_longer() -> None:
    """asyncio.timeout works on the virtual clock."""

    async def main() -> float:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(5):
                await asyncio.sleep(50)
        return asyncio.get_running_loop().time()

    assert run_virtual(main()) == pytest.approx(5)
