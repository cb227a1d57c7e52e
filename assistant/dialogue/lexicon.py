"""The words and word forms by which a sentence is turned; they are listed in `turning.yaml`."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

_LISTS: dict[str, Any] = yaml.safe_load(
    resources.files(__package__).joinpath("turning.yaml").read_text("utf-8")
)
_IRREGULAR: dict[str, str] = _LISTS["past"]
_VOWELS = "aeiou"
_DOUBLING = frozenset("admit forget regret cancel travel quarrel unravel".split())
"""Verbs of more syllables that double their last letter."""


def listed(name: str) -> frozenset[str]:
    """Return one list of words of `turning.yaml`."""
    return frozenset(_LISTS[name].split())


def third(verb: str) -> str:
    """Return the form after "it": goes, cries, misses."""
    if verb in ("have", "be"):
        return {"have": "has", "be": "is"}[verb]
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def past(verb: str) -> str:
    """Return the form of the past: went, cried, stopped."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return _doubled(verb) + "ed"


def ing(verb: str) -> str:
    """Return the form after "is": going, lying, stopping."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe")):
        return verb[:-1] + "ing"
    return _doubled(verb) + "ing"


def _doubled(verb: str) -> str:
    """Double the last letter of a verb of one syllable such as "stop"."""
    short = len(verb) > 2 and verb[-1] not in _VOWELS + "wxy" and verb[-2] in _VOWELS
    once = sum(letter in _VOWELS for letter in verb) == 1 or verb in _DOUBLING
    return verb + verb[-1] if short and once else verb


BASES = listed("verbs")
THIRD = {third(verb): verb for verb in BASES}
PAST = {past(verb): verb for verb in BASES}
ING = {ing(verb): verb for verb in BASES}
AUXILIARIES = listed("auxiliaries")
MODALS = listed("modals")
ADVERBS = listed("adverbs")
_NO_ADVERBS = listed("no_adverbs")
FINITE = AUXILIARIES | MODALS | BASES | THIRD.keys() | PAST.keys()
"""Every word that can be the verb of a sentence."""


def base(word: str) -> str:
    """Return the verb that a word is a form of, or the word itself."""
    if word in BASES:
        return word
    return THIRD.get(word) or PAST.get(word) or ING.get(word) or word


def is_adverb(word: str) -> bool:
    """Tell whether a word may stand between a subject and its verb."""
    if word in _NO_ADVERBS:
        return False
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in BASES)


def verb_at(words: list[str], start: int = 0) -> int:
    """Return where the first word is that is no adverb; the length where there is none."""
    while start < len(words) and is_adverb(words[start]):
        start += 1
    return start
