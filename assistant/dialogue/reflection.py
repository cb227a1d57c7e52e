"""Giving a person's words back to them: the core of what they said, turned to "you".

A sentence that is not wholly known gives None, and the dialogue says a good general line instead:
a wrong echo is worse than none. Nothing is given back of a thought that holds a word of danger.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.dialogue.background import is_background, lacks, only_leads_on, points_back
from assistant.dialogue.clauses import Clause, clauses
from assistant.dialogue.dialect import mended
from assistant.dialogue.endings import SHORT_RELATIVE, is_unfinished
from assistant.dialogue.framing import framed
from assistant.dialogue.leads import AFRAID, FEELS, SHORTER, THINK
from assistant.dialogue.lexicon import BASES, PAST, listed
from assistant.dialogue.meant import BELIEF, FEELING, NEWS, TOLD, Framed
from assistant.dialogue.pronouns import People, contract, turn_words
from assistant.dialogue.soundness import is_sound
from assistant.dialogue.syntax import Sentence
from assistant.understanding.normalize import normalize

LONGEST_ECHO = 12
"""Words; longer answers are not spoken back."""
_SHORTEST_CORE = 3
_LONGEST_HEARD = 600
"""Words; several minutes of speech, of which no one sentence is the core."""
_LONG = 25
"""Words from which one piece of news is no core."""
_TWICE = re.compile(r"\b(\w{6,}) (?:.* )?\1\b")
_SAID_AGAIN = re.compile(r"\b((?:this|that|it) is) (?:.* )?\1\b")
LONGEST_KEPT = 24
"""Words of what a person asked to have kept and hears again; a turn has 35."""
_DANGEROUS = re.compile(rf"\b(?:{'|'.join(sorted(listed('dangerous')))}|end it)\b")
_PRIVATE = re.compile(
    rf"\b(?:{'|'.join(sorted(listed('private')))}|(?:be|being) (?:around|here)|my mind|wake up|"
    r"better off without|no point|give up any more|to give up|go on|hate myself)\b"
)
_POINTING = frozenset({"it", "that", "this", "yours"})
"""Last words that point to what was said before, so that another clause says more."""
_GUESSED = frozenset({"had", "have", "was", "were"})
"""Verbs by which a conclusion tells what is only guessed: "so they were leaving me out"."""
_WAITING = frozenset("week day minute moment time night year way second reason".split())
"""Last words of a clause that is nothing without the one that hangs on it."""
_BACKWARDS = frozenset({"if", "when", "whenever"})
"""What may lead in a sentence and can follow its core as well."""


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
    """Return the last of the clauses that say most: a fear or belief, then a feeling, then news."""
    said = normalize(thought)
    if len(said.split()) > _LONGEST_HEARD:
        return None
    people = People.of(mended(said).split())
    if people is None or _DANGEROUS.search(said) or _PRIVATE.search(said):
        return None
    found = [
        reflection
        for sentence in clauses(thought)
        for at in range(len(sentence))
        if (reflection := _reflected(sentence, at, people))
    ]
    best = max(reversed(found), key=lambda reflection: reflection.rank, default=None)
    scrap = len(said.split()) > _LONG or _says_more(thought)
    return None if best and best.rank <= NEWS and scrap else best


def _says_more(thought: str) -> bool:
    """Tell whether a thought also says something of the speaker that is not understood."""
    own = (clause.words for sentence in clauses(thought) for clause in sentence)
    return any(words[:2] == ["i", "am"] and framed(words) is None for words in own)


def _reflected(sentence: list[Clause], at: int, people: People) -> Reflection | None:
    """Return one clause reflected, with the one that hangs on it where that is short enough."""
    meant = framed(sentence[at].words)
    if meant and sentence[at].concludes and meant.rank == NEWS and _GUESSED & {*meant.words[:3]}:
        meant = replace(meant, frame=FEELS, rank=BELIEF)
    if meant and meant.rank == TOLD and sentence[at + 1 : at + 2]:
        meant = _with_shared(sentence[at], sentence[at + 1], people) or meant
    if meant and is_background(sentence[at + 1 : at + 2], meant):
        return None
    given = any(clause.marker in ("if", "unless") for clause in sentence)
    if meant and given and meant.rank == NEWS and meant.words[1:3] == ["will", "not"]:
        meant = replace(meant, frame=AFRAID, rank=BELIEF, feared=True)
    if meant and given and meant.rank == NEWS and meant.words[1:3] == ["would", "not"]:
        meant = replace(meant, frame=THINK, rank=BELIEF)
    if sentence[at].either or lacks(sentence[at + 1 : at + 2]):
        return None
    if only_leads_on(sentence[at : at + 2], meant) or points_back(sentence[at], meant):
        return None
    if meant is None or not _stands_alone(sentence, at, meant) or not is_sound(meant.words):
        return None
    core = turn_words(meant.words, people)
    if (
        core is None
        or len(core) < _SHORTEST_CORE - 1
        or core[:2] in (["them", "and"], ["you", "and"])
    ):
        return None
    tail = _hanging(sentence, at, people) if meant.rank > NEWS or not _judges(sentence, at) else []
    both = _fitting(meant, [*core, *tail]) if tail else None
    if not both and len(core) < _SHORTEST_CORE:
        return None
    if not tail and len(core) <= SHORT_RELATIVE and _judges(sentence, at):
        return None
    if not both and "would" in core[:3] and any(clause.marker == "if" for clause in sentence):
        return None
    if tail and not both and "and" in meant.words and meant.rank == BELIEF:
        return None
    cut = any(clause.marker for clause in sentence[at + 1 : at + 2]) and core[-1] in _WAITING
    return both if both or cut else _fitting(meant, core)


def _with_shared(first: Clause, then: Clause, people: People) -> Framed | None:
    """Return what was told of one who did two things, where both are short enough to be said."""
    if not then.shares or then.words[1] not in PAST.keys() - BASES:
        return None
    meant = framed([*first.words, "and", *then.words[1:]])
    core = turn_words(meant.words, people) if meant else None
    return meant if meant and core and _fitting(meant, core) else None


def _stands_alone(sentence: list[Clause], at: int, meant: Framed) -> bool:
    """Tell whether a clause says something without the one it hangs on: "because i'm scared".

    A judgement that is told as the cause of mere news says more than the news.
    """
    if sentence[at].joint == "while" and meant.rank != TOLD:
        return False
    if sentence[at].marker != "because":
        return not sentence[at].marker
    cause_of = framed(sentence[at - 1].words) if at else None
    judges = meant.rank >= BELIEF and (cause_of is None or cause_of.rank == NEWS)
    return judges or meant.frame.startswith("you")


def _judges(sentence: list[Clause], at: int) -> bool:
    """Tell whether the cause of some news is a judgement, or a guess about why others did it."""
    causes = [clause for clause in sentence[at + 1 : at + 2] if clause.marker == "because"]
    told = [(clause.words[0] == "i", framed(clause.words)) for clause in causes]
    return any(not own or (meant and meant.rank >= BELIEF) for own, meant in told)


def _hanging(sentence: list[Clause], at: int, people: People) -> list[str]:
    """Return the turned clause that hangs on another one, its joining word first."""
    after = [clause for clause in sentence[at + 1 : at + 2] if clause.marker and not clause.joint]
    before = [clause for clause in sentence[:at] if at == 1 and clause.marker in _BACKWARDS]
    for clause in (after or before) if not sentence[at].marker else []:
        hung = Sentence.of(clause.words)
        sound = hung and is_sound(clause.words) and not _jumps(sentence[at].words, clause, hung)
        turned = turn_words(clause.words, people) if sound else None
        return [clause.marker, *turned] if turned else []
    return []


def _jumps(told: list[str], hanging: Clause, hung: Sentence) -> bool:
    """Tell whether the time changes: "they were laughing when i come in"."""
    said = Sentence.of(told)
    past = said is not None and said.is_past and hanging.marker in ("when", "once", "after")
    return past and not hung.is_past and hung.verb not in ("would", "could", "might")


def _fitting(meant: Framed, core: list[str]) -> Reflection | None:
    said = contract(" ".join(core))
    short = len(core) < _SHORTEST_CORE + ("have" in core[:2])
    if (
        is_unfinished(core, meant.rank == FEELING)
        or short
        or _TWICE.search(said)
        or _SAID_AGAIN.search(said)
    ):
        return None
    rank = meant.rank - (core[-1] in _POINTING or core[-2:] == ["that", "way"])
    for frame in (meant.frame, SHORTER.get(meant.frame)):
        found = Reflection(frame or meant.frame, said, rank, meant.feared)
        if len(found.text.split()) <= LONGEST_ECHO:
            return found
    return None
