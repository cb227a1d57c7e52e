"""Whatever is understood has an answer: where no dialogue starts on it, one line."""

import pytest

from assistant.dialogue.remarks import LINES, is_remark, line_for
from assistant.understanding.intents import IntentMatch
from tests.content.shipped import shipped


def test_every_line_is_one_of_the_pack() -> None:
    assert set(LINES.values()) - {"sleep_now"} <= shipped().lines.keys()


@pytest.mark.parametrize(
    ("match", "line"),
    [
        (IntentMatch("smalltalk", "thanks"), "thanks"),
        (IntentMatch("smalltalk", "greeting", act="state"), "state"),
        (IntentMatch("smalltalk", "greeting", act="unheard_of"), "greeting"),
        (IntentMatch("command", "time"), "time_now"),
        (IntentMatch("out_of_scope", "noise"), "out_of_scope"),
        (IntentMatch("journal", "progress"), "not_yet"),
    ],
)
def test_the_finer_meaning_is_answered_first(match: IntentMatch, line: str) -> None:
    """What nothing is meant for is said to be so."""
    assert line_for(match, knows_time=True) == line


def test_the_time_is_told_only_by_a_clock_that_is_set() -> None:
    assert line_for(IntentMatch("command", "time"), knows_time=False) == "time_unknown"


def test_an_act_goes_before_the_dialogue_of_its_intent() -> None:
    """ "How loud are you" is a line; "settings" is a dialogue."""
    assert is_remark(IntentMatch("command", "settings", act="how_loud"))
    assert not is_remark(IntentMatch("command", "settings", act="name"))
    assert not is_remark(IntentMatch("smalltalk", "thanks"))
