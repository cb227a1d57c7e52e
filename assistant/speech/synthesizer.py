"""What every synthesiser gives, whatever its engine."""

from __future__ import annotations

from typing import Protocol

from assistant.audio.frames import AudioClip


class Synthesizer(Protocol):
    """Text to speech. Blocking: its owner gives it a thread of its own."""

    @property
    def name(self) -> str:
        """Name of the engine."""
        ...

    @property
    def voice(self) -> str:
        """Name of the voice; with `name` and the pace it keys the cache."""
        ...

    def prepare(self) -> None:
        """Load the voice; may block. Raises EngineError or ModelError."""
        ...

    def synthesize(self, text: str, pace: float = 1.0) -> AudioClip:
        """Speak one or a few sentences; pace 1.0 is the calm default, 0.8 slower, 1.2 faster."""
        ...

    def close(self) -> None:
        """Release the engine and end any child process."""
        ...
