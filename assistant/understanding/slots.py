"""Slots: how long, how many rounds, how fast, and what a thought is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from assistant.understanding.lookup import Cues
from assistant.understanding.numbers import NUMBER_WORDS, SOUNDS_LIKE, find_numbers
from assistant.understanding.ratings import rating

_UNITS = {"second": 1 / 60, "sec": 1 / 60, "minute": 1.0, "min": 1.0, "hour": 60.0, "hr": 60.0}
_UNIT = r"(?P<unit>seconds?|secs?|minutes?|mins?|hours?|hrs?)"
_NUMBER = (
    r"(?:(?:"
    + "|".join(sorted(NUMBER_WORDS - {"half"}))
    + r"|and a half|a (?:hundred|thousand|million|billion))(?: |$))+"
)
_SIGNED = rf"(?P<minus>(?:minus|negative) )?(?P<number>{_NUMBER})"
_DURATION = re.compile(rf"\b{_SIGNED}(?:or so |more |full |whole |long |little )?{_UNIT}\b")
_PHRASED = (
    (re.compile(r"\bthree quarters? of an hour\b"), 45.0),
    (re.compile(r"\b(?:an|one) hour and a quarter\b"), 75.0),
    (re.compile(r"\b(?:a )?quarter (?:of )?(?:an )?hours?\b"), 15.0),
    (re.compile(r"\ban hour and (?:a )?half\b|\bone and a half hours?\b"), 90.0),
    (re.compile(r"\bhalf (?:an |a )?hours?\b"), 30.0),
    (re.compile(r"\bhalf (?:a |of a )?min(?:ute)?\b"), 0.5),
    (re.compile(r"\ba min(?:ute)? and (?:a )?half\b"), 1.5),
    (re.compile(r"\banother min(?:ute)?\b"), 1.0),
    (re.compile(r"\b(?:a )?couple (?:of )?(?:more )?min(?:ute)?s?\b"), 2.0),
    (re.compile(r"\b(?:a few (?:more )?|few more )min(?:ute)?s?\b"), 3.0),
    (re.compile(r"\ban hour\b"), 60.0),
    (re.compile(r"\ba (?:single |full |whole |quick )?minute\b"), 1.0),
)
_PARTS_OF_HOURS = frozenset({15.0, 45.0, 75.0, 90.0})
"""Lengths whose wording holds another length: "an hour and a half"."""
_MISHEARD = re.compile(
    rf"\b({'|'.join(SOUNDS_LIKE)}) (?=(?:or so |more )?{_UNIT}\b|(?:rounds?|cycles?)\b)"
)
_ROUNDS = re.compile(
    rf"\b(?:{_SIGNED}|(?P<couple>(?:a )?couple (?:of )?)|(?P<few>a few )|(?P<one>a ))"
    r"(?:(?:more|slow|deep|full|whole|big|gentle|good|calm|quick|box|of|them|those|these|your|the|"
    r"sighing|long) )*"
    r"(?:rounds?|cycles?|times|repetitions|reps|breaths|sighs|loops|goes|sets)\b"
    r"(?! (?:a|per|in a|every|each) minute)"
)
_PHASE = re.compile(
    rf"\b(?:for )?{_NUMBER}seconds? (?:up|down|in|out|each|to breathe|of holding|hold)\b"
)
"""A part of a breath, which is no length of a practice."""
_RATE = re.compile(
    r"\b(?:breaths?|times|cycles?|rounds?|sighs?|beats?) (?:a|per|in a|every|each) minute\b"
)
"""How fast, not how long."""
_AND_SECONDS = re.compile(
    r"\b(a )?(min(?:ute)?s?) (?:and )?(ten|fifteen|twenty|thirty|forty|forty five|fifty)"
    r"(?= (?:of|please|box|then|long)\b|$)"
)
"""Seconds that are not named: "two minutes thirty"."""
_OPEN = re.compile(
    r"\b(?:until i (?:say|tell you|ask|am|feel|fall|drift|nod|doze|sleep|wake|want|have|can|"
    r"shout|call)|no (?:time )?limit|"
    r"as long as (?:i|it)|until (?:further notice|told|we are done)|indefinitely|open ended|"
    r"do not (?:stop|end) until|keep (?:it |on )?going(?! for)|without (?:a time limit|stopping)|"
    r"for ever|forever|(?:all|the whole) (?:night|day)|until (?:the )?morning|endless|non stop|"
    r"unlimited)\b"
)
_SLOWER = re.compile(
    r"\b(?:slow(?:ly|er)?|unhurried|no rush|not too fast|less fast)\b"
    r"(?! (?:breath|breathing|breaths|deep|my|your|me|it|down)\b)"
)
_FASTER = re.compile(r"\b(?:fast(?:er)?|quick(?:er|ly)|speed it up|brisk|not too slow|less slow)\b")
_FORM = (
    r"(?:one|version|form|length|practice|exercise|session|body|scan|grounding|muscle|progressive|"
    r"relaxation|meditation|loving|visualisation|visualization|safe|sleep|rain|breathing|walk|lot)"
)
_SHORT = re.compile(
    r"\b(?:(?:short(?:er|est)?|quick(?:est)?|brief|mini)"
    r"(?! (?:of|breath|breaths|in|out|inhale|exhale|round|rounds)\b)|(?:little|tiny|small) "
    rf"{_FORM}|(?:only (?:got |have )?(?:a|one)|a quick) min(?:ute)?|not (?:the |a |too |so )?long|"
    r"(?:do not|have not) (?:have|got) (?:long|much time|a lot of time)|in a (?:hurry|rush))\b"
)
_FULL = re.compile(
    r"\b(?:(?:full|complete|entire)(?! (?:breath|breaths|round|rounds|cycle|cycles|min|minute|"
    rf"minutes|hour|of|stop)\b)|(?:whole|long|longer|longest) (?:{_FORM}|thing)|"
    r"^(?:the )?long(?= please|$)|not (?:the |a |too |so )?(?:short|quick)(?: one)?|all of it)\b"
)


def minutes(text: str) -> float | None:
    """Return how many minutes normalised text asks for, or None; "minus three minutes" is -3.

    Where several lengths are given, "and" adds them up; else the last one corrects the others.
    """
    text = _RATE.sub(" ", _PHASE.sub(" ", mend_numbers(text)))
    text = _AND_SECONDS.sub(_with_seconds, text)
    given = [_minutes_of(found) for found in _DURATION.finditer(text)]
    for pattern, value in _PHRASED:
        if pattern.search(text) and (not given or value in _PARTS_OF_HOURS):
            return value
    if not given:
        return None
    return round(sum(given) if " and " in text else given[-1], 2)


def _with_seconds(found: re.Match[str]) -> str:
    return f"{'one ' if found[1] else ''}{found[2]} and {found[3]} seconds"


def _minutes_of(found: re.Match[str]) -> float:
    numbers = find_numbers(found["number"].split())
    sign = -1 if found["minus"] else 1
    return sign * numbers[-1].value * _UNITS[found["unit"].rstrip("s")] if numbers else 0.0


def mend_numbers(text: str) -> str:
    """Return text with dozens counted, and what only sounds like a number mended before a unit."""
    text = text.replace("half a dozen", "six").replace("a dozen", "twelve")
    return _MISHEARD.sub(lambda found: SOUNDS_LIKE[found[1]] + " ", text)


def rounds(text: str) -> int | None:
    """Return how many rounds or breaths normalised text asks for, or None."""
    if re.search(r"\b(?:twice|two times)\b", text):
        return 2
    found = _ROUNDS.search(mend_numbers(text))
    if not found or (found["one"] and "breath" in found.group()):
        return None
    if found["number"]:
        numbers = find_numbers(found["number"].split())
        sign = -1 if found["minus"] else 1
        return sign * int(numbers[-1].value) if numbers else None
    return 2 if found["couple"] else 3 if found["few"] else 1


def pace(text: str) -> str | None:
    """Return slower, faster or None."""
    if _SLOWER.search(text):
        return "slower"
    return "faster" if _FASTER.search(text) else None


def length(text: str) -> str | None:
    """Return short or full where normalised text asks for that form of a practice, or None."""
    if _FULL.search(text):
        return "full"
    return "short" if _SHORT.search(text) else None


def open_ended(text: str) -> bool:
    """Tell whether text asks to go on until told otherwise."""
    return _OPEN.search(text) is not None


def slots_for(kind: str, label: str, text: str, cues: Mapping[str, Cues]) -> dict[str, Any]:
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


def thought_slots(text: str, cues: Mapping[str, Cues]) -> dict[str, Any]:
    """Return the thinking traps (at most two, best first) and the theme that cues point to."""
    traps = cues["traps"].ranked(text)[:2] if "traps" in cues else []
    themes = cues["themes"].ranked(text) if "themes" in cues else []
    return {"traps": traps, **({"theme": themes[0]} if themes else {})}
