"""While no session is open, it answers to its wake phrase and to nothing else."""

import pytest

from assistant import events
from assistant.app import Manner, Program, load
from assistant.config import Settings
from tests.fakes import Line, Recorder
from tests.test_conversation import names, talk

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
