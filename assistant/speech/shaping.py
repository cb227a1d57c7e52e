"""Raw speech from any engine made alike: trimmed, at one loudness, joined with our own pauses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.audio.frames import FRAME_SECONDS, AudioClip, silence

TARGET_RMS = 0.1
"""Of full scale (-20 dBFS), over the parts where there is speech."""
PEAK_LIMIT = 0.89
"""Of full scale (-1 dBFS)."""
_WINDOW_SECONDS = 0.005
_AUDIBLE = 0.01
"""Of the loudest window's level (-40 dB): quieter is silence."""
_LEAD_SECONDS = 0.01
_TAIL_SECONDS = 0.04


def shaped(samples: npt.NDArray[np.float32], rate: int) -> AudioClip:
    """Return speech that starts within 20 ms, at the common loudness.

    Takes float samples of any scale, shape (n,); silence gives an empty clip.
    """
    window = round(_WINDOW_SECONDS * rate)
    windows = samples[: len(samples) // window * window].reshape(-1, window)
    levels = np.sqrt(np.mean(np.square(windows), axis=1, dtype=np.float64))
    loud = np.flatnonzero(levels > _AUDIBLE * levels.max(initial=0.0))
    if not loud.size:
        return AudioClip(np.zeros(0, dtype=np.int16), rate)
    start = max(0, int(loud[0]) * window - round(_LEAD_SECONDS * rate))
    end = (int(loud[-1]) + 1) * window + round(_TAIL_SECONDS * rate)
    speech = samples[start:end].astype(np.float64)
    active_rms = np.sqrt(np.mean(np.square(levels[loud])))
    speech *= min(TARGET_RMS / active_rms, PEAK_LIMIT / np.abs(speech).max())
    return AudioClip(np.round(_faded(speech, rate) * 32767).astype(np.int16), rate)


def _faded(speech: npt.NDArray[np.float64], rate: int) -> npt.NDArray[np.float64]:
    lead = min(round(_LEAD_SECONDS * rate), len(speech))
    tail = min(round(_TAIL_SECONDS * rate), len(speech))
    speech[:lead] *= np.linspace(0.0, 1.0, lead)
    speech[len(speech) - tail :] *= np.linspace(1.0, 0.0, tail)
    return speech


def joined(parts: Sequence[tuple[AudioClip, float]], rate: int) -> AudioClip:
    """Return clips of one rate in a row, each followed by its seconds of silence.

    No clips give 20 ms of silence, so that whatever is returned can be played.
    """
    row = [sound for clip, pause in parts for sound in (clip.samples, silence(pause, rate).samples)]
    return AudioClip(np.concatenate(row), rate) if row else silence(FRAME_SECONDS, rate)
