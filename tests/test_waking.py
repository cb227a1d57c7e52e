"""While no session is open, it answers to its wake phrase and to nothing else."""

import asyncio
import math

import pytest

from assistant import events
from assistant.app import Manner, Program, load
from assistant.settings import Settings, WakeSettings
from tests.fakes import Line, Recorder
from tests.test_conversation import names, sources, talk

CALLED = Manner(wakes=True, seed=1)


@pytest.fixture(scope="module")
def program() -> Program:
    """Return the shipped program, which is called "hey haven"."""
    return load(Settings())


def said(recorder: Recorder) -> list[str]:
    """Return everything that was spoken."""
    return [event.text for _, event in recorder.events if isinstance(event, events.Said)]


def test_nothing_is_answered_before_it_is_called(program: Program) -> None:
    """The room may talk of anything; the greeting tells the phrase."""
    recorder = talk(program, [Line(8, "help me breathe"), Line(12, "stop")], 20, manner=CALLED)
    assert names(recorder) == []
    assert ["hey haven" in line for line in said(recorder)] == [True]


def test_what_is_said_in_the_same_breath_is_answered(program: Program) -> None:
    recorder = talk(program, [Line(8, "hey haven help me breathe")], 14, manner=CALLED)
    assert names(recorder)[:3] == [
        "started session",
        "heard breathing/generic",
        "started breathing/generic",
    ]


def test_called_alone_it_says_that_it_is_here_and_listens(program: Program) -> None:
    lines = [Line(8, "hey haven"), Line(16, "what time is it")]
    recorder = talk(program, lines, 22, manner=CALLED)
    assert names(recorder)[:2] == ["started session", "heard command/time"]


def test_a_session_needs_no_phrase_and_the_next_one_does(program: Program) -> None:
    """Until goodbye; afterwards "help me breathe" is not for us."""
    lines = [Line(8, "hey haven"), Line(16, "goodbye"), Line(26, "help me breathe")]
    recorder = talk(program, lines, 34, manner=CALLED)
    assert names(recorder) == [
        "started session",
        "heard command/goodbye",
        "ended session goodbye",
    ]


def test_silence_closes_the_session_and_the_phrase_is_told_again(program: Program) -> None:
    recorder = talk(program, [Line(8, "hey haven")], 120, manner=CALLED)
    assert names(recorder)[-1] == "ended session silence"
    assert "hey haven" in said(recorder)[-1]


def test_stop_listening_for_an_hour_is_understood_and_the_phrase_still_wakes(
    program: Program,
) -> None:
    lines = [Line(8, "hey haven"), Line(16, "stop listening for an hour")]
    lines += [Line(40, "help me breathe"), Line(60, "hey haven help me breathe")]
    recorder = talk(program, lines, 70, manner=CALLED)

    assert any("one hour" in line and "hey haven" in line for line in said(recorder))
    assert names(recorder)[2:5] == [
        "ended session left",
        "started session",
        "heard breathing/generic",
    ]


def test_stop_listening_does_not_end_a_typed_conversation(program: Program) -> None:
    """It said that it is there once it is spoken to."""
    manner = Manner(stays=False, stays_open=True, seed=1)
    lines = [Line(8, "stop listening for ten minutes"), Line(24, "what time is it")]
    recorder = talk(program, lines, 32, manner=manner)

    assert "heard command/time" in names(recorder)


ALWAYS = Settings(wake=WakeSettings("always"))


def test_always_listening_needs_no_call() -> None:
    recorder = talk(load(ALWAYS), [Line(8, "help me breathe")], 14, manner=CALLED)

    assert "heard breathing/generic" in names(recorder)


@pytest.mark.parametrize(("at", "heard"), [(400, False), (700, True)])
def test_ten_minutes_without_listening_end_by_themselves_where_it_always_listens(
    at: float, heard: bool
) -> None:
    """Nothing is said when they are over."""
    lines = [Line(8, "stop listening for ten minutes"), Line(at, "help me breathe")]
    recorder = talk(load(ALWAYS), lines, at + 6, manner=CALLED)

    assert any("ten minutes" in line for line in said(recorder))
    assert ("heard breathing/generic" in names(recorder)) == heard
    assert len(said(recorder)) == 2 + heard * len(said(recorder)[2:])


def test_until_i_call_you_lasts_until_the_phrase_where_it_always_listens() -> None:
    lines = [Line(8, "stop listening until i call you"), Line(30, "hello"), Line(40, "hey haven")]
    recorder = talk(load(ALWAYS), lines, 50, manner=CALLED)

    assert names(recorder)[2:4] == ["ended session left", "started session"]


def test_in_a_conversation_that_is_open_it_does_not_claim_to_be_deaf(program: Program) -> None:
    """Typed, and with --open: whatever is said next is answered."""
    lines = [Line(8, "stop listening for an hour"), Line(24, "what time is it")]
    recorder = talk(program, lines, 30, manner=Manner(stays_open=True, seed=1))

    assert any("until you speak to me" in line for line in said(recorder))
    assert "heard command/time" in names(recorder)


@pytest.mark.parametrize(
    ("said_words", "source"),
    [
        ("are you listening", "state"),
        ("how loud are you", "how_loud"),
        ("how fast do you speak", "how_fast"),
        ("what are your settings", "my_settings.name"),
        ("what is my name", "my_name"),
    ],
)
def test_it_tells_its_state_on_request(program: Program, said_words: str, source: str) -> None:
    recorder = talk(program, [Line(8, said_words)], 16)

    assert source in sources(recorder)


class PressedAt:
    """A button that is pressed shortly at set times."""

    def __init__(self, *times: float) -> None:
        self._changes = [(at + up * 0.1, not up) for at in times for up in (False, True)]

    async def changed(self) -> bool:
        at, down = self._changes.pop(0) if self._changes else (math.inf, False)
        await asyncio.sleep(min(at - asyncio.get_running_loop().time(), 1e6))
        return down


@pytest.mark.parametrize("by", ["key", "button"])
def test_what_is_woken_by_a_press_hears_no_phrase_meanwhile(by: str) -> None:
    """The press opens a session, which then needs nothing more."""
    lines = [Line(8, "hey haven help me breathe"), Line(26, "what time is it")]
    program = load(Settings(wake=WakeSettings(by)))
    recorder = talk(program, lines, 32, manner=CALLED, button=PressedAt(18))

    assert names(recorder)[:2] == ["started session", "heard command/time"]
    assert not any("hey haven" in line for line in said(recorder))


def test_a_press_wakes_beside_the_phrase(program: Program) -> None:
    recorder = talk(program, [Line(16, "what time is it")], 22, manner=CALLED, button=PressedAt(8))

    assert names(recorder)[:2] == ["started session", "heard command/time"]
