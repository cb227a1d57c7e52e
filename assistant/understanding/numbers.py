"""Numbers in words: said, read, and found in a row of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES: dict[str, int] = {word: value for value, word in enumerate(_ONES)}
_VALUES |= {word: 10 * (value + 2) for value, word in enumerate(_TENS)}
_VALUES |= {"nought": 0, "naught": 0, "fourty": 40}
RATINGS = tuple(_ONES[:11])
"""What a rating is in one word, 0 to 10."""
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
NUMBER_WORDS = frozenset(_VALUES) | frozenset(_SCALES) | {"half", "point"}
"""Every word that is always part of a number."""

SOUNDS_LIKE = {
    "for": "four", "fore": "four", "to": "two", "too": "two", "won": "one", "ate": "eight",
    "tin": "ten", "tan": "ten", "fife": "five", "sex": "six", "free": "three", "tree": "three",
    "nein": "nine",
}  # fmt: skip
"""What recognisers write for a number."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number found among words."""

    value: float
    start: int
    """Index of its first word."""
    end: int
    """Index after its last word."""


def say_digits(digits: str) -> str:
    """Return digits as words: "45" is "forty five", "6.5" "six point five".

    Three digits that do not end in nought, and all longer ones, are names ("478", "988") and
    are said digit by digit.
    """
    whole, _, fraction = digits.partition(".")
    said = _say_whole(whole)
    return f"{said} point {_digit_by_digit(fraction)}" if fraction else said


def say_minutes(minutes: float) -> str:
    """Return a length of time as it is said: one hour, ninety minutes, thirty seconds."""
    for length, unit in ((60.0, "hour"), (1.0, "minute")):
        if minutes >= length and minutes % length == 0:
            return _count(round(minutes / length), unit)
    return (
        _count(round(minutes * 60), "second") if minutes < 1 else _count(round(minutes), "minute")
    )


def _count(number: int, unit: str) -> str:
    return f"{say_digits(str(number))} {unit}{'' if number == 1 else 's'}"


def _say_whole(digits: str) -> str:
    if len(digits) > 3 or (len(digits) == 3 and digits[-1] != "0"):
        return _digit_by_digit(digits)
    value = int(digits)
    if value < 20:
        return _ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _TENS[tens - 2] + (f" {_ONES[ones]}" if ones else "")
    hundreds, rest = divmod(value, 100)
    return f"{_ONES[hundreds]} hundred" + (f" {_say_whole(str(rest))}" if rest else "")


def _digit_by_digit(digits: str) -> str:
    return " ".join(_ONES[int(digit)] for digit in digits)


def find_numbers(said: Sequence[str]) -> list[Number]:
    """Return the numbers among words, in order; "six and a half" and "six point five" are one."""
    found: list[Number] = []
    at = 0
    while at < len(said):
        number = _number_at(said, at)
        if number:
            found.append(number)
        at = number.end if number else at + 1
    return found


def _number_at(said: Sequence[str], at: int) -> Number | None:
    first = at + 1 if said[at] == "a" else at
    if first < len(said) and said[first] in _SCALES:
        return Number(_SCALES[said[first]], at, first + 1)
    if said[at] not in _VALUES:
        return None
    value, end = float(_VALUES[said[at]]), at + 1
    if value >= 20 and end < len(said) and 0 < _VALUES.get(said[end], 0) < 10:
        value, end = value + _VALUES[said[end]], end + 1
    if end < len(said) and said[end] in _SCALES:
        value, end = value * _SCALES[said[end]], end + 1
        rest = _number_at(said, end) if end < len(said) and said[end] in _VALUES else None
        if rest:
            value, end = value + rest.value, rest.end
    if list(said[end : end + 3]) == ["and", "a", "half"]:
        return Number(value + 0.5, at, end + 3)
    if end + 1 < len(said) and said[end] == "point" and said[end + 1] in _VALUES:
        return Number(value + _VALUES[said[end + 1]] / 10, at, end + 2)
    return Number(value, at, end)
