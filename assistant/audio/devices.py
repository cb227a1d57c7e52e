"""The seams to the room: a microphone gives frames, a speaker plays clips and scores.

Some rooms have a button as well.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Protocol, TypedDict, Unpack

from assistant.audio.frames import AudioClip, AudioFrame
from assistant.audio.score import Cue, Score, Sounds


class Microphone(Protocol):
    """Where frames come from."""

    name: str
    """What the person calls the device."""

    def frames(self) -> AsyncIterator[AudioFrame]:
        """Yield 20 ms frames without end; a file ends.

        A device that dies raises DeviceError from the iterator; calling `frames()` again
        reopens the device by name.
        """
        ...

    async def aclose(self) -> None:
        """Release the device."""
        ...


class Playback(TypedDict, total=False):
    """How a sound is played; what is left out is not wanted."""

    sounds: Sounds | None
    """Renders a score's cues."""
    on_start: Callable[[], None] | None
    """Called on the event loop when the first sample plays."""
    on_cue: Callable[[Cue], None] | None
    """Called on the event loop when each cue's first sample plays."""
    start: float
    """Where to begin, in seconds; cues before it are not played."""
    background: str | None
    """What loops softly under it, one of BACKGROUNDS."""


class Speaker(Protocol):
    """Where sound goes: one thing in the foreground at a time, on the card's sample clock."""

    name: str

    async def play(self, sound: AudioClip | Score, **how: Unpack[Playback]) -> None:
        """Play to the end and return when it has been heard; cancelling cuts it with a short fade.

        Raises DeviceError when the device dies or is still gone; `position` keeps how far it came,
        and playing again opens the device by name. ValueError for an unknown background.
        """
        ...

    def retime(self, score: Score) -> None:
        """Replace the score that is playing; cues before the position are not played again.

        Its background goes on.
        """
        ...

    def set_background(self, name: str | None) -> None:
        """Change what sounds under what is playing, None for nothing; no effect on silence."""
        ...

    @property
    def position(self) -> float:
        """Seconds of the foreground sound already played."""
        ...

    def duck(self, on: bool) -> None:
        """Lower the foreground while someone speaks, and bring it back."""
        ...

    def set_volume(self, volume: float) -> None:
        """Set loudness: 0 is silent, 1 is full."""
        ...

    async def aclose(self) -> None:
        """Stop and release the device."""
        ...


class Button(Protocol):
    """Something to press."""

    async def changed(self) -> bool:
        """Wait until it goes down, True, or up, False."""
        ...


@dataclass(frozen=True, slots=True)
class Room:
    """The devices of a spoken conversation."""

    microphone: Microphone
    speaker: Speaker
    button: Button | None = None
