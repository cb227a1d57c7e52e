"""At night: softly to who speaks softly, ever more softly to who does not answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace

import pytest

from assistant import events
from assistant.app import Manner, Program, load
from assistant.audio.frames import AudioFrame
from assistant.audio.silent import SilentSpeaker
from assistant.settings import Settings
from tests.fakes import Line, Recorder, ScriptedMicrophone
from tests.test_conversation import talk

NORMAL, WHISPER = 2_000, 200
"""Samples of int16: 20 dB apart."""


@pytest.fixture(scope="module")
def program() -> Program:
    """Return the shipped content, for Great Britain."""
    return load(Settings(country="GB"))


class Loudness(SilentSpeaker):
    """A speaker that keeps how loud it is, and when."""

    def __init__(self) -> None:
        super().__init__()
        self.volumes: list[tuple[float, float]] = []

    def set_volume(self, volume: float) -> None:
        self.volumes.append((asyncio.get_running_loop().time(), volume))

    def at(self, moment: float) -> float:
        """Return the volume at a moment."""
        return [volume for at, volume in self.volumes if at <= moment][-1]


class Voiced(ScriptedMicrophone):
    """A scripted person whose lines have a loudness, by their beginning in seconds."""

    def __init__(self, lines: Sequence[Line], until: float, levels: Mapping[float, int]) -> None:
        super().__init__(lines, until)
        self._levels = [0, *(levels[line.at] for line in lines)]

    async def frames(self) -> AsyncIterator[AudioFrame]:
        async for frame in super().frames():
            samples = frame.samples.copy()
            samples[1:] = self._levels[samples[0]]
            yield replace(frame, samples=samples)


def said_at(recorder: Recorder, source: str) -> float:
    """Return when a line was said last."""
    said = [(at, event) for at, event in recorder.events if isinstance(event, events.Said)]
    return [at for at, event in said if event.source == source][-1]


def test_a_whisper_is_answered_softly_and_a_voice_as_usual_again(program: Program) -> None:
    lines = [Line(12, "thank you"), Line(24, "thank you"), Line(36, "what time is it")]
    levels = {12.0: NORMAL, 24.0: WHISPER, 36.0: NORMAL}
    speaker = Loudness()
    talk(program, lines, 50, speaker=speaker, microphone=Voiced(lines, 50, levels))
    usual, softly, after = (speaker.at(moment) for moment in (20, 32, 45))
    assert usual == after == pytest.approx(0.8)
    assert softly == pytest.approx(0.8 * 10 ** (-9 / 20), rel=0.05)


def test_who_does_not_answer_is_spoken_to_ever_more_softly(program: Program) -> None:
    """Until someone says something, which is answered as usual."""
    lines, speaker = [Line(150, "thank you")], Loudness()
    room = Voiced(lines, 165, {150.0: NORMAL})
    recorder = talk(program, lines, 165, speaker=speaker, microphone=room)
    asked, closed = said_at(recorder, "nothing_heard"), said_at(recorder, "silence_close")
    assert 0.8 > speaker.at(asked) > speaker.at(closed) > 0.8 * 10 ** (-9.1 / 20)
    assert speaker.at(160) == pytest.approx(0.8)


@pytest.mark.parametrize(("quiet", "asked"), [(True, 0), (False, 1)])
def test_in_the_quiet_hours_nobody_is_asked_whether_they_are_still_there(
    program: Program, quiet: bool, asked: int
) -> None:
    """It only says that it will be quiet."""
    recorder = talk(program, [], 150, is_quiet=quiet)
    sources = [event.source for _, event in recorder.events if isinstance(event, events.Said)]
    assert sources.count("nothing_heard") == asked
    assert sources.count("silence_close") == 1


def test_a_snore_after_a_practice_for_sleep_is_no_turn(program: Program) -> None:
    """What the recogniser makes of it is no reason to wake anyone."""
    length = 60 * 12
    lines = [Line(10, "help me sleep"), *(Line(at, "la la la") for at in range(length, 1500, 11))]
    recorder = talk(program, lines, 1500, manner=Manner(seed=1, stays_open=True))
    led = [(at, event) for at, event in recorder.events if isinstance(event, events.Ended)]
    ended_at = next(at for at, event in led if event.what.startswith("mindfulness"))
    said = [at for at, event in recorder.events if isinstance(event, events.Said)]
    heard = [at for at, event in recorder.events if isinstance(event, events.Intent)]
    assert max(heard) > ended_at
    assert max(said) < ended_at + 1


def test_no_practice_for_sleep_ends_with_a_bell(program: Program) -> None:
    for_sleep = [exercise for exercise in program.pack.exercises.values() if exercise.fades]
    assert for_sleep
    assert not any(exercise.bell for exercise in for_sleep)
