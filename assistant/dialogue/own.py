"""How a sentence about oneself was meant that was said without a lead-in."""

from __future__ import annotations

from itertools import pairwise

from assistant.dialogue.leads import FEELS, SHORTER, THINK
from assistant.dialogue.lexicon import ING, MODALS, base, is_adverb, listed
from assistant.dialogue.meant import BELIEF, FEELING, NEWS, Framed, afraid, judged
from assistant.dialogue.syntax import OUGHT, Sentence
from assistant.dialogue.telling import (
    ABSOLUTE,
    LOADED,
    NEUTRAL,
    VAGUE,
    drives_off,
    is_pointing_back,
    is_said_as_it_is,
    is_self_blame,
    is_unable,
    is_welcome,
)
from assistant.understanding.numbers import NUMBER_WORDS

_SELF_BLAME, _FEELINGS, _INTENDED = map(listed, ("self_blame", "feelings", "intended"))
_BODY = listed("body")
_GUESSED = frozenset({"a", "an", "one", "some", "being"})
_EXCESS = frozenset({"too"})
_LOOKS = frozenset({"look", "sound"})
_AFTER_LOOKS = frozenset("at for after forward up down back out away into to through".split())
_SEEMING = frozenset("be look seem sound".split())
_UNKNOWN = ["i", "do", "not", "know"]
_WISHES = frozenset("hate love want need miss wish like see blame".split())
_OFTEN = frozenset("day night week morning evening minute hour other few".split())
_POSTURES = frozenset("lying sitting standing waiting staring".split())
_WHERE = frozenset("here there awake up in on at by".split())
_NO_FEELINGS = (["lost", "in"], ["down", "as"], ["down", "for"])
_FELT = frozenset("wish hate miss".split())
_AGES = frozenset("twenty thirty forty fifty sixty seventy".split())


def own(said: Sentence) -> Framed | None:
    """Return a sentence about oneself, said without a lead-in."""
    verb, after = said.verb, said.after
    if base(verb) in _LOOKS and after[0] not in _AFTER_LOOKS:
        return Framed(said.words, SHORTER[FEELS], BELIEF, feared=said.has(LOADED))
    if (verb == "am" and after[0] == "invisible") or (verb == "have" and after[0] == "become"):
        return judged(said)
    if verb == "am" and "too" in said.words[said.at : said.at + 2] and "to" in after:
        return judged(said)
    if said.words == ["i", "do", "not", "know"] or (verb == "must" and "have" in after[:2]):
        return None
    if verb == "must" and after[0] in _SEEMING and said.has(LOADED | _GUESSED):
        return judged(said)
    if is_pointing_back(said):
        return None
    if is_said_as_it_is(said) or after[0] in _AGES:
        return Framed(said.words, rank=FEELING if after[0] not in _AGES else NEWS)
    if said.words[:4] == _UNKNOWN and said.words[4:6] in (["what", "to"], []):
        return None
    if base(verb) in _WISHES:
        return Framed(said.words, rank=FEELING if base(verb) in _FELT else NEWS)
    if verb == "have" and after[:1] == ["to"] and ABSOLUTE & set(said.words):
        return judged(said)
    if verb in OUGHT or (verb == "have" and after[:1] == ["to"]):
        return Framed(said.words, "you tell yourself", BELIEF)
    if verb == "feel" or (
        verb == "am" and after[0] in _FEELINGS | {"feeling"} and after[:2] not in _NO_FEELINGS
    ):
        return Framed(said.words, rank=FEELING)
    if verb in MODALS or after[:2] == ["going", "to"]:
        return _own_to_come(said)
    if verb == "was" and after[0] in _FEELINGS | NEUTRAL and "not" not in said.words:
        return Framed(said.words)
    if said.is_past or verb == "have":
        excess = verb == "was" and after[0] != "not" and said.words[said.at + 1] in _EXCESS
        return judged(said) if excess or is_self_blame(said) else Framed(said.words)
    if verb == "am":
        if after[0] in _POSTURES and after[1:2] and after[1] in _WHERE:
            return Framed(said.words)
        if after[0] in ING and not _BODY.isdisjoint(after):
            return Framed(said.words)
        if after[0] in NEUTRAL and (after[0] == "with" or not said.has(LOADED)):
            return Framed(said.words)
        return judged(said) if said.has(LOADED) and not is_welcome(said) else None
    unworthy = verb == "do" and base(after[0]) in ("deserve", "matter", "belong", "fit")
    told_badly = (
        unworthy
        or (base(verb) == "make" and "worse" in after)
        or _EXCESS & {*said.words[said.at : -1]}
        or ABSOLUTE & {word.partition("'")[0] for word in _without_times(said.words)}
        or (base(verb) in _SELF_BLAME and (base(verb) != "drive" or drives_off(said)))
    )
    return judged(said) if told_badly else Framed(said.words)


def _without_times(words: list[str]) -> list[str]:
    """Return words without an "every" that only tells how often: "every two minutes"."""
    return [
        word
        for word, after in pairwise([*words, ""])
        if word != "every" or after not in NUMBER_WORDS | _OFTEN
    ]


def _own_to_come(said: Sentence) -> Framed | None:
    after = said.after
    if said.verb == "can" and "not" in said.words[said.at : said.at + 2]:
        return Framed(said.words) if is_unable(said) else judged(said)
    if said.verb in ("can", "could"):
        return Framed(said.words)
    if said.verb == "would":
        lost = after[:1] == ["be"] and "without" in after
        return judged(said) if lost and said.has(LOADED) else None
    if main_of(after) in _LOOKS:
        return afraid(said.words)
    dreads = said.has(LOADED - VAGUE) or "be" in after[:4]
    if dreads and said.has(LOADED) and not is_welcome(said):
        return afraid(said.words)
    intends = base(main_of(after)) in _INTENDED and "be" not in after
    return Framed(said.words) if intends else Framed(said.words, THINK, BELIEF)


def main_of(after: list[str]) -> str:
    """Return the verb of what is to come: "call" of "going to call"."""
    rest = [word for word in after if word not in ("going", "to", "not") and not is_adverb(word)]
    return rest[0] if rest else ""
