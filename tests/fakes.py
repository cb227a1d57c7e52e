"""Hand-written parts for tests: a person at the microphone, a recogniser that reads marked audio.

The scripted microphone yields frames whose first sample is a mark: 0 is silence, n is the n-th
line of the script. The fakes of voice activity and recognition read the marks, so the whole loop
runs with a real endpointer, listener, router and player.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any, Unpack

import numpy as np

from assistant import events
from assistant.audio.devices import Playback
from assistant.audio.frames import (
    FRAME_SAMPLES,
    FRAME_SECONDS,
    AudioClip,
    AudioFrame,
    Samples,
)
from assistant.audio.score import Score
from assistant.audio.silent import SilentSpeaker
from assistant.errors import DeviceError, EngineError
from assistant.speech.recognizer import Transcript
from assistant.typed import SilentVoice


@dataclass(frozen=True, slots=True)
class Line:
    """Something the person says, and when."""

    at: float
    """Seconds from the start."""
    text: str
    seconds: float = 0.6


class ScriptedMicrophone:
    """A person who says lines at set times."""

    name = "scripted"

    def __init__(self, lines: Sequence[Line], until: float, doubtful: bool = False) -> None:
        self.texts = ["", *(line.text for line in lines)]
        self._lines, self._until, self._doubtful = lines, until, doubtful

    async def frames(self) -> AsyncIterator[AudioFrame]:
        """Yield marked frames at the pace of the loop's clock."""
        loop = asyncio.get_running_loop()
        while loop.time() < self._until:
            await asyncio.sleep(FRAME_SECONDS)
            samples = np.zeros(FRAME_SAMPLES, dtype=np.int16)
            samples[0] = self._mark(loop.time())
            yield AudioFrame(samples, loop.time(), self._doubtful)

    async def aclose(self) -> None:
        """Have nothing to release."""

    def _mark(self, now: float) -> int:
        for mark, line in enumerate(self._lines, 1):
            if line.at <= now < line.at + line.seconds:
                return mark
        return 0


class MarkVad:
    """Speech is what is marked."""

    def is_speech(self, frame: AudioFrame) -> bool:
        return bool(frame.samples[0])

    def reset(self) -> None:
        pass


@dataclass
class MarkRecognizer:
    """Reads the marks of what it accepted."""

    texts: Sequence[str]
    name: str = "marks"
    expected: list[tuple[str, ...]] = field(default_factory=list)
    _marks: list[int] = field(default_factory=list)

    def prepare(self) -> None:
        pass

    def expect(self, phrases: Sequence[str]) -> None:
        self.expected.append(tuple(phrases))

    def accept(self, samples: Samples) -> None:
        self._marks += [int(mark) for mark in samples[::FRAME_SAMPLES] if mark]

    def partial(self) -> Transcript:
        text = " ".join(self.texts[mark] for mark in dict.fromkeys(self._marks))
        return Transcript(text, (text,) if text else (), 1.0)

    def finish(self) -> Transcript:
        transcript = self.partial()
        self.reset()
        return transcript

    def reset(self) -> None:
        self._marks.clear()


class Recorder:
    """An observer that keeps every event with its time."""

    def __init__(self) -> None:
        self.events: list[tuple[float, events.Event]] = []

    def __call__(self, event: events.Event) -> None:
        self.events.append((asyncio.get_running_loop().time(), event))

    def of(self, kind: type[events.Event]) -> list[events.Event]:
        """Return the events of one kind, in order."""
        return [event for _, event in self.events if isinstance(event, kind)]

    def at(self, kind: type[events.Event], index: int = 0) -> float:
        """Return the time of the index-th event of a kind."""
        return [at for at, event in self.events if isinstance(event, kind)][index]


class InlineExecutor(Executor):
    """Runs what is submitted at once, so that virtual time stands still meanwhile."""

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(call(*args, **kwargs))
        except EngineError as error:
            future.set_exception(error)
        return future


class LostMicrophone(ScriptedMicrophone):
    """A scripted person whose microphone is gone for a while."""

    def __init__(self, lines: Sequence[Line], until: float, gone: tuple[float, float]) -> None:
        super().__init__(lines, until)
        self._gone = gone

    async def frames(self) -> AsyncIterator[AudioFrame]:
        async for frame in super().frames():
            if self._gone[0] <= frame.ended_at < self._gone[1]:
                raise DeviceError('microphone "scripted" fell silent; is it plugged in?')
            yield frame


class LostSpeaker(SilentSpeaker):
    """A silent speaker that is gone for a while."""

    def __init__(self, gone: tuple[float, float]) -> None:
        super().__init__()
        self._gone = gone

    async def play(self, sound: AudioClip | Score, **how: Unpack[Playback]) -> None:
        now = asyncio.get_running_loop().time()
        if self._gone[0] <= now < self._gone[1]:
            raise DeviceError('speaker "silent" stopped; is it plugged in?')
        dies_in = self._gone[0] - now if now < self._gone[0] else None
        try:
            async with asyncio.timeout(dies_in):
                await super().play(sound, **how)
        except TimeoutError as error:
            raise DeviceError('speaker "silent" stopped; is it plugged in?') from error


class FailingRecognizer(MarkRecognizer):
    """Fails on the first utterance and works after that."""

    failed = False

    def partial(self) -> Transcript:
        if not self.failed:
            self.failed = True
            raise EngineError("whisper: the decoder failed")
        return super().partial()


@dataclass(frozen=True)
class SlowVoice(SilentVoice):
    """A voice that takes its time over each line, as one with an empty cache does."""

    seconds: float = 2.0

    async def clip(self, text: str, pace: float = 1.0) -> AudioClip:
        await asyncio.sleep(self.seconds)
        return await super().clip(text, pace)
