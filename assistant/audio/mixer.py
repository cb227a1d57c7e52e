"""The mixer: one foreground track rendered block by block, every cue on its sample.

The thread that renders owns the state. Any other thread hands it commands, which take effect
at the start of the next block, and reads `position` and `sounding`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial

import numpy as np

from assistant.audio.playback import Notice, Playback
from assistant.audio.ramp import Ramp
from assistant.audio.track import Track, Waveform

DUCK_SECONDS = 0.05
DUCK_GAIN = 0.18
"""About -15 dB."""


class Mixer:
    """Renders mono float32 blocks at `rate` Hz; silent and cheap while nothing plays."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.position = 0
        """Samples of the foreground track already rendered."""
        self._commands: deque[Callable[[], None]] = deque()
        self._foreground: Playback | None = None
        self._fading: list[Playback] = []
        self._gain = Ramp(1.0)

    @property
    def sounding(self) -> bool:
        """True while a block may hold more than silence."""
        return bool(self._commands or self._foreground or self._fading)

    def play(self, track: Track, start: int = 0) -> None:
        """Play a track from sample `start`; what played before fades out."""
        self.position = start
        self._commands.append(partial(self._play, track, start))

    def stop(self, track: Track) -> None:
        """Fade a track out; nothing happens where it is not the one that plays."""
        self._commands.append(partial(self._stop, track))

    def drop(self) -> None:
        """Forget what plays, without a fade: the device has already fallen silent."""
        self._commands.append(self._drop)

    def retime(self, old: Track, new: Track) -> None:
        """Replace `old` by `new`, which has the same sounds up to where it plays.

        Sounds that have started go on; one that is due before the position starts at once.
        Another background takes over with a fade.
        """
        self._commands.append(partial(self._retime, old, new))

    def set_gain(self, gain: float) -> None:
        """Move the loudness of all that sounds smoothly to `gain`."""
        ramp = round(DUCK_SECONDS * self.rate)
        self._commands.append(partial(self._gain.aim, gain, ramp))

    def render(self, frames: int) -> tuple[Waveform, list[Notice]]:
        """Return the next `frames` samples, and what begins and ends within them."""
        while self._commands:
            self._commands.popleft()()
        block = np.zeros(frames, dtype=np.float32)
        notices: list[Notice] = []
        if self._foreground:
            self._foreground.render_into(block, notices)
            self.position = self._foreground.position
        for playback in self._fading:
            playback.render_into(block, [])
        self._fading = [playback for playback in self._fading if playback.gate.value]
        if notices and notices[-1].ended:
            self._foreground = None
        block *= self._gain.take(frames)
        return np.clip(block, -1.0, 1.0, out=block), notices

    def _play(self, track: Track, start: int) -> None:
        if self._foreground:
            self._stop(self._foreground.track)
        self._foreground = Playback(track, start, self.rate)
        self.position = start

    def _stop(self, track: Track) -> None:
        playback = self._foreground
        if playback and playback.track is track:
            playback.fade_out()
            self._fading.append(playback)
            self._foreground = None

    def _drop(self) -> None:
        self._foreground = None
        self._fading = []

    def _retime(self, old: Track, new: Track) -> None:
        if self._foreground and self._foreground.track is old:
            self._foreground.go_on_as(new)
