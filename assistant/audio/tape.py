"""A tape of a conversation: both sides on one time axis, as a stereo WAV."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant.audio.frames import AudioClip, Samples
from assistant.audio.track import waveform_of
from assistant.audio.wavfile import to_int16, write_stereo

TAPE_RATE = 48_000
"""Hertz."""


class Tape:
    """Collects what each side sounds, without gaps from its first sample on."""

    def __init__(self) -> None:
        self._person = _Side()
        self._assistant = _Side()

    def add_person(self, samples: Samples, rate: int, started_at: float) -> None:
        """Add what the person says, int16, shape (n,), from `started_at` on the loop's clock."""
        self._person.add(samples, rate, started_at)

    def add_assistant(self, samples: Samples, rate: int, started_at: float) -> None:
        """Add what the assistant sounds, in the same way."""
        self._assistant.add(samples, rate, started_at)

    def write(self, path: Path) -> None:
        """Write the person to the left and the assistant to the right."""
        start = min(self._person.started_at, self._assistant.started_at)
        write_stereo(path, self._person.since(start), self._assistant.since(start))


class _Side:
    def __init__(self) -> None:
        self.started_at = float("inf")
        self._rate = TAPE_RATE
        self._blocks: list[Samples] = []

    def add(self, samples: Samples, rate: int, started_at: float) -> None:
        self.started_at = min(self.started_at, started_at)
        self._rate = rate
        self._blocks.append(samples.copy())

    def since(self, start: float) -> AudioClip:
        """Return the whole side at the tape's rate, with the silence before it."""
        if not self._blocks:
            return AudioClip(np.zeros(0, dtype=np.int16), TAPE_RATE)
        whole = waveform_of(AudioClip(np.concatenate(self._blocks), self._rate), TAPE_RATE)
        before = round((self.started_at - start) * TAPE_RATE)
        return AudioClip(np.pad(to_int16(whole), (before, 0)), TAPE_RATE)
