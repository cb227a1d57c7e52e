"""Backgrounds are soft, loop without a seam, and are the same each time."""

import time

import numpy as np
import pytest

from assistant.audio.background import LOOP_SECONDS, background_loop
from assistant.audio.track import Waveform
from assistant.settings import BACKGROUNDS

RATES = (48_000, 44_100)


def rms_db(signal: Waveform) -> float:
    return float(10 * np.log10(np.mean(np.square(signal, dtype=np.float64))))


def spectrum(loop: Waveform) -> Waveform:
    """Return the energy of each 0.05 Hz, as shares of the whole."""
    energy = np.square(np.abs(np.fft.rfft(loop)))
    return np.asarray(energy / energy.sum(), dtype=np.float32)


def share_db(loop: Waveform, low: float, high: float) -> float:
    """Return how much of the loop's energy lies between two frequencies."""
    lines = spectrum(loop)[round(low * LOOP_SECONDS) : round(high * LOOP_SECONDS)]
    return float(10 * np.log10(lines.sum() + 1e-20))


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize(("name", "level"), [("rain", -34.0), ("drone", -30.0)])
def test_a_background_is_soft(name: str, level: float, rate: int) -> None:
    """Rain has -34 dBFS RMS, the drone -30, and no peak is louder than a tone's."""
    loop = background_loop(name, rate)

    assert rms_db(loop) == pytest.approx(level, abs=0.1)
    assert np.abs(loop).max() < 0.15
    assert abs(loop.mean()) < 1e-5


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("name", BACKGROUNDS)
def test_the_loop_has_no_seam(name: str, rate: int) -> None:
    """Where it begins again neither step nor bend is larger than usual, nor the level another."""
    loop = background_loop(name, rate)
    tape = np.concatenate((loop[-rate:], loop[:rate]))

    for order in (1, 2):
        moves = np.abs(np.diff(tape, order))
        assert moves[rate - order : rate].max() <= np.quantile(moves, 0.995)
    assert abs(rms_db(tape[: rate // 2]) - rms_db(tape[rate // 2 : rate])) < 2.5
    assert abs(rms_db(tape[rate // 2 : rate]) - rms_db(tape[rate : rate + rate // 2])) < 2.5


@pytest.mark.parametrize("name", BACKGROUNDS)
def test_a_background_holds_no_click(name: str) -> None:
    """No step is seven times the usual one; a click is fifty times."""
    steps = np.abs(np.diff(background_loop(name, 48_000)))

    assert steps.max() < 7 * np.sqrt(np.mean(np.square(steps)))


def test_rain_is_even_noise_without_rumble_or_hiss() -> None:
    """Its energy lies between 250 and 8000 Hz and no note stands out of it."""
    loop = background_loop("rain", 48_000)

    assert share_db(loop, 0, 100) < -25
    assert share_db(loop, 250, 8_000) > -1
    assert share_db(loop, 12_000, 24_000) < -30
    assert spectrum(loop).max() < 1e-3
    quarters = [rms_db(part) for part in loop.reshape(-1, 12_000)]
    assert max(quarters) - min(quarters) < 6


def test_the_drone_is_a_low_chord_that_beats_slowly() -> None:
    """G2, D3 and G3 are its loudest notes; its loudness moves by some decibels, never quickly."""
    loop = background_loop("drone", 48_000)
    energy = spectrum(loop)
    loudest = {round(line / LOOP_SECONDS) for line in np.argsort(energy)[-3:]}
    quarters = [rms_db(part) for part in loop.reshape(-1, 12_000)]

    assert loudest == {98, 147, 196}
    assert share_db(loop, 60, 500) > -0.5
    assert share_db(loop, 1_000, 24_000) < -60
    assert 2 < max(quarters) - min(quarters) < 9
    assert np.abs(np.diff(quarters)).max() < 2


@pytest.mark.parametrize("name", BACKGROUNDS)
def test_a_background_is_made_quickly_once_and_always_alike(name: str) -> None:
    """20 seconds at 48 kHz take under half a second and 4 MB, then nothing."""
    background_loop.cache_clear()
    begun = time.process_time()
    first = background_loop(name, 48_000)
    taken = time.process_time() - begun
    assert background_loop(name, 48_000) is first
    background_loop.cache_clear()

    assert np.array_equal(background_loop(name, 48_000), first)
    assert taken < 0.5
    assert first.dtype == np.float32
    assert len(first) == LOOP_SECONDS * 48_000
    assert first.nbytes <= 4_000_000


def test_an_unknown_background_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(ValueError, match="a background is one of rain, drone, not waves"):
        background_loop("waves", 48_000)
