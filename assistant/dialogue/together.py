"""News given back whole, every clause of it joined as it was: half of it tells another tale."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from assistant.dialogue.clauses import Clause
from assistant.dialogue.fitting import Reflection, fitting
from assistant.dialogue.framing import GENDERED, framed
from assistant.dialogue.leads import OPENING
from assistant.dialogue.meant import FEELING, SURROUNDINGS, Framed
from assistant.dialogue.pronouns import People, contract, turn_words
from assistant.dialogue.soundness import is_empty, is_sound
from assistant.dialogue.syntax import Sentence
from assistant.dialogue.telling import LOADED, VAGUE

_MOST = 3
"""Clauses; more are a story."""
_WHEN = re.compile(
    r"\b(?:now|today|tonight|lately|these days|yesterday|last night|this morning|every day)\b"
)
"""What leads in a clause and tells when, so that it is said again."""
_ASIDE = Framed([], rank=SURROUNDINGS)


def together(clauses: list[Clause], people: People) -> Reflection | None:
    """Return all that was told, joined, or None where a part of it is not sure or it is long."""
    ends = any(clause.joint == "or" for clause in clauses)
    if not clauses or len(clauses) > _MOST or ends or _jump(clauses):
        return None
    meant = [_told(clause, alone=not at) for at, clause in enumerate(clauses)]
    told = [one for one in meant if one and one is not _ASIDE]
    if not told or None in meant or any(one.rank > FEELING for one in told):
        return None
    said = _joined(clauses, people)
    framed_so = next((one for one in told if one.frame), told[0])
    feared = len(clauses) == 1 and framed_so.feared
    return fitting(replace(framed_so, feared=feared), said) if said else None


def jumps(told: list[str], hanging: Clause) -> bool:
    """Tell whether the time changes: "they were laughing when i come in"."""
    said, hung = Sentence.of(told), Sentence.of(hanging.words)
    past = said is not None and said.is_past and hanging.marker in ("when", "once", "after")
    return hung is None or (
        past and not hung.is_past and hung.verb not in ("would", "could", "might")
    )


def _jump(clauses: list[Clause]) -> bool:
    hanging = [(told, hung) for told, hung in pairwise(clauses) if hung.marker and not hung.joint]
    return any(jumps(told.words, hung) for told, hung in hanging)


def _told(clause: Clause, *, alone: bool) -> Framed | None:
    """Return a clause as it was told, or an aside; None where it is not sure or is a guess.

    Why others did a thing is a guess, and so is what would be if another thing were.
    """
    said = Sentence.of(_opened(clause.words)[1])
    reasons = clause.marker == "because" or clause.concludes
    guessed = reasons and clause.words[0] != "i"
    if (
        said is None
        or guessed
        or clause.marker in ("if", "unless")
        or not is_sound(said.words, alone=alone)
    ):
        return None
    if is_empty(said) or clause.marker not in ("", "because"):
        return _ASIDE
    if meant := framed(said.words):
        return meant
    return None if _is_verdict(said) else _ASIDE


def _is_verdict(said: Sentence) -> bool:
    """Tell whether it may say more than a plain fact: of one's worth, or of what others mean."""
    if said.own:
        return said.verb in ("am", "must")
    named = said.verb in ("is", "was") and said.after[0] in ("a", "an", "the")
    of_it = named and said.words[0] in ("it", "that", "this")
    of_it = of_it or (said.words[0] == "it" and said.has(LOADED - VAGUE))
    return of_it or not GENDERED.isdisjoint(said.words) or "me" in said.words


def _joined(clauses: list[Clause], people: People) -> list[str]:
    """Return the clauses turned and joined as they were; [] where one cannot be turned."""
    said: list[str] = []
    before: list[str] = []
    for clause in clauses:
        when, words = _opened(clause.words)
        turned = turn_words(words, people)
        if turned is None:
            return []
        leads_in = [clause] == clauses[1:2] and bool(clauses[0].marker)
        if turned[:2] == before[:2] == ["you", "two"]:
            turned = ["you", *turned[2:]]
        if words[0] == "that" and not clause.joint and said:
            return []
        same = _alike(before, turned, clause.shares) if clause.shares else 0
        if clause.shares and not same:
            return []
        told = turned[same:] if same else contract(" ".join(turned)).split()
        said += [*_joining(clause, first=not said or leads_in), *when, *told]
        before = turned
    return said


def _opened(words: list[str]) -> tuple[list[str], list[str]]:
    """Return what tells when in a clause's opening, and the clause without its opening."""
    text = " ".join(words)
    rest = OPENING.sub("", text)
    return " ".join(_WHEN.findall(text[: len(text) - len(rest)])).split(), rest.split()


def _joining(clause: Clause, *, first: bool) -> list[str]:
    """Return the words that join a clause to the one before it."""
    joint = "so" if clause.concludes else clause.joint
    words = [word for word in ("" if first else joint, clause.marker) if word]
    return words if words or first else ["and"]


def _alike(before: list[str], words: list[str], most: int) -> int:
    """Return how many of the first words are the subject of the clause before."""
    same = 0
    while same < min(most, len(before), len(words)) and before[same] == words[same]:
        same += 1
    return same
