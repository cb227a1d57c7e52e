"""How a clause was meant: as a fear, a belief, a question, a feeling or news.

Its lead-in ("i think that", "what if") is taken off and gives the words that stand before the
core when it is said back. A judgement is never said back as a fact: it "feels like" it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.dialogue.deeds import is_seen
from assistant.dialogue.leads import (
    AFRAID,
    FEELS,
    FELT,
    HURTS,
    LEADS,
    NAMED_FEAR,
    ON_MIND,
    OPENING,
    SHORTER,
    SURE,
    THINK,
    UNFAIR,
    WONDER,
)
from assistant.dialogue.lexicon import ING, MODALS, base, is_adverb, listed
from assistant.dialogue.questions import might, wondered
from assistant.dialogue.syntax import OUGHT, Sentence
from assistant.dialogue.telling import (
    ABSOLUTE,
    LOADED,
    NEUTRAL,
    NO,
    VAGUE,
    drives_off,
    is_guess,
    is_having,
    is_pointing_back,
    is_refusal,
    is_said_as_it_is,
    is_self_blame,
    is_settled,
    is_unable,
    is_usual,
    is_welcome,
    lasts,
    says_enough,
)

SURROUNDINGS, NEWS, FEELING, BELIEF, TOLD = 0, 1, 2, 3, 4
"""How much a clause says of what troubles someone; most where they said how it is meant."""
_TELLING, _SELF_BLAME, _FEELINGS = map(listed, ("telling", "self_blame", "feelings"))
_ASPERSED, _THINGS, _INTENDED = map(listed, ("aspersed", "things", "intended"))
_SEES_IT = re.compile(r"i (?:can|could) (?:\w+ly )?(?:see|tell|feel|sense|hear) (?:it|that|this)\b")
_ME = frozenset("i me my we us our her him".split())
_BODY = listed("body")
_POINTING = frozenset({"it", "this", "that"})
"""Subjects that point to what was said before; without it they say little."""
_GUESSED = frozenset({"a", "an", "one", "some", "being"})
_EXCESS = frozenset({"too"})
_UNSURE = frozenset({"probably", "likely"})
_LOOKS = frozenset({"look", "sound"})
_AFTER_LOOKS = frozenset("at for after forward up down back out away into to through".split())
_KINDLY = frozenset("help say do tell give".split())
_SEEMING = frozenset("be look seem sound".split())
_UNKNOWN = ["i", "do", "not", "know"]
_WISHES = frozenset("hate love want need miss wish like see".split())
_AGES = frozenset("twenty thirty forty fifty sixty seventy".split())
_GENDERED = frozenset("man woman guy girl boy bloke lad lady husband wife".split())


@dataclass(frozen=True, slots=True)
class Framed:
    """A clause as it was meant."""

    words: list[str]
    """The core, in the person's own words."""
    frame: str = ""
    """What is said before it, as "you're afraid"; "" for a feeling or news."""
    rank: int = NEWS
    feared: bool = False
    """True where it can be said after "you're afraid"."""


def framed(words: list[str]) -> Framed | None:
    """Return what a clause was meant as, or None where it is no sentence that is wholly known."""
    text = OPENING.sub("", " ".join(words))
    for lead, frame in LEADS:
        match = lead.match(text)
        if match and (core := Sentence.of(match["core"].split())):
            if core.words[:2] == ["the", "one"]:
                return None
            if text.startswith("what if"):
                return _afraid(might(core), TOLD)
            return _led(core, frame, NAMED_FEAR.match(text))
    if _SEES_IT.match(text):
        return None
    if asked := wondered(text.split()):
        return Framed(asked, "you wonder", BELIEF)
    said = Sentence.of(text.split())
    if said is None:
        return None
    return _own(said) if said.own else _of_others(said)


def _led(core: Sentence, frame: str, fear: re.Match[str] | None) -> Framed | None:
    """Return what followed a lead-in; a belief in what is to come and is dreaded is a fear."""
    if frame == AFRAID:
        return Framed(core.words, f"you're {fear[1]}" if fear else AFRAID, TOLD, feared=True)
    if frame == WONDER:
        return _wondered(core)
    if frame == SURE and "it" in (core.words[0], core.words[-1]):
        return None
    dreaded = core.has(LOADED) and not is_welcome(core)
    if frame in (FELT, HURTS, UNFAIR):
        return Framed(core.words, frame, TOLD)
    if frame != SURE and dreaded and core.is_to_come:
        return _afraid(core.words, TOLD)
    if frame == THINK and core.own and core.verb == "am":
        frame = FEELS
    return Framed(core.words, frame, TOLD, feared=dreaded)


def _wondered(core: Sentence) -> Framed:
    """Return what was said with "maybe", so that it stays as unsure as it was said."""
    feared = core.has(LOADED) and not is_welcome(core)
    if not core.is_to_come:
        return Framed(core.words, WONDER, TOLD, feared=feared)
    words = ["might" if word == "will" else word for word in core.words]
    return Framed(words, AFRAID if feared else THINK, TOLD, feared=feared)


def _afraid(core: list[str] | None, rank: int = BELIEF) -> Framed | None:
    return Framed(core, AFRAID, rank, feared=True) if core else None


def _judged(said: Sentence) -> Framed:
    if is_seen(said):
        return Framed(said.words, ON_MIND, FEELING, feared=said.has(LOADED))
    if _UNSURE & set(said.words) and said.is_past:
        return Framed(said.words, THINK, BELIEF, feared=said.has(LOADED))
    alike = said.verb in ("is", "are", "am") and "like" in said.words[said.at : said.at + 3]
    return Framed(said.words, SHORTER[FEELS] if alike else FEELS, BELIEF, feared=said.has(LOADED))


def _of_others(said: Sentence) -> Framed | None:
    """Return a sentence about someone or something else, said without a lead-in."""
    verb, after, dreaded = said.verb, said.after, said.has(LOADED)
    if _THINGS & set(said.words[: said.at]) and not said.is_to_come:
        return Framed(said.words, rank=SURROUNDINGS)
    if verb in ("is", "are") and _GENDERED & set(after[1:]):
        return None
    if said.words[0] == "it" and base(verb) in ("feel", "seem"):
        return None
    if is_pointing_back(said):
        return None
    if is_said_as_it_is(said):
        return Framed(said.words, rank=BELIEF, feared=dreaded)
    if is_refusal(said) or is_having(said):
        return Framed(said.words)
    if said.words[0] == "that" and "fault" not in said.words:
        return None
    if said.words[0] in _POINTING and (said.is_past or not says_enough(said)):
        return None
    if "only" in said.words[1 : said.at + 2] and not said.is_to_come:
        return _judged(said)
    if said.words[0] == "there" and said.words[-1] in ("one", "ones", "it"):
        return None
    if is_guess(said) or (_UNSURE & set(said.words) and said.is_past):
        return _judged(said)
    if said.has(_ASPERSED):
        return Framed(said.words)
    if verb in ("might", "may") and after[:2] == ["as", "well"]:
        return None
    if verb in OUGHT:
        return Framed(said.words, "you feel", BELIEF)
    wanted = said.words[: said.at][-2:] in (["i", "want"], ["i", "need"])
    if verb in ("can", "could") and after[0] in ("tell", "see"):
        return _judged(said)
    if wanted or base(verb) in _TELLING or base(after[0]) in _TELLING:
        return Framed(said.words)
    if verb == "would" and after[:1] == ["be"] and "to" in after[2:3]:
        return Framed(said.words, THINK, BELIEF)
    if verb == "would" and (said.words[0] in ("a", "an") or base(after[0]) in _KINDLY):
        return Framed(said.words, THINK, BELIEF)
    if said.is_to_come:
        if verb == "will" and base(after[0]) == "think" and "me" not in after:
            return _afraid(said.words)
        dreaded = dreaded and not is_welcome(said) and not (verb == "would" and "not" in said.words)
        return _afraid(said.words) if dreaded else Framed(said.words, THINK, BELIEF)
    if said.is_past:
        return _judged(said) if lasts(said) and not is_welcome(said) else Framed(said.words)
    if is_settled(said):
        return Framed(said.words)
    return _of_others_now(said)


def _of_others_now(said: Sentence) -> Framed | None:
    if is_welcome(said):
        return None
    if said.words[0] in ABSOLUTE or said.words[0] in NO:
        return _judged(said)
    if is_unable(said):
        return Framed(said.words)
    if is_usual(said):
        return Framed(said.words)
    return _judged(said) if said.has(LOADED) or _ME & set(said.words[1:]) else None


def _own(said: Sentence) -> Framed | None:
    """Return a sentence about oneself, said without a lead-in."""
    verb, after = said.verb, said.after
    if base(verb) in _LOOKS and after[0] not in _AFTER_LOOKS:
        return Framed(said.words, SHORTER[FEELS], BELIEF, feared=said.has(LOADED))
    if verb == "am" and "too" in said.words[said.at : said.at + 2] and "to" in after:
        return _judged(said)
    if said.words == ["i", "do", "not", "know"] or (verb == "must" and "have" in after[:2]):
        return None
    if verb == "must" and after[0] in _SEEMING and said.has(LOADED | _GUESSED):
        return _judged(said)
    if is_pointing_back(said):
        return None
    if is_said_as_it_is(said) or after[0] in _AGES:
        return Framed(said.words, rank=FEELING if after[0] not in _AGES else NEWS)
    if said.words[:4] == _UNKNOWN and said.words[4:6] in (["what", "to"], []):
        return None
    if base(verb) in _WISHES:
        return Framed(said.words)
    if verb == "have" and after[:1] == ["to"] and ABSOLUTE & set(said.words):
        return _judged(said)
    if verb in OUGHT or (verb == "have" and after[:1] == ["to"]):
        return Framed(said.words, "you tell yourself", BELIEF)
    if verb == "feel" or (
        verb == "am" and after[0] in _FEELINGS | {"feeling"} and after[:2] != ["lost", "in"]
    ):
        return Framed(said.words, rank=FEELING)
    if verb in MODALS or after[:2] == ["going", "to"]:
        return _own_to_come(said)
    if verb == "was" and after[0] in _FEELINGS:
        return Framed(said.words, rank=FEELING)
    if verb == "was" and after[0] in NEUTRAL and "not" not in said.words:
        return Framed(said.words)
    if said.is_past or verb == "have":
        excess = verb == "was" and after[0] != "not" and said.words[said.at + 1] in _EXCESS
        return _judged(said) if excess or is_self_blame(said) else Framed(said.words)
    if verb == "am":
        if after[0] in ING and not _BODY.isdisjoint(after):
            return Framed(said.words)
        if after[0] in NEUTRAL and (after[0] == "with" or not said.has(LOADED)):
            return Framed(said.words)
        return _judged(said) if said.has(LOADED) and not is_welcome(said) else None
    unworthy = verb == "do" and base(after[0]) in ("deserve", "matter", "belong", "fit")
    judged = (
        unworthy
        or _EXCESS & {*said.words[said.at : -1]}
        or ABSOLUTE & set(said.words)
        or (base(verb) in _SELF_BLAME and (base(verb) != "drive" or drives_off(said)))
    )
    return _judged(said) if judged else Framed(said.words)


def _own_to_come(said: Sentence) -> Framed | None:
    after = said.after
    if said.verb == "can" and "not" in said.words[said.at : said.at + 2]:
        return Framed(said.words) if is_unable(said) else _judged(said)
    if said.verb in ("can", "could"):
        return Framed(said.words)
    if said.verb == "would":
        lost = after[:1] == ["be"] and "without" in after
        return _judged(said) if lost and said.has(LOADED) else None
    dreads = said.has(LOADED - VAGUE) or "be" in after[:4]
    if dreads and said.has(LOADED) and not is_welcome(said):
        return _afraid(said.words)
    intends = base(_main(after)) in _INTENDED and "be" not in after
    return Framed(said.words) if intends else Framed(said.words, THINK, BELIEF)


def _main(after: list[str]) -> str:
    """Return the verb of what is to come: "call" of "going to call"."""
    rest = [word for word in after if word not in ("going", "to", "not") and not is_adverb(word)]
    return rest[0] if rest else ""
