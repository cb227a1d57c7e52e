"""What is said where a thought is asked for is read as one, whatever else it could mean."""

from pathlib import Path

import pytest

from assistant.dialogue.reflection import reflect
from assistant.understanding.intents import THOUGHT, Context
from assistant.understanding.judge import shipped_judge
from assistant.understanding.router import Router
from assistant.understanding.sentences import is_installed
from scripts.training.corpus import read
from tests.understanding.core import book, router, rules

HELD_OUT = Path(__file__).parent / "held_out" / "thoughts.yaml"
ASKED = Context(expects="open", role=THOUGHT)

FEELING = "i'm sad and a bit ashamed about dinner"


def test_an_answer_to_a_question_for_a_thought_brings_its_traps() -> None:
    asked = router().route([FEELING], ASKED)

    assert asked.name != "reframe/thought"
    assert isinstance(asked.slots["traps"], list)


def test_any_other_answer_brings_none() -> None:
    asked = router().route([FEELING], Context(expects="open", role="feeling"))

    assert "traps" not in asked.slots


def test_two_meanings_that_are_as_likely_are_one_thought_where_a_thought_is_asked_for() -> None:
    """So a thought that could be something else as well keeps its traps and its theme."""
    asked = router().route(["my boss wants to see me tomorrow so i'm getting fired"], ASKED)

    assert asked.kind != "unsure"
    assert asked.slots["theme"] == "work"


@pytest.mark.parametrize(
    ("with_sentences", "themes"),
    [
        (False, 0.55),
        pytest.param(
            True, 0.75, marks=pytest.mark.skipif(not is_installed(), reason="no embedding here")
        ),
    ],
)
def test_unseen_thoughts_get_the_right_trap_the_right_theme_and_pain_gets_none(
    with_sentences: bool, themes: float
) -> None:
    """The right trap among two for 55 %, none for half of what is pain, the theme for 75 %."""
    judge = shipped_judge(with_sentences)
    judge.prepare()
    routed = Router(book(), rules(), judge)
    thoughts = [(said, routed.route([said.text], ASKED).slots) for said in read(HELD_OUT)]
    trapped = [(said, slots) for said, slots in thoughts if said.traps]
    pain = [slots for said, slots in thoughts if not said.traps]
    about = [(said.theme, slots.get("theme")) for said, slots in thoughts if said.theme]

    found = sum(bool({*slots.get("traps", ())} & {*(said.traps or ())}) for said, slots in trapped)
    assert found >= 0.55 * len(trapped)
    assert sum(not slots.get("traps") for slots in pain) >= 0.5 * len(pain)
    assert sum(one == other for one, other in about) >= themes * len(about)


def test_most_unseen_thoughts_are_given_back_in_the_words_of_who_said_them() -> None:
    """Rather than met with a general line; how they sound is for a reader to judge."""
    thoughts = read(HELD_OUT)

    assert sum(reflect(said.text) is not None for said in thoughts) >= 0.6 * len(thoughts)
