"""Faults of devices, told to who is there, by what is left; and nobody is woken for one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant import events
from assistant.app import Manner, Program, load
from assistant.config import Settings
from tests.fakes import Line, LostMicrophone, LostSpeaker, Recorder
from tests.test_conversation import names, talk

CALLED = Manner(wakes=True, seed=1)


@pytest.fixture(scope="module")
def program() -> Program:
    """Return the shipped content, for Great Britain."""
    return load(Settings(country="GB"))


def told(recorder: Recorder, since: float = 0.0) -> list[str]:
    """Return the lines about faults that were spoken."""
    said = [(at, event) for at, event in recorder.events if isinstance(event, events.Said)]
    return [event.source for at, event in said if event.source.startswith("fault") and at > since]


def with_lost_microphone(
    program: Program, lines: Sequence[Line], gone: tuple[float, float], quiet: bool, manner: Manner
) -> Recorder:
    """Hold a conversation in which the microphone is gone for a while."""
    until = gone[1] + 30
    microphone = LostMicrophone(lines, until, gone)
    return talk(program, lines, until, microphone=microphone, is_quiet=quiet, manner=manner)


@pytest.mark.parametrize(
    ("words", "ending"),
    [("stop", "stopped"), ("i want to kill myself", "safety"), ("goodbye", "goodbye")],
)
def test_what_is_said_while_the_speaker_is_gone_is_heard(
    program: Program, words: str, ending: str
) -> None:
    """Told to stop while it is dumb, it does not begin again when its voice is back."""
    lines = [Line(15, "help me breathe"), Line(46, words, 1.2)]
    recorder = talk(program, lines, 90, speaker=LostSpeaker((40, 60)))
    assert f"ended breathing/generic {ending}" in names(recorder)
    last = max(at for at, event in recorder.events if isinstance(event, events.Cue))
    assert last < 41


def test_a_practice_is_steered_while_the_speaker_is_gone(program: Program) -> None:
    """Slower, said meanwhile, holds for the breaths that follow; no phase is lost."""
    lines = [Line(15, "help me breathe"), Line(46, "slower please")]
    recorder = talk(program, lines, 120, speaker=LostSpeaker((40, 50)))
    cues = [event for event in recorder.of(events.Cue) if event.kind == "tone"]
    order = [(cue.cycle, cue.phase) for cue in cues]
    assert order == sorted(set(order), key=lambda pair: (pair[0], pair[1] == "out"))
    ins = [at for at, event in recorder.events if _is_breath_in(event) and at > 70]
    assert ins[1] - ins[0] > 10.5


def _is_breath_in(event: events.Event) -> bool:
    return isinstance(event, events.Cue) and (event.kind, event.phase) == ("tone", "in")


def test_in_the_quiet_hours_nobody_asleep_is_told_of_a_lost_microphone(program: Program) -> None:
    """The event is left for who reads it; nothing is said, nor that it is back."""
    recorder = with_lost_microphone(program, [], (200, 260), quiet=True, manner=CALLED)
    assert told(recorder) == []
    assert [fault.stage for fault in recorder.of(events.Fault)] == ["microphone"]


def test_by_day_a_lost_microphone_is_told_also_between_sessions(program: Program) -> None:
    recorder = with_lost_microphone(program, [], (200, 260), quiet=False, manner=CALLED)
    assert told(recorder) == ["fault_microphone", "fault_microphone_back"]


def test_in_the_quiet_hours_who_is_talking_is_told(program: Program) -> None:
    """Somebody awake must not speak into a dead microphone."""
    lines = [Line(10, "help me with a thought")]
    recorder = with_lost_microphone(program, lines, (20, 30), quiet=True, manner=Manner(seed=1))
    assert told(recorder) == ["fault_microphone", "fault_microphone_back"]


@pytest.mark.parametrize(("asked", "lines"), [("help me sleep", 0), ("a short body scan", 2)])
def test_a_practice_for_sleep_is_not_broken_by_a_fault_in_the_quiet_hours(
    program: Program, asked: str, lines: int
) -> None:
    """Who follows another practice is awake, and learns that "stop" is not heard."""
    recorder = with_lost_microphone(
        program, [Line(10, asked)], (80, 90), quiet=True, manner=Manner(seed=1)
    )
    assert len(told(recorder)) == lines


@pytest.mark.parametrize(("quiet", "lines"), [(True, []), (False, ["fault_speaker_back"])])
def test_a_voice_that_is_back_in_a_practice_for_sleep_goes_on_without_a_word(
    program: Program, quiet: bool, lines: list[str]
) -> None:
    """By day it says so, and that is a line like any other in the events."""
    speaker = LostSpeaker((60, 70))
    recorder = talk(program, [Line(10, "help me sleep")], 120, speaker=speaker, is_quiet=quiet)
    assert [fault.stage for fault in recorder.of(events.Fault)] == ["speaker"]
    assert told(recorder) == lines
