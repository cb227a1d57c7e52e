"""A bed: a background that loops under a track and makes room for the voice."""

from __future__ import annotations

import numpy as np

from assistant.audio.ramp import Ramp
from assistant.audio.track import Waveform

FADE_IN_SECONDS = 2.0
FADE_OUT_SECONDS = 4.0
"""At the end of the track, so that silence does not come suddenly; a shorter track has no bed."""
LEAVE_SECONDS = 1.0
"""How long one that is switched off takes."""
ROOM = 0.35
"""Gain under a voice: about -9 dB."""
ROOM_DOWN_SECONDS, ROOM_UP_SECONDS = 0.15, 0.8
ROOM_HOLD_SECONDS = 0.5
"""Kept low so long after a voice, lest it pump between counts a second apart."""
_LEAST_FADE_SECONDS = 0.008
"""Where a retiming leaves the track no time for another."""


class Bed:
    """One background under one track; where it is in its loop follows from the track's position."""

    def __init__(self, loop: Waveform, rate: int) -> None:
        self._loop = loop
        self._rate = rate
        self._level = Ramp(0.0)
        self._room = Ramp(1.0)
        self._voice_until = 0
        self._leaving = False
        self._fades_until: int | None = None

    @property
    def gone(self) -> bool:
        """True once it was switched off and has faded."""
        return self._leaving and not self._level.value

    def leave(self) -> None:
        """Fade out, whatever the track does."""
        self._leaving = True
        self._level.aim(0.0, round(LEAVE_SECONDS * self._rate))

    def add_to(self, mixed: Waveform, position: int, end: int, voiced: bool) -> None:
        """Add its samples from `position` of a track on that lasts until `end`, in samples."""
        frames = len(mixed)
        if not self._leaving:
            self._aim(position, end)
        if voiced:
            self._voice_until = position + frames + round(ROOM_HOLD_SECONDS * self._rate)
        self._make_room(position < self._voice_until)
        begin = position % len(self._loop)
        part = np.take(self._loop, np.arange(begin, begin + frames), mode="wrap")
        mixed += part * self._level.take(frames) * self._room.take(frames)

    def _aim(self, position: int, end: int) -> None:
        """Aim at silence for the track's end, wherever a retiming moves that."""
        left = end - position
        if left > FADE_OUT_SECONDS * self._rate:
            if self._level.target != 1.0:
                self._level.aim(1.0, round(FADE_IN_SECONDS * self._rate))
            self._fades_until = None
        elif self._fades_until != end:
            self._level.aim(0.0, max(left, round(_LEAST_FADE_SECONDS * self._rate)))
            self._fades_until = end

    def _make_room(self, wanted: bool) -> None:
        target = ROOM if wanted else 1.0
        if target != self._room.target:
            seconds = ROOM_DOWN_SECONDS if wanted else ROOM_UP_SECONDS
            self._room.aim(target, round(seconds * self._rate))
