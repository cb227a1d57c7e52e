"""A speaker that makes no sound: it lets the time pass that the sound would take.

It paces itself on the event loop's clock, so that on a virtual clock a long practice takes moments.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Unpack

from assistant.audio.devices import Playback
from assistant.audio.frames import AudioClip
from assistant.audio.score import Cue, Score


class SilentSpeaker:
    """A Speaker for typed conversation and for tests of timing."""

    name = "silent"

    def __init__(self) -> None:
        self._score = Score((), 0.0)
        self._started_at: float | None = None
        self._position = 0.0
        self._changed = asyncio.Event()

    @property
    def position(self) -> float:
        """Seconds of the foreground sound already played."""
        if self._started_at is None:
            return self._position
        return self._position + asyncio.get_running_loop().time() - self._started_at

    async def play(self, sound: AudioClip | Score, **how: Unpack[Playback]) -> None:
        """Let a sound's time pass, telling its start and its cues."""
        self._score = sound if isinstance(sound, Score) else Score((), sound.seconds)
        self._position = how.get("start", 0.0)
        self._started_at = asyncio.get_running_loop().time()
        if on_start := how.get("on_start"):
            on_start()
        try:
            await self._pass(how.get("on_cue") or (lambda cue: None))
        finally:
            self._position, self._started_at = self.position, None

    async def _pass(self, on_cue: Callable[[Cue], None]) -> None:
        played = sum(cue.at < self.position for cue in self._score.cues)
        while True:
            left = self._score.cues[played:]
            due = left[0].at if left else self._score.seconds
            if await self._until(due):
                continue
            if not left:
                return
            played += 1
            on_cue(left[0])

    async def _until(self, at: float) -> bool:
        """Wait until a position is reached; True where the pace changed first."""
        self._changed.clear()
        wait = at - self.position
        if wait <= 1e-9:
            return False
        try:
            async with asyncio.timeout(wait):
                await self._changed.wait()
        except TimeoutError:
            return False
        return True

    def retime(self, score: Score) -> None:
        """Replace the score that is playing."""
        self._score = score
        self._changed.set()

    def set_background(self, name: str | None) -> None:
        """Make no difference."""

    def duck(self, on: bool) -> None:
        """Make no difference."""

    def set_volume(self, volume: float) -> None:
        """Make no difference."""

    async def aclose(self) -> None:
        """Have nothing to release."""
