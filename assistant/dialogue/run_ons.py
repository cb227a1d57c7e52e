"""Where a new sentence begins in speech without a joining word."""

from __future__ import annotations

from itertools import pairwise

from assistant.dialogue.lexicon import (
    AUXILIARIES,
    BASES,
    FINITE,
    MODALS,
    base,
    is_adverb,
    listed,
    verb_at,
)
from assistant.dialogue.syntax import Sentence

BEFORE_NOUN = frozenset("of in at with on for from to about by over behind like than and".split())
ASKING = AUXILIARIES | MODALS
STARTS = frozenset("i he she we they nobody everyone everybody".split())
_ALL = frozenset({"nobody", "everyone", "everybody"})
_INDEFINITE = frozenset({"nothing", "everything", "anything", "something"})
_SOMEBODY = frozenset({"somebody", "someone", "something", "anyone"})
_STRANDED = frozenset("with to for about at from".split())
"""Last words of a clause that hangs on a noun: "somebody she would rather be with"."""
_ALONE = frozenset("cry leave panic freeze laugh run stop wait agree smile scream sigh go".split())
"""Verbs that want no object, so that "he shut the door i cried" is two sentences."""
_FEELINGS = listed("feelings")
_TO_BE = frozenset("am is are was were be been feel feels felt being".split())
_WH = frozenset({"what", "why", "how", "who", "where", "when"})
_EXCLAIMED = (["what", "a"], ["what", "an"])
_DEFINING = frozenset(
    {"am", "is", "are", "not", "only", "be", "was", "never", "always", "as", "than", "like"}
)
"""Before "the" and a noun that a clause then tells of: "i am not the girl he met"."""
_EACH = frozenset({"every", "each", "one", "only"})
"""Before a noun on which a clause hangs: "every meal i cook"."""
_EMBEDS = listed("embed_if")
_LICENSED = listed("complement")
_TELLERS = listed("tellers")
_POINTING = {("that", "is"), ("that", "means"), ("there", "is")}


def begins_anew(words: list[str], at: int) -> bool:
    """Tell whether a new sentence begins here without a joining word."""
    word, before = words[at], words[at - 1]
    points = (word, *words[at + 1 : at + 2]) in _POINTING
    if _asks_anew(words, at) or _names_anew(words, at):
        return True
    told = word == "it" and (before not in FINITE or words[at + 1 : at + 2] == ["is"])
    if word in ("maybe", "perhaps") and before not in _LICENSED | _TO_BE:
        return Sentence.of(words[at + 1 :]) is not None
    if (word not in STARTS and not points and not told) or before == "by":
        return False
    verb = verb_at(words, at + 1)
    if verb >= len(words) or words[verb] not in FINITE:
        return False
    if _is_asking(words[:at]) or _hangs_on_noun(words, at):
        return False
    if before in ASKING and words[verb] in BASES:
        return False
    if word in _ALL and base(before) in BASES - _ALONE:
        return False
    if before == "out" and base(words[at - 2]) == "find":
        return False
    if words[at - 2 : at - 1] and words[at - 2] in _EACH:
        return False
    if words[at - 2 : at - 1] == ["how"] or words[max(0, at - 3) : at - 1] in _EXCLAIMED:
        return False
    if words[at - 2 : at - 1] == ["the"] and words[at - 3] in _DEFINING:
        return False
    if before == "know" and words[at - 3 : at - 1] == ["do", "not"]:
        return True
    if _TELLERS & set(map(base, words[max(0, at - 5) : at])):
        return False
    lately = words[max(0, at - 5) : at]
    if "to" in lately and not {"said", "says"}.isdisjoint(lately):
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
    inverted = len(first) == 3 and first[1] in ASKING and first[2] in STARTS | {"it", "wrong"}
    return inverted and first[0] in _WH and words[at - 1] not in _EMBEDS | {"not", "than"}


def _names_anew(words: list[str], at: int) -> bool:
    """Tell whether someone is named of whom a new sentence tells: "my mum is"."""
    named = words[at] in ("my", "his", "her") and words[at + 2 : at + 3]
    if (
        not named
        or words[at - 2 : at - 1] == ["how"]
        or words[at - 1] in FINITE | _LICENSED | BEFORE_NOUN
        or is_adverb(words[at - 1])
    ):
        return False
    verb = words[verb_at(words, at + 2)] if verb_at(words, at + 2) < len(words) else ""
    return verb in AUXILIARIES | MODALS and Sentence.of(words[at:]) is not None


def _is_asking(words: list[str]) -> bool:
    """Tell whether these words only open a question, as "why does"."""
    rest = [word for word in words if word != "not"]
    return bool(rest) and rest[-1] in ASKING and len(rest) <= 2


def _hangs_on_noun(words: list[str], at: int) -> bool:
    """Tell whether what begins here tells of a noun: "like a bag he carries", "one she is with"."""
    near = words[max(0, at - 4) : at]
    alike = any(one in ("like", "as") and two in ("a", "an") for one, two in pairwise(near))
    unnamed = not _SOMEBODY.isdisjoint(words[max(0, at - 3) : at])
    if words[at - 2 : at - 1] in (["a"], ["an"], ["the"]):
        left_open = verb_at(words, at + 1) == len(words) - 1 and base(words[-1]) not in _ALONE
        if (
            left_open
            or words[-1] in _STRANDED | {"in", "on"}
            or (words[-1] in BASES and words[-3:-2] == ["let"])
        ):
            return True
    return alike or (unnamed and words[-1] in _STRANDED)
