"""What was said about danger is remembered for some turns, and for one night."""

import pytest

from assistant.dialogue.dangers import DANGER_SECONDS, Dangers
from assistant.understanding.intents import IntentMatch

OBLIQUE = IntentMatch("crisis", "check", tier="T2")
EXPLICIT = IntentMatch("crisis", "suicide_active", tier="T3")
PLAIN = IntentMatch("smalltalk", "thanks")
WEIGHS = IntentMatch("reframe", "start")


def after(*said: IntentMatch, in_answer: bool = False) -> Dangers:
    """Return what is remembered after some turns, one a second."""
    dangers = Dangers()
    for second, match in enumerate(said):
        dangers.note(match, float(second), in_company=False, in_answer=in_answer)
    return dangers


@pytest.mark.parametrize(
    ("said", "is_repeated"),
    [
        ((OBLIQUE,), False),
        ((OBLIQUE, PLAIN, OBLIQUE), True),
        ((OBLIQUE, PLAIN, PLAIN, OBLIQUE), False),
        ((EXPLICIT, OBLIQUE), False),
    ],
)
def test_a_second_oblique_remark_in_three_turns_is_one_more(
    said: tuple[IntentMatch, ...], is_repeated: bool
) -> None:
    assert after(*said).is_repeated is is_repeated


def test_what_is_said_to_an_answer_to_danger_is_no_turn_between() -> None:
    """Two replies to "are you safe" do not make the next remark the first one again."""
    dangers = after(OBLIQUE, PLAIN, PLAIN, in_answer=True)

    assert [danger.tier for danger in dangers.recent] == ["T2"]


@pytest.mark.parametrize(
    ("later", "state"), [(DANGER_SECONDS - 1, "unsafe"), (DANGER_SECONDS + 1, "open")]
)
def test_the_gate_stays_shut_for_one_night(later: float, state: str) -> None:
    """A session that begins within it is told of what was said in the one before."""
    dangers = after(EXPLICIT)
    dangers.end_session()
    dangers.note(PLAIN, later, in_company=False, in_answer=False)

    assert dangers.gate.state(WEIGHS) == state


def test_within_a_session_nothing_is_forgotten() -> None:
    """However long it lasts."""
    dangers = after(EXPLICIT)
    dangers.note(PLAIN, 2 * DANGER_SECONDS, in_company=False, in_answer=False)

    assert dangers.gate.state(WEIGHS) == "unsafe"
