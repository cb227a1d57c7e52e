"""How a clause was meant: as a fear, a belief, a question, a feeling or news.

Its lead-in ("i think that", "what if") is taken off and gives the words that stand before the
core when it is said back. A judgement is never said back as a fact: it "feels like" it.
"""

from __future__ import annotations

import re

from assistant.dialogue.leads import (
    AFRAID,
    FEELS,
    FELT,
    HURTS,
    LEADS,
    NAMED_FEAR,
    OPENING,
    SURE,
    THINK,
    UNFAIR,
    WONDER,
)
from assistant.dialogue.lexicon import ING, base, listed
from assistant.dialogue.meant import (
    BELIEF,
    SURROUNDINGS,
    TOLD,
    UNSURE,
    Framed,
    afraid,
    judged,
)
from assistant.dialogue.own import own
from assistant.dialogue.questions import as_of_then, might, wondered
from assistant.dialogue.syntax import OUGHT, Sentence
from assistant.dialogue.telling import (
    ABSOLUTE,
    LOADED,
    NO,
    is_guess,
    is_having,
    is_look,
    is_pointing_back,
    is_refusal,
    is_said_as_it_is,
    is_settled,
    is_unable,
    is_usual,
    is_welcome,
    lasts,
    says_enough,
)
from assistant.understanding.numbers import NUMBER_WORDS

_TELLING, _ASPERSED, _THINGS = map(listed, ("telling", "aspersed", "things"))
_SEES_IT = re.compile(r"i (?:can|could) (?:\w+ly )?(?:see|tell|feel|sense|hear) (?:it|that|this)\b")
_ME = frozenset("i me my we us our her him".split())
_NEAR = frozenset("me us between wrong missing point hope".split())
"""What makes it a judgement that there is something."""
_POINTING = frozenset({"it", "this", "that"})
"""Subjects that point to what was said before; without it they say little."""
_KINDLY = frozenset("help say do tell give".split())
GENDERED = frozenset("man woman guy girl boy bloke lad lady husband wife".split())
"""What nobody is called "they" as: "they are a man"."""


def framed(words: list[str]) -> Framed | None:
    """Return what a clause was meant as, or None where it is no sentence that is wholly known."""
    text = OPENING.sub("", " ".join(words))
    for lead, frame in LEADS:
        match = lead.match(text)
        if match and (core := Sentence.of(match["core"].split())):
            if core.words[:2] in (["the", "one"], ["the", "only"]):
                continue
            if text.startswith("what if"):
                return afraid(might(core), TOLD)
            return _led(core, frame, NAMED_FEAR.match(text))
    if _SEES_IT.match(text):
        return None
    if asked := wondered(text.split()):
        return Framed(asked, "you wonder", BELIEF)
    said = Sentence.of(text.split())
    if said is None:
        return None
    if said.own and said.verb == "thought":
        return _thought(said)
    return own(said) if said.own else _of_others(said)


def _thought(said: Sentence) -> Framed | None:
    """Return what was thought then, told as of then: "i thought he is cross" is "he was"."""
    rest = said.words[said.at + 1 :]
    core = Sentence.of(rest[rest[:1] == ["that"] :])
    if core is None:
        return None
    return Framed([*said.words[: said.at + 1], *as_of_then(core)], rank=BELIEF)


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
        return afraid(core.words, TOLD)
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


def _of_others(said: Sentence) -> Framed | None:
    """Return a sentence about someone or something else, said without a lead-in."""
    verb, after, dreaded = said.verb, said.after, said.has(LOADED)
    if _THINGS & set(said.words[: said.at]) and not said.is_to_come:
        return Framed(said.words, rank=SURROUNDINGS)
    if verb in ("is", "are") and GENDERED & set(after[1:]):
        return None
    if said.words[0] == "it" and base(verb) in ("feel", "seem"):
        return None
    if base(verb) == "think" and len(after) == 1:
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
        return judged(said)
    if base(verb) == "say" and len(said.words) == said.at + 2 and after[0] != "nothing":
        return None
    if verb in ("is", "are") and after[0] in NUMBER_WORDS:
        return None
    if said.words[:3] == ["there", "is", "me"]:
        return None
    if said.words[0] == "there" and _NEAR.isdisjoint(said.words) and not said.is_to_come:
        return Framed(said.words)
    if said.words[0] == "there" and said.words[-1] in ("one", "ones", "it"):
        return None
    if is_guess(said) or (UNSURE & set(said.words) and said.is_past):
        return judged(said)
    if said.has(_ASPERSED):
        return Framed(said.words)
    if verb in ("might", "may") and after[:2] == ["as", "well"]:
        return None
    if verb in OUGHT:
        return Framed(said.words, "you feel", BELIEF)
    wanted = said.words[: said.at][-2:] in (["i", "want"], ["i", "need"])
    if verb in ("can", "could") and after[0] in ("tell", "see"):
        return judged(said)
    tells = base(verb) in _TELLING or base(after[0]) in _TELLING
    if wanted or (tells and not said.is_to_come):
        return Framed(said.words)
    if verb == "would" and after[:1] == ["be"] and "to" in after[2:3]:
        return Framed(said.words, THINK, BELIEF)
    if verb == "would" and (said.words[0] in ("a", "an") or base(after[0]) in _KINDLY):
        return Framed(said.words, THINK, BELIEF)
    if said.is_to_come:
        if verb == "will" and base(after[0]) == "think" and "me" not in after:
            return afraid(said.words)
        dreaded = dreaded and not is_welcome(said) and not (verb == "would" and "not" in said.words)
        return afraid(said.words) if dreaded else Framed(said.words, THINK, BELIEF)
    if said.is_past:
        return judged(said) if lasts(said) and not is_welcome(said) else Framed(said.words)
    if is_settled(said):
        return Framed(said.words)
    return _of_others_now(said)


def _of_others_now(said: Sentence) -> Framed | None:
    if is_welcome(said):
        return None
    if said.words[0] in ABSOLUTE or said.words[0] in NO:
        return judged(said)
    if is_unable(said) or is_usual(said) or is_look(said):
        return Framed(said.words)
    if said.after[0][-3:] == "ing" and said.after[0] not in ING and not said.has(LOADED):
        return None if _ME & {*said.after[1:2]} else Framed(said.words)
    return judged(said) if said.has(LOADED) or _ME & set(said.words[1:]) else None
