"""Slots: how long, how many rounds, how fast, how strong, and what a thought is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.understanding.numbers import NUMBER_WORDS, find_numbers

_UNITS = {"second": 1 / 60, "sec": 1 / 60, "minute": 1.0, "min": 1.0, "hour": 60.0, "hr": 60.0}
_UNIT = r"(?P<unit>seconds?|secs?|minutes?|mins?|hours?|hrs?)"
_NUMBER = r"(?:(?:" + "|".join(sorted(NUMBER_WORDS - {"half"})) + r"|and a half|a hundred)(?: |$))+"
_DURATION = re.compile(
    rf"\b(?P<number>{_NUMBER})(?:or so |more |full |whole |long |little )?{_UNIT}\b"
)
_PHRASED = (
    (re.compile(r"\bthree quarters? of an hour\b"), 45.0),
    (re.compile(r"\b(?:a )?quarter (?:of )?(?:an )?hours?\b"), 15.0),
    (re.compile(r"\ban hour and (?:a )?half\b|\bone and a half hours?\b"), 90.0),
    (re.compile(r"\bhalf (?:an |a )?hours?\b"), 30.0),
    (re.compile(r"\bhalf (?:a |of a )?min(?:ute)?\b"), 0.5),
    (re.compile(r"\ba min(?:ute)? and (?:a )?half\b"), 1.5),
    (re.compile(r"\b(?:a )?couple (?:of )?(?:more )?min(?:ute)?s?\b"), 2.0),
    (re.compile(r"\ba few (?:more )?min(?:ute)?s?\b"), 3.0),
    (re.compile(r"\ban hour\b"), 60.0),
    (re.compile(r"\ba (?:single |full |whole |quick )?minute\b"), 1.0),
)
_HOMOPHONES = re.compile(
    rf"\b(for|fore|to|too|won|ate|tin|tan|fife|sex|free|tree|nein) (?=(?:or so )?{_UNIT}\b|rounds?\b|cycles?\b)"
)
_SOUNDS_LIKE = {
    "for": "four", "fore": "four", "to": "two", "too": "two", "won": "one", "ate": "eight",
    "tin": "ten", "tan": "ten", "fife": "five", "sex": "six", "free": "three", "tree": "three",
    "nein": "nine",
}  # fmt: skip
_ROUNDS = re.compile(
    rf"\b(?:(?P<number>{_NUMBER})|(?P<couple>(?:a )?couple (?:of )?)|(?P<few>a few )|(?P<one>a ))"
    r"(?:more |slow |deep |full |whole |big |gentle |good |calm |quick |box |of )*"
    r"(?:rounds?|cycles?|times|repetitions|reps|breaths|sighs|loops|goes|sets)\b"
)
_OPEN = re.compile(
    r"\b(?:until i (?:say|tell you|ask|am|feel|fall|want|have|can|shout|call)|no time limit|"
    r"as long as (?:i|it)|until (?:further notice|told)|indefinitely|open ended|"
    r"do not (?:stop|end) until|keep (?:going|it going|on going)|without (?:a )?(?:time limit|stopping)|"
    r"until the end of time|for ever|forever|no limit|endless|until we are done|non stop|unlimited)\b"
)
_SLOWER = re.compile(
    r"\b(?:slowly|slower|slow it down|nice and slow|slow pace|really slow|very slow|extra slow|"
    r"slow one|unhurried|at a slow|a slow|slow and (?:steady|gentle|easy)|no rush|not too fast|take it slow|go slow|"
    r"slow version|super slow|slow please|less fast|more slow|slow)\b(?! (?:breath|breathing|breaths|deep)\b)"
)
_FASTER = re.compile(
    r"\b(?:faster|quicker|quickly|fast pace|fast|speed it up|sped up|quick pace|a bit quick|brisk|speedier|not too slow|less slow)\b"
)
_HEDGE = re.compile(
    r"\b(?:about|around|roughly|maybe|perhaps|probably|like|say|i think|i would say|i guess|"
    r"more or less|ish|close to|nearly|almost|a|an|the|it is|that is|i am|at|it was|out of ten|"
    r"out of|on the scale|or|and|between|to|somewhere|right now|today|still|only|of|"
    r"not that bad|not so bad|not too bad|pretty bad|really bad|very bad|bad|strong|solid|good|"
    r"i feel|feels like|feel like|feeling|feeling like|would be|is|be|i|it|number|than|more|low|high|"
    r"a bit|now|moment|in|this|going|would|been|was|has|so|up|down|again|currently|sitting|with|not|great|"
    r"at the moment|so far|hard to say|do not know|not sure|let us|let me|see|well|okay|hmm|my|answer|rating|score|level|rate|give|put|call|go|for|percent|scale|on|no|yes|please|think|guess|want|me|hovering|there|then|i will|will|could|possibly|definitely|absolutely|quite|pretty|really|terrible|awful|fine|yeah|less|past|just|under|over|above|below|by|have|to be)\b"
)
_CORRECTION = re.compile(
    r"\b(?:no wait|wait no|i mean|actually no|no actually|scratch that|sorry|no make it|make that|no)\b"
)


def minutes(text: str) -> float | None:
    """Return how many minutes normalised text asks for, or None."""
    text = mend_numbers(text)
    durations = [_minutes_of(found) for found in _DURATION.finditer(text)]
    bare_half = re.search(r"\bhour", text) is not None
    for pattern, value in _PHRASED:
        if pattern.search(text) and (not durations or (bare_half and value in {15.0, 45.0, 90.0})):
            rest = sum(durations) if durations and value in {1.0, 60.0} else 0.0
            return value + rest
    if not durations:
        return None
    return round(sum(durations) if " and " in text or len(durations) == 1 else durations[-1], 2)


def _minutes_of(found: re.Match[str]) -> float:
    value = find_numbers(found["number"].split())[-1].value if found["number"].split() else 1.0
    return value * _UNITS[found["unit"].rstrip("s") if found["unit"] != "s" else "second"]


def mend_numbers(text: str) -> str:
    """Return text with words that only sound like numbers mended where a unit follows them."""
    return _HOMOPHONES.sub(lambda found: _SOUNDS_LIKE[found[1]] + " ", text)


def rounds(text: str) -> int | None:
    """Return how many rounds or breaths normalised text asks for, or None."""
    if re.search(r"\b(?:twice|two times)\b", text):
        return 2
    found = _ROUNDS.search(mend_numbers(text))
    if not found or (found["one"] and "breath" in found.group()):
        return None
    if found["number"]:
        numbers = find_numbers(found["number"].split())
        return int(numbers[-1].value) if numbers else None
    return 2 if found["couple"] else 3 if found["few"] else 1


def pace(text: str) -> str | None:
    """Return slower, faster or None."""
    if _SLOWER.search(text):
        return "slower"
    return "faster" if _FASTER.search(text) else None


def open_ended(text: str) -> bool:
    """Tell whether text asks to go on until told otherwise."""
    return _OPEN.search(text) is not None


def rating(text: str) -> float | None:
    """Return the rating 0 to 10 that normalised text gives, or None.

    Two numbers with a hedge are their middle ("six maybe seven" is 6.5); after a correction
    ("no", "i mean") the last one counts.
    """
    said = re.sub(r"\bout of (?:a )?(?:ten|a hundred|hundred)\b", " ", mend_rating(text))
    numbers = [number.value for number in find_numbers(said.split())]
    if not numbers:
        return 10.0 if re.search(r"\bout of (?:a )?(?:ten|hundred)\b", text) else None
    first, last = numbers[0], numbers[-1]
    if len(numbers) == 2 and abs(first - last) <= 3 and not _CORRECTION.search(said):
        last = (first + last) / 2
    return last if 0 <= last <= 10 else 10.0 if last == 100 else None


def mend_rating(text: str) -> str:
    """Return text with what recognisers write for a lone number put right."""
    alone = {"for": "four", "to": "two", "too": "two", "ate": "eight", "won": "one", "tin": "ten",
             "tan": "ten", "sex": "six", "sicks": "six", "fife": "five", "tree": "three",
             "free": "three", "nein": "nine", "fore": "four", "oh": "zero", "none": "zero",
             "hate": "eight", "heaven": "seven", "nothing": "zero"}  # fmt: skip
    said = text.split()
    if said and said[-1] in alone and not find_numbers(said) and len(said) <= 4:
        said[-1] = alone[said[-1]]
    if len(said) > 3 and said[-3:] == ["out", "of", "ten"] and said[-4] in alone:
        said[-4] = alone[said[-4]]
    return " ".join(said)


def is_only_a_rating(text: str) -> bool:
    """Tell whether normalised text holds a number and nothing else but hedges."""
    said = mend_rating(text).split()
    found = find_numbers(said)
    inside = {at for number in found for at in range(number.start, number.end)}
    rest = " ".join(word for at, word in enumerate(said) if at not in inside)
    return bool(found) and not _HEDGE.sub(" ", rest).split()


def slots_for(kind: str, label: str, text: str, cues: Mapping[str, Any]) -> dict[str, Any]:
    """Return the slots that this kind and label carry, as far as text gives them."""
    found: dict[str, Any] = {}
    for name, read in _READERS.get(kind, {}).items():
        value = read(text)
        if value is not None and value is not False:
            found[name] = value
    if (kind, label) in {("command", "number"), ("checkin", "rating")}:
        value = rating(text)
        found = {} if value is None else {"rating": value}
    if (kind, label) == ("reframe", "thought"):
        found = thought_slots(text, cues)
    return found


_READERS: Mapping[str, Mapping[str, Callable[[str], Any]]] = {
    "breathing": {"minutes": minutes, "rounds": rounds, "pace": pace, "open_ended": open_ended},
    "mindfulness": {"minutes": minutes},
}


def thought_slots(text: str, cues: Mapping[str, Any]) -> dict[str, Any]:
    """Return the thinking traps (at most two, best first) and the theme that cues point to."""
    present = frozenset(text.split())
    traps = _ranked(text, present, cues.get("traps", {}))[:2]
    themes = _ranked(text, present, cues.get("themes", {}))
    return {"traps": traps, **({"theme": themes[0]} if themes else {})}


def _ranked(text: str, present: frozenset[str], cues: Mapping[str, Sequence[Any]]) -> list[str]:
    hits = {
        name: sum(template.search(text + " ", present) is not None for template in templates)
        for name, templates in cues.items()
    }
    return sorted((name for name in hits if hits[name]), key=lambda name: -hits[name])
