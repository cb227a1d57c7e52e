"""What the classifier sees of a text: words, pairs, pieces of words, the form of the sentence."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from zlib import crc32

Hashes = tuple[int, ...]

MOST_WORDS = 80
"""Words that are looked at: the first and the last half of this in a longer text."""
PIECES = (3, 4, 5)
"""Letters of the pieces of words, by which a word that is misheard a little still counts."""
_UNKNOWN = (1, 2, 3, 5)
_SIZES = (1, 2, 4, 8, 16, 32)
_ASKS = frozenset("what how why who when where which is are do does can could should would".split())
_PARTNER = frozenset(
    "he she they him her them his their partner boyfriend girlfriend husband wife fiance ex".split()
)
_MOODS = {
    "if": frozenset({"if"}),
    "must": frozenset({"should", "must", "ought"}),
    "will": frozenset({"will", "going", "gonna"}),
    "past": frozenset({"was", "were", "did", "had", "used"}),
    "not": frozenset({"not", "no", "never", "nothing", "nobody"}),
    "always": frozenset({"always", "never", "every", "everyone", "all"}),
    "me": frozenset({"me", "my", "myself"}),
    "want": frozenset({"want", "need", "wish", "like"}),
    "ask": frozenset({"tell", "explain", "teach", "help", "show", "give"}),
}


def features(text: str) -> Hashes:
    """Return the hashes of a normalised text's features, sorted, each once; none for no words.

    CRC-32 is the same on every machine, on which the weights rely.
    """
    said = _looked_at(text)
    return tuple(sorted({crc32(feature.encode()) for feature in _features(said)}))


def words(text: str) -> Hashes:
    """Return the hashes of a text's words, each once."""
    return _hashed(f"w {word}" for word in set(_looked_at(text)))


def strangeness(unknown: int) -> Hashes:
    """Return the hashes of the features of a text with so many unknown words."""
    return _hashed(f"u {most}" for most in _UNKNOWN if unknown >= most)


def _hashed(found: Iterable[str]) -> Hashes:
    return tuple(crc32(feature.encode()) for feature in found)


def _looked_at(text: str) -> list[str]:
    said = text.split()
    if len(said) > MOST_WORDS:
        said = said[: MOST_WORDS // 2] + said[-MOST_WORDS // 2 :]
    return said


def _features(said: list[str]) -> Iterator[str]:
    if not said:
        return
    yield from (f"w {word}" for word in said)
    yield from (f"2 {first} {second}" for first, second in itertools.pairwise(said))
    yield from (f"s {first} {third}" for first, third in zip(said, said[2:], strict=False))
    yield from (f"^ {said[0]}", f"^2 {' '.join(said[:2])}", f"$ {said[-1]}")
    for word in set(said):
        padded = f"_{word}_"
        for size in PIECES:
            yield from (f"c {padded[at : at + size]}" for at in range(len(padded) - size + 1))
    yield from _form(said)


def _form(said: list[str]) -> Iterator[str]:
    """Yield the form of the sentence: question or statement, who, when, how long."""
    words = set(said)
    person = "i" if "i" in words else "-"
    other = "o" if words & _PARTNER else "-"
    opens = _opening(said[0])
    yield f"f {opens} {person}{other}"
    yield f"f length {sum(size < len(said) for size in _SIZES)}"
    for name, mood in _MOODS.items():
        if words & mood:
            yield f"f {name}"
            yield f"f {name} {opens} {person}{other}"


def _opening(word: str) -> str:
    if word in _ASKS:
        return "asks"
    return "i" if word == "i" else "other" if word in _PARTNER else "-"
