"""What the speaker has just played, on one time axis with the microphone."""

from __future__ import annotations

from collections import deque

import numpy as np
import soxr

from assistant.audio.frames import SPEECH_RATE, Samples
from assistant.audio.track import Waveform
from assistant.audio.wavfile import to_int16

_KEPT_SAMPLES = 2 * SPEECH_RATE
_QUEUE_BLOCKS = 400
_RINGS_SECONDS = 0.5
"""How long after our last sound the room may still hold it."""
_EARLY_SECONDS = 0.03
"""What is given runs ahead by this, so that it is never later than its echo."""
_SLIP_SAMPLES = round(0.03 * SPEECH_RATE)
"""A lasting difference of the two clocks that calls for aligning them anew."""
_GAP_SECONDS = 0.2
"""A step of the block times that means a stream has slept."""
_GAP_SAMPLES = round(_GAP_SECONDS * SPEECH_RATE)
_SETTLING_SECONDS = 0.5
"""A stream's first block times can be off by 60 ms."""
_SETTLING_WEIGHT, _WEIGHT = 0.2, 0.02
"""Of the newest time in the smoothed ones."""

_NOTHING: Samples = np.zeros(0, dtype=np.int16)


class PlayedSound:
    """Filled by the speaker's callback, read on the event loop.

    Samples are counted, not timed: block times scatter by several milliseconds, and an echo
    canceller must not see its reference move. The times only say where counting begins.
    """

    def __init__(self) -> None:
        self._blocks: deque[tuple[Waveform | None, int, int, float]] = deque(maxlen=_QUEUE_BLOCKS)
        self._last_sound_at = float("-inf")
        self._read: int | None = None
        """Count of the sample that follows on the last one given."""
        self._slip = 0.0
        """Smoothed samples between where reading is due and where it is."""
        self._begin(SPEECH_RATE, 0.0)

    def add(self, block: Waveform | None, frames: int, rate: int, heard_at: float) -> None:
        """Note `frames` samples at `rate` Hz, heard from `heard_at` on; None is silence."""
        self._blocks.append((block, frames, rate, heard_at))

    def at(self, started_at: float, samples: int) -> Samples | None:
        """Return what was in the air, 16 kHz int16, shape (samples,); None where long silent."""
        while self._blocks:
            self._take(*self._blocks.popleft())
        due = (started_at + _EARLY_SECONDS - self._origin) * SPEECH_RATE
        read = self._read if self._read is not None else round(due)
        self._slip += self._weight * (due - read - self._slip)
        if abs(self._slip) > _SLIP_SAMPLES or abs(due - read) > _GAP_SAMPLES:
            read, self._slip = round(due), 0.0
        self._read = read + samples
        long_silent = started_at > self._last_sound_at + _RINGS_SECONDS
        return None if long_silent else self._part(read, samples)

    def _begin(self, rate: int, heard_at: float) -> None:
        """Start counting at `heard_at`."""
        self._origin = heard_at
        self._rate = rate
        self._resampler = soxr.ResampleStream(rate, SPEECH_RATE, 1, dtype="float32")
        self._taken = 0
        self._samples = _NOTHING
        self._forgotten = 0
        self._read = None
        self._slip = 0.0

    @property
    def _weight(self) -> float:
        return _SETTLING_WEIGHT if self._taken < _SETTLING_SECONDS * self._rate else _WEIGHT

    def _take(self, block: Waveform | None, frames: int, rate: int, heard_at: float) -> None:
        ahead = heard_at - self._taken / self._rate - self._origin
        if rate != self._rate or abs(ahead) > _GAP_SECONDS:
            self._begin(rate, heard_at)
        else:
            self._origin += self._weight * ahead
        if block is None:
            block = np.zeros(frames, dtype=np.float32)
        else:
            self._last_sound_at = heard_at + frames / rate
        self._taken += frames
        resampled = to_int16(self._resampler.resample_chunk(block))
        self._samples = np.concatenate((self._samples, resampled))
        excess = max(len(self._samples) - _KEPT_SAMPLES, 0)
        self._samples = self._samples[excess:]
        self._forgotten += excess

    def _part(self, start: int, length: int) -> Samples:
        """Return samples by their count; silence where they are not known."""
        part = np.zeros(length, dtype=np.int16)
        first = start - self._forgotten
        known = self._samples[max(first, 0) : max(first + length, 0)]
        at = max(-first, 0)
        part[at : at + len(known)] = known
        return part
