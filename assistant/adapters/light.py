"""A breathing light: it shows how full the breath is, where the speaker is in a practice."""

from __future__ import annotations

import asyncio
import math
from bisect import bisect_right
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, Unpack

from assistant.audio.devices import Playback, Speaker
from assistant.audio.frames import AudioClip
from assistant.audio.score import Cue, Phase, Score
from assistant.errors import DeviceError

LOOKS_PER_SECOND = 30
"""How often the position is looked at; more often than an eye sees steps."""
GLOW = 0.05
"""What is left after breathing out: the light is there, and lowest."""
NEARLY_FULL = 0.8
"""Where a breath in ends that a second one tops up."""
MOST_LAG = 1.0
"""Seconds; a sound card that says more is not believed."""
_ENDS_AT = {
    Phase.IN: 1.0,
    Phase.TOP_UP: 1.0,
    Phase.HOLD_IN: 1.0,
    Phase.OUT: GLOW,
    Phase.HOLD_OUT: GLOW,
}
"""How full the breath is at the end of each phase; any other phase is dark."""


class Light(Protocol):
    """Something that shines."""

    def shine(self, level: float) -> None:
        """Shine from now on: 0 is dark, 1 is brightest, 0.5 half as bright to the eye.

        Raises DeviceError.
        """
        ...

    def close(self) -> None:
        """Go dark and release the device."""
        ...


def brightness(score: Score, position: float) -> float:
    """Return how bright the light is at a position, in seconds from the score's start."""
    index = bisect_right(score.cues, position, key=lambda cue: cue.at)
    opened = (cue for cue in reversed(score.cues[:index]) if cue.seconds)
    now = next(opened, None)
    if now is None or position >= score.seconds:
        return 0.0
    end = _full_at_end(now, next((cue for cue in score.cues[index:] if cue.seconds), None))
    if end is None:
        return 0.0
    before = next((cue for cue in opened if cue.at < now.at), None)
    start = (_full_at_end(before, now) if before else None) or GLOW
    part = min((position - now.at) / now.seconds, 1.0)
    return start + (end - start) * (1 - math.cos(math.pi * part)) / 2


def _full_at_end(cue: Cue, following: Cue | None) -> float | None:
    """Return how full the breath is when a phase ends, None for a phase without one."""
    if cue.phase is Phase.IN and following and following.phase is Phase.TOP_UP:
        return NEARLY_FULL
    return _ENDS_AT.get(cue.phase)


def never() -> bool:
    """Tell that no hour is dark."""
    return False


class LitSpeaker:
    """A Speaker whose scores a light follows, by what has been played of them.

    `is_dark` tells whether the light is to stay dark now.
    """

    def __init__(self, speaker: Speaker, light: Light, is_dark: Callable[[], bool] = never) -> None:
        self.name = speaker.name
        self._speaker, self._light, self._is_dark = speaker, light, is_dark
        self._score = Score((), 0.0)
        self._lag = 0.0
        """Seconds from a sample's rendering, which `position` counts, to its being heard."""

    @property
    def position(self) -> float:
        """Seconds of the foreground sound already played."""
        return self._speaker.position

    async def play(self, sound: AudioClip | Score, **how: Unpack[Playback]) -> None:
        """Play, as `Speaker.play` says; the light goes dark with the end, a cut or a fault."""
        if not isinstance(sound, Score):
            return await self._speaker.play(sound, **how)
        on_cue = how.get("on_cue")

        def heard(cue: Cue) -> None:
            self._lag = min(max(self._speaker.position - cue.at, 0.0), MOST_LAG)
            if on_cue:
                on_cue(cue)

        how["on_cue"] = heard
        self._score, self._lag = sound, 0.0
        following = asyncio.ensure_future(self._follow())
        try:
            return await self._speaker.play(sound, **how)
        finally:
            following.cancel()
            self._shine(0.0)

    def retime(self, score: Score) -> None:
        """Replace the score that is playing."""
        self._score = score
        self._speaker.retime(score)

    def set_background(self, name: str | None) -> None:
        """Change what sounds under what is playing."""
        self._speaker.set_background(name)

    def duck(self, on: bool) -> None:
        """Lower the foreground while someone speaks, and bring it back."""
        self._speaker.duck(on)

    def set_volume(self, volume: float) -> None:
        """Set loudness."""
        self._speaker.set_volume(volume)

    async def aclose(self) -> None:
        """Go dark; stop and release both devices."""
        self._light.close()
        await self._speaker.aclose()

    async def _follow(self) -> None:
        while True:
            level = brightness(self._score, self._speaker.position - self._lag)
            self._shine(0.0 if self._is_dark() else level)
            await asyncio.sleep(1 / LOOKS_PER_SECOND)

    def _shine(self, level: float) -> None:
        """Shine; a light that fails is no reason to fall silent on a person."""
        with suppress(DeviceError):
            self._light.shine(level)
