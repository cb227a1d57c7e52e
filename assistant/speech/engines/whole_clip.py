"""What recognisers share that read an utterance as a whole: the sound kept, each reading once."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from assistant.audio.frames import Samples
from assistant.speech.recognizer import Transcript


class WholeClipRecognizer(ABC):
    """Keeps what is accepted; finish() after partial() on the same sound reads nothing anew."""

    def __init__(self) -> None:
        self._pieces: list[Samples] = []
        self._transcript: Transcript | None = None

    @abstractmethod
    def transcribe(self, samples: Samples) -> Transcript:
        """Read one whole utterance: int16, 16 kHz mono, at least one sample."""

    def accept(self, samples: Samples) -> None:
        """Take the next stretch of the utterance: int16, 16 kHz mono, any length."""
        if len(samples):
            self._pieces.append(samples)
            self._transcript = None

    def partial(self) -> Transcript:
        """Read what has been accepted so far, and keep it."""
        if self._transcript is None:
            nothing = not self._pieces
            self._transcript = (
                Transcript("") if nothing else self.transcribe(np.concatenate(self._pieces))
            )
        return self._transcript

    def finish(self) -> Transcript:
        """Give the final transcript and start afresh."""
        transcript = self.partial()
        self.reset()
        return transcript

    def reset(self) -> None:
        """Forget what has been accepted."""
        self._pieces.clear()
        self._transcript = None
