"""A fear is asked about once, after a yes, when its time has come; how it turned out is counted."""

from __future__ import annotations

import pytest

from assistant.dialogue.predictions import WAITS, Predictions

HOUR = 3600.0


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_nothing_is_held_without_a_yes(clock: Clock) -> None:
    predictions = Predictions(clock)
    predictions.take({"thought": "they leave me"})
    clock.now = 1000 * HOUR

    assert predictions.next_due() is None


@pytest.mark.parametrize("wait", WAITS)
def test_a_fear_is_given_back_once_when_its_time_has_come(clock: Clock, wait: str) -> None:
    predictions = Predictions(clock)
    predictions.take({"thought": "they leave me", "theme": "ex", "ask_after": wait})

    clock.now = WAITS[wait] - 1
    assert predictions.next_due() is None
    clock.now = WAITS[wait]
    assert predictions.next_due() == {"thought": "they leave me", "theme": "ex"}
    assert predictions.next_due() is None


def test_how_fears_turned_out_is_counted_in_words(clock: Clock) -> None:
    predictions = Predictions(clock)
    assert predictions.tally() == {}
    for outcome in ("no", "no", "part", "no"):
        predictions.take({"came_true": outcome})

    assert list(predictions.tally().values()) == ["four", "none", "one"]


def test_all_of_it_can_be_forgotten(clock: Clock) -> None:
    predictions = Predictions(clock)
    predictions.take({"thought": "they leave me", "ask_after": "tomorrow", "came_true": "yes"})
    predictions.clear()
    clock.now = 1000 * HOUR

    assert predictions.next_due() is None
    assert predictions.tally() == {}
