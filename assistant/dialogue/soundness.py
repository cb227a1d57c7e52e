"""Whether a clause is sound standard English, so that it may be said back as it is."""

from __future__ import annotations

from itertools import pairwise

from assistant.dialogue.lexicon import (
    AUXILIARIES,
    BASES,
    ING,
    MODALS,
    PAST,
    THIRD,
    base,
    listed,
    verb_at,
)
from assistant.dialogue.syntax import Sentence
from assistant.dialogue.telling import ABSOLUTE, LOADED, VAGUE
from assistant.understanding.numbers import NUMBER_WORDS

_SINGLE = frozenset(
    "nobody everybody somebody anybody everyone someone anyone it this that".split()
)
_DETERMINERS = frozenset("my his her our the a an this that".split())
_PLURALS = listed("plurals")
_BARE = (BASES - PAST.keys()) | {"do", "have", "are", "were"}
"""Verbs that no "he" or "everyone" has."""
_MINDED = listed("minded")
_FOR_THOUGHT = frozenset({"of", "about", "for", "at", "through", "over"})
_TO_BE = frozenset({"am", "is", "are", "was", "were"})
_SPANS = frozenset("day days week weeks month months year years hour hours".split())
_BEFORE_OTHER = frozenset(
    "the my his her our their each no any some every one all most many these those a "
    "another few loads lots of".split()
)
_FEELINGS = listed("feelings") & PAST.keys()
_INTENSE = frozenset("no after proper fair dead pure right fixing".split())
"""After "is" and before a verb only some speakers have these."""
_DONE = frozenset(ING) | PAST.keys()
_ONLY_PAST = PAST.keys() - BASES
_MANY = frozenset("people children men women kids friends parents things".split())
_SINGLY = (THIRD.keys() - BASES) | {"is", "was", "has", "does"}
_CROSS = frozenset("angry mad upset furious annoyed jealous cross disappointed".split())
_ASKING = AUXILIARIES | MODALS
_PERSONS = frozenset("i you we he she they it".split())
_NAMING = frozenset("my his her our the".split())
_TELLING = (AUXILIARIES | MODALS) - {"do", "does", "did"}
_LICENSED = listed("complement") | {"who", "that", "which"}
_SHIFTED = frozenset("was would had did could".split())
_VERDICTS = (LOADED - VAGUE - {"done"}) | {"too", "enough"}
_UNCHANGED = frozenset({"to", "not", "make", "made", "makes", "let", "and", "help"}) | MODALS


def is_sound(words: list[str], *, alone: bool = True) -> bool:
    """Tell whether a clause has nothing in it that only dialect or a learner would say.

    Beside another its verb may stand for one said before: "and now he does not".
    """
    said = Sentence.of(words)
    if _is_bereft(words) or any(_is_quoted(words, at) for at in range(len(words))):
        return False
    if said and (_disagrees(said) or (alone and is_empty(said)) or _lacks_am(said)):
        return False
    if said and _runs_on(said):
        return False
    if any(_jars(one, two) for one, two in pairwise(words)):
        return False
    return not any(_is_strange(words, at) for at in range(len(words))) and words[-1] != "only"


def _runs_on(said: Sentence) -> bool:
    """Tell whether another sentence begins in it: "lose the house the girls have to go"."""
    rest = said.words[said.at + 1 :]
    return any(
        (one in _NAMING and verb in _TELLING) or (one in ("this", "that") and two in _TO_BE)
        for at, (one, two, verb) in enumerate(zip(rest, rest[1:], [*rest[2:], ""], strict=False))
        if at and _LICENSED.isdisjoint({*rest[:at], *map(base, rest[:at])})
    )


def _is_bereft(words: list[str]) -> bool:
    """Tell whether "is" stands for "has" after a noun: "like a coat she is borrowed"."""
    return any(
        one == "is" and two[-2:] == "ed" and {"like", "as"} & {*words[max(0, at - 4) : at]}
        for at, (one, two) in enumerate(pairwise(words))
    )


def _is_quoted(words: list[str], at: int) -> bool:
    """Tell whether one's own words may follow "said" as they fell, so that "i" is someone else.

    What was put into the past, or is a verdict, is told of the speaker: "she said i was rude".
    """
    said = words[at + 1 :]
    if base(words[at]) != "say" or len(said) < 2 or words[max(0, at - 2) : at][:1] == ["i"]:
        return False
    if said[0] in ("this", "let") or (said[0] in _ASKING and said[1] in _PERSONS):
        return True
    verb = said[verb_at(said, 1)] if verb_at(said, 1) < len(said) else ""
    if said[0] == "we":
        return verb in MODALS | {"need", "have"} and verb != "would"
    if said[0] != "i" or verb in _SHIFTED or verb in PAST.keys() - BASES:
        return False
    judged = verb == "am" and not _VERDICTS.isdisjoint({*said, *map(base, said)})
    return not (judged or not ABSOLUTE.isdisjoint(said))


def _disagrees(said: Sentence) -> bool:
    """Tell whether subject and verb differ in number: "nobody in this country want to"."""
    noun = said.words[verb_at(said.words, 1)] if len(said.words) > 1 else ""
    named = said.words[0] in _DETERMINERS and verb_at(said.words, 2) == said.at
    single = said.words[0] in _SINGLE or said.words[:2] == ["no", "one"]
    single = single or (named and noun not in _PLURALS and (noun[-1:] != "s" or noun[-2:] == "ss"))
    many = said.words[0] in _MANY and said.verb in _SINGLY
    return many or (single and said.verb in _BARE)


def is_empty(said: Sentence) -> bool:
    """Tell whether its verb only stands for one that was said before: "they never do"."""
    rest = said.words[said.at + 1 :]
    after = rest[0] if rest else ""
    return said.verb in ("do", "does", "did") and after in ("", "before", "after", "until", "in")


def _lacks_am(said: Sentence) -> bool:
    """Tell "i scared my friend find out" from "i scared my friend away"."""
    later = pairwise(said.words[said.at + 1 :])
    bare = any(two in BASES - PAST.keys() and one not in _UNCHANGED for one, two in later)
    return said.own and said.verb in _FEELINGS and bare


def _jars(one: str, two: str) -> bool:
    """Tell whether two words never follow each other: "might could", "does be", "not never"."""
    if one in ("he", "she"):
        return two in _BARE and two not in MODALS
    if two in PAST.keys() - BASES and one in ("did", "do", "does", "to"):
        return True
    if one == "well" and two in _PERSONS | {"there", "that"}:
        return True
    if (one, two) == ("thanks", "to"):
        return True
    if one == "by" and two in _PERSONS - {"it", "you"}:
        return True
    if one in _MANY and two in ("is", "was", "has", "does"):
        return True
    helped = one in MODALS and (two in MODALS or (two == "to" and one != "ought"))
    return helped or (one in ("do", "does") and two == "be") or (one == two == "not")


def _is_strange(words: list[str], at: int) -> bool:
    word, after = words[at], [*words[at + 1 : at + 3], "", ""][:2]
    before = words[at - 1] if at else ""
    if word == "is" and before == "there" and after[0] == "no":
        return after[1][-1:] == "s" and after[1][-2:] not in ("ss", "us", "is")
    if word in _TO_BE:
        rest = words[verb_at(words, at + 1) :] or [""]
        own = before == "i" or (before == "" and word == "am")
        minded = {"knowing", "fearing", "understanding"} if own else _MINDED
        thinks = rest[0] in minded and not _FOR_THOUGHT & {*rest[1:2]}
        return thinks or (after[0] in _INTENSE and (after[1] in _DONE or after[1][-2:] == "ed"))
    if word == "since" and after[0] in NUMBER_WORDS | {"many", "some"}:
        return after[1] in _SPANS
    if word == "other":
        lone = before not in _BEFORE_OTHER and before not in NUMBER_WORDS
        return lone and after[0][-1:] != "s" and after[0] not in _PLURALS | {"than"}
    if word == "not" and (after[0] == "never" or (before == "did" and after[0] in _ONLY_PAST)):
        return True
    if word == "much" and before == "very" and after[0] in listed("feelings"):
        return True
    if word in _CROSS and after[0] == "on" and after[1] in ("me", "him", "her", "us"):
        return True
    if word in ("proper", "pure") and before in _TO_BE | {"been"} and after[0]:
        return True
    if word == "from" and not {"morning", "yesterday"}.isdisjoint(after):
        return True
    if word in ("he", "she"):
        verb = verb_at(words, at + 1)
        return verb > at + 1 and words[verb : verb + 1] != [] and words[verb] in _BARE - MODALS
    return False
