"""Whisper tiny.en through CTranslate2: sound to scored text, and nothing about utterances."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.audio.frames import Samples
from assistant.errors import ModelError
from assistant.speech.engines.mel import log_mel
from assistant.speech.engines.packages import load_package
from assistant.speech.models import PACKAGE_MENDING

FRAMES_PER_SECOND = 100
BEAMS = 5

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
        """Load the model in `folder`; raises EngineError or ModelError."""
        package = load_package("ctranslate2", "whisper")
        try:
            self._model = package.models.Whisper(
                str(folder), device="cpu", compute_type="int8", intra_threads=threads
            )
            words = (folder / "vocabulary.txt").read_text("utf-8").split("\n")
        except (RuntimeError, ValueError, OSError) as fault:
            raise ModelError(
                f"whisper: {folder} cannot be loaded ({fault}); {PACKAGE_MENDING}"
            ) from fault
        self._view = package.StorageView
        self._ids = {token: place for place, token in enumerate(words)}

    def encode(self, samples: Samples, window_seconds: float) -> Any:
        """Return the encoding of int16 16 kHz sound, padded with silence to the window.

        Sound beyond the window is left out. The other methods take the encoding.
        """
        features = log_mel(samples, round(window_seconds * FRAMES_PER_SECOND))
        return self._model.encode(self._view.from_array(features[None]))

    def read(self, encoding: Any, token_limit: int) -> Reading:
        """Return the likeliest texts."""
        result = self._model.generate(
            encoding,
            [[_START, _NO_TIMES]],
            beam_size=BEAMS,
            num_hypotheses=BEAMS,
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

    def first_tokens(self, encoding: Any) -> npt.NDArray[np.float64]:
        """Return the probability of each token to be the first, shape (vocabulary,)."""
        result = self._model.generate(
            encoding, [[_START, _NO_TIMES]], beam_size=1, max_length=3, return_logits_vocab=True
        )[0]
        logits = np.array(result.logits[0][0], dtype=np.float64)
        weights = np.exp(logits - logits.max())
        return np.asarray(weights / weights.sum())

    def likelihoods(self, encoding: Any, texts: Sequence[Sequence[int]]) -> list[float]:
        """Return how probable it is, for each row of tokens, that the text begins with it."""
        copies = self._view.from_array(np.repeat(np.array(encoding), len(texts), axis=0))
        frames = [copies.shape[1] * 2] * len(texts)
        aligned = self._model.align(copies, [_START], [list(text) for text in texts], frames)
        return [float(np.prod(one.text_token_probs)) for one in aligned]

    def tokens(self, text: str) -> tuple[int, ...]:
        """Return the tokens of words that open a text, the longest ones that fit."""
        rest, ids = "".join(_LETTERS[byte] for byte in f" {text}".encode()), []
        while rest:
            size = next(size for size in range(len(rest), 0, -1) if rest[:size] in self._ids)
            ids.append(self._ids[rest[:size]])
            rest = rest[size:]
        return tuple(ids)


def give_back_memory() -> None:
    """Return to the system what readings have freed; glibc would keep some 50 MB. Takes 3 ms."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


def _letters() -> tuple[str, ...]:
    """Return the letter that stands for each byte in a GPT-2 token.

    Printable bytes stand for themselves; the others are moved, in order, past U+00FF.
    """
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    moved = iter(range(0x100, 0x200))
    return tuple(chr(byte if byte in printable else next(moved)) for byte in range(0x100))


_LETTERS = _letters()
_BYTES = {letter: byte for byte, letter in enumerate(_LETTERS)}


def _text_of(tokens: Sequence[str]) -> str:
    letters = "".join(token for token in tokens if not token.startswith("<|"))
    return bytes(_BYTES[letter] for letter in letters).decode("utf-8", "replace").strip()
