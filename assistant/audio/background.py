"""Backgrounds made here: rain-like noise and a low drone, each a loop without a seam.

The rain is laid round the loop, over its end into its beginning. The drone is summed up from
whole cycles of the loop's length, so it ends where it begins.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from assistant.audio.track import Waveform
from assistant.settings import BACKGROUNDS

LOOP_SECONDS = 20
"""Long enough not to be heard as a pattern; 3.8 MB at 48 kHz."""
RAIN_LEVEL, DRONE_LEVEL = -34.0, -30.0
"""dBFS RMS: 14 and 10 dB under the voice at -20, as low notes are heard less well than noise."""
_SEED = 5
_GUSTS = ((2, 0.12), (5, 0.08))
"""Cycles in a loop and depth of the rain's coming and going, about 1.5 dB."""
_DROPS_A_SECOND = 12
_DROP_SECONDS = 0.04
_DROP_PITCH = 700.0, 2600.0
"""Hertz: duller than glass, so that no drop startles."""
_DROP_GAIN = 1.6
"""Peak of a usual drop against the RMS of the noise."""
_NOTES = (98.0, 146.85, 196.0)
"""Hertz: G2, D3 and G3, under the tones of the breath and in tune with them."""
_PARTIALS = ((1, 1.0), (2, 0.4), (3, 0.16), (4, 0.06))
"""Multiples of a note, and their shares."""
_BEATS = ((0, 1.0), (2, 0.4), (-3, 0.25))
"""Lines of the spectrum beside a partial, 0.05 Hz apart: it swells every 4 to 10 seconds."""


@lru_cache(maxsize=2)
def background_loop(name: str, rate: int) -> Waveform:
    """Return a background, shape (20 * rate,), the same samples each time.

    Raises ValueError for a name that is not one of BACKGROUNDS.
    """
    if name not in BACKGROUNDS:
        raise ValueError(f"a background is one of {', '.join(BACKGROUNDS)}, not {name}")
    loop, level = (_rain(rate), RAIN_LEVEL) if name == "rain" else (_drone(rate), DRONE_LEVEL)
    loop *= np.float32(10 ** (level / 20)) / _rms(loop)
    loop.flags.writeable = False
    return loop


def _rain(rate: int) -> Waveform:
    chance = np.random.default_rng(_SEED)
    loop = _shaped_noise(rate, chance)
    loop /= _rms(loop)
    _let_come_and_go(loop, rate)
    _add_drops(loop, rate, chance)
    return loop


def _shaped_noise(rate: int, chance: np.random.Generator) -> Waveform:
    """Return noise filtered second by second, which takes little memory, and round the loop."""
    loop: Waveform = np.zeros(LOOP_SECONDS * rate, dtype=np.float32)
    shape = _rain_shape(rate)
    for second in range(LOOP_SECONDS):
        noise = chance.standard_normal(rate, dtype=np.float32)
        filtered = np.fft.irfft(np.fft.rfft(noise, 2 * rate) * shape, 2 * rate)
        before = rate // 2  # a filter without delay rings to both sides
        _add_round(loop, second * rate - before, np.roll(filtered, before))
    return loop


def _let_come_and_go(loop: Waveform, rate: int) -> None:
    """Swell gently, in straight lines from second to second."""
    turns = 2 * np.pi * np.arange(LOOP_SECONDS + 1) / LOOP_SECONDS
    gains = np.ones(len(turns))
    for cycles, depth in _GUSTS:
        gains += depth * np.sin(cycles * turns)
    for second, part in enumerate(loop.reshape(LOOP_SECONDS, rate)):
        part *= np.linspace(gains[second], gains[second + 1], rate, endpoint=False)


def _rain_shape(rate: int) -> Waveform:
    """Return gains 0.5 Hz apart: no rumble, 4 dB less each octave, little above 7 kHz."""
    hertz = np.arange(rate + 1, dtype=np.float32) / 2
    no_rumble = hertz**2 / (hertz**2 + 200**2)
    shape = no_rumble * (1 + (hertz / 800) ** 2) ** -0.35 / (1 + (hertz / 7000) ** 4)
    return np.asarray(shape, dtype=np.float32)


def _add_drops(loop: Waveform, rate: int, chance: np.random.Generator) -> None:
    """Add soft drops at random times."""
    at = np.arange(round(_DROP_SECONDS * rate), dtype=np.float32) / rate
    swell = (1 - np.exp(-at / 0.002)) * np.exp(-at / 0.007) * (1 - at / _DROP_SECONDS)
    for _ in range(_DROPS_A_SECOND * LOOP_SECONDS):
        pitch, size = chance.uniform(*_DROP_PITCH), _DROP_GAIN * chance.lognormal(0.0, 0.4)
        drop = swell * np.sin(np.float32(2 * np.pi * pitch) * at) * np.float32(size)
        _add_round(loop, int(chance.integers(len(loop))), drop.astype(np.float32))


def _add_round(loop: Waveform, at: int, part: Waveform) -> None:
    """Add a part at a sample; what is over the end or before the beginning goes to the other."""
    loop[np.arange(at, at + len(part)) % len(loop)] += part


def _drone(rate: int) -> Waveform:
    chance = np.random.default_rng(_SEED)
    spectrum = np.zeros(LOOP_SECONDS * rate // 2 + 1, dtype=np.complex64)
    for note in _NOTES:
        for multiple, share in _PARTIALS:
            for beside, part in _BEATS:
                line = round(multiple * note * LOOP_SECONDS) + beside
                spectrum[line] += share * part * np.exp(2j * np.pi * chance.random())
    return np.asarray(np.fft.irfft(spectrum, LOOP_SECONDS * rate), dtype=np.float32)


def _rms(signal: Waveform) -> np.float32:
    return np.float32(np.sqrt(np.dot(signal, signal) / len(signal)))
