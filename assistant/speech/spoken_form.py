"""Text as a person would say it: lower case, no punctuation, numerals in words."""

from __future__ import annotations

import re
import unicodedata

# fmt: off
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)
# fmt: on
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth"} | {
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_SIGNS = {"%": " percent ", "&": " and ", "+": " plus ", "£": " pounds ", "$": " dollars "}


def spoken_form(text: str) -> str:
    """Return `text` in lower case, without punctuation, apostrophes kept, numerals in words.

    >>> spoken_form("I'm at a 7, for 4-7-8 breathing.")
    "i'm at a seven for four seven eight breathing"
    """
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")  # noqa: RUF001
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    text = re.sub(r"(\d+)\.(\d+)", _decimal, text)
    text = re.sub(r"\b(\d+)(st|nd|rd|th)\b", lambda match: ordinal(int(match[1])), text)
    text = re.sub(r"\d+", lambda match: f" {_numeral(match[0])} ", text)
    text = re.sub(r"[^\w' ]|_", " ", text)
    return " ".join(word.strip("'") for word in text.split() if word.strip("'"))


def cardinal(number: int) -> str:
    """Return a number from 0 to 999,999 in words.

    >>> cardinal(342)
    'three hundred and forty two'
    """
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f" {_ONES[ones]}" if ones else "")
    size, name, joint = (100, "hundred", " and ") if number < 1000 else (1000, "thousand", " ")
    many, rest = divmod(number, size)
    return f"{cardinal(many)} {name}" + (f"{joint}{cardinal(rest)}" if rest else "")


def numeral(text: str) -> str:
    """Return the numeral of a number from 0 to 100 in words, empty for any other text.

    >>> numeral("seven")
    '7'
    """
    return _NUMERALS.get(text, "")


def ordinal(number: int) -> str:
    """Return the rank of a number from 1 to 999,999 in words.

    >>> ordinal(22)
    'twenty second'
    """
    *lead, last = cardinal(number).split()
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return " ".join([*lead, _ORDINALS.get(last, regular)])


def _decimal(match: re.Match[str]) -> str:
    digits = " ".join(_ONES[int(digit)] for digit in match[2])
    return f" {_numeral(match[1])} point {digits} "


def _numeral(digits: str) -> str:
    """Say round and small numbers whole, years in pairs, all else (999, 478) digit by digit."""
    number = int(digits)
    if len(digits) == 4 and 1100 <= number <= 2099 and number % 1000 >= 10 and number % 100:
        century, year = divmod(number, 100)
        return f"{cardinal(century)} {cardinal(year) if year > 9 else f'oh {_ONES[year]}'}"
    whole = str(number) == digits and (number < 100 or (number % 10 == 0 and number < 1_000_000))
    return cardinal(number) if whole else " ".join(_ONES[int(digit)] for digit in digits)


_NUMERALS = {cardinal(number): str(number) for number in range(101)}
