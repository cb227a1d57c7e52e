"""Whether a clause is told only for what stands beside it, so that it says little by itself."""

from __future__ import annotations

from assistant.dialogue.clauses import Clause
from assistant.dialogue.lexicon import base
from assistant.dialogue.meant import NEWS, Framed
from assistant.dialogue.syntax import Sentence
from assistant.dialogue.telling import LOADED

_OWN = frozenset("i me my we us".split())


def points_back(clause: Clause, meant: Framed | None) -> bool:
    """Tell whether news says what someone did with "it", which was named before."""
    told = meant is not None and meant.rank == NEWS and meant.words[0] != "i"
    them = clause.joint == "and" and clause.words[-1] == "them"
    return them or (told and clause.joint == "and" and clause.words[-1] == "it")


def lacks(after: list[Clause]) -> bool:
    """Tell whether what follows is no sentence and turns round what was said: "but never me"."""
    return any(
        one.joint in ("but", "though") and (one.words[-1] == "not" or not Sentence.of(one.words))
        for one in after
    )


def only_leads_on(pair: list[Clause], meant: Framed | None) -> bool:
    """Tell whether what is dreaded follows: "what if i get to seventy and nobody is there"."""
    leads = pair[0].words[:2] == ["what", "if"] and len(pair) > 1 and pair[1].joint == "and"
    return (
        leads and meant is not None and LOADED.isdisjoint({*meant.words, *map(base, meant.words)})
    )


def is_background(after: list[Clause], meant: Framed) -> bool:
    """Tell whether news is told only for what then turns it round: "we had plans and ..."."""
    joint = after[0].joint if after else ""
    was = bool({"was", "were", "had"} & {*meant.words[1:3]}) and not meant.frame
    scene = meant.words[0] in ("the", "a") and _OWN.isdisjoint(meant.words)
    past = Sentence.of(meant.words) if meant.words[0] == "i" and not meant.frame else None
    unanswered = past is not None and past.is_past and bool(after) and "not" in after[0].words
    was = was or scene or unanswered
    turned = joint in ("but", "though") or (
        was and joint in ("and", "then") and not after[0].shares
    )
    return meant.rank == NEWS and turned
