"""Endpointing: when speech starts and when it has ended, from frames of yes and no.

Pure counters: no clock, no audio, no thread. Times are sums of frame lengths.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from assistant.audio.frames import FRAME_SECONDS

START_SECONDS = 0.06
"""Speech for this long starts an utterance: shorter is a click."""
GAP_SECONDS = 0.1
"""A silence shorter than this inside the start does not undo it."""


class Turn(Enum):
    """What the newest frame changed."""

    NOTHING = "nothing"
    STARTED = "started"
    ENDED = "ended"


@dataclass(slots=True)
class Endpointer:
    """Follows one microphone; `patience` may be changed at any moment, also inside speech."""

    patience: float = 0.7
    """Seconds of silence that end an utterance."""
    longest: float = 60.0
    """Seconds after which an utterance is ended in any case."""
    speaking: bool = False
    silence: float = 0.0
    """Seconds since the last frame of speech."""
    length: float = 0.0
    """Seconds since the utterance started, trailing silence included."""
    _voiced: float = 0.0

    def accept(self, is_speech: bool) -> Turn:
        """Take the verdict on one frame and tell what it changed."""
        self.silence = 0.0 if is_speech else self.silence + FRAME_SECONDS
        return self._inside() if self.speaking else self._outside(is_speech)

    def _outside(self, is_speech: bool) -> Turn:
        if is_speech:
            self._voiced += FRAME_SECONDS
        elif self.silence >= GAP_SECONDS:
            self._voiced = 0.0
        if self._voiced < START_SECONDS - FRAME_SECONDS / 2:
            return Turn.NOTHING
        self.speaking, self.length = True, self._voiced
        return Turn.STARTED

    def _inside(self) -> Turn:
        self.length += FRAME_SECONDS
        half = FRAME_SECONDS / 2  # sums of 0.02 are not exact
        if self.silence < self.patience - half and self.length < self.longest:
            return Turn.NOTHING
        self.reset()
        return Turn.ENDED

    def reset(self) -> None:
        """Forget the utterance under way."""
        self.speaking, self.length, self._voiced = False, 0.0, 0.0
