"""Nobody who may sleep is woken for a fault."""

import pytest

from assistant.hearing import Trouble
from assistant.troubles import Troubles

LOST, BACK = Trouble("fault_microphone"), Trouble("fault_microphone_back")


@pytest.mark.parametrize(
    ("rests", "is_night", "is_told"),
    [(True, False, True), (False, True, True), (False, False, True), (True, True, False)],
)
def test_a_fault_is_told_by_day_and_to_who_is_awake_at_night(
    rests: bool, is_night: bool, is_told: bool
) -> None:
    troubles = Troubles(is_quiet=lambda: is_night, rests=rests)

    assert troubles.is_worth_telling(LOST) is is_told


def test_that_the_ears_are_back_is_told_to_who_missed_them() -> None:
    """Who slept while they were gone never knew."""
    troubles = Troubles(is_quiet=lambda: True, rests=True)
    troubles.is_worth_telling(LOST)
    troubles.rests = False

    assert not troubles.is_worth_telling(BACK)
    troubles.is_worth_telling(LOST)
    assert troubles.is_worth_telling(BACK)
