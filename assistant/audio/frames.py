"""Audio frames and clips: the two shapes in which sound moves through the program."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.int16]

SPEECH_RATE = 16_000
"""Hertz: what recognisers and voice activity detection work at."""
FRAME_SECONDS = 0.02
FRAME_SAMPLES = 320


@dataclass(frozen=True, slots=True)
class AudioFrame:
    """20 ms of what the microphone heard, 16 kHz mono."""

    samples: Samples
    """int16, shape (320,)"""
    ended_at: float
    """Seconds on the event loop's clock when the frame's last sample was captured."""
    doubtful: bool = False
    """True where it may hold our own voice, since the way through the room is not learned yet."""

    def __post_init__(self) -> None:
        if self.samples.dtype != np.int16 or self.samples.shape != (FRAME_SAMPLES,):
            raise ValueError(
                f"a frame is {FRAME_SAMPLES} int16 samples, "
                f"not {self.samples.shape} {self.samples.dtype}"
            )


@dataclass(frozen=True, slots=True)
class AudioClip:
    """A finished piece of mono sound."""

    samples: Samples
    """int16, shape (n,)"""
    rate: int
    """Hertz"""

    def __post_init__(self) -> None:
        if self.samples.dtype != np.int16 or self.samples.ndim != 1:
            raise ValueError(
                f"a clip is mono int16, not {self.samples.ndim}-d {self.samples.dtype}"
            )
        if not 4_000 <= self.rate <= 192_000:
            raise ValueError(f"a clip's rate is 4000 to 192000 Hz, not {self.rate}")

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate


def silence(seconds: float, rate: int = SPEECH_RATE) -> AudioClip:
    """Return a clip of digital silence."""
    return AudioClip(np.zeros(round(seconds * rate), dtype=np.int16), rate)
