"""Ratings: how strong a feeling is, 0 to 10, as people say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.understanding.numbers import SOUNDS_LIKE, Number, find_numbers

_SOUNDS_LIKE_ALONE = {
    **SOUNDS_LIKE, "sicks": "six", "oh": "zero", "none": "zero", "hate": "eight",
    "heaven": "seven", "nothing": "zero",
}  # fmt: skip
_OUT_OF = re.compile(r"\bout of (?:a )?(?:ten|hundred)\b")
_NOT_A_RATING = re.compile(r"^is it\b|\b(?:no|that|this|next|last) one\b")
"""A question, and where "one" counts nothing."""
_NOT_YET = re.compile(
    r"^(?:is|which|does|do|why|should|what (?:is|does|would|if))\b|"
    r"\b(?:one|two|three|a bit|a little) (?:\w+ )?(?:than|from) (?:before|last|earlier|then)\b"
)
"""What holds a number and gives none: a question, and a number more or less than another."""
_IN_WORDS = {
    10.0: r"\b(?:off the (?:charts?|scale)|through the roof|as bad as it (?:gets|can))\b",
    5.0: r"\b(?:(?:in|around|about) the middle|half ?way|middling|fifty fifty)\b",
    0.0: r"^(?:no )?(?:nothing|none|not) (?:at all|whatsoever)\b|^not (?:a|one) bit$",
}
_CORRECTION = re.compile(r"\b(?:no|i mean|scratch that|sorry|make that)\b")
_HEDGES = frozenset(
    "about around roughly maybe perhaps probably like say i think would guess more or less ish "
    "close to nearly almost a an the it is that am at was out of on scale and between somewhere "
    "right now today still only bad not so too pretty really very strong solid good feel feels "
    "feeling be number than low high bit moment in this going been has up down again currently "
    "sitting with great far hard know do sure let us me see well okay my answer rating score "
    "level rate give put call go for percent no yes please want hovering there then will could "
    "possibly definitely absolutely quite terrible awful fine yeah less past just under over "
    "above below by have mean one sorry make scratch tonight reckon suppose".split()
)
_PAST = r"(?:was|were|earlier|before|started|began|used to|this morning|yesterday|up around)"
_CHANGE = re.compile(
    rf"\b{_PAST}\b.*\bnow\b|\bnow\b.*\b{_PAST}\b|\b{_PAST}\b.*\bbut (?:it is|i am)\b|"
    r"\bfrom (?:a |an )?\w+ (?:down |up )?to\b"
)
"""A number that is no longer, beside the one that is."""


def rating(text: str) -> float | None:
    """Return the rating 0 to 10 that normalised text gives, or None.

    Two numbers with a hedge are their middle ("six maybe seven" is 6.5); after a correction
    ("no", "i mean") the last one counts, and of one that changed what it is by now. A hundred is
    ten.
    """
    said = _OUT_OF.sub(" ", _mend_rating(text))
    found = find_numbers(said.split())
    if not found:
        return 10.0 if _OUT_OF.search(text) else None
    first, last = found[0].value, found[-1].value
    if len(found) > 1 and _CHANGE.search(said):
        last = _by_now(said.split(), found)
    elif len(found) == 2 and abs(first - last) <= 3 and not _CORRECTION.search(said):
        last = (first + last) / 2
    return last if 0 <= last <= 10 else 10.0 if last == 100 else None


def awaited_rating(text: str) -> float | None:
    """Return the rating that normalised text gives where one is awaited, in words too, or None."""
    if _NOT_YET.search(text):
        return None
    given = rating(text)
    if given is not None or find_numbers(text.split()):
        return given
    return next((value for value, words in _IN_WORDS.items() if re.search(words, text)), None)


def _by_now(said: Sequence[str], found: Sequence[Number]) -> float:
    """Return the number that "now" stands nearest to; the last one where there is no "now"."""
    if "now" not in said:
        return found[-1].value
    now = said.index("now")
    return min(found, key=lambda number: min(abs(number.start - now), abs(now - number.end))).value


def _mend_rating(text: str) -> str:
    """Return text with what recognisers write for a lone number put right."""
    said = text.split()
    at = len(said) - 4 if said[-3:] == ["out", "of", "ten"] else len(said) - 1
    alone = at < len(said) - 1 or (len(said) <= 4 and not find_numbers(said))
    if alone and at >= 0 and said[at] in _SOUNDS_LIKE_ALONE:
        said[at] = _SOUNDS_LIKE_ALONE[said[at]]
    return " ".join(said)


def is_only_a_rating(text: str) -> bool:
    """Tell whether normalised text holds a number and nothing else but hedges."""
    said = _mend_rating(text).split()
    found = find_numbers(said)
    inside = {at for number in found for at in range(number.start, number.end)}
    rest = {word for at, word in enumerate(said) if at not in inside}
    counts_breaths = "out" in rest and not _OUT_OF.search(text)
    counts_nothing = counts_breaths or _NOT_A_RATING.search(text)
    return 0 < len(found) <= 2 and rest <= _HEDGES and not counts_nothing
