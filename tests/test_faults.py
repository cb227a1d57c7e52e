"""Faults of devices, told to who is there, by what is left; and nobody is woken for one."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest

from assistant import events
from assistant.app import Manner, Program, load, spoken_time
from assistant.audio.frames import AudioFrame
from assistant.settings import Settings
from tests.fakes import (
    InlineExecutor,
    Line,
    LostMicrophone,
    LostSpeaker,
    Recorder,
    ScriptedMicrophone,
)
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


def faults(recorder: Recorder) -> list[events.Fault]:
    """Return the faults that are told in events."""
    return [event for _, event in recorder.events if isinstance(event, events.Fault)]


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
    cues = [event for event in recorder.of(events.Cue) if isinstance(event, events.Cue)]
    order = [(cue.cycle, cue.phase) for cue in cues if cue.kind == "tone"]
    assert order == sorted(set(order), key=lambda pair: (pair[0], pair[1] == "out"))
    ins = [at for at, event in recorder.events if _is_breath_in(event) and at > 70]
    assert ins[1] - ins[0] > 10.5


def _is_breath_in(event: events.Event) -> bool:
    return isinstance(event, events.Cue) and (event.kind, event.phase) == ("tone", "in")


def test_in_the_quiet_hours_nobody_asleep_is_told_of_a_lost_microphone(program: Program) -> None:
    """The event is left for who reads it; nothing is said, nor that it is back."""
    recorder = with_lost_microphone(program, [], (200, 260), quiet=True, manner=CALLED)
    assert told(recorder) == []
    assert [fault.stage for fault in faults(recorder)] == ["microphone"]


def test_by_day_a_lost_microphone_is_told_also_between_sessions(program: Program) -> None:
    recorder = with_lost_microphone(program, [], (200, 260), quiet=False, manner=CALLED)
    assert told(recorder) == ["fault_microphone", "fault_microphone_back"]


def test_in_the_quiet_hours_who_is_talking_is_told(program: Program) -> None:
    """Somebody awake must not speak into a dead microphone."""
    lines = [Line(10, "help me with a thought")]
    recorder = with_lost_microphone(program, lines, (20, 30), quiet=True, manner=Manner(seed=1))
    assert told(recorder) == ["fault_microphone", "fault_microphone_back"]


def test_a_microphone_that_is_back_soon_is_told_at_once(program: Program) -> None:
    """Nobody waits for the end of a line that is not true any more."""
    recorder = with_lost_microphone(program, [], (20, 21), quiet=False, manner=Manner(seed=1))
    said = [(at, event) for at, event in recorder.events if isinstance(event, events.Said)]
    (back_at,) = [at for at, event in said if event.source == "fault_microphone_back"]
    assert back_at < 21.5


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
    assert [fault.stage for fault in faults(recorder)] == ["speaker"]
    assert told(recorder) == lines


class LateMicrophone(ScriptedMicrophone):
    """A scripted person on a machine that is too busy to listen in time from second 20 to 25."""

    async def frames(self) -> AsyncIterator[AudioFrame]:
        async for frame in super().frames():
            is_late = 20 <= frame.ended_at < 25
            yield replace(frame, ended_at=frame.ended_at - 4.0) if is_late else frame


def test_a_machine_that_falls_behind_says_so_once_and_still_hears(program: Program) -> None:
    """What was said late is answered, and the person learns why it took so long."""
    lines = [Line(22, "what time is it"), Line(45, "help me breathe")]
    recorder = talk(program, lines, 70, microphone=LateMicrophone(lines, 70))
    assert told(recorder) == ["fault_slow"]
    (fault,) = faults(recorder)
    assert "4.0 s late" in fault.message
    assert "started breathing/generic" in names(recorder)
    assert "heard command/time" in names(recorder)


class StuckOnce(InlineExecutor):
    """A thread that never comes back from the first reading."""

    stuck = False

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if call.__name__ == "partial" and not self.stuck:
            self.stuck = True
            return Future()
        return super().submit(call, *args, **kwargs)


def test_a_recogniser_that_is_stuck_is_told_and_listening_goes_on(program: Program) -> None:
    """Nobody waits for ever in silence."""
    lines = [Line(12, "help me breathe"), Line(110, "help me breathe")]
    recorder = talk(program, lines, 130, thread=StuckOnce())
    assert told(recorder) == ["fault_recognizer"]
    assert "started breathing/generic" in names(recorder)


def test_a_clock_that_cannot_be_right_tells_no_time(program: Program) -> None:
    """It says that it does not know, rather than wake someone to midnight of 1970."""
    lines = [Line(12, "what time is it")]
    recorder = talk(program, lines, 25, wall_clock=lambda: spoken_time(NEVER_SET))
    said = [event.text for _, event in recorder.events if isinstance(event, events.Said)]
    assert any("don't know the time" in text for text in said)


NEVER_SET = datetime.datetime(1970, 1, 1, 0, 10)


def test_a_clock_that_may_be_right_tells_the_time() -> None:
    assert spoken_time(datetime.datetime(2026, 11, 29, 3, 5)) == "3:05 AM"
    assert spoken_time(NEVER_SET) is None


@pytest.mark.parametrize("year", [1970, 2000, 2106])
def test_no_help_line_is_left_out_by_a_clock_that_cannot_be_right(year: int) -> None:
    """A battery that is empty must not cost anyone a number."""
    pack = load(Settings(country="GB"), datetime.date(year, 1, 1)).pack
    assert pack.helplines.refused == ()
    assert pack.helplines.countries["GB"].keys() >= {"emergency", "suicide"}
