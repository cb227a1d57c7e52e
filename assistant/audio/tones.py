"""Soft tones and bells, made here: a breath in rises, a breath out falls, a hold is level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.audio.frames import AudioClip
from assistant.audio.score import Cue, CueKind, Phase
from assistant.audio.wavfile import to_int16

TONE_RATE = 48_000
"""Hertz: the usual rate of a card, so that nothing is resampled."""
LEVEL = 0.22
"""Peak of a tone, about -13 dB: under the voice, and far from clipping."""
_LOW, _HIGH = 196.0, 293.66
"""Hertz: G3 and D4, a fifth apart."""
_TOP = 349.23
"""Hertz: F4, where the second breath of a sigh ends."""
_PITCHES = {
    Phase.IN: (_LOW, _HIGH),
    Phase.TOP_UP: (_HIGH, _TOP),
    Phase.HOLD_IN: (_HIGH, _HIGH),
    Phase.OUT: (_HIGH, _LOW),
    Phase.HOLD_OUT: (_LOW, _LOW),
}
"""Hertz at the start and at the end of each phase that has a tone."""
_ATTACK, _RELEASE = 0.25, 0.4
"""Seconds, at most a third of the tone each."""
_BEGIN = 0.008
_FIRST = 0.045
"""Seconds in which a tone opens, and the level (-27 dB) it opens to."""
_BELL_SECONDS = 3.5
_BELL_PARTIALS = ((1.0, 1.0, 1.2), (2.76, 0.35, 0.6), (5.4, 0.12, 0.25))
"""Multiple of 440 Hz, share, and seconds in which it fades to a third."""
_HOLD_GAIN = 0.5
_STRETCH_SAMPLES = 12_000

Signal = npt.NDArray[np.float64]
_Indices = npt.NDArray[np.int64]


def tone_for(cue: Cue, rate: int = TONE_RATE) -> AudioClip | None:
    """Return the sound of a tone or bell cue, as long as its phase; None for a voice or a rest."""
    if cue.kind is CueKind.BELL:
        return bell(rate)
    if cue.kind is not CueKind.TONE or cue.phase not in _PITCHES or not cue.seconds:
        return None
    return glide(cue.phase, round(cue.seconds, 3), rate)


@lru_cache(maxsize=64)
def glide(phase: Phase, seconds: float, rate: int = TONE_RATE) -> AudioClip:
    """Return the tone of a phase: its pitch moves smoothly from one end to the other."""
    return _clip(_glide_signal(phase, max(round(seconds * rate), 2), rate), rate)


def _glide_signal(phase: Phase, length: int, rate: int) -> Iterator[Signal]:
    start, end = _PITCHES[phase]
    gain = LEVEL * (_HOLD_GAIN if start == end else 1.0)
    turned = 0.0
    for at in _stretches(length):
        pitch = start * (end / start) ** ((1 - np.cos(np.pi * at / (length - 1))) / 2)
        angle = turned + 2 * np.pi * np.cumsum(pitch) / rate
        turned = angle[-1]
        signal = (np.sin(angle) + 0.25 * np.sin(2 * angle) + 0.08 * np.sin(3 * angle)) / 1.33
        yield signal * _swell(at, length, rate, gain)


@lru_cache(maxsize=4)
def bell(rate: int = TONE_RATE) -> AudioClip:
    """Return a soft bell that dies away: the end of a practice."""
    length = round(_BELL_SECONDS * rate)
    return _clip((_bell_signal(at / rate, length / rate) for at in _stretches(length)), rate)


def _bell_signal(at: Signal, seconds: float) -> Signal:
    """Return the bell at times `at`, in seconds."""
    signal = np.zeros(len(at))
    for ratio, share, decay in _BELL_PARTIALS:
        signal += share * np.exp(-at / decay) * np.sin(2 * np.pi * 440.0 * ratio * at)
    edges = np.minimum(1.0, at / 0.005) * np.minimum(1.0, (seconds - at) / 0.5)
    return np.asarray(LEVEL * signal * edges / 1.47)


class Earcon(Enum):
    """A short sound that tells what it does; the value is its notes in hertz."""

    HEARD = (440.0, 587.33)
    """It was called: two rising notes."""
    THINKING = (392.0,)
    """The answer is coming: one low note."""
    MISSED = (440.0, 349.23)
    """It did not understand: two falling notes."""


@lru_cache(maxsize=8)
def earcon_clip(earcon: Earcon, rate: int = TONE_RATE) -> AudioClip:
    """Return the notes of an earcon, 0.12 s each, 6 dB softer than a tone of a practice."""
    at = np.arange(round(0.12 * rate)) / rate
    notes = [np.sin(2 * np.pi * pitch * at) * np.hanning(len(at)) for pitch in earcon.value]
    return _clip([0.5 * LEVEL * note for note in notes], rate)


def _stretches(length: int) -> Iterator[_Indices]:
    """Yield the indices of a sound a stretch at a time, so that a long one takes little memory."""
    for begin in range(0, length, _STRETCH_SAMPLES):
        yield np.arange(begin, min(begin + _STRETCH_SAMPLES, length))


def _swell(at: _Indices, length: int, rate: int, gain: float) -> Signal:
    """Return the gain at samples of a sound of that length.

    It opens to a soft first level at once, the same for every tone, so that a phase can be heard,
    and measured, to begin; then it swells to `gain`, and closes softly.
    """
    attack, release = (max(min(round(s * rate), length // 3), 1) for s in (_ATTACK, _RELEASE))
    begun = _rise(at / min(round(_BEGIN * rate), attack))
    opened, unclosed = _rise(at / attack), _rise((length - 1 - at) / release)
    level: Signal = (_FIRST * begun + (gain - _FIRST) * opened) * unclosed
    return level


def _rise(share: Signal) -> Signal:
    """Return a smooth way from 0 to 1 as a share of it goes from 0 to 1."""
    risen: Signal = (1 - np.cos(np.pi * np.minimum(share, 1.0))) / 2
    return risen


def _clip(parts: Iterable[Signal], rate: int) -> AudioClip:
    samples = np.concatenate([to_int16(part.astype(np.float32)) for part in parts])
    samples[[0, -1]] = 0
    return AudioClip(samples, rate)
