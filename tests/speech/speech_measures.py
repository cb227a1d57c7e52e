"""What the speech tests measure in a clip."""

from __future__ import annotations

import numpy as np

from assistant.audio.frames import AudioClip


def first_sound_seconds(clip: AudioClip) -> float:
    """Return when the clip first comes within 40 dB of its peak."""
    levels = np.abs(clip.samples.astype(np.int32))
    return float(np.flatnonzero(levels > levels.max() * 0.01)[0]) / clip.rate


def speech_rms(clip: AudioClip) -> float:
    """Return the root mean square of the windows with speech in them, of full scale."""
    window = clip.rate // 200
    samples = clip.samples[: len(clip.samples) // window * window].reshape(-1, window) / 32768
    levels = np.sqrt(np.mean(np.square(samples), axis=1))
    return float(np.sqrt(np.mean(np.square(levels[levels > levels.max() * 0.05]))))


def words_per_minute(text: str, clip: AudioClip) -> float:
    """Return the pace, pauses included."""
    return len(text.split()) / clip.seconds * 60
