"""Giving a person's words back to them: the core of what they said, turned to "you".

A sentence that is not wholly known gives None, and the dialogue says a good general line instead:
a wrong echo is worse than none. Nothing is given back of a thought that holds a word of danger.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain

from assistant.dialogue.clauses import Clause, clauses
from assistant.dialogue.dialect import mended
from assistant.dialogue.fitting import LONGEST_ECHO, Reflection, fitting
from assistant.dialogue.framing import framed
from assistant.dialogue.leads import AFRAID, FEELS, ON_MIND, THINK
from assistant.dialogue.left_out import (
    OWN,
    is_own_feeling,
    lacks,
    may_be_left_out,
    only_leads_on,
    says_by_itself,
    without_fillers,
)
from assistant.dialogue.lexicon import BASES, PAST, listed
from assistant.dialogue.meant import BELIEF, FEELING, NEWS, TOLD, Framed
from assistant.dialogue.pronouns import People, turn_words
from assistant.dialogue.soundness import is_sound
from assistant.dialogue.together import jumps, together
from assistant.understanding.normalize import normalize

__all__ = ["LONGEST_ECHO", "LONGEST_KEPT", "reflect", "speakable", "turn", "whole"]

_LONGEST_HEARD = 600
"""Words; several minutes of speech, of which no one sentence is the core."""
LONGEST_KEPT = 24
"""Words of what a person asked to have kept and hears again; a turn has 35."""
_DANGEROUS = re.compile(rf"\b(?:{'|'.join(sorted(listed('dangerous')))}|end it)\b")
_PRIVATE = re.compile(
    rf"\b(?:{'|'.join(sorted(listed('private')))}|(?:be|being) (?:around|here)|my mind|wake up|"
    r"better off without|no point|give up any more|to give up|go on|hate myself)\b"
)
_GUESSED = frozenset("has had have is are was were".split())
"""Verbs by which a conclusion tells what is only guessed: "so they were leaving me out"."""
_TORN = re.compile(
    r"\beither\b.* or\b|\bmaybe\b.* maybe\b|\b(what if \w+ \w+) .*\b\1\b|"
    r"\b(i am (?!not |so |just |going |afraid |scared )\w+) .*\b\2\b|"
    r"\b(?:say|says|said|saying) (?:oh|well|look|hey|here|there (?:he|she) goes) "
)
"""Two ends, two doubts, one verdict after another, or another's words as they were said: half of it
would be given back as the whole."""
_WAITING = frozenset("week day minute moment time night year way second reason".split())
"""Last words of a clause that is nothing without the one that hangs on it."""
_BACKWARDS = frozenset({"if", "when", "whenever", "once", "after"})
"""What may lead in a sentence and can follow its core as well."""


def speakable(value: object) -> str | None:
    """Return a slot's value as it may be spoken: at most twelve words, "I" written large."""
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _spoken(str(value), LONGEST_ECHO)


def whole(text: object) -> str | None:
    """Return what was kept as it may be spoken: all of it, where no word of it is of danger.

    None for more than LONGEST_KEPT words.
    """
    if not isinstance(text, str) or _DANGEROUS.search(normalize(text)):
        return None
    return _spoken(text, LONGEST_KEPT)


def _spoken(text: str, most: int) -> str | None:
    words = text.split()
    if not words or len(words) > most:
        return None
    return re.sub(r"\bi(?=\b|')", "I", " ".join(words)).rstrip(".!?,;")


def reflect(thought: str) -> str | None:
    """Return the core of a thought with what was felt about it, or None where that is not sure.

    >>> reflect("i think he's going to leave me")
    "you're afraid they're going to leave you"
    """
    found = _core(thought)
    return found.text if found else None


def turn(thought: str) -> str | None:
    """Return a feared thought as it fits after "you're afraid", or None where that is not sure.

    >>> turn("i think he's going to leave me")
    "they're going to leave you"
    """
    found = _core(thought)
    return found.core if found and found.feared else None


def _core(thought: str) -> Reflection | None:
    """Return the last fear or belief that may stand for it; else all of it; else a feeling."""
    said = normalize(thought)
    if len(said.split()) > _LONGEST_HEARD or _TORN.search(said):
        return None
    people = People.of(mended(said).split())
    if people is None or _DANGEROUS.search(said) or _PRIVATE.search(said):
        return None
    sentences = [kept for sentence in clauses(thought) if (kept := without_fillers(sentence))]
    found = [
        reflection
        for number, sentence in enumerate(sentences)
        for at in range(len(sentence))
        if (reflection := _reflected(sentences, number, at, people))
    ]
    best = max(reversed(found), key=lambda reflection: reflection.rank, default=None)
    if best and best.rank >= BELIEF:
        return best
    whole_of_it = together([*chain.from_iterable(sentences)], people)
    return whole_of_it or (best if best and best.rank == FEELING else None)


def _reflected(
    sentences: list[list[Clause]], number: int, at: int, people: People
) -> Reflection | None:
    """Return a fear, belief or feeling, with the clause that hangs on it where that is short."""
    sentence = sentences[number]
    meant = _meant(sentence, at, people)
    if meant is None or not _may_be_said(sentence, at, meant):
        return None
    core = turn_words(meant.words, people)
    if core is None or core[:2] in (["them", "and"], ["you", "and"]):
        return None
    before = [*chain.from_iterable(sentences[:number]), *sentence[:at]]
    after = [*sentence[at + 1 :], *chain.from_iterable(sentences[number + 1 :])]
    tail = _hanging(sentence, at, people)
    found = fitting(meant, [*core, *tail]) if tail else None
    if found and after and after[0].marker:
        after = after[1:]
    elif found:
        before = before[:-1]
    elif _wants_more(sentence, at, core):
        return None
    if (before or after) and not says_by_itself(meant, sentences):
        return None
    hung = [] if found else sentence[:at]
    return (found or fitting(meant, core)) if may_be_left_out(hung, after, meant) else None


def _may_be_said(sentence: list[Clause], at: int, meant: Framed) -> bool:
    """Tell whether a clause is a fear, belief or feeling of its own, in sound words."""
    clause, after = sentence[at], sentence[at + 1 : at + 2]
    if meant.rank < FEELING or meant.frame == ON_MIND:
        return False
    first = framed(sentence[at - 1].words) if clause.shares and meant.rank < TOLD else None
    halved = clause.either or (clause.joint == "or" and meant.frame != AFRAID)
    if halved or (first and first.rank >= BELIEF):
        return False
    if lacks(after) or only_leads_on(sentence[at : at + 2], meant):
        return False
    return _stands_alone(sentence, at, meant) and is_sound(meant.words)


def _wants_more(sentence: list[Clause], at: int, core: list[str]) -> bool:
    """Tell whether a core is nothing without the clause that hangs on it."""
    after = sentence[at + 1 : at + 2]
    supposed = "would" in core[:3] and any(clause.marker == "if" for clause in sentence)
    return supposed or (bool(after and after[0].marker) and core[-1] in _WAITING)


def _meant(sentence: list[Clause], at: int, people: People) -> Framed | None:
    """Return what a clause was meant as beside the others of its sentence."""
    meant = framed(sentence[at].words)
    if meant is None:
        return None
    if meant.rank == TOLD and at + 1 < len(sentence):
        return _with_shared(sentence[at], sentence[at + 1], people) or meant
    if sentence[at].concludes and is_own_feeling(meant) and meant.words[1:2] == ["am"]:
        return replace(meant, frame=FEELS, rank=BELIEF)
    given = any(clause.marker in ("if", "unless") for clause in sentence)
    if meant.rank == NEWS and sentence[at].concludes and _GUESSED & {*meant.words[:3]}:
        return replace(meant, frame=FEELS, rank=BELIEF)
    if meant.rank == NEWS and given and meant.words[1:3] == ["will", "not"]:
        return replace(meant, frame=AFRAID, rank=BELIEF, feared=True)
    if meant.rank == NEWS and given and meant.words[1:3] == ["would", "not"]:
        return replace(meant, frame=THINK, rank=BELIEF)
    return meant


def _with_shared(first: Clause, then: Clause, people: People) -> Framed | None:
    """Return what was told of one who did two things, where both are short enough to be said."""
    if not then.shares or then.words[1] not in PAST.keys() - BASES:
        return None
    meant = framed([*first.words, "and", *then.words[1:]])
    core = turn_words(meant.words, people) if meant else None
    return meant if meant and core and fitting(meant, core) else None


def _stands_alone(sentence: list[Clause], at: int, meant: Framed) -> bool:
    """Tell whether a clause says something without the one it hangs on: "because i'm scared".

    A judgement of the speaker that is told as the cause of mere news says more than the news.
    """
    if sentence[at].joint == "while" and meant.rank != TOLD:
        return False
    if sentence[at].marker != "because":
        return not sentence[at].marker
    cause_of = framed(sentence[at - 1].words) if at else None
    mine = meant.rank >= BELIEF and not OWN.isdisjoint(meant.words)
    return (mine and (cause_of is None or cause_of.rank < BELIEF)) or meant.rank == TOLD


def _hanging(sentence: list[Clause], at: int, people: People) -> list[str]:
    """Return the turned clause that hangs on another one, its joining word first."""
    after = [clause for clause in sentence[at + 1 : at + 2] if clause.marker and not clause.joint]
    before = [clause for clause in sentence[:at] if at == 1 and clause.marker in _BACKWARDS]
    for clause in (after or before) if not sentence[at].marker else []:
        sound = is_sound(clause.words) and not jumps(sentence[at].words, clause)
        turned = turn_words(clause.words, people) if sound else None
        return [clause.marker, *turned] if turned else []
    return []
