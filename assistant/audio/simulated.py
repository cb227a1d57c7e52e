"""The room without a sound card: a microphone that is fed clips, a speaker that writes a WAV.

Both keep to the event loop's clock, so a clock that jumps makes them as quick as the machine.
"""

from __future__ import annotations

import asyncio
import wave
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from assistant.audio.frames import (
    FRAME_SAMPLES,
    FRAME_SECONDS,
    SPEECH_RATE,
    AudioClip,
    AudioFrame,
    Samples,
)
from assistant.audio.mixer import Mixer
from assistant.audio.player import Player
from assistant.audio.tape import Tape
from assistant.audio.track import waveform_of
from assistant.audio.wavfile import read_wav, to_int16
from assistant.errors import AudioFileError

RATE = 48_000
"""Hertz: what a simulated speaker runs at."""

_NOTHING: Samples = np.zeros(0, dtype=np.int16)


class SimulatedMicrophone:
    """A Microphone in a silent room, where clips are said one after another."""

    def __init__(self, name: str, tail: float | None = None, tape: Tape | None = None) -> None:
        """`tail` is the seconds of silence after which it ends; None means never."""
        self.name = name
        self._tail = tail
        self._tape = tape
        self._to_say = _NOTHING
        self._silent = 0.0

    def say(self, clip: AudioClip) -> None:
        """Let a clip be heard, after what is still being said."""
        samples = to_int16(waveform_of(clip, SPEECH_RATE))
        self._to_say = np.concatenate((self._to_say, samples))

    async def frames(self) -> AsyncIterator[AudioFrame]:
        """Yield the frames, each when its last sample would have been heard."""
        loop = asyncio.get_running_loop()
        ended_at = loop.time()
        while self._tail is None or self._silent < self._tail:
            ended_at += FRAME_SECONDS
            await asyncio.sleep(max(ended_at - loop.time(), 0))
            frame = AudioFrame(self._next(), ended_at)
            if self._tape:
                self._tape.add_person(frame.samples, SPEECH_RATE, ended_at - FRAME_SECONDS)
            yield frame

    async def aclose(self) -> None:
        """Nothing to release."""

    def _next(self) -> Samples:
        said, self._to_say = self._to_say[:FRAME_SAMPLES], self._to_say[FRAME_SAMPLES:]
        self._silent = 0.0 if len(said) else self._silent + FRAME_SECONDS
        return np.pad(said, (0, FRAME_SAMPLES - len(said)))


class WavMicrophone(SimulatedMicrophone):
    """A Microphone that hears a file once, then `tail` seconds of silence, then ends."""

    def __init__(self, path: Path, tail: float = 5.0, tape: Tape | None = None) -> None:
        """Raise AudioFileError for a file that cannot be read."""
        super().__init__(f"wav:{path}", tail, tape)
        self.say(read_wav(path))


class WavSpeaker(Player):
    """A Speaker that writes what would have been heard, silence included.

    The file's time starts with `start()`, or with the first `play`.
    """

    def __init__(self, path: Path | None, tape: Tape | None = None) -> None:
        """Raise AudioFileError for a file that cannot be written; None writes only the tape."""
        super().__init__(f"wav:{path}" if path else "tape", Mixer(RATE))
        self._file = _open_to_write(path) if path else None
        self._tape = tape
        self._clock: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin the file's time."""
        if self._clock is None:
            self._clock = asyncio.create_task(self._run())

    async def aclose(self) -> None:
        """Stop and finish the file."""
        if self._clock:
            self._clock.cancel()
            with suppress(asyncio.CancelledError):
                await self._clock
        if self._file:
            self._file.close()

    async def _open(self) -> None:
        self.start()

    async def _run(self) -> None:
        """Render a block each time it would be due."""
        loop = asyncio.get_running_loop()
        heard_at = loop.time()
        while True:
            block, notices = self._mixer.render(round(FRAME_SECONDS * RATE))
            self._announce(notices, heard_at)
            self._write(to_int16(block), heard_at)
            heard_at += FRAME_SECONDS
            await asyncio.sleep(max(heard_at - loop.time(), 0))

    def _write(self, samples: Samples, heard_at: float) -> None:
        if self._file:
            self._file.writeframesraw(samples.astype("<i2").tobytes())
        if self._tape:
            self._tape.add_assistant(samples, RATE, heard_at)


def _open_to_write(path: Path) -> wave.Wave_write:
    try:
        file = wave.open(str(path), "wb")  # noqa: SIM115 - closed by the speaker's aclose
    except OSError as error:
        raise AudioFileError(f"{path}: cannot be written: {error.strerror}") from error
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(RATE)
    return file
