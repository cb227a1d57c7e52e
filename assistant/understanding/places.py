"""Places: which of some things on offer an answer points at, by its place in the row."""

from __future__ import annotations

import re

_LEADS = (
    r"(?:(?:okay|well|yes|yeah|no|i (?:mean|meant|said|want|choose|pick|think|guess)"
    r"|i would like|give me|go for|let us (?:do|try|have)|it is|it was|maybe|please|the) )*"
)
_PLACE = r"(first|second|third|fourth|last|latter|former|other)"
_ENDS = (
    r"(?: (?:one|option|thing|choice|of (?:them|those|these|the two)))?(?: (?:please|thanks|then))*"
)
_POINTS = re.compile(rf"{_LEADS}{_PLACE}{_ENDS}")
_NUMBERED = re.compile(rf"{_LEADS}(?:number|option) (one|two|three|four){_ENDS}")
_THIS = re.compile(rf"{_LEADS}(?:that|that one|this|this one){_ENDS}")
_FROM_START = {
    "first": 0, "former": 0, "one": 0, "second": 1, "two": 1, "third": 2, "three": 2,
    "fourth": 3, "four": 3,
}  # fmt: skip


def place(text: str, count: int) -> int | None:
    """Return the place from 0 that a normalised text names among `count`; None where it names none.

    "the other one" is the second of two, and of more it says nothing.
    """
    found = _POINTS.fullmatch(text) or _NUMBERED.fullmatch(text)
    if not found:
        return None
    word = found[1]
    if word in ("last", "latter") or (word == "other" and count == 2):
        return count - 1
    at = _FROM_START.get(word, count)
    return at if at < count else None


def is_this(text: str) -> bool:
    """Tell whether a normalised text means what was named, without saying which."""
    return _THIS.fullmatch(text) is not None
