"""Which example phrase a text resembles most, by the rare words they share.

Words weigh by how few intents use them. A word nobody wrote is read as the nearest known one
(rapidfuzz), so a recogniser's near miss still counts. One pass over an inverted index.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

MOST_WORDS = 60
"""Words of a text that are compared; the end of a longer one counts, where people ask."""
_NEAR = 84
"""rapidfuzz ratio from which an unknown word is read as a known one."""
_LEAST = 0.45
"""Similarity below which a phrase says nothing."""


_COMMON = frozenset(
    "i a an the to of in on at for and but or so my me you your he she they it we us is am are was "
    "be been do does did can could will would should have has had want need like get got go going "
    "that this there what how why who when where with about not no if as by from up out all just "
    "some any more give tell let make know think feel please really him her them one".split()
)
_COMMON_SHARE = 0.35
"""What a common word weighs, against its weight as a rare one."""


@dataclass(frozen=True, slots=True)
class Near:
    """A phrase and how near it is."""

    intent: tuple[str, str]
    phrase: str
    score: float
    """0 to 1"""


class PhraseIndex:
    """Example phrases of all intents, ready to be compared with."""

    def __init__(self, phrases: Sequence[tuple[tuple[str, str], str]]) -> None:
        self._phrases = phrases
        self._bags = [_features(phrase.split()) for _, phrase in phrases]
        users: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, ((intent, _), bag) in enumerate(zip(phrases, self._bags, strict=True)):
            for feature in bag:
                users[feature].add(intent)
                self._holders[feature].append(number)
        total = len({intent for intent, _ in phrases}) + 1
        self._unknown_weight = math.log(1 + total / 3)
        self._weights = {
            feature: _share(feature) * math.log(1 + total / len(names))
            for feature, names in users.items()
        }
        self._norms = [self._norm(bag) for bag in self._bags]
        self._known = sorted(feature for feature in users if " " not in feature)

    def nearest(self, text: str, most: int = 4) -> list[Near]:
        """Return the nearest phrase of each intent, best first, at most `most` intents."""
        bag = _features(
            [self._read(word) for word in _stems(text.split()[-MOST_WORDS:])], stemmed=True
        )
        shared: dict[int, float] = defaultdict(float)
        for feature in sorted(bag):  # one order: sums of fractions depend on it
            for number in self._holders.get(feature, ()):
                shared[number] += self._weights[feature] ** 2
        norm = self._norm(bag)
        best: dict[tuple[str, str], Near] = {}
        for number, dot in shared.items():
            score = dot / (norm * self._norms[number]) if norm else 0.0
            intent, phrase = self._phrases[number]
            if score >= _LEAST and (intent not in best or score > best[intent].score):
                best[intent] = Near(intent, phrase, min(score, 0.95))
        return sorted(best.values(), key=lambda near: -near.score)[:most]

    def _norm(self, bag: frozenset[str]) -> float:
        weights = (self._weights.get(feature, self._unknown(feature)) for feature in bag)
        return math.sqrt(math.fsum(weight**2 for weight in weights))

    def _unknown(self, feature: str) -> float:
        return 0.0 if " " in feature else _share(feature) * self._unknown_weight

    def _read(self, word: str) -> str:
        if word in self._holders or len(word) < 4:
            return word
        near = process.extractOne(word, self._known, scorer=fuzz.ratio, score_cutoff=_NEAR)
        return near[0] if near else word


def _features(said: Sequence[str], stemmed: bool = False) -> frozenset[str]:
    stems = said if stemmed else _stems(said)
    return frozenset(stems) | {f"{a} {b}" for a, b in itertools.pairwise(stems)}


def _share(feature: str) -> float:
    """Return how much of its rarity counts: less for common words and for pairs with one."""
    common = sum(word in _COMMON for word in feature.split())
    return _COMMON_SHARE if common == feature.count(" ") + 1 else 0.6 if " " in feature else 1.0


def _stems(said: Sequence[str]) -> list[str]:
    return [_stem(word) for word in said]


def _stem(word: str) -> str:
    for ending, least in (("ing", 6), ("ed", 5), ("ies", 6), ("es", 6), ("s", 4)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            return word.removesuffix(ending)
    return word
