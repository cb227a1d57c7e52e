"""Onsets and ends in recordings."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.audio.frames import AudioClip
from assistant.bench.onset import first_sound, last_sound, shift, silent_from

RATE = 48_000


def tone(*spans: tuple[float, float], length: float) -> AudioClip:
    """Return a clip that sounds in the given spans of seconds and is silent elsewhere."""
    times = np.arange(round(length * RATE)) / RATE
    on = np.zeros_like(times, dtype=bool)
    for start, end in spans:
        on |= (times >= start) & (times < end)
    samples = np.where(on, np.sin(times * 2 * np.pi * 440), 0.0)
    return AudioClip((samples * 8000).astype(np.int16), RATE)


def test_a_sound_begins_and_ends_where_it_was_put() -> None:
    """First and last sound are right to a window of 5 ms."""
    clip = tone((0.5, 0.8), (1.2, 1.5), length=2)

    assert first_sound(clip) == pytest.approx(0.5, abs=0.005)
    assert first_sound(clip, after=0.9) == pytest.approx(1.2, abs=0.005)
    assert last_sound(clip, before=1.0) == pytest.approx(0.8, abs=0.005)


def test_silence_counts_only_when_it_lasts() -> None:
    """A gap between two words is not silence."""
    clip = tone((0.0, 0.8), (1.0, 1.5), length=3)

    assert silent_from(clip, after=0.2) == pytest.approx(1.5, abs=0.005)


def test_what_never_sounds_has_no_onset() -> None:
    """Silence gives None, not zero."""
    assert first_sound(tone(length=1)) is None


@pytest.mark.parametrize("late", [0, 37, -120])
def test_a_shift_is_found_to_the_sample(late: int) -> None:
    """The lag between a reference and what was heard is exact."""
    noise = np.random.default_rng(1).normal(0, 3000, RATE).astype(np.int16)
    heard = AudioClip(np.roll(noise, late), RATE)

    assert shift(AudioClip(noise, RATE), heard, 0.05) == pytest.approx(late / RATE)
