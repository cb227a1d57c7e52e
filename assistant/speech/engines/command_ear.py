"""The fast ear: which short command or expected answer a short clip is, where Whisper missed it.

Whisper reads a lone word by what people write, and nobody writes "stop" as often as "stock". Here
a command is likelier than in print: its own probability decides, read off the same encoding.
Alone it must be high; where it is low, the pocketsphinx grammar must hear the same. The words
on which safety and consent rest are decided by Whisper alone, at a probability measured on real
people's single words (Speech Commands: 0.07 and more where said, 0.03 and less where not).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.audio.frames import Samples
from assistant.speech.engines.pocketsphinx import PocketsphinxRecognizer
from assistant.speech.engines.whisper_model import WhisperModel
from assistant.speech.spoken_form import numeral

DECISIVE = ("stop", "yes", "no")
DECISIVE_PROBABILITY = 0.05
"""For the decisive words and what a prompt expects."""
ALONE_PROBABILITY = 0.1
"""For any other command, by Whisper alone."""
SECONDED_PROBABILITY = 0.005
"""For any other command, where the grammar hears it too."""
MOST_CANDIDATES = 8

Probabilities = npt.NDArray[np.float64]
"""By token; shape (vocabulary,)."""
_SAME: Mapping[str, str] = {"yeah": "yes", "yep": "yes", "ya": "yes", "nah": "no", "nope": "no"}
"""What a decisive word may be taken for without a change of meaning."""


class CommandEar:
    """Knows the standing commands and what the prompt expects."""

    def __init__(self, model: WhisperModel, commands: Sequence[str]) -> None:
        self._model = model
        self._commands = frozenset((*DECISIVE, *commands))
        self._grammar = PocketsphinxRecognizer(sorted(self._commands))
        self._grammar.prepare()
        self._spellings = self._spell(self._commands)
        self._expected: frozenset[str] = frozenset()
        self._expected_spellings: dict[tuple[int, ...], str] = {}

    def expect(self, phrases: Sequence[str]) -> None:
        """Know these phrases beside the standing commands."""
        self._expected = frozenset(phrases)
        self._expected_spellings = self._spell(phrases)
        self._grammar.expect(phrases)

    def decide(
        self, encoding: Any, samples: Samples, texts: Sequence[str], is_noise: bool
    ) -> str | None:
        """Return the phrase that was said, or None to leave Whisper's texts (best first) alone.

        A text that says more than the phrase is not replaced by it. Noise is overruled only
        by a decisive or an expected word.
        """
        text = texts[0] if texts else ""
        if not is_noise and self._is_settled(text):
            return None
        first = self._model.first_tokens(encoding)
        rivals = self._allowed(self._words(first), text, is_noise)
        if sure := self._sure(rivals):
            return sure
        rivals |= self._allowed(self._longer(encoding, first), text, is_noise)
        return self._sure(rivals) or self._seconded(rivals, samples)

    def _is_settled(self, text: str) -> bool:
        """Tell whether nothing could take the place of a text: it need not be weighed."""
        standing = text in self._commands and text not in _SAME and not self._expected
        return standing or text in self._expected

    def _allowed(self, likely: Mapping[str, float], text: str, is_noise: bool) -> dict[str, float]:
        return {
            phrase: probability
            for phrase, probability in likely.items()
            if not _says_more(text, phrase) and self._may_replace(phrase, text, is_noise)
        }

    def _may_replace(self, phrase: str, text: str, is_noise: bool) -> bool:
        if is_noise:
            return self._is_decisive(phrase)
        if text in self._commands:
            return phrase in self._expected or phrase == _SAME.get(text)
        return True

    def _sure(self, rivals: Mapping[str, float]) -> str | None:
        best = max(rivals, key=rivals.__getitem__, default=None)
        if best is None:
            return None
        needed = DECISIVE_PROBABILITY if self._is_decisive(best) else ALONE_PROBABILITY
        return best if rivals[best] >= needed else None

    def _seconded(self, rivals: Mapping[str, float], samples: Samples) -> str | None:
        open_ones = {
            phrase
            for phrase, probability in rivals.items()
            if probability >= SECONDED_PROBABILITY and phrase not in DECISIVE
        }
        if not open_ones:
            return None
        heard = self._grammar.transcribe(samples).text
        return heard if heard in open_ones else None

    def _is_decisive(self, phrase: str) -> bool:
        return phrase in DECISIVE or phrase in self._expected

    def _words(self, first: Probabilities) -> dict[str, float]:
        """Return the phrases of one token with their probabilities."""
        spellings = self._spellings | self._expected_spellings
        single = {tokens: phrase for tokens, phrase in spellings.items() if len(tokens) == 1}
        return _summed((phrase, float(first[tokens[0]])) for tokens, phrase in single.items())

    def _longer(self, encoding: Any, first: Probabilities) -> dict[str, float]:
        """Return the likeliest phrases of several tokens; costs as much as a reading."""
        spellings = self._spellings | self._expected_spellings
        likeliest = sorted(
            (one for one in spellings if len(one) > 1), key=lambda tokens: -first[tokens[0]]
        )[:MOST_CANDIDATES]
        near = [one for one in likeliest if first[one[0]] >= SECONDED_PROBABILITY / 2]
        scores = self._model.likelihoods(encoding, near) if near else []
        return _summed(zip((spellings[one] for one in near), scores, strict=True))

    def _spell(self, phrases: Iterable[str]) -> dict[tuple[int, ...], str]:
        return {self._model.tokens(way): phrase for phrase in phrases for way in _ways(phrase)}


def _summed(scored: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Add up the probabilities of the ways to write each phrase."""
    found: dict[str, float] = {}
    for phrase, probability in scored:
        found[phrase] = found.get(phrase, 0.0) + probability
    return found


def _says_more(text: str, phrase: str) -> bool:
    """Tell whether a text goes on after the phrase, or is longer than any mishearing of it."""
    return text.startswith(f"{phrase} ") or len(text.split()) > len(phrase.split()) + 1


def _ways(phrase: str) -> set[str]:
    """Return the ways Whisper may write a phrase, but for punctuation."""
    return {phrase, phrase.capitalize(), phrase.upper()} | {numeral(phrase)} - {""}
