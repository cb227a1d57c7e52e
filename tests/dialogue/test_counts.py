"""How often something was asked for is known by time and name alone, and can be forgotten."""

from __future__ import annotations

import pytest

from assistant.dialogue.counts import NEVER, Counts

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def started_at(*times: float) -> dict[str, int]:
    """Return what the last of some starts is told of those before it."""
    clock = Clock()
    counts = Counts(clock)
    told = dict(NEVER)
    for clock.now in times:
        told = dict(counts.start("comfort"))
    return told


@pytest.mark.parametrize(
    ("times", "quarter", "day", "week"),
    [
        ([0.0], 0, 0, 0),
        ([0.0, 14 * MINUTE], 1, 1, 1),
        ([0.0, 16 * MINUTE], 0, 1, 1),
        ([0.0, HOUR, 23 * HOUR], 0, 2, 2),
        ([0.0, 25 * HOUR], 0, 0, 1),
        ([0.0, 8 * DAY], 0, 0, 0),
    ],
)
def test_a_start_knows_how_many_came_before_it(
    times: list[float], quarter: int, day: int, week: int
) -> None:
    assert list(started_at(*times).values()) == [quarter, day, week]


def test_dialogues_are_counted_apart_and_forgotten_together() -> None:
    counts = Counts(Clock())
    counts.start("comfort")

    assert counts.start("urge")["times_today"] == 0
    counts.clear()
    assert counts.start("comfort")["times_today"] == 0
