"""Log-mel spectrogram as Whisper was trained on it, in numpy.

Numbers are from the Whisper paper (Radford et al., 2022, section 2.2): 80 mel bands over 25 ms
windows every 10 ms at 16 kHz, scaled to about -1 to 1 by the loudest band. The bands follow the
Slaney scale: linear below 1 kHz, logarithmic above, each triangle of unit area.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from assistant.audio.frames import SPEECH_RATE, Samples

Floats = npt.NDArray[np.float32]

BANDS = 80
HOP_SAMPLES = 160
WINDOW_SAMPLES = 400
DYNAMIC_RANGE = 8.0
"""Powers of ten below the loudest band at which the spectrogram is cut off."""

_LINEAR_HZ = 200.0 / 3
_LOG_FROM_HZ = 1000.0
_LOG_STEP = np.log(6.4) / 27


def hertz_to_mel(hertz: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return Slaney mels of frequencies in hertz."""
    hertz = np.asarray(hertz, dtype=np.float64)
    above = np.log(np.maximum(hertz, _LOG_FROM_HZ) / _LOG_FROM_HZ) / _LOG_STEP
    return np.asarray(np.minimum(hertz, _LOG_FROM_HZ) / _LINEAR_HZ + above)


def mel_to_hertz(mels: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return frequencies in hertz of Slaney mels."""
    mels = np.asarray(mels, dtype=np.float64)
    knee = _LOG_FROM_HZ / _LINEAR_HZ
    above = np.exp(_LOG_STEP * np.maximum(mels - knee, 0.0))
    return np.asarray(np.minimum(mels, knee) * _LINEAR_HZ * above)


@cache
def mel_filters() -> Floats:
    """Return the filterbank, shape (80, 201): bands over the bins of a 400-point transform."""
    bins = np.linspace(0.0, SPEECH_RATE / 2, WINDOW_SAMPLES // 2 + 1)
    edges = mel_to_hertz(np.linspace(0.0, hertz_to_mel(SPEECH_RATE / 2), BANDS + 2))
    low, centre, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising = (bins - low) / (centre - low)
    falling = (high - bins) / (high - centre)
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return np.asarray(triangles * (2.0 / (high - low)), dtype=np.float32)


@cache
def _hann() -> Floats:
    return np.asarray(np.hanning(WINDOW_SAMPLES + 1)[:-1], dtype=np.float32)


def log_mel(samples: Samples, frames: int) -> Floats:
    """Return the spectrogram, shape (80, frames), of int16 16 kHz sound padded with silence.

    Sound beyond `frames` (10 ms each) is left out.
    """
    sound = np.zeros(frames * HOP_SAMPLES, dtype=np.float32)
    heard = samples[: len(sound)]
    sound[: len(heard)] = heard.astype(np.float32) / 32768.0
    sound = np.pad(sound, WINDOW_SAMPLES // 2, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(sound, WINDOW_SAMPLES)[::HOP_SAMPLES]
    spectrum = np.fft.rfft(windows[:frames] * _hann(), axis=1)
    power = (np.abs(spectrum) ** 2).astype(np.float32)
    bands = np.log10(np.maximum(mel_filters() @ power.T, 1e-10))
    bands = np.maximum(bands, bands.max() - DYNAMIC_RANGE)
    return np.ascontiguousarray((bands + 4.0) / 4.0, dtype=np.float32)
