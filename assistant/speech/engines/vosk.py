"""Vosk: streaming, with alternatives, and a grammar beside the open language for closed prompts.

One model serves both recognisers. A grammar gives full confidence to wrong words, so its word
counts only where the open recogniser heard something like it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from assistant.audio.frames import SPEECH_RATE, Samples
from assistant.errors import ModelError
from assistant.speech.engines.packages import load_package
from assistant.speech.models import VOSK_MENDING, check_vosk_folder
from assistant.speech.recognizer import Transcript

ALTERNATIVES = 5
AGREEMENT = 60
"""Likeness of 100, by letters, at which the open recogniser bears the grammar out."""
_UNKNOWN = "[unk]"


class VoskRecognizer:
    """Decodes while the person speaks; partial() lags a little, finish() costs next to nothing."""

    name = "vosk"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._model: Any = None
        self._open: _Stream | None = None
        self._grammar: _Stream | None = None
        self._phrases: frozenset[str] = frozenset()

    def prepare(self) -> None:
        """Load the model. Raises EngineError or ModelError."""
        if self._model is not None:
            return
        check_vosk_folder(self._folder)
        vosk = load_package("vosk", "vosk")
        vosk.SetLogLevel(-1)
        try:
            # By path: by name or language, Vosk goes to the network and ends the process.
            self._model = vosk.Model(model_path=str(self._folder))
        except Exception as fault:  # Vosk raises nothing more precise
            raise ModelError(f"vosk: {self._folder} cannot be loaded; {VOSK_MENDING}") from fault
        self._open = _Stream(vosk.KaldiRecognizer(self._model, SPEECH_RATE))

    def expect(self, phrases: Sequence[str]) -> None:
        """Listen for these phrases as well; those with a word the model lacks are left out."""
        self.prepare()
        vosk = load_package("vosk", "vosk")
        said = [phrase for phrase in phrases if self._knows(phrase)]
        self._phrases = frozenset(said)
        if said:
            fallback = [_UNKNOWN] if self._knows(_UNKNOWN) else []
            grammar = json.dumps([*said, *fallback], ensure_ascii=False)
            recognizer = vosk.KaldiRecognizer(self._model, SPEECH_RATE, grammar)
            self._grammar = _Stream(recognizer)
        else:
            self._grammar = None

    def accept(self, samples: Samples) -> None:
        """Take the next stretch of the utterance: int16, 16 kHz mono, any length."""
        self.prepare()
        for stream in self._streams():
            stream.accept(samples)

    def partial(self) -> Transcript:
        """Give what is decoded so far; the newest quarter of a second may be missing."""
        self.prepare()
        text = self._open.partial() if self._open else ""
        return Transcript(text, (text,) if text else (), 0.5 if text else 0.0, final=False)

    def finish(self) -> Transcript:
        """Give the final transcript and start afresh."""
        self.prepare()
        heard = self._open.finish() if self._open else []
        closed = [text for text, _ in self._grammar.finish()] if self._grammar else []
        # A grammar also strings its phrases together: that is nobody's answer.
        return settled(heard, closed[0] if closed and closed[0] in self._phrases else "")

    def reset(self) -> None:
        """Forget what has been accepted."""
        for stream in self._streams():
            stream.reset()

    def _streams(self) -> Iterable[_Stream]:
        return [stream for stream in (self._open, self._grammar) if stream is not None]

    def _knows(self, phrase: str) -> bool:
        words = phrase.split()
        return bool(words) and all(self._model.vosk_model_find_word(word) >= 0 for word in words)


class _Stream:
    """One Kaldi recogniser over one utterance, which it may end inside long pauses."""

    def __init__(self, recognizer: Any) -> None:
        recognizer.SetMaxAlternatives(ALTERNATIVES)
        self._recognizer = recognizer
        self._ended: list[list[tuple[str, float]]] = []

    def accept(self, samples: Samples) -> None:
        if self._recognizer.AcceptWaveform(samples.tobytes()):
            self._end(self._recognizer.Result())

    def partial(self) -> str:
        texts = [stretch[0][0] for stretch in self._ended]
        texts.append(json.loads(self._recognizer.PartialResult())["partial"])
        return _plain(" ".join(texts))

    def finish(self) -> list[tuple[str, float]]:
        """Return texts with their scores, best first; empty where nothing was said."""
        self._end(self._recognizer.FinalResult())
        stretches, self._ended = self._ended, []
        return combined(stretches)

    def reset(self) -> None:
        self._recognizer.Reset()
        self._ended = []

    def _end(self, result: str) -> None:
        options = [(one["text"], one["confidence"]) for one in json.loads(result)["alternatives"]]
        if any(_plain(text) for text, _ in options):
            self._ended.append([(_plain(text), score) for text, score in options])


def _plain(text: str) -> str:
    return " ".join(word for word in text.split() if word != _UNKNOWN)


def combined(stretches: list[list[tuple[str, float]]]) -> list[tuple[str, float]]:
    """Join stretches: the best of all, then the best with one of them replaced."""
    if not stretches:
        return []
    best = [options[0][0] for options in stretches]
    score = sum(options[0][1] for options in stretches)
    joined = [(" ".join(best), score)]
    for place, options in enumerate(stretches):
        for text, other in options[1:]:
            texts = [*best[:place], text, *best[place + 1 :]]
            joined.append((" ".join(texts).strip(), score - options[0][1] + other))
    return [option for option in joined if option[0]]


def settled(heard: list[tuple[str, float]], closed: str) -> Transcript:
    """Put the grammar's phrase first where the open recogniser bears it out, else leave it out."""
    if not heard:
        return Transcript("")
    texts = list(dict.fromkeys(text for text, _ in heard))
    if closed and any(fuzz.ratio(closed, text) >= AGREEMENT for text in texts):
        texts = list(dict.fromkeys((closed, *texts)))
    # The scores are log likelihoods: this is the share of the best among the alternatives.
    confidence = 1 / sum(math.exp(min(0.0, score - heard[0][1])) for _, score in heard)
    return Transcript(texts[0], tuple(texts[:ALTERNATIVES]), confidence)
