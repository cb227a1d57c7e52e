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
    base,
    is_adverb,
    listed,
    verb_at,
)
from assistant.dialogue.plain import plain
from assistant.dialogue.syntax import Sentence

_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u00b4\u0060", "'"))
_STOP = re.compile(r"[.?!,;:\n\u2013\u2014]+|\.\.\.")
_JOINTS = frozenset({"and", "but", "or", "though", "although", "while", "which", "then"})
_SHARING = frozenset("i he she we they".split())
_AFTER_SO = frozenset(
    "i he she it we they there that this what my his her our their the a an nobody everyone no "
    "something someone everything nothing things people".split()
) | frozenset(ING)
_INDEFINITE = frozenset({"nothing", "everything", "anything", "something"})
_FEELINGS = listed("feelings")
_STATES = (_FEELINGS | listed("adjectives_in_ed")) - {"hurt", "lost"}
_TO_BE = frozenset("am is are was were be been feel feels felt being".split())
_WH = frozenset({"what", "why", "how", "who", "where", "when"})
_EXCLAIMED = (["what", "a"], ["what", "an"])
_DEFINING = frozenset(
    {"am", "is", "are", "not", "only", "be", "was", "never", "always", "as", "than", "like"}
)
"""Before "the" and a noun that a clause then tells of: "i am not the girl he met"."""
_BEFORE_NOUN = frozenset("of in at with on for from to about by over behind like than and".split())
_EACH = frozenset({"every", "each"})
"""Before a noun on which a clause hangs: "every meal i cook"."""
_PURPOSE = re.compile(
    r"(?:that )?(?:i|he|she|they|we) (?:can|could|(?:does|do|did|would) not have to)\b"
)
"""What follows "so" where it tells what something is done for."""
_CONTRASTS = frozenset({"but", "though", "although"})
_MARKERS = listed("markers")
_TELLING_VERBS = (AUXILIARIES | MODALS | THIRD.keys()) - listed("nouns_in_s")
_ASKING = AUXILIARIES | MODALS
_LEADING = frozenset("that think know worry feel like scared afraid worried sure believe".split())
_EMBEDS = listed("embed_if")
_LICENSED = listed("complement")
_TELLERS = listed("tellers")
_POINTING = {("that", "is"), ("that", "means"), ("there", "is")}
_STARTS = frozenset("i he she we they nobody everyone everybody".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in plain words, and the word that hangs it on another one."""

    words: list[str]
    marker: str = ""
    """As "because" or "if", or "so" of a purpose; "" for a clause that stands alone."""
    joint: str = ""
    """As "and", "but": with its marker it leads in what follows, as "and if it fails"."""
    shares: bool = False
    """True where its subject is that of the clause before: "he saw it and smiled"."""
    either: bool = False
    """True before "or": it is one of two ends."""
    concludes: bool = False
    """True after "so": it is what the speaker makes of the rest."""


def clauses(thought: str) -> Iterator[list[Clause]]:
    """Yield the clauses of each sentence of a thought."""
    for sentence in _STOP.split(thought.translate(_APOSTROPHES).lower()):
        if words := plain(sentence):
            yield _supposed(_carried(list(_split(words))))


def _carried(sentence: list[Clause]) -> list[Clause]:
    """Return clauses with what led in an "if" before the clause that it leads in."""
    for at, (lead, given, then) in enumerate(
        zip(sentence, sentence[1:], sentence[2:], strict=False)
    ):
        if lead.words[-1:] and lead.words[-1] in _LEADING and given.marker and not then.marker:
            whole = replace(then, words=[*lead.words, *then.words])
            return [*sentence[:at], given, whole, *sentence[at + 3 :]]
    return sentence


def _supposed(sentence: list[Clause]) -> list[Clause]:
    """Return clauses with a "what if" before each that goes on from one."""
    if sentence[0].words[:2] != ["what", "if"]:
        return sentence
    rest = (
        clause if clause.marker or clause.concludes else replace(clause, words=_what_if(clause))
        for clause in sentence[1:]
    )
    return [sentence[0], *rest]


def _what_if(clause: Clause) -> list[str]:
    return clause.words if clause.words[:2] == ["what", "if"] else ["what", "if", *clause.words]


def _split(words: list[str]) -> Iterator[Clause]:
    cut = Clause([])
    for at, word in enumerate(words):
        current = cut.words
        told = _is_told(current)
        if _is_joint(words, at, current, told):
            yield replace(cut, either=word == "or")
            shared = [] if word in ("which", "or") else _shared_subject(current, words[at + 1 :])
            cut = Clause(shared, joint=word, shares=bool(shared))
        elif _hangs(words, at, told) and (told or not current):
            if current:
                yield cut
            cut = Clause([], word, joint="" if current else cut.joint)
        elif told and word == "so" and not _AFTER_SO.isdisjoint(words[at + 1 : at + 2]):
            yield cut
            purpose = _PURPOSE.match(" ".join(words[at + 1 :])) is not None
            cut = Clause([], "so" if purpose else "", concludes=not purpose)
        elif told and _starts(words, at):
            yield cut
            cut = Clause([word])
        else:
            cut = replace(cut, words=[*current, word])
    if cut.words:
        yield cut


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
    asks = not told and words[at] == "when" and not _ASKING.isdisjoint(after)
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
        or rest[0] in _STARTS | {"that", "what", "now"}
    )
    return begins or Sentence.of(rest) is not None or _tells_more(rest)


def _tells_more(rest: list[str]) -> bool:
    """Tell whether an unknown subject and its verb follow: "long distance never works"."""
    verb = next((one for one, word in enumerate(rest[:5]) if word in _TELLING_VERBS), 0)
    return verb > 0 and rest[0] not in _BEFORE_NOUN and _LICENSED.isdisjoint(rest[:verb])


def _shared_subject(before: list[str], after: list[str]) -> list[str]:
    """Return the subject that a verb after "and" shares with the clause before."""
    verb = after[at] if (at := verb_at(after)) < len(after) else ""
    single = verb in THIRD or verb in ("is", "was", "has", "does")
    if single:
        others = [word for word in before if word in ("he", "she")]
        return others[-1:]
    shared = before[0] in ("i", "we", "they") or verb in PAST
    alike = verb in (PAST if _in_past(before) else BASES)
    return before[:1] if shared and alike and before[0] in _SHARING else []


def _in_past(words: list[str]) -> bool:
    only_past = (PAST.keys() - BASES) | {"was", "did"}
    return not only_past.isdisjoint(words[1:4])


def _is_told(words: list[str]) -> bool:
    """Tell whether there is a verb already."""
    return any(two in FINITE and one != "the" for one, two in pairwise(words))


def _starts(words: list[str], at: int) -> bool:
    """Tell whether a new sentence begins here without a joining word."""
    word, before = words[at], words[at - 1]
    points = (word, *words[at + 1 : at + 2]) in _POINTING
    if _asks_anew(words, at) or _names_anew(words, at):
        return True
    told = word == "it" and (before not in FINITE or words[at + 1 : at + 2] == ["is"])
    if word not in _STARTS and not points and not told:
        return False
    verb = verb_at(words, at + 1)
    if verb >= len(words) or words[verb] not in FINITE:
        return False
    if _is_asking(words[:at]):
        return False
    if words[at - 2 : at - 1] and words[at - 2] in _EACH:
        return False
    if words[at - 2 : at - 1] == ["how"] or words[max(0, at - 3) : at - 1] in _EXCLAIMED:
        return False
    if words[at - 2 : at - 1] == ["the"] and words[at - 3] in _DEFINING:
        return False
    if before == "know" and words[at - 3 : at - 1] == ["do", "not"]:
        return True
    if _TELLERS & set(map(base, words[max(0, at - 3) : at])):
        return False
    if points and before in _INDEFINITE:
        return True
    if before in _FEELINGS and _TO_BE.isdisjoint(words[max(0, at - 4) : at]):
        return True
    if is_adverb(before):
        return base(words[at - 2]) not in _LICENSED & BASES
    return before not in _LICENSED and base(before) not in _LICENSED


def _asks_anew(words: list[str], at: int) -> bool:
    """Tell whether a question begins here, verb first: "what did i do"."""
    first = words[at : at + 3]
    inverted = len(first) == 3 and first[1] in _ASKING and first[2] in _STARTS | {"it", "wrong"}
    return inverted and first[0] in _WH and words[at - 1] not in _EMBEDS | {"not", "than"}


def _names_anew(words: list[str], at: int) -> bool:
    """Tell whether someone is named of whom a new sentence tells: "my mum is"."""
    named = words[at] in ("my", "his", "her") and words[at + 2 : at + 3]
    if not named or words[at - 1] in FINITE | _LICENSED | _BEFORE_NOUN or is_adverb(words[at - 1]):
        return False
    verb = words[verb_at(words, at + 2)] if verb_at(words, at + 2) < len(words) else ""
    return verb in AUXILIARIES | MODALS and Sentence.of(words[at:]) is not None


def _is_asking(words: list[str]) -> bool:
    """Tell whether these words only open a question, as "why does"."""
    rest = [word for word in words if word != "not"]
    return bool(rest) and rest[-1] in _ASKING and len(rest) <= 2
