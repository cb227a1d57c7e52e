"""Speech cut into its clauses: at stops, at joining words, where a new sentence begins unmarked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.dialogue.lexicon import (
    AUXILIARIES,
    BASES,
    FINITE,
    ING,
    MODALS,
    PAST,
    THIRD,
    listed,
    verb_at,
)
from assistant.dialogue.plain import plain
from assistant.dialogue.questions import might
from assistant.dialogue.run_ons import ASKING, BEFORE_NOUN, STARTS, begins_anew
from assistant.dialogue.syntax import Sentence, subject_size

_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u00b4\u0060", "'"))
_STOP = re.compile(r"[.?!,;:\n\u2013\u2014]+|\.\.\.")
_JOINTS = frozenset({"and", "but", "or", "though", "although", "while", "which", "then"})
_OWNERS = frozenset({"my", "his", "her"})
_SHARING = frozenset("i he she we they".split())
_AFTER_SO = frozenset(
    "i he she it we they there that this what my his her our their the a an nobody everyone no "
    "something someone everything nothing things people now".split()
) | frozenset(ING)
_STATES = (listed("feelings") | listed("adjectives_in_ed")) - {"hurt", "lost"}
_PURPOSE = re.compile(
    r"(?:that )?(?:i|he|she|they|we) "
    r"(?:can(?! not)|could(?! not)|(?:does|do|did|would) not have to)\b"
)
"""What follows "so" where it tells what something is done for."""
_CONTRASTS = frozenset({"but", "though", "although"})
_SAID_AFTER = (["says"], ["said"], ["tells", "me"], ["told", "me"])
_MARKERS = listed("markers")
_TELLING_VERBS = (AUXILIARIES | MODALS | THIRD.keys()) - listed("nouns_in_s")
_LEADING = frozenset("that think know worry feel like scared afraid worried sure believe".split())
_EMBEDS = listed("embed_if")
_LICENSED = listed("complement")
_PARTICIPLES = listed("participles")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in plain words, and the word that hangs it on another one."""

    words: list[str]
    marker: str = ""
    """As "because" or "if", or "so" of a purpose; "" for a clause that stands alone."""
    joint: str = ""
    """As "and", "but": with its marker it leads in what follows, as "and if it fails"."""
    shares: int = 0
    """Words of its subject, where that is of the clause before: "he saw it and smiled"; else 0."""
    either: bool = False
    """True before "or": it is one of two ends."""
    concludes: bool = False
    """True after "so": it is what the speaker makes of the rest."""


def clauses(thought: str) -> Iterator[list[Clause]]:
    """Yield the clauses of each sentence of a thought."""
    for sentence in _STOP.split(thought.translate(_APOSTROPHES).lower()):
        if words := plain(sentence):
            yield _supposed(_carried(_reported(list(_split(words)))))


def _carried(sentence: list[Clause]) -> list[Clause]:
    """Return clauses with what led in an "if" before the clause that it leads in."""
    for at, (lead, given, then) in enumerate(
        zip(sentence, sentence[1:], sentence[2:], strict=False)
    ):
        if lead.words[-1:] and lead.words[-1] in _LEADING and given.marker and not then.marker:
            whole = replace(then, words=[*lead.words, *then.words])
            return [*sentence[:at], given, whole, *sentence[at + 3 :]]
    return sentence


def _reported(sentence: list[Clause]) -> list[Clause]:
    """Return clauses with "he says" before what it was said after: "he needs a break he says"."""
    for at, (told, says) in enumerate(pairwise(sentence)):
        if not says.joint and told.words[1:] and says.words[1:] in _SAID_AFTER:
            whole = replace(told, words=[*says.words, *told.words])
            return [*sentence[:at], whole, *sentence[at + 2 :]]
    return sentence


def _supposed(sentence: list[Clause]) -> list[Clause]:
    """Return clauses with a "what if" before each that goes on from one."""
    if sentence[0].words[:1] in (["maybe"], ["perhaps"]):
        return [sentence[0], *map(_doubted, sentence[1:])]
    if sentence[0].words[:2] != ["what", "if"]:
        return sentence
    first = Sentence.of(sentence[0].words[2:])
    happens = first is not None and "might" in (might(first) or [])
    rest = (
        clause
        if clause.marker or clause.concludes
        else replace(clause, words=_what_if(clause.words, happens))
        for clause in sentence[1:]
    )
    return [sentence[0], *rest]


def _doubted(clause: Clause) -> Clause:
    """Return what goes on from a "maybe" as no surer: "maybe he is right and i am lazy"."""
    goes_on = clause.joint == "and" and not clause.marker and Sentence.of(clause.words)
    return replace(clause, words=["maybe", *clause.words]) if goes_on else clause


def _what_if(words: list[str], happens: bool) -> list[str]:
    """Return what goes on from a "what if" as one; what follows an event is to come as well."""
    if words[:2] == ["what", "if"]:
        return words
    said = Sentence.of(words) if happens else None
    return ["what", "if", *((might(said, follows=True) if said else None) or words)]


def _split(words: list[str]) -> Iterator[Clause]:
    cut = Clause([])
    for at, word in enumerate(words):
        current = cut.words
        told = _is_told(current)
        if _is_joint(words, at, current, told):
            yield replace(cut, either=word == "or")
            shared = [] if word in ("which", "or") else _shared_subject(current, words[at + 1 :])
            cut = Clause(shared, joint=word, shares=len(shared))
        elif _hangs(words, at, told) and (told or not current):
            if current:
                yield cut
            cut = Clause([], word, joint="" if current else cut.joint)
        elif told and word == "so" and not _AFTER_SO.isdisjoint(words[at + 1 : at + 2]):
            yield cut
            purpose = _PURPOSE.match(" ".join(words[at + 1 :])) is not None
            cut = Clause([], "so" if purpose else "", concludes=not purpose)
        elif told and (begins_anew(words, at) or _follows(cut, words, at)):
            yield cut
            cut = Clause([word])
        else:
            cut = replace(cut, words=[*current, word])
    if cut.words:
        yield cut


def _follows(given: Clause, words: list[str], at: int) -> bool:
    """Tell whether what would follow from an "if" begins here: "if i ask for anything he will"."""
    will = words[at + 1 : at + 2] in (["will"], ["would"])
    return given.marker == "if" and will and words[at] in _SHARING


def _is_joint(words: list[str], at: int, current: list[str], told: bool) -> bool:
    """Tell whether a joining word ends the clause so far; "know which" asks."""
    ends = told or (current and words[at] in _CONTRASTS)
    asks = words[at] == "which" and at > 0 and words[at - 1] in _EMBEDS
    return bool(ends) and _joins(words, at) and not asks


def _hangs(words: list[str], at: int, told: bool) -> bool:
    """Tell whether a word hangs a clause on another: no "when will he", no "because of"."""
    if Sentence.of(words[at + 1 :]) is None:
        return False
    after = words[at + 1 : at + 2]
    asks = not told and words[at] == "when" and not ASKING.isdisjoint(after)
    known = at > 0 and words[at - 1] in _EMBEDS
    return words[at] in _MARKERS and not (known or asks or after == ["of"])


def _joins(words: list[str], at: int) -> bool:
    """Tell whether a joining word stands between two clauses, not between "you and your mum"."""
    rest = words[verb_at(words, at + 1) :]
    if words[at] == "while" and words[at - 1] == "a":
        return False
    if words[at] not in ("and", "or") or not rest:
        return words[at] in _JOINTS
    begins = (
        rest[:2] == ["one", "day"]
        or rest[0] in (FINITE - _STATES) | _MARKERS | _JOINTS
        or rest[0] in STARTS | {"that", "what", "now"}
    )
    return begins or Sentence.of(rest) is not None or _tells_more(rest)


def _tells_more(rest: list[str]) -> bool:
    """Tell whether an unknown subject and its verb follow: "long distance never works"."""
    verb = next((one for one, word in enumerate(rest[:5]) if word in _TELLING_VERBS), 0)
    return verb > 0 and rest[0] not in BEFORE_NOUN and _LICENSED.isdisjoint(rest[:verb])


def _shared_subject(before: list[str], after: list[str]) -> list[str]:
    """Return the subject that a verb after "and" shares with the clause before."""
    verb = after[at] if (at := verb_at(after)) < len(after) else ""
    if "not" in after[:at] and verb not in AUXILIARIES | MODALS:
        return []
    single = verb in THIRD or verb in ("is", "was", "has", "does")
    if single:
        others = [word for word in before if word in ("he", "she")]
        named = before[: subject_size(before)] if before[0] in _OWNERS else []
        return others[-1:] or named
    if before[0] in _OWNERS and verb in PAST and _in_past(before):
        return before[: subject_size(before)]
    shared = before[0] in ("i", "we", "they") or verb in PAST
    done = {"has", "have"} & {*before[1:2]}
    if verb in MODALS:
        return before[:1] if before[0] in _SHARING else []
    if done and verb not in _PARTICIPLES and verb[-2:] != "ed":
        return []
    alike = verb in (PAST if done or _in_past(before) else BASES)
    return before[:1] if shared and alike and before[0] in _SHARING else []


def _in_past(words: list[str]) -> bool:
    only_past = (PAST.keys() - BASES) | {"was", "did"}
    single = words[0] in ("he", "she") and words[1:2] and words[1] in PAST
    return bool(single) or not only_past.isdisjoint(words[1:4])


def _is_told(words: list[str]) -> bool:
    """Tell whether there is a verb already."""
    return any(two in FINITE and one != "the" for one, two in pairwise(words))
