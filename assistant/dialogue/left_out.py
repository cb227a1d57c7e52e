"""What of a thought may be left out when one of its clauses is given back: nothing that turns it.

A fear or belief that was led in as one stands by itself. One that was told as so may be given
back as the conclusion of what was said, or with its cause or what shows it left out.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.dialogue.clauses import Clause
from assistant.dialogue.framing import framed
from assistant.dialogue.leads import AFRAID, FELT, ON_MIND, OPENING, SURE
from assistant.dialogue.lexicon import base, listed
from assistant.dialogue.meant import BELIEF, FEELING, TOLD, Framed
from assistant.dialogue.syntax import Sentence
from assistant.dialogue.telling import LOADED, says_enough

_FILLER = re.compile(
    r"(?:i (?:\w+ )?(?:feel|know|see|swear|tell|sense)(?: (?:it|that|you))?|"
    r"i (?:can|could) (?:\w+ )?(?:see|tell|feel|sense) (?:it|that)|"
    r"i am (?:so )?sure of (?:it|that)|"
    r"(?:i know )?(?:it|that) is (?:\w+ )?(?:a fact|it|all|the truth|how it is)|"
    r"i (?:know|realise) (?:it|that|this) (?:is|sounds) (?:\w+ )*(?:stupid|silly|daft|mad|crazy)|"
    r"i do not know(?: (?:why|what to do|how|what it is))?|i am telling you|"
    r"that will be that|(?:he|she|they) (?:is|are) right|i can not help it)"
)
_POINTERS = frozenset({"it", "that", "this", "so"})
_SEEING = frozenset("tell know see notice say".split())
OWN = frozenset("i me my we us".split())
_FEW = 3
"""Clauses beside a belief; of more, it is the last that counts."""
_STORY, _SHORT = 30, 9
"""Words of a thought that is a story, and of a belief that may stand for it."""
_TURNS = frozenset({"but", "though", "although"})
_BODY, _SELF_BLAME = map(listed, ("body", "self_blame"))
_AT_ONCE = frozenset({"if", "when", "once", "whenever", "after", "before", "because", "since"})
"""What a fear of what is to come may lose: when and why it would come."""


def without_fillers(sentence: list[Clause]) -> list[Clause]:
    """Return a sentence without the clauses that only lead on or ask to be believed."""
    kept: list[Clause] = []
    joint = ""
    for clause in sentence:
        if _is_filler(clause):
            joint = joint or clause.joint
        else:
            kept.append(replace(clause, joint=joint) if joint and clause.joint else clause)
            joint = ""
    return kept


def may_be_left_out(before: list[Clause], after: list[Clause], meant: Framed) -> bool:
    """Tell whether a clause says the same without those on both sides of it."""
    hung = [clause for clause in before[-1:] if clause.marker and len(before) == 1]
    if meant.rank == TOLD or is_own_feeling(meant):
        return not (after and after[0].either)
    if meant.rank < BELIEF or any(clause.concludes for clause in after):
        return False
    if not all(_hangs_loosely(clause, meant) for clause in hung):
        return False
    mine = not (OWN - {"my"} | {"fault"}).isdisjoint(meant.words)
    return not after or (mine and len(before) + len(after) <= _FEW and _only_backs(after[0], meant))


def is_own_feeling(meant: Framed) -> bool:
    """Tell whether it names what the speaker feels."""
    return meant.rank == FEELING and meant.frame != ON_MIND


def says_by_itself(meant: Framed, sentences: list[list[Clause]]) -> bool:
    """Tell whether it says enough without the rest: an "it" would point to what is left out.

    Of a long story a belief is given back only where it is short and about the speaker.
    """
    words = meant.words
    all_said = [clause for sentence in sentences for clause in sentence]
    turned = meant.frame == SURE and any(clause.joint in _TURNS for clause in all_said)
    of_body = words[0] == "my" and words[1] in _BODY
    if turned or of_body or words[0] in ("a", "an") or _points_away(meant):
        return False
    if meant.rank >= TOLD or is_own_feeling(meant) or meant.frame == AFRAID:
        return True
    if any(clause.joint == "or" for clause in all_said) or not (meant.frame or words[0] == "i"):
        return False
    story = sum(len(clause.words) for clause in all_said) > _STORY
    return not story or (len(words) <= _SHORT and not OWN.isdisjoint(words))


def _points_away(meant: Framed) -> bool:
    """Tell whether it says something of an "it" that was named in what is left out."""
    said = Sentence.of(meant.words)
    if meant.frame == FELT and meant.words[0] == "it":
        return True
    if said is None or "it" not in meant.words or said.is_to_come or says_enough(said):
        return False
    return meant.words[0] == "it" or (meant.rank < TOLD and not said.has(_SELF_BLAME))


def lacks(after: list[Clause]) -> bool:
    """Tell whether what follows is no sentence and turns round what was said: "but never me"."""
    return any(
        one.joint in ("but", "though") and (one.words[-1] == "not" or not Sentence.of(one.words))
        for one in after
    )


def only_leads_on(pair: list[Clause], meant: Framed) -> bool:
    """Tell whether what is dreaded follows: "what if i get to seventy and nobody is there"."""
    leads = pair[0].words[:2] == ["what", "if"] and len(pair) > 1 and pair[1].joint == "and"
    return leads and LOADED.isdisjoint({*meant.words, *map(base, meant.words)})


def _is_filler(clause: Clause) -> bool:
    text = " ".join(clause.words)
    opens = not OPENING.sub("", f"{text} ")
    return not clause.marker and (opens or _FILLER.fullmatch(text) is not None)


def _hangs_loosely(clause: Clause, meant: Framed) -> bool:
    """Tell whether a hanging clause may go: the cause of a belief, the moment of a fear."""
    if clause.marker == "because":
        why = framed(clause.words)
        told = why is None or why.rank < BELIEF
        return told and "only" not in meant.words and "not" not in meant.words[:4]
    return meant.frame == AFRAID and clause.marker in _AT_ONCE


def _only_backs(clause: Clause, meant: Framed) -> bool:
    """Tell whether what follows a belief only tells what shows it, or that others know it."""
    if clause.marker:
        return _hangs_loosely(clause, meant)
    if not clause.joint:
        return True
    last = clause.words[-1]
    points = last in _POINTERS or base(last) in _SEEING
    return clause.joint == "and" and points
