"""What is read from how a person puts a choice: a name, a country, times of day, a phrase."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.understanding.normalize import normalize
from assistant.understanding.numbers import find_numbers

_ASKED_NAME = re.compile(
    r"^(?:.* )?(?:call me|name is|name to|i am called|i am|it is|this is|i go by|known as|say) "
    r"(.+)$"
)
_THANKS = re.compile(r" (?:please|thanks|thank you)$")
_POLITE = re.compile(rf"^(?:please|well|so|okay|yes|hi|hello|hey) |{_THANKS.pattern}")
_NO_NAME = frozenset(
    "a an and any anything back call called change crazy do feel feeling fine for go good hear "
    "help how i if in is it just later listen listening me mine my name need never no nobody not "
    "nothing now of okay please quiet say scared set should skip sleep so sorry sound stop sure "
    "thanks the there tired to tomorrow tonight under very want we well what when who with yes "
    "you your".split()
)
"""Words that stand in no name; a real one that does can be put into config.yaml."""
_MOST_NAMES = 3
_ASKED_PHRASE = re.compile(
    r"^(?:.* )?(?:(?:wake|waking|call) (?:phrase|word|words|name) (?:to|is|be|as)|to you as|"
    r"call you|i will say|i would say|let it be|let us (?:use|take|say)|make it|use|take|it is|"
    r"say) (.+)$"
)
_NO_PHRASE = frozenset("stop skip yes no help phrase word".split())
_BETWEEN = re.compile(r"^(?:.* )?(?:from|between) (.+?) (?:to|until|and|through|till) (.+)$")
_FROM_TO = re.compile(r"^(.+?) (?:to|until|through) (.+)$")
_MORNING = re.compile(r"\b(?:a m|am|morning)\b")
_EVENING = re.compile(r"\b(?:p m|pm|evening|night|tonight|afternoon)\b")
_LATEST_MORNING, _NOON = 5, 12
"""Without more, quiet hours begin after noon, twelve to five apart, and end before it."""


def read_name(text: str) -> str | None:
    """Return the name that someone wants to be called, in large letters; None where none is."""
    said = _POLITE.sub("", normalize(text))
    asked = _ASKED_NAME.fullmatch(said)
    names = (asked[1] if asked else said).split()
    if not 0 < len(names) <= _MOST_NAMES or not _NO_NAME.isdisjoint(names):
        return None
    return " ".join(name[0].upper() + name[1:] for name in names)


def read_country(text: str, names: Mapping[str, Sequence[str]]) -> str | None:
    """Return the code of the country that is named; of several the one with the longest name."""
    said = f" {normalize(text)} "
    found = (
        (len(name), code)
        for code, known in names.items()
        for name in map(normalize, known)
        if f" {name} " in said
    )
    return max(found, default=(0, None))[1]


def read_phrase(text: str) -> str | None:
    """Return the two to four words that it is to be called by; None for fewer or more."""
    said = _THANKS.sub("", normalize(text))
    asked = _ASKED_PHRASE.fullmatch(said)
    words = (asked[1] if asked else said).split()
    if not 2 <= len(words) <= 4 or not _NO_PHRASE.isdisjoint(words):
        return None
    return " ".join(words)


def read_hours(text: str) -> tuple[int, int] | None:
    """Return from which minute of the day to which is meant; None where two times are not said."""
    said = normalize(text).replace("oclock", "").replace("half past", "half_past")
    found = _BETWEEN.fullmatch(said) or _FROM_TO.fullmatch(said)
    if not found:
        return None
    start, end = _minute(found[1], evening=True), _minute(found[2], evening=False)
    return None if start is None or end is None or start == end else (start, end)


def _minute(said: str, evening: bool) -> int | None:
    """Return the minute of the day that is said: ten, ten thirty p m, half past nine, midnight."""
    if "midnight" in said:
        return 0
    if "noon" in said.split() or "midday" in said:
        return _NOON * 60
    numbers = [int(number.value) for number in find_numbers(said.replace("_", " ").split())]
    if not 1 <= len(numbers) <= 2 or numbers[0] > 23:
        return None
    hour, minute = numbers[0], numbers[1] if len(numbers) == 2 else 0
    minute = 30 if "half_past" in said else minute
    if minute > 59:
        return None
    if hour <= _NOON:
        late = evening and _LATEST_MORNING < hour < _NOON
        is_late = bool(_EVENING.search(said)) or (late and not _MORNING.search(said))
        hour = hour % _NOON + (_NOON if is_late else 0)
    return hour * 60 + minute
