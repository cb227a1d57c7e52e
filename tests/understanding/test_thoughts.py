"""What is said where a thought is asked for is read as one, whatever else it could mean."""

from assistant.understanding.intents import THOUGHT, Context
from tests.understanding.core import router

FEELING = "i'm sad and a bit ashamed about dinner"


def test_an_answer_to_a_question_for_a_thought_brings_its_traps() -> None:
    asked = router().route([FEELING], Context(expects="open", role=THOUGHT))

    assert asked.name != "reframe/thought"
    assert isinstance(asked.slots["traps"], list)


def test_any_other_answer_brings_none() -> None:
    asked = router().route([FEELING], Context(expects="open", role="feeling"))

    assert "traps" not in asked.slots
