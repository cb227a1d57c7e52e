"""Whisper tiny.en through CTranslate2: sound to scored hypotheses, and nothing about utterances."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.audio.frames import Samples
from assistant.errors import EngineError, ModelError
from assistant.speech.engines.mel import log_mel
from assistant.speech.models import PACKAGE_MENDING

FRAMES_PER_SECOND = 100
FULL_WINDOW_SECONDS = 30.0
"""The window Whisper was trained on."""

_START, _NO_TIMES = 50257, 50362


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One reading of a stretch of sound, as Whisper writes it: capitals, punctuation, numerals."""

    text: str
    score: float
    """Mean natural-log probability of its tokens; 0 is certain."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What Whisper makes of one window of sound."""

    hypotheses: tuple[Hypothesis, ...]
    """Best first, at least one."""
    no_speech: float
    """Probability, 0 to 1, that nobody speaks."""


class WhisperModel:
    """The loaded model. One caller at a time."""

    def __init__(self, folder: Path, threads: int) -> None:
        try:
            import ctranslate2
        except ImportError as missing:
            raise EngineError(
                "whisper: the package ctranslate2 is not installed; run scripts/start"
            ) from missing
        try:
            self._model: Any = ctranslate2.models.Whisper(
                str(folder), device="cpu", compute_type="int8", intra_threads=threads
            )
        except (RuntimeError, ValueError) as fault:
            raise ModelError(
                f"whisper: {folder} cannot be loaded ({fault}); {PACKAGE_MENDING}"
            ) from fault
        self._as_array: Any = ctranslate2.StorageView.from_array

    def read(
        self, samples: Samples, window_seconds: float, token_limit: int, beams: int = 5
    ) -> Reading:
        """Read int16 16 kHz sound padded to the window; sound beyond it is left out."""
        frames = round(window_seconds * FRAMES_PER_SECOND)
        features = self._as_array(log_mel(samples, frames)[None])
        result = self._model.generate(
            features,
            [[_START, _NO_TIMES]],
            beam_size=beams,
            num_hypotheses=beams,
            max_length=token_limit,
            no_repeat_ngram_size=3,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        hypotheses = tuple(
            Hypothesis(_text_of(tokens), score)
            for tokens, score in zip(result.sequences, result.scores, strict=True)
        )
        return Reading(hypotheses, float(result.no_speech_prob))


def _byte_of_letter() -> dict[str, int]:
    """Return the byte each letter of a GPT-2 token stands for.

    Printable bytes stand for themselves; the others are moved, in order, past U+00FF.
    """
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    moved = [byte for byte in range(256) if byte not in printable]
    letters = {chr(byte): byte for byte in printable}
    return letters | {chr(256 + place): byte for place, byte in enumerate(moved)}


_BYTES = _byte_of_letter()


def _text_of(tokens: list[str]) -> str:
    text = "".join(token for token in tokens if not token.startswith("<|"))
    return bytes(_BYTES[letter] for letter in text).decode("utf-8", "replace").strip()
