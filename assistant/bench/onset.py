"""When sound starts and ends in a recording."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assistant.audio.frames import AudioClip

WINDOW_SECONDS = 0.005
THRESHOLD_DB = -45.0
"""Full scale; well above the virtual card's silence, well below the softest word."""


def loud(clip: AudioClip, threshold_db: float = THRESHOLD_DB) -> npt.NDArray[np.bool_]:
    """Return, for each window of 5 ms, whether its level is above the threshold."""
    window = round(WINDOW_SECONDS * clip.rate)
    whole = len(clip.samples) // window * window
    blocks = clip.samples[:whole].astype(np.float64).reshape(-1, window) / 32768
    level = np.sqrt((blocks**2).mean(axis=1))
    above: npt.NDArray[np.bool_] = level > 10 ** (threshold_db / 20)
    return above


def first_sound(clip: AudioClip, after: float = 0.0) -> float | None:
    """Return the second at which sound begins, at or after a second; None where it never does."""
    windows = loud(clip)
    start = round(after / WINDOW_SECONDS)
    found = np.flatnonzero(windows[start:])
    return (start + int(found[0])) * WINDOW_SECONDS if found.size else None


def last_sound(clip: AudioClip, before: float) -> float | None:
    """Return the second at which the last sound before a second ends; None where none is."""
    found = np.flatnonzero(loud(clip)[: round(before / WINDOW_SECONDS)])
    return (int(found[-1]) + 1) * WINDOW_SECONDS if found.size else None


def silent_from(clip: AudioClip, after: float, quiet_seconds: float = 0.5) -> float | None:
    """Return the second, at or after a second, from which it stays silent for a while.

    None where it never falls silent.
    """
    windows = loud(clip)
    need = round(quiet_seconds / WINDOW_SECONDS)
    start = round(after / WINDOW_SECONDS)
    run = 0
    for index in range(start, len(windows)):
        run = 0 if windows[index] else run + 1
        if run == need:
            return (index + 1 - need) * WINDOW_SECONDS
    return None


def shift(reference: AudioClip, heard: AudioClip, most_seconds: float) -> float:
    """Return how much later a stretch of sound stands in `heard` than in `reference`.

    Seconds, to the sample, by the peak of the cross-correlation within `most_seconds`.
    Both clips have one rate and begin at the same nominal moment.
    """
    size = len(reference.samples) + len(heard.samples)
    spectrum = np.conj(np.fft.rfft(reference.samples.astype(np.float64), size))
    correlation = np.fft.irfft(np.fft.rfft(heard.samples.astype(np.float64), size) * spectrum, size)
    most = round(most_seconds * reference.rate)
    lags = np.concatenate([np.arange(most), np.arange(-most, 0)])
    return int(lags[np.argmax(correlation[lags])]) / reference.rate
