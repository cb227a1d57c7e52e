"""A gain that moves without a step, so that nothing clicks."""

from __future__ import annotations

import numpy as np

from assistant.audio.track import Waveform


class Ramp:
    """A gain that moves to its target in a straight line."""

    def __init__(self, value: float) -> None:
        self.value = value
        self.target = value
        self._step = 0.0

    def aim(self, target: float, samples: int) -> None:
        """Move to `target` over the next `samples`."""
        self.target = target
        self._step = (target - self.value) / samples

    @property
    def samples_left(self) -> int:
        """Samples until the target is reached."""
        return round((self.target - self.value) / self._step) if self._step else 0

    def take(self, frames: int) -> Waveform | float:
        """Return the gain of the next `frames` samples: one number where it rests."""
        if not self._step:
            return self.value
        low, high = sorted((self.value, self.target))
        steps = np.arange(1, frames + 1, dtype=np.float32)
        gains: Waveform = np.clip(self.value + self._step * steps, low, high)
        self.value = min(max(self.value + self._step * frames, low), high)
        if abs(self.value - self.target) < 1e-6:
            self.value, self._step = self.target, 0.0
        return gains
