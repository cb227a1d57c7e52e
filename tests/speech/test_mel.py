"""The log-mel spectrogram has the properties Whisper was trained on."""

import numpy as np
import pytest

from assistant.speech.engines.mel import BANDS, hertz_to_mel, log_mel, mel_filters, mel_to_hertz


def tone(hertz: float, seconds: float = 1.0, level: int = 8000) -> np.ndarray:
    times = np.arange(round(16_000 * seconds)) / 16_000
    return (level * np.sin(2 * np.pi * hertz * times)).astype(np.int16)


def test_the_mel_scale_is_linear_to_1_kilohertz_and_logarithmic_above() -> None:
    """Slaney: 15 mels at 1 kHz, 27 more for each factor of 6.4; the way back is exact."""
    assert hertz_to_mel([500, 1000, 6400]) == pytest.approx([7.5, 15, 42])
    assert mel_to_hertz(hertz_to_mel([123, 4567])) == pytest.approx([123, 4567])


def test_each_filter_is_a_triangle_of_unit_area() -> None:
    """Bands from silence to 8 kHz, none empty; a wide band sums to one over its 40 Hz bins."""
    filters = mel_filters()

    assert filters.shape == (80, 201)
    assert (filters >= 0).all()
    assert (filters.max(axis=1) > 0).all()
    assert filters[50:].sum(axis=1) * 40 == pytest.approx(np.ones(30), abs=0.03)


@pytest.mark.parametrize("hertz", [300, 1000, 3000, 6000])
def test_a_tone_is_loudest_in_its_own_band(hertz: float) -> None:
    """The band with the most energy is the one whose centre is nearest."""
    centres = mel_to_hertz(np.linspace(0, hertz_to_mel(8000), BANDS + 2))[1:-1]

    loudest = log_mel(tone(hertz), 100)[:, 50].argmax()

    assert abs(loudest - np.abs(centres - hertz).argmin()) <= 1


def test_the_scale_spans_eight_powers_of_ten_below_the_loudest() -> None:
    """Eight powers of ten are two units; silence lies at the bottom."""
    mel = log_mel(tone(1000), 300)

    assert mel.max() - mel.min() == pytest.approx(2.0)
    assert mel[:, 200:] == pytest.approx(mel.min())


def test_sound_is_padded_and_cut_to_the_window() -> None:
    """The shape depends on the window alone."""
    assert log_mel(tone(500, 0.1), 500).shape == (80, 500)
    assert log_mel(tone(500, 9.0), 500).shape == (80, 500)


def test_ten_times_the_level_is_half_a_unit() -> None:
    """A power of ten in amplitude is two in power, a quarter unit each."""
    louder, softer = log_mel(tone(1000, level=20000), 100), log_mel(tone(1000, level=2000), 100)

    assert louder.max() - softer.max() == pytest.approx(0.5, abs=0.01)
