"""The room from files: a microphone that reads a WAV, a speaker that writes one.

Both keep to the event loop's clock, so a clock that jumps makes them as quick as the machine.
"""

from __future__ import annotations

import asyncio
import wave
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from assistant.audio.frames import FRAME_SAMPLES, FRAME_SECONDS, AudioFrame, silence
from assistant.audio.mixer import Mixer
from assistant.audio.player import Player
from assistant.audio.wavfile import read_wav, to_int16
from assistant.errors import AudioFileError

RATE = 48_000
"""Hertz: what a simulated speaker runs at."""


class WavMicrophone:
    """A Microphone that hears a file once, then `tail` seconds of silence, then ends."""

    def __init__(self, path: Path, tail: float = 5.0) -> None:
        """Raise AudioFileError for a file that cannot be read."""
        self.name = f"wav:{path}"
        samples = np.concatenate((read_wav(path).samples, silence(tail).samples))
        whole = len(samples) // FRAME_SAMPLES * FRAME_SAMPLES
        self._frames = iter(samples[:whole].reshape(-1, FRAME_SAMPLES))

    async def frames(self) -> AsyncIterator[AudioFrame]:
        """Yield the frames, each when its last sample would have been heard."""
        loop = asyncio.get_running_loop()
        ended_at = loop.time()
        for samples in self._frames:
            ended_at += FRAME_SECONDS
            await asyncio.sleep(max(ended_at - loop.time(), 0))
            yield AudioFrame(samples, ended_at)

    async def aclose(self) -> None:
        """Have nothing to release."""


class WavSpeaker(Player):
    """A Speaker that writes what would have been heard, silence included.

    The file's time starts with `start()`, or with the first `play`.
    """

    def __init__(self, path: Path) -> None:
        """Raise AudioFileError for a file that cannot be written."""
        super().__init__(f"wav:{path}", Mixer(RATE))
        self._file = _open_to_write(path)
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
            self._file.writeframesraw(to_int16(block).astype("<i2").tobytes())
            heard_at += FRAME_SECONDS
            await asyncio.sleep(max(heard_at - loop.time(), 0))


def _open_to_write(path: Path) -> wave.Wave_write:
    try:
        path.write_bytes(b"")
    except OSError as error:
        raise AudioFileError(f"{path}: cannot be written: {error.strerror}") from error
    file = wave.open(str(path), "wb")  # noqa: SIM115 - closed by the speaker's aclose
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(RATE)
    return file
