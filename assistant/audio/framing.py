"""From the card's blocks to 20 ms frames at 16 kHz."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import soxr

from assistant.audio.frames import FRAME_SAMPLES, SPEECH_RATE, AudioFrame, Samples


class Framer:
    """Resamples a stream of blocks and cuts it into frames that know their time."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._resampler = soxr.ResampleStream(rate, SPEECH_RATE, 1, dtype="int16")
        self._waiting: Samples = np.zeros(0, dtype=np.int16)
        self._seconds_in = 0.0
        self._seconds_out = 0.0

    def accept(self, block: Samples, ended_at: float) -> Iterator[AudioFrame]:
        """Yield the frames that a block, int16, shape (n,), completes.

        `ended_at` is the block's last moment in seconds on the event loop's clock; the time that
        samples spend in the resampler is taken off that of the frames.
        """
        self._seconds_in += len(block) / self._rate
        resampled = self._resampler.resample_chunk(block)
        self._waiting = np.concatenate((self._waiting, resampled))
        while len(self._waiting) >= FRAME_SAMPLES:
            samples, self._waiting = np.split(self._waiting, [FRAME_SAMPLES])
            self._seconds_out += FRAME_SAMPLES / SPEECH_RATE
            yield AudioFrame(samples, ended_at - (self._seconds_in - self._seconds_out))
