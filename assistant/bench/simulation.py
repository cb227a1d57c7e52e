"""A room without hardware: what the speaker sounds comes back into the microphone, with people.

It keeps to the event loop's clock, so on a virtual one hours take minutes, through the real echo
canceller, voice activity detection, recogniser and conversation.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, Future
from typing import Any

import numpy as np
import numpy.typing as npt
import soxr

from assistant.audio.devices import Microphone
from assistant.audio.echo import CancellingMicrophone, EchoCanceller
from assistant.audio.frames import (
    FRAME_SAMPLES,
    FRAME_SECONDS,
    SPEECH_RATE,
    AudioFrame,
    Samples,
)
from assistant.audio.mixer import Mixer
from assistant.audio.played import PlayedSound
from assistant.audio.player import Player
from assistant.errors import EngineError

RATE = 48_000
"""Hertz: of the speaker."""
LATENCY_FRAMES = 4
"""Between rendering and hearing, as on a sound card."""
DISTANCE_SECONDS = 0.008
"""From the speaker to the microphone: a table's length."""
REVERBERATION_SECONDS = 0.3
"""Until the echo is 60 dB down: a furnished room."""
TAIL_SECONDS = 0.2
NOISE_DB = -62.0
"""Full scale, of the quiet room."""

Waveform = npt.NDArray[np.float64]


class SimulatedRoom:
    """A speaker and a microphone with a wall between room and program.

    `echo_db` is the loudness of the assistant's voice in the microphone, None for no echo.
    """

    def __init__(self, echo_db: float | None, seed: int = 1, cancels: bool = True) -> None:
        self._chance = np.random.default_rng(seed)
        self._echo = Echo(echo_db, self._chance) if echo_db is not None else None
        self.speaker = _Speaker()
        self.microphone: Microphone = CancellingMicrophone(
            _Microphone(self._take), self.speaker.played, EchoCanceller() if cancels else None
        )
        self.loudest = 0
        """Largest sample of the speaker in the last frame."""
        self._saying: deque[Samples] = deque()

    def say(self, speech: Samples) -> None:
        """Have a person say something, 16 kHz, from now on."""
        frames = -(-len(speech) // FRAME_SAMPLES)
        padded = np.zeros(frames * FRAME_SAMPLES, dtype=np.int16)
        padded[: len(speech)] = speech
        self._saying.extend(padded.reshape(-1, FRAME_SAMPLES))

    def _take(self, ended_at: float) -> Samples:
        """Return what the microphone hears in the frame that ends now."""
        heard = self._chance.normal(0, 32768 * 10 ** (NOISE_DB / 20), FRAME_SAMPLES)
        sounded = self.speaker.next_frame(ended_at)
        self.loudest = int(np.abs(sounded).max() * 32768)
        if self._echo:
            heard += self._echo.take(sounded)
        if self._saying:
            heard += self._saying.popleft()
        return np.clip(heard, -32768, 32767).astype(np.int16)


class Echo:
    """The way of a sound through the room, frame by frame."""

    def __init__(self, echo_db: float, chance: np.random.Generator) -> None:
        length = round(TAIL_SECONDS * SPEECH_RATE)
        times = np.arange(length) / SPEECH_RATE
        way = chance.normal(0, 0.04, length) * 10 ** (-3 * times / REVERBERATION_SECONDS)
        direct = round(DISTANCE_SECONDS * SPEECH_RATE)
        way[:direct] = 0.0
        way[direct] = 1.0
        way *= 10 ** (echo_db / 20) / np.sqrt((way**2).sum())
        self._size = 1 << (length + FRAME_SAMPLES).bit_length()
        self._spectrum = np.fft.rfft(way, self._size)
        self._tail: Waveform = np.zeros(self._size)
        self._resampler = soxr.ResampleStream(RATE, SPEECH_RATE, 1, dtype="float32")
        self._waiting: Waveform = np.zeros(FRAME_SAMPLES)

    def take(self, sounded: npt.NDArray[np.float32]) -> Waveform:
        """Return what comes back of it while 20 ms at 48 kHz are sounded; int16's scale."""
        resampled = self._resampler.resample_chunk(sounded)
        waiting = np.concatenate((self._waiting, resampled))
        padded = np.pad(waiting[:FRAME_SAMPLES], (0, max(FRAME_SAMPLES - len(waiting), 0)))
        self._waiting = waiting[FRAME_SAMPLES:]
        self._tail += np.fft.irfft(np.fft.rfft(padded, self._size) * self._spectrum, self._size)
        heard = self._tail[:FRAME_SAMPLES] * 32768
        self._tail = np.concatenate((self._tail[FRAME_SAMPLES:], np.zeros(FRAME_SAMPLES)))
        return heard


class _Speaker(Player):
    """Rendered by the room, a few frames before it is heard."""

    def __init__(self) -> None:
        super().__init__("simulated", Mixer(RATE))
        self.played = PlayedSound()
        silent = np.zeros(round(FRAME_SECONDS * RATE), dtype=np.float32)
        self._under_way = deque([silent] * LATENCY_FRAMES)

    def next_frame(self, now: float) -> npt.NDArray[np.float32]:
        """Render what is heard soon, and return what is heard in the frame that ends now."""
        heard_at = now + (LATENCY_FRAMES - 1) * FRAME_SECONDS
        frames = len(self._under_way[0])
        sounding = self._mixer.sounding
        block, notices = self._mixer.render(frames)
        self._announce(notices, heard_at)
        self.played.add(block if sounding else None, frames, RATE, heard_at)
        self._under_way.append(block)
        return self._under_way.popleft()

    async def aclose(self) -> None:
        """Have nothing to release."""


class _Microphone:
    """Takes a frame out of the room whenever one is due."""

    name = "simulated"

    def __init__(self, take: Callable[[float], Samples]) -> None:
        self._take = take

    async def frames(self) -> AsyncIterator[AudioFrame]:
        """Yield frames without end."""
        loop = asyncio.get_running_loop()
        ended_at = loop.time()
        while True:
            ended_at += FRAME_SECONDS
            await asyncio.sleep(max(ended_at - loop.time(), 0))
            yield AudioFrame(self._take(ended_at), ended_at)

    async def aclose(self) -> None:
        """Have nothing to release."""


class TimedExecutor(Executor):
    """One thread's work done at once, which takes the processor time it took on a virtual clock."""

    def __init__(self) -> None:
        self._busy_until = 0.0

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do the work; what it gives is there once the clock has got so far."""
        loop = asyncio.get_running_loop()
        future: Future[Any] = Future()
        began = time.process_time()
        try:
            settle: Callable[[], None] = _giving(future, call(*args, **kwargs))
        except EngineError as error:
            settle = _failing(future, error)
        took = time.process_time() - began
        self._busy_until = max(self._busy_until, loop.time()) + took
        loop.call_at(self._busy_until, settle)
        return future


def _giving(future: Future[Any], result: Any) -> Callable[[], None]:
    return lambda: None if future.cancelled() else future.set_result(result)


def _failing(future: Future[Any], error: EngineError) -> Callable[[], None]:
    return lambda: None if future.cancelled() else future.set_exception(error)
