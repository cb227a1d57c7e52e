"""After danger, the whole conversation keeps from weighing thoughts until it may."""

from collections.abc import Sequence

import pytest

from assistant import events
from assistant.app import Program, load
from assistant.config import Settings
from assistant.dialogue.script import DISPUTING
from tests.fakes import Line, Recorder
from tests.test_conversation import sources, talk


@pytest.fixture(scope="module")
def program() -> Program:
    """Return the shipped content, for Great Britain."""
    return load(Settings(country="GB"))


def say(program: Program, texts: Sequence[str], apart: float = 20.0) -> Recorder:
    """Say one text after another, and return what happens."""
    lines = [Line(15 + apart * at, text, 1.0) for at, text in enumerate(texts)]
    return talk(program, lines, until=15 + apart * (len(texts) + 1))


def weighs(recorder: Recorder) -> bool:
    """Tell whether a step was reached that weighs a thought."""
    return any(event.role in DISPUTING for event in recorder.of(events.Said))  # type: ignore[attr-defined]


LOOKING = ["yes", "i think they are going to leave me", "yes", "they have not called", "they did"]


@pytest.mark.parametrize("asks", ["help me with a thought", "i think they are going to leave me"])
@pytest.mark.parametrize(
    "danger",
    [
        "i took all my pills",
        "i want to kill myself",
        "nobody would miss me",
        "he hits me",
        "i keep making myself sick after i eat",
        "the voices tell me things",
    ],
)
def test_after_danger_no_thought_is_weighed(program: Program, danger: str, asks: str) -> None:
    recorder = say(program, [danger, "stop", asks, "i don't know", "stop", asks])

    assert not weighs(recorder)
    assert any(source.startswith("safety_gate.") for source in sources(recorder))


def test_a_thought_is_weighed_for_who_is_safe_and_asks(program: Program) -> None:
    danger = ["i want to kill myself", "yes", "stop"]
    told_only = say(program, [*danger, "i think they are going to leave me", *LOOKING])
    asked = say(program, [*danger, "help me with a thought", *LOOKING])

    assert not weighs(told_only)
    assert weighs(asked)


def test_danger_opens_a_session_with_the_gate_shut(program: Program) -> None:
    """The first words after a session closed are of danger: the new session knows it."""
    recorder = say(program, ["goodbye", "i want to kill myself", "stop", "help me with a thought"])

    assert "safety_gate.ask" in sources(recorder)


def test_a_new_session_knows_nothing_of_the_last(program: Program) -> None:
    recorder = say(
        program, ["i want to kill myself", "stop", "goodbye", "hello", "help me with a thought"]
    )

    assert "reframe.consent" in sources(recorder)


@pytest.mark.parametrize("danger", ["i took all my pills", "i want to kill myself", "he hits me"])
def test_stop_silences_danger_at_once(program: Program, danger: str) -> None:
    """Over the first line and over what follows, as anywhere."""
    recorder = talk(program, [Line(15, danger, 1.0), Line(18.5, "stop", 0.4)], until=60)
    cut = [at for at, event in recorder.events if isinstance(event, events.Spoken) and at > 18.5]

    assert cut[0] < 19.5
    assert sources(recorder)[-1] in ("stopped", "silence_close")


@pytest.mark.parametrize("words", ["say that again", "what did you say", "repeat that"])
def test_what_is_said_of_being_hurt_is_not_repeated(program: Program, words: str) -> None:
    """Whoever asks may be someone else: the question at most is put again, and no more."""
    asked = say(program, ["he hits me", words], apart=16)
    lines = [Line(15, "he hits me", 1.0), Line(28, "no", 0.5), Line(60, words, 1.0)]
    ended = talk(program, lines, until=90)

    assert sources(asked).count("safety_abuse.believe") == 1
    assert sources(asked).count("safety_abuse.ask") > 1
    assert sources(ended).count("safety_abuse.end") == 1
    assert sources(ended).count("safety_abuse.line") == 1


@pytest.mark.parametrize("words", ["say that again", "can you repeat that"])
def test_the_number_is_heard_again_at_every_question(program: Program, words: str) -> None:
    """Repeat gives the turn anew, and every turn of the two gravest holds a number."""
    recorder = say(program, ["i want to kill myself", words, "yes", words, "no", words])
    said = [event.text for event in recorder.of(events.Said)]  # type: ignore[attr-defined]
    numbers = [text for text in said if "one one six, one two three" in text]

    assert len(numbers) >= 6
