"""How a clause was meant, and how a fear and a judgement are: said as what they are, no facts."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.dialogue.deeds import is_seen
from assistant.dialogue.leads import AFRAID, FEELS, ON_MIND, SHORTER, THINK
from assistant.dialogue.lexicon import base, listed
from assistant.dialogue.syntax import Sentence
from assistant.dialogue.telling import LOADED

SURROUNDINGS, NEWS, FEELING, BELIEF, TOLD = 0, 1, 2, 3, 4
"""How much a clause says of what troubles someone; most where they said how it is meant."""
_FEARS = listed("fears")
UNSURE = frozenset({"probably", "likely"})


@dataclass(frozen=True, slots=True)
class Framed:
    """A clause as it was meant."""

    words: list[str]
    """The core, in the person's own words."""
    frame: str = ""
    """What is said before it, as "you're afraid"; "" for a feeling or news."""
    rank: int = NEWS
    feared: bool = False
    """True where it can be said after "you're afraid"."""


def afraid(core: list[str] | None, rank: int = BELIEF) -> Framed | None:
    """Return what is dreaded."""
    twice = core is None or (core[:2] == ["i", "am"] and not _FEARS.isdisjoint(core[2:4]))
    return None if core is None or twice else Framed(core, AFRAID, rank, feared=True)


def judged(said: Sentence) -> Framed:
    """Return what was told as so: what is felt, or what is on one's mind, and never our verdict."""
    if is_seen(said):
        return Framed(said.words, ON_MIND, FEELING, feared=said.has(LOADED))
    if UNSURE & set(said.words) and "think" not in map(base, said.words):
        return Framed(said.words, THINK, BELIEF, feared=said.has(LOADED))
    alike = said.verb in ("is", "are", "am") and "like" in said.words[said.at : said.at + 3]
    return Framed(said.words, SHORTER[FEELS] if alike else FEELS, BELIEF, feared=said.has(LOADED))
