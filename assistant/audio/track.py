"""A track: a clip or a score made ready to play, every sound at its sample offset."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soxr

from assistant.audio.frames import AudioClip
from assistant.audio.score import Cue, Score, Sounds

Waveform = npt.NDArray[np.float32]
"""float32, shape (n,), full scale is -1 to 1."""

_CHUNK_SAMPLES = 2048
"""Of a clip, converted at a time."""
_NO_SAMPLES: Waveform = np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class PlacedSound:
    """One sound of a track."""

    start: int
    """Samples from the start of the track."""
    length: int = 0
    """Samples at the track's rate; 0 for a cue that makes no sound."""
    clip: AudioClip | None = None
    cue: Cue | None = None
    """What is announced when it starts."""

    @property
    def gain(self) -> float:
        """Factor on its amplitude."""
        return self.cue.gain if self.cue else 1.0


@dataclass(frozen=True, slots=True)
class Track:
    """Sounds in order of their start; small, as clips that serve many cues are shared."""

    sounds: tuple[PlacedSound, ...]
    length: int
    """Samples; the track also lasts until its last sound has ended."""
    background: Waveform | None = None
    """Loops under the sounds."""


class ClipReader:
    """Reads a clip from its start at another rate, converting no more than is asked for.

    Chunk by chunk it gives the very samples of the clip converted whole.
    """

    def __init__(self, clip: AudioClip, rate: int, start: int = 0) -> None:
        """Begin `start` samples, at `rate`, into the clip."""
        self._samples = clip.samples[round(start * clip.rate / rate) :]
        self._resampler = None
        if clip.rate != rate:
            self._resampler = soxr.ResampleStream(clip.rate, rate, 1, dtype="float32")
        self._ready = _NO_SAMPLES

    def take(self, frames: int) -> Waveform:
        """Return the next `frames` samples, fewer at the end."""
        while len(self._ready) < frames and len(self._samples):
            self._ready = np.concatenate((self._ready, self._convert()))
        part, self._ready = self._ready[:frames], self._ready[frames:]
        return part

    def _convert(self) -> Waveform:
        chunk = self._samples[:_CHUNK_SAMPLES] / np.float32(32768)
        self._samples = self._samples[_CHUNK_SAMPLES:]
        if not self._resampler:
            return np.asarray(chunk, dtype=np.float32)
        last = not len(self._samples)
        return np.asarray(self._resampler.resample_chunk(chunk, last=last), dtype=np.float32)


def track_of(
    sound: AudioClip | Score,
    sounds: Sounds | None,
    rate: int,
    background: Waveform | None = None,
) -> Track:
    """Return what plays `sound` at `rate` Hz; `sounds` gives the sound of each cue of a score."""
    if isinstance(sound, AudioClip):
        length = _length(sound, rate)
        return Track((PlacedSound(0, length, sound),), length, background)
    return Track(tuple(_placed(sound, sounds, rate)), round(sound.seconds * rate), background)


def waveform_of(clip: AudioClip, rate: int) -> Waveform:
    """Return a clip as float32 samples at `rate` Hz."""
    waveform = (clip.samples / np.float32(32768)).astype(np.float32)
    if clip.rate == rate:
        return waveform
    return np.asarray(soxr.resample(waveform, clip.rate, rate), dtype=np.float32)


def _placed(score: Score, sounds: Sounds | None, rate: int) -> Iterator[PlacedSound]:
    for cue in score.cues:
        clip = sounds(cue) if sounds else None
        yield PlacedSound(round(cue.at * rate), _length(clip, rate) if clip else 0, clip, cue)


def _length(clip: AudioClip, rate: int) -> int:
    """Return a clip's length in samples at `rate` Hz."""
    return round(len(clip.samples) * rate / clip.rate)
