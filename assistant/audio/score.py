"""A score: cues at exact times, played by the speaker on its own sample clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.audio.frames import AudioClip


class CueKind(StrEnum):
    """How a cue sounds."""

    VOICE = "voice"
    TONE = "tone"
    BELL = "bell"
    COUNT = "count"


class Phase(StrEnum):
    """Where in the practice a cue stands."""

    SETTLE = "settle"
    IN = "in"
    TOP_UP = "top_up"
    HOLD_IN = "hold_in"
    OUT = "out"
    HOLD_OUT = "hold_out"
    REST = "rest"
    END = "end"


@dataclass(frozen=True, slots=True)
class Cue:
    """One sound of a score."""

    at: float
    """Seconds from the start of the score."""
    kind: CueKind
    phase: Phase
    cycle: int
    """Counts from 1; 0 in the settle-in."""
    text: str
    """What is spoken; empty for a tone or a bell."""
    seconds: float = 0.0
    """Length of the phase the cue opens; 0 where it opens none. A tone lasts as long."""
    gain: float = 1.0
    """Loudness of its sound, against the sound as it is; 0 to 1."""

    def __post_init__(self) -> None:
        if self.at < 0 or self.seconds < 0:
            raise ValueError(f"a cue starts at 0 or later and lasts 0 or longer: {self}")
        if not 0.0 <= self.gain <= 1.0:
            raise ValueError(f"a cue's gain is 0 to 1: {self}")


@dataclass(frozen=True, slots=True)
class Score:
    """Cues in order of time, and the length of the whole."""

    cues: tuple[Cue, ...]
    seconds: float

    def __post_init__(self) -> None:
        times = [cue.at for cue in self.cues]
        if times != sorted(times) or (times and times[-1] > self.seconds):
            raise ValueError("a score's cues are in order and inside its length")

    def retimed(self, position: float, factor: float) -> Score:
        """Return the score with all that is still to come after `position` stretched by `factor`.

        What has been played keeps its time, so the phase under way ends later or sooner
        in proportion to what is left of it.
        """

        def moved(at: float) -> float:
            return at if at <= position else position + (at - position) * factor

        cues = tuple(
            cue
            if cue.at <= position
            else replace(cue, at=moved(cue.at), seconds=cue.seconds * factor)
            for cue in self.cues
        )
        return Score(cues, moved(self.seconds))


Sounds = Callable[[Cue], AudioClip | None]
"""Gives the sound of a cue, or None for a cue that makes none."""
