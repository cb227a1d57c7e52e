"""What is given back of a thought, and whether it fits: short, finished, nothing said twice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.dialogue.endings import is_unfinished
from assistant.dialogue.leads import SHORTER
from assistant.dialogue.meant import FEELING, Framed
from assistant.dialogue.pronouns import contract

LONGEST_ECHO = 12
"""Words; longer answers are not spoken back."""
SHORTEST_CORE = 3
_TWICE = re.compile(r"\b(\w{6,}) (?:.* )?\1\b")
_SAID_AGAIN = re.compile(r"\b((?:this|that|it) is) (?:.* )?\1\b")
_POINTING = frozenset({"it", "that", "this", "yours"})
"""Last words that point to what was said before, so that another clause says more."""


@dataclass(frozen=True, slots=True)
class Reflection:
    """What a person said, in their words turned to "you"."""

    frame: str
    """How it was meant, as "you're afraid"; "" where it is said as it is."""
    core: str
    """The clause itself, as "they're going to leave you"."""
    rank: int
    feared: bool
    """True where the core fits after "you're afraid"."""

    @property
    def text(self) -> str:
        """The whole, as it fits after "So"."""
        return f"{self.frame} {self.core}".strip()


def fitting(meant: Framed, core: list[str]) -> Reflection | None:
    """Return turned words with what stands before them, or None where they do not fit."""
    said = contract(" ".join(core))
    short = len(core) < SHORTEST_CORE + ("have" in core[:2])
    again = _TWICE.search(said) or _SAID_AGAIN.search(said)
    if is_unfinished(core, meant.rank == FEELING) or short or again:
        return None
    rank = meant.rank - (core[-1] in _POINTING or core[-2:] == ["that", "way"])
    for frame in (meant.frame, SHORTER.get(meant.frame)):
        found = Reflection(frame or meant.frame, said, rank, meant.feared)
        if len(found.text.split()) <= LONGEST_ECHO:
            return found
    return None
