"""The mixer: one foreground track rendered block by block, every cue on its sample.

The thread that renders owns the state. Any other thread hands it commands, which take effect
at the start of the next block, and reads `position` and `sounding`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from assistant.audio.score import Cue
from assistant.audio.track import PlacedSound, Track, Waveform

FADE_SECONDS = 0.008
"""Short enough to be silent at once, long enough not to click."""
DUCK_SECONDS = 0.05
DUCK_GAIN = 0.18
"""About -15 dB."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that begins or ends inside a rendered block."""

    track: Track
    offset: int
    """Samples from the start of the block."""
    cue: Cue | None = None
    ended: bool = False


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
        self.value = float(gains[-1])
        if abs(self.value - self.target) < 1e-6:
            self.value, self._step = self.target, 0.0
        return gains


class Mixer:
    """Renders mono float32 blocks at `rate` Hz; silent and cheap while nothing plays."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.position = 0
        """Samples of the foreground track already rendered."""
        self._commands: deque[Callable[[], None]] = deque()
        self._foreground: _Playback | None = None
        self._fading: list[_Playback] = []
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
        self._foreground = _Playback(track, start, round(FADE_SECONDS * self.rate))
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
            self._foreground.track = new


class _Playback:
    """A track being played: its position, what has started, and a gate that fades."""

    def __init__(self, track: Track, start: int, fade: int) -> None:
        self.track = track
        self.position = start
        self.gate = Ramp(1.0)
        self._fade = fade
        if start:  # it begins inside a sound, which must not click
            self.gate = Ramp(0.0)
            self.gate.aim(1.0, fade)
        self._announced = False
        self._started = sum(sound.start < start for sound in track.sounds)
        self._active = [s for s in track.sounds[: self._started] if s.end > start]

    def fade_out(self) -> None:
        """Close the gate."""
        self.gate.aim(0.0, self._fade)

    def render_into(self, block: Waveform, notices: list[Notice]) -> None:
        """Add the next samples to `block`; a closed gate stands still."""
        frames = len(block)
        if self.gate.target == 0.0:
            frames = min(frames, self.gate.samples_left)
        if not frames:
            return
        mixed = np.zeros(frames, dtype=np.float32)
        self._start_due(frames, notices)
        for sound in self._active:
            self._add(sound, mixed)
        self.position += frames
        self._active = [sound for sound in self._active if sound.end > self.position]
        block[:frames] += mixed * self.gate.take(frames)
        if self._finished:
            notices.append(Notice(self.track, frames, ended=True))

    @property
    def _finished(self) -> bool:
        left = self._active or self._started < len(self.track.sounds)
        return not left and self.position >= self.track.length

    def _start_due(self, frames: int, notices: list[Notice]) -> None:
        if not self._announced:
            self._announced = True
            notices.append(Notice(self.track, 0))
        sounds, end = self.track.sounds, self.position + frames
        while self._started < len(sounds) and sounds[self._started].start < end:
            sound = sounds[self._started]
            self._started += 1
            start = max(sound.start, self.position)
            self._active.append(PlacedSound(start, sound.waveform, sound.cue))
            notices.append(Notice(self.track, start - self.position, sound.cue))

    def _add(self, sound: PlacedSound, mixed: Waveform) -> None:
        """Mix in the part of a sound that lies in the block."""
        behind = self.position - sound.start
        part = sound.waveform[max(behind, 0) : behind + len(mixed)]
        at = max(-behind, 0)
        mixed[at : at + len(part)] += part
