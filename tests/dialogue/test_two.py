"""What people say to each other is looked through for a few words, and for what is a danger."""

import pytest

from assistant.dialogue.actions import Done, Ended, Floor
from assistant.dialogue.two import (
    DONE,
    PAUSE,
    RESUME,
    STOP,
    TIME_OUT,
    WORD,
    as_told,
    asks_for_break,
    break_words,
    steers,
)
from assistant.understanding.intents import IntentMatch
from tests.dialogue.authoring import HEAD, Stage, said, script, shared_book
from tests.dialogue.test_calling import book

WORDS = break_words({"time out"}, {WORD: "Red light!"})
TALK = """
  - {id: a, say: Begin.}
  - {id: t, turn: length, done: [ready]}
  - {id: end, end: done, say: Thanks.}
"""
BREAK = """
  - {id: p, say: A break.}
  - {id: q, ask: "Go on?", expects: yes_no, "yes": on, "no": off, skip: off}
  - {id: on, end: done}
  - {id: off, end: left}
"""


def talk(**slots: object) -> Stage:
    """Return an exercise for two whose time-out word leads to a break."""
    breaking = script(BREAK, HEAD.replace("id: test", "id: breaking"))
    return Stage(
        script(TALK, HEAD + "for_two: yes\ntime_out: breaking"), slots, book(breaking=breaking)
    )


@pytest.mark.parametrize(
    ("heard", "asks"),
    [
        ("red light", True),
        ("read light", True),
        ("okay red light please", True),
        ("red light red light", True),
        ("time out", True),
        ("light", False),
        ("there was a red light on the way home", False),
        ("", False),
    ],
)
def test_the_word_is_known_whole_and_a_letter_misheard(heard: str, asks: bool) -> None:
    assert asks_for_break(["something", heard], WORDS) is asks


def test_no_word_is_agreed_on_where_none_was_said() -> None:
    assert break_words({"time out"}, {WORD: None}) == {"time out"}
    assert not asks_for_break(["", "um"], break_words((), {WORD: "um"}))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("You hit me", "my partner hit me"),
        ("i'm scared of you", "i am scared of my partner"),
        ("your hand hurt me", "my partner's hand hurt me"),
        ("yours is young", "yours is young"),
    ],
)
def test_what_is_said_to_the_other_is_read_as_if_told_to_us(said: str, told: str) -> None:
    assert as_told(said) == told


@pytest.mark.parametrize(
    ("text", "label", "score", "how"),
    [
        ("I'm done.", "stop", 0.97, DONE),
        ("ready", "resume", 1.0, DONE),
        ("stop", "stop", 1.0, STOP),
        ("please stop", "stop", 1.0, STOP),
        ("shut up", "stop", 1.0, ""),
        ("you never stop", "stop", 0.5, ""),
        ("pause please", "pause", 0.91, PAUSE),
        ("wait", "pause", 1.0, ""),
        ("go on", "resume", 1.0, RESUME),
        ("goodbye", "goodbye", 1.0, ""),
        ("skip", "skip", 1.0, ""),
    ],
)
def test_a_command_to_us_names_itself(text: str, label: str, score: float, how: str) -> None:
    match = IntentMatch("command", label, score=score)
    assert steers(match, text, {"i am done", "ready"}) == how


def test_a_turn_is_given_for_the_minutes_that_were_chosen() -> None:
    stage = talk(length="3")

    assert stage.waiting == Floor(180.0, "test.t", frozenset({"ready"}))
    assert stage.reply(Done()) == ["Thanks."]


@pytest.mark.parametrize("slots", [{}, {"length": "a while"}])
def test_a_turn_without_a_number_lasts_two_minutes(slots: dict[str, object]) -> None:
    assert talk(**slots).waiting == Floor(120.0, "test.t", frozenset({"ready"}))


def test_after_a_break_the_step_that_was_cut_begins_anew() -> None:
    stage = talk(length="1")
    turn = stage.waiting

    assert stage.reply(Ended(TIME_OUT)) == ["A break.", "Go on?"]
    stage.reply(said("yes", "command/yes"))
    assert stage.waiting == turn


def test_a_break_that_is_not_over_ends_the_whole() -> None:
    stage = talk()
    stage.reply(Ended(TIME_OUT))
    stage.reply(said("no", "command/no"))

    assert stage.how == "left"


def test_the_word_said_again_in_a_break_asks_its_question_again() -> None:
    stage = talk()
    stage.reply(Ended(TIME_OUT))

    assert stage.reply(Ended(TIME_OUT)) == ["Go on?"]


def test_a_dialogue_without_a_break_goes_on() -> None:
    stage = Stage(script(TALK, HEAD + "for_two: yes"), {}, shared_book())
    stage.reply(Ended(TIME_OUT))

    assert isinstance(stage.waiting, Floor)
