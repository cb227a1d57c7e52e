"""Danger in the whole conversation: what is answered, how soon, and what is kept from after it."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

import pytest

from assistant import events
from assistant.app import Manner, Program, conversation, load
from assistant.audio.frames import AudioClip, silence
from assistant.audio.silent import SilentSpeaker
from assistant.clock import run_virtual
from assistant.dialogue.script import DISPUTING
from assistant.settings import Settings
from assistant.speech.estimate import estimated_seconds
from assistant.typed import ScriptLine, SilentVoice, TypedEars, from_script
from tests.fakes import Line, Recorder, SlowVoice
from tests.test_conversation import sources, talk


@pytest.fixture(scope="module")
def program() -> Program:
    """Return the shipped content, for Great Britain."""
    return load(Settings(country="GB"))


def say(program: Program, texts: Sequence[str], apart: float = 20.0) -> Recorder:
    """Say one text after another, and return what happens."""
    lines = [Line(15 + apart * at, text, 1.0) for at, text in enumerate(texts)]
    return talk(program, lines, until=15 + apart * (len(texts) + 1))


def type_in(
    program: Program, script: Sequence[str | float], manner: Manner | None = None
) -> list[events.Said]:
    """Type one text after another, and wait the seconds between; return what is said."""
    recorder = Recorder()
    lines = [
        ScriptLine(item) if isinstance(item, str) else ScriptLine(wait=item) for item in script
    ]

    async def main() -> None:
        ears = TypedEars(from_script(lines), patient=True)
        await conversation(
            program, ears, SilentSpeaker(), SilentVoice(), recorder, manner or Manner(seed=1)
        ).run()

    run_virtual(main())
    return [event for event in recorder.of(events.Said) if isinstance(event, events.Said)]


def weighs(recorder: Recorder) -> bool:
    """Tell whether a step was reached that weighs a thought."""
    return any(event.role in DISPUTING for event in recorder.of(events.Said))  # type: ignore[attr-defined]


LOOKING = [
    "yes",
    "they have not called",
    "sad about a five",
    "i think they are going to leave me",
    "yes",
    "they did not write",
]


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


ASKS = "help me with a thought"
HOURS = 3600.0


@pytest.mark.parametrize(
    ("hours", "then"), [(0.1, "safety_gate.ask"), (11, "safety_gate.ask"), (13, "reframe.consent")]
)
def test_danger_is_remembered_for_the_night(program: Program, hours: float, then: str) -> None:
    """A goodbye makes nobody safe; a new day begins anew."""
    danger = ["i want to kill myself", "stop", "goodbye"]

    said = type_in(program, [*danger, hours * HOURS, ASKS])

    assert said[-1].source == then


def test_in_one_session_danger_is_not_forgotten_by_the_clock(program: Program) -> None:
    manner = Manner(stays_open=True, seed=1)

    said = type_in(program, ["i want to kill myself", "stop", 15 * HOURS, ASKS], manner)

    assert said[-1].source == "safety_gate.ask"


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


def test_the_number_is_told_where_it_is_asked_for_and_the_question_stays_open(
    program: Program,
) -> None:
    """At a question, and over a line; the script goes on where it was."""
    lines = [
        Line(15, "i want to kill myself", 1.0),
        Line(17.5, "what's the number", 0.8),
        Line(36, "yes", 0.5),
        Line(52, "what's the number again", 0.8),
    ]
    recorder = talk(program, lines, until=75)
    said = [event.text for event in recorder.of(events.Said)]  # type: ignore[attr-defined]
    number = "one one six, one two three. In danger, call nine nine nine."

    assert [text for text in sources(recorder) if text.startswith("safety_hotline")] == []
    assert [said[at + 1] for at, text in enumerate(said) if text.endswith(number)] == [
        "Are you safe right now?",
        "Is there someone you could be with, or call, right now?",
    ]
    assert recorder.of(events.Interrupted) == []


DANGERS = [
    "i want to kill myself",
    "nobody would miss me",
    "i took all my pills",
    "he hits me",
    "what is the help line number",
    "i keep making myself sick after i eat",
    "i have chest pain and my arm is numb",
    "my friend wants to kill himself",
]


@pytest.mark.parametrize("first", DANGERS)
def test_what_it_cannot_do_is_said_once_in_a_session(program: Program, first: str) -> None:
    """Whatever danger comes again, or another: the words are left for what helps."""
    answers = ["i don't know", "no", "i don't know", "stop"]
    texts: list[str | float] = [
        first,
        *answers,
        "i want to kill myself",
        "yes",
        "stop",
        *DANGERS[2:4],
        "no",
        60.0,
    ]

    said = [line.text for line in type_in(program, texts)]

    assert sum("no one is watching" in text for text in said) == 1


def test_what_it_cannot_do_is_said_again_where_it_was_not_heard(program: Program) -> None:
    lines = [Line(15, "i took all my pills", 1.0), Line(21.5, "stop", 0.4)]
    recorder = talk(program, [*lines, Line(40, "i took all my pills", 1.0)], until=80)

    spoken = [e for e in recorder.of(events.Spoken) if e.source == "safety_t4.limit"]  # type: ignore[attr-defined]
    assert [event.how for event in spoken] == ["cut", "whole"]  # type: ignore[attr-defined]


OBLIQUE = ["i can't do this any more", "everyone would be better off without me"]


def heavy(program: Program, *script: str | float) -> int:
    """Return how often two oblique remarks were more than one."""
    return [line.source for line in type_in(program, script)].count("safety_t2.heavy")


def test_two_oblique_remarks_in_three_turns_are_more_than_one(program: Program) -> None:
    """What is answered to the gentle question is no turn of its own."""
    one, two = OBLIQUE

    assert heavy(program, one, "no", two) == 1
    assert heavy(program, one, "no", "hello", two) == 1
    assert heavy(program, one, "no", "hello", "hello", two) == 0
    assert heavy(program, one, "no", "hello") == 0


def test_an_oblique_remark_in_a_practice_counts_with_one_outside(program: Program) -> None:
    one, two = OBLIQUE

    assert heavy(program, "help me breathe", 20.0, one, "no", two) == 1
    assert heavy(program, one, "no", "help me breathe", 20.0, two) == 1


def test_the_number_comes_with_the_question_where_it_is_asked_again(program: Program) -> None:
    number, question = type_in(program, [OBLIQUE[0], "no", OBLIQUE[1]])[-2:]

    assert "one one six, one two three" in number.text
    assert question.text.endswith("Are you thinking about killing yourself or hurting yourself?")


class BareVoice(SlowVoice):
    """A voice with an empty cache: a whole line takes two seconds, its first words little."""

    def has(self, text: str, pace: float = 1.0) -> bool:
        return False

    async def stream(self, text: str, pace: float = 1.0) -> AsyncGenerator[AudioClip, None]:
        await asyncio.sleep(0.3)
        yield silence(estimated_seconds(text) / pace)


@pytest.mark.parametrize("danger", ["i took all my pills", "i want to kill myself", "he hits me"])
@pytest.mark.parametrize("before", [[], [Line(15, "help me with a thought", 1.0)]])
def test_danger_is_answered_within_a_second_and_a_half_without_a_cache(
    program: Program, danger: str, before: list[Line]
) -> None:
    """Where nothing waits, and where a long answer is waited for."""
    lines = [*before, Line(30, danger, 1.0)]
    recorder = talk(program, lines, until=45, voice=BareVoice())

    answer = next(at for at, event in recorder.events if isinstance(event, events.Said) and at > 31)
    assert answer - 31 < 1.5
