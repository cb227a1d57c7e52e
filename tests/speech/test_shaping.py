"""Clips of any engine are trimmed and equally loud."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from assistant.speech.shaping import PEAK_LIMIT, joined, shaped
from tests.speech.speech_measures import first_sound_seconds, speech_rms

RATE = 22_050


def hum(seconds: float, level: float) -> npt.NDArray[np.float32]:
    times = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * 200 * times)).astype(np.float32)


def quiet(seconds: float) -> npt.NDArray[np.float32]:
    return np.zeros(round(seconds * RATE), dtype=np.float32)


def test_silence_around_speech_is_cut() -> None:
    """A clip starts within 20 ms of its first sound and ends within 60 ms of its last."""
    clip = shaped(np.concatenate([quiet(0.3), hum(0.5, 0.5), quiet(0.4)]), RATE)

    assert first_sound_seconds(clip) < 0.02
    assert 0.5 <= clip.seconds < 0.57


def test_a_pause_inside_speech_is_kept() -> None:
    """Only the ends are trimmed."""
    clip = shaped(np.concatenate([hum(0.2, 0.5), quiet(0.4), hum(0.2, 0.5)]), RATE)

    assert clip.seconds == pytest.approx(0.8, abs=0.06)


@pytest.mark.parametrize("level", [0.01, 0.2, 1.0, 20_000.0])
def test_speech_of_any_scale_comes_out_equally_loud(level: float) -> None:
    """Both voices, whatever their scale, sound at -20 dBFS."""
    assert speech_rms(shaped(hum(0.5, level), RATE)) == pytest.approx(0.1, rel=0.05)


def test_a_single_loud_peak_does_not_clip() -> None:
    """Speech with rare peaks is made quieter rather than clipped."""
    spiky = hum(0.5, 0.01)
    spiky[5000] = 1.0

    samples = shaped(spiky, RATE).samples
    assert np.argmax(samples) == pytest.approx(5000, abs=RATE * 0.01)
    assert samples.max() == pytest.approx(PEAK_LIMIT * 32767, abs=1)


@pytest.mark.parametrize("samples", [quiet(0.0), quiet(0.001), quiet(0.5)])
def test_silence_and_stubs_give_an_empty_clip(samples: npt.NDArray[np.float32]) -> None:
    """An engine that says nothing is not an error."""
    assert shaped(samples, RATE).seconds == 0.0


def test_joined_clips_keep_their_pauses_to_the_sample() -> None:
    """Pauses are samples of silence."""
    clip = shaped(hum(0.1, 0.5), RATE)

    row = joined([(clip, 0.25), (clip, 0.0)], RATE)

    assert len(row.samples) == 2 * len(clip.samples) + round(0.25 * RATE)


def test_nothing_joined_is_a_short_silence() -> None:
    """What is returned can always be played."""
    assert joined([], RATE).seconds > 0
