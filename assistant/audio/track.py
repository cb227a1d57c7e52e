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

_NO_SOUND: Waveform = np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class PlacedSound:
    """One sound of a track."""

    start: int
    """Samples from the start of the track."""
    waveform: Waveform
    cue: Cue | None = None
    """What is announced when it starts."""

    @property
    def end(self) -> int:
        """Samples from the start of the track to the sound's end."""
        return self.start + len(self.waveform)


@dataclass(frozen=True, slots=True)
class Track:
    """Sounds in order of their start."""

    sounds: tuple[PlacedSound, ...]
    length: int
    """Samples; the track also lasts until its last sound has ended."""


def track_of(sound: AudioClip | Score, sounds: Sounds | None, rate: int) -> Track:
    """Return what plays `sound` at `rate` Hz; `sounds` gives the sound of each cue of a score."""
    if isinstance(sound, AudioClip):
        waveform = waveform_of(sound, rate)
        return Track((PlacedSound(0, waveform),), len(waveform))
    return Track(tuple(_placed(sound, sounds, rate)), round(sound.seconds * rate))


def waveform_of(clip: AudioClip, rate: int) -> Waveform:
    """Return a clip as float32 samples at `rate` Hz."""
    waveform = (clip.samples / np.float32(32768)).astype(np.float32)
    if clip.rate == rate:
        return waveform
    return np.asarray(soxr.resample(waveform, clip.rate, rate), dtype=np.float32)


def _placed(score: Score, sounds: Sounds | None, rate: int) -> Iterator[PlacedSound]:
    """Yield each cue's sound; a clip that serves many cues is resampled once."""
    ready: dict[int, tuple[AudioClip, Waveform]] = {}
    for cue in score.cues:
        clip = sounds(cue) if sounds else None
        if clip and id(clip) not in ready:
            ready[id(clip)] = clip, waveform_of(clip, rate)
        waveform = ready[id(clip)][1] if clip else _NO_SOUND
        yield PlacedSound(round(cue.at * rate), waveform, cue)
