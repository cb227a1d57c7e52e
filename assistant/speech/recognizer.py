"""What every recogniser gives, whatever its engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.audio.frames import Samples


@dataclass(frozen=True, slots=True)
class Transcript:
    """What one recogniser wrote for one utterance: lower case, no punctuation."""

    text: str
    """The best hypothesis; empty where there was no speech."""
    alternatives: tuple[str, ...] = ()
    """Hypotheses, best first; the first is `text`. Empty where there was no speech."""
    confidence: float = 0.0
    """0 to 1, comparable within one engine only."""
    final: bool = True
    """False where finish() would hear more of the same sound: a streaming engine lags."""
    faint: bool = False
    """True where the engine hardly believes it; each engine knows its own confidence."""

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence is 0 to 1, not {self.confidence}")


@dataclass(frozen=True, slots=True)
class Utterance:
    """One stretch of the person's speech, recognised."""

    text: str
    alternatives: tuple[str, ...]
    confidence: float
    started_at: float
    """Seconds on the event loop's clock."""
    ended_at: float
    """When the last speech frame ended, not when patience ran out."""
    doubtful: bool = False
    """True where it may be our own voice; see AudioFrame."""
    faint: bool = False
    """As in Transcript."""
    pressed: bool = False
    """True where no voice said it: a button stands for the words."""
    level_db: float | None = None
    """Root mean square of its speech, dB of full scale; None where nothing sounded."""

    def __post_init__(self) -> None:
        if self.ended_at < self.started_at:
            raise ValueError("an utterance ends after it starts")


class Recognizer(Protocol):
    """Speech to text, fed frame by frame. Blocking: the listener gives it a thread of its own."""

    name: str

    def prepare(self) -> None:
        """Load the model; may block for seconds. Raises EngineError or ModelError."""
        ...

    def expect(self, phrases: Sequence[str]) -> None:
        """Bias what follows toward these phrases; empty for open speech."""
        ...

    def accept(self, samples: Samples) -> None:
        """Take the next stretch of the utterance: int16, 16 kHz mono, any length."""
        ...

    def partial(self) -> Transcript:
        """Give the transcript of what has been accepted so far, and keep it."""
        ...

    def finish(self) -> Transcript:
        """Give the final transcript and start afresh."""
        ...

    def reset(self) -> None:
        """Forget what has been accepted."""
        ...
