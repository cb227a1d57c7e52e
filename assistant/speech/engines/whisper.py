"""The embedded recogniser: whisper tiny.en."""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.audio.frames import SPEECH_RATE, Samples
from assistant.speech.engines.whisper_model import (
    FULL_WINDOW_SECONDS,
    Reading,
    WhisperModel,
)
from assistant.speech.engines.whole_clip import WholeClipRecognizer
from assistant.speech.models import check_size, whisper_files
from assistant.speech.recognizer import Transcript
from assistant.speech.spoken_form import spoken_form

UNSURE_SCORE = -0.8
"""Mean log probability below which the clip is read again at the full window."""
NO_SPEECH = 0.6
"""Probability above which a reading counts as noise."""
SHORT_WINDOW_SECONDS = 5.0
PADDING_SECONDS = 1.5
TOKENS_PER_SECOND = 8


class WhisperRecognizer(WholeClipRecognizer):
    """Reads open speech."""

    name = "whisper"

    def __init__(self, threads: int = 2) -> None:
        super().__init__()
        self._threads = threads
        self._model: WhisperModel | None = None

    def prepare(self) -> None:
        """Load the model; about 0.4 s. Raises EngineError or ModelError."""
        self._loaded()

    def expect(self, phrases: Sequence[str]) -> None:
        """Bias what follows toward these phrases; empty for open speech."""

    def transcribe(self, samples: Samples) -> Transcript:
        """Read one whole utterance: int16, 16 kHz mono, at least one sample."""
        return _transcript_of(read_clip(self._loaded(), samples))

    def _loaded(self) -> WhisperModel:
        if self._model is None:
            files = whisper_files()
            for file in files:
                check_size(file)
            self._model = WhisperModel(files[0].path.parent, self._threads)
        return self._model


def read_clip(model: WhisperModel, samples: Samples) -> Reading:
    """Read up to 30 s in a short window, and again in the full one where that is unsure."""
    seconds = len(samples) / SPEECH_RATE
    limit = 8 + math.ceil(seconds * TOKENS_PER_SECOND)
    window = min(FULL_WINDOW_SECONDS, max(SHORT_WINDOW_SECONDS, seconds + PADDING_SECONDS))
    reading = model.read(samples, window, limit)
    if window < FULL_WINDOW_SECONDS and _is_unsure(reading):
        reading = model.read(samples, FULL_WINDOW_SECONDS, limit)
    return reading


def _is_unsure(reading: Reading) -> bool:
    best = reading.hypotheses[0]
    return best.score < UNSURE_SCORE and reading.no_speech <= NO_SPEECH


def _transcript_of(reading: Reading) -> Transcript:
    best = reading.hypotheses[0]
    alternatives = dict.fromkeys(spoken_form(one.text) for one in reading.hypotheses)
    alternatives.pop("", None)
    if reading.no_speech > NO_SPEECH or not spoken_form(best.text):
        return Transcript("")
    texts = tuple(alternatives)
    return Transcript(texts[0], texts, min(1.0, math.exp(best.score)))
