"""Counting: the things an answer names, and the breaths that someone tells by a word each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.understanding.normalize import words

FEWEST_INTERVALS = 2
SLOWEST_RATE, FASTEST_RATE = 4.0, 40.0
"""Breaths a minute between which a person's may lie."""
WORDS_A_THING = 2
"""Where nothing parts them: "coffee cup white wall" names two things."""
_MARKS = re.compile(r"[,;.!?\n]+")
_PARTS = frozenset(
    "and or then also plus the a an my your our their his her its this that these those some any "
    "another one two three four five six seven eight nine ten few couple lots".split()
)
"""Words that begin another thing."""
_BINDS = frozenset(
    "of on at by with under over behind beside near from to into against for across".split()
)
"""Words that say more of the thing before them, with all up to the next noun."""
_SAYS_NOTHING = frozenset(
    "um uh er erm uhm umm mm hmm hm ah oh eh well okay so yes yeah right now let us me i you we it "
    "is are am there here see hear feel smell taste touch notice look name can could might maybe "
    "think guess know wait hold moment second minute hang just really actually again more too as "
    "have has got do not no what else thing things something anything sorry please good fine "
    "be was were going try trying still very big small little old new first last "
    "next outside inside around".split()
)
_MOVES_ON = re.compile(
    r"(?:(?:okay|and|well|so) )*"
    r"(?:that is (?:all|it|enough|everything|me|them)(?: of them)?"
    r"(?: i (?:can )?(?:see|hear|feel|smell|taste|have|got|know))?"
    r"|(?:i am )?(?:all )?done|(?:i have )?finished|i have named them|no more|none|next"
    r"|nothing(?: (?:else|more|really|at all))?|(?:let us )?(?:move|go) on"
    r"|(?:i )?(?:can not|do not|could not) (?:see|hear|feel|smell|taste|find|think of|name) "
    r"(?:anything|any|it|one|much)(?: (?:else|more|here|right now))?)"
)


def moves_on(text: str) -> bool:
    """Tell whether an answer says as a whole that nothing more will be named."""
    return _MOVES_ON.fullmatch(" ".join(words(text))) is not None


def count_things(text: str) -> int:
    """Return how many things are named; 0 where nothing but fillers is said.

    >>> count_things("the lamp and a chair my phone window")
    3
    >>> count_things("um let me see")
    0
    """
    counts = (_in_part(part) for piece in _MARKS.split(text) for part in _parted(words(piece)))
    return sum(counts)


def _parted(said: list[str]) -> list[list[str]]:
    """Part words where another thing begins, and leave out what says more of the one before."""
    parts: list[list[str]] = [[]]
    bound = False
    for word in said:
        if word in _BINDS:
            bound = parts != [[]]
        elif word in _PARTS:
            if not bound:
                parts.append([])
        elif word not in _SAYS_NOTHING:
            if bound:
                parts.append([])
            else:
                parts[-1].append(word)
            bound = False
    return parts


def _in_part(part: list[str]) -> int:
    """Return about one thing for every WORDS_A_THING, rounded up."""
    return -(-len(part) // WORDS_A_THING)


def breaths_a_minute(times: Sequence[float]) -> float | None:
    """Return the rate of breaths that began at some times in seconds; None where they tell none.

    The middle interval counts, so that one breath that was not heard does no harm.
    """
    intervals = sorted(later - sooner for sooner, later in pairwise(times))
    if len(intervals) < FEWEST_INTERVALS:
        return None
    rate = 60 / max(intervals[len(intervals) // 2], 0.1)
    return round(rate, 1) if SLOWEST_RATE <= rate <= FASTEST_RATE else None
