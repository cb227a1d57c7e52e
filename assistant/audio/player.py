"""A speaker without its device: plays clips and scores through the mixer, which someone renders."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import Unpack

from assistant.audio.background import background_loop
from assistant.audio.devices import Playback
from assistant.audio.frames import AudioClip
from assistant.audio.mixer import DUCK_GAIN, Mixer
from assistant.audio.playback import Notice
from assistant.audio.score import Score
from assistant.audio.track import Track, Waveform, track_of

_NEAR = 0.002
"""Seconds: what is due this soon is announced at once."""


@dataclass(slots=True, eq=False)
class _Playing:
    """One `play` under way."""

    track: Track
    how: Playback
    heard: asyncio.Future[None]
    tracks: list[Track] = field(default_factory=list)
    """All tracks it had, before and after each retiming."""

    def owns(self, notice: Notice) -> bool:
        """Return whether a notice is about this."""
        return any(track is notice.track for track in self.tracks)


class Player:
    """The part of a Speaker that is the same for every device.

    A subclass opens its device in `_open`, renders `_mixer`, hands the notices to `_announce`
    and calls `_fail` when the device dies.
    """

    def __init__(self, name: str, mixer: Mixer) -> None:
        self.name = name
        self._mixer = mixer
        self._playing: _Playing | None = None
        self._volume = 1.0
        self._ducked = False

    async def play(self, sound: AudioClip | Score, **how: Unpack[Playback]) -> None:
        """Play to the end, as `Speaker.play` says.

        After a DeviceError, `position` still tells how far the sound came: play again from there.
        A second `play` cuts the first, which then returns.
        """
        await self._open()
        background = self._background(how.get("background"))
        track = track_of(sound, how.get("sounds"), self._mixer.rate, background)
        heard = asyncio.get_running_loop().create_future()
        playing = _Playing(track, how, heard, [track])
        if self._playing:
            self._settle(self._playing)
        self._playing = playing
        self._mixer.play(track, round(how.get("start", 0.0) * self._mixer.rate))
        try:
            await self._until_heard(heard)
        finally:
            self._mixer.stop(playing.track)
            if self._playing is playing:
                self._playing = None

    def retime(self, score: Score) -> None:
        """Replace the score that is playing; it has the same cues up to the position.

        Its background goes on.
        """
        if playing := self._playing:
            background = playing.track.background
            self._go_on_as(track_of(score, playing.how.get("sounds"), self._mixer.rate, background))

    def set_background(self, name: str | None) -> None:
        """Change what sounds under what is playing, None for nothing; no effect on silence.

        Raises ValueError for an unknown name.
        """
        if playing := self._playing:
            self._go_on_as(replace(playing.track, background=self._background(name)))

    @property
    def position(self) -> float:
        """Seconds of the foreground sound already played."""
        return self._mixer.position / self._mixer.rate

    def duck(self, on: bool) -> None:
        """Lower the foreground while someone speaks, and bring it back."""
        self._ducked = on
        self._set_gain()

    def set_volume(self, volume: float) -> None:
        """Set loudness: 0 is silent, 1 is full. Raises ValueError outside of that."""
        if not 0.0 <= volume <= 1.0:
            raise ValueError(f"volume is 0 to 1, not {volume}")
        self._volume = volume
        self._set_gain()

    async def _open(self) -> None:
        """Make the device ready; raises DeviceError."""

    async def _until_heard(self, heard: asyncio.Future[None]) -> None:
        """Wait for the end of what plays; raises DeviceError when the device dies."""
        await heard

    def _announce(self, notices: list[Notice], block_heard_at: float) -> None:
        """Pass on what a block begins and ends, each when its sample is heard."""
        loop = asyncio.get_running_loop()
        for notice in notices:
            at = block_heard_at + notice.offset / self._mixer.rate
            if at - loop.time() < _NEAR:
                self._deliver(notice)
            else:
                loop.call_at(at, self._deliver, notice)

    def _deliver(self, notice: Notice) -> None:
        playing = self._playing
        if not playing or not playing.owns(notice):
            return
        if notice.ended:
            self._settle(playing)
        elif notice.cue:
            if on_cue := playing.how.get("on_cue"):
                on_cue(notice.cue)
        elif on_start := playing.how.get("on_start"):
            on_start()

    def _background(self, name: str | None) -> Waveform | None:
        return background_loop(name, self._mixer.rate) if name else None

    def _go_on_as(self, track: Track) -> None:
        if playing := self._playing:
            self._mixer.retime(playing.track, track)
            playing.track = track
            playing.tracks.append(track)

    def _settle(self, playing: _Playing) -> None:
        if not playing.heard.done():
            playing.heard.set_result(None)

    def _set_gain(self) -> None:
        self._mixer.set_gain(self._volume * (DUCK_GAIN if self._ducked else 1.0))
