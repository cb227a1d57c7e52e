"""How a clause was meant: as a fear, a belief, a question, a feeling or news.

Its lead-in ("i think that", "what if") is taken off and gives the words that stand before the
core when it is said back. A judgement is never said back as a fact: it "feels like" it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.dialogue.lexicon import MODALS, base, is_adverb, listed
from assistant.dialogue.questions import might, wondered
from assistant.dialogue.syntax import OUGHT, Sentence
from assistant.dialogue.telling import (
    ABSOLUTE,
    LOADED,
    NEUTRAL,
    NO,
    VAGUE,
    is_guess,
    is_self_blame,
    is_settled,
    is_unable,
    is_usual,
    is_welcome,
    lasts,
    says_enough,
)

AFRAID, FEELS, THINK, SURE = "you're afraid", "it feels like", "you think", "you feel sure"
FELT, HURTS, UNFAIR = "it felt like", "it hurts that", "it doesn't feel fair that"
SHORTER = {FEELS: "you feel"}
"""What may be said instead where a frame makes it too long."""
SURROUNDINGS, NEWS, FEELING, BELIEF, TOLD = 0, 1, 2, 3, 4
"""How much a clause says of what troubles someone; most where they said how it is meant."""
_TELLING, _SELF_BLAME, _FEELINGS = map(listed, ("telling", "self_blame", "feelings"))
_ASPERSED, _THINGS, _INTENDED = map(listed, ("aspersed", "things", "intended"))
_FEARS = "|".join(sorted(listed("fears")))
_DEGREES = f"(?:(?:{'|'.join(sorted(listed('degrees')))}) )*"
_OFTEN = r"(?:\w+ly |always |still |only |do |keep |kept |can not stop |can not help )*"
_OPENING = re.compile(
    r"^(?:(?:now|and|but|so|well|look|yeah|yes|okay|no(?! one)|or|like|oh|then|plus|also|sometimes|"
    r"lowkey|mate|bro|dude|to be honest|the worst (?:part|thing) is|"
    r"i mean|i guess|i suppose|i do not know(?! (?:if|why|whether|what|how|who|when|where)\b)|"
    r"the (?:thing|truth|problem) is|it is(?: only)? that|"
    r"part of me (?:thinks|feels|believes|is sure)|it is(?: only)? like|that is why|in my head|"
    r"it is(?= (?:i|he|she|they) )|that(?= (?:i|he|she|they|we|my|nobody) )|deep down|one day|"
    r"obviously|clearly|at the moment|these days|today|tonight|lately|all the time|every day|"
    r"last night|this morning|yesterday)(?: that(?! is))? )+"
)
_LEADS = tuple(
    (re.compile(rf"^{lead} (?P<core>.+)$"), frame)
    for lead, frame in (
        (r"what if", AFRAID),
        (r"(?:my (?:biggest |worst )?fear is|i have (?:this|a) fear) that", AFRAID),
        (rf"i am {_DEGREES}(?:{_FEARS})(?: that)?", AFRAID),
        (rf"i {_OFTEN}(?:worry|worrying|fear)(?: that)?", AFRAID),
        (
            rf"i {_OFTEN}(?:know|bet)"
            r"(?: in my (?:gut|heart|bones)| for (?:sure|a fact))?(?: that)?",
            SURE,
        ),
        (rf"i am {_DEGREES}(?:\w+ly )?(?:sure|convinced|certain|positive)(?: that)?", SURE),
        (r"i (?:can|could) (?:\w+ly )?(?:tell|see|sense)(?: that)?", SURE),
        (r"(?:which |that |this |it )?(?:\w+ly |only |must )*means?(?: that)?", FEELS),
        (r"i (?:can not shake|have|have got) (?:the|this|a) feeling(?: that| like)?", FEELS),
        (r"(?:it|this) (?:\w+ly |really )?felt (?:like|as if|as though)", FELT),
        (r"it (?:\w+ly |really |still |kind of )?hurts that", HURTS),
        (r"it is (?:so |really )?not fair that|it is (?:so |really )?unfair that", UNFAIR),
        (rf"i {_OFTEN}(?:feel|feeling)(?: like| as if| as though| that)*", FEELS),
        (rf"(?:it|this) {_OFTEN}(?:feels|seems|looks) (?:like|as if|as though|that)", FEELS),
        (
            rf"i (?:am )?{_OFTEN}(?:think|thinking|believe|guess|suppose|suspect|reckon|imagine)"
            r"(?: that)?",
            THINK,
        ),
        (r"i am (?:\w+ly )?starting to (?:think|believe|feel)(?: that| like)*", THINK),
        (r"(?:maybe|perhaps|(?:my|the) (?:thought|worry) is)(?: that)?", THINK),
    )
)
_SEES_IT = re.compile(r"i (?:can|could) (?:\w+ly )?(?:see|tell|feel|sense|hear) (?:it|that|this)\b")
_NAMED_FEAR = re.compile(rf"i am ({_DEGREES}(?:{_FEARS}))\b")
_ME = frozenset("i me my we us our her him".split())
_POINTING = frozenset({"it", "this", "that"})
"""Subjects that point to what was said before; without it they say little."""
_GUESSED = frozenset({"a", "an", "one", "some", "being"})
_EXCESS = frozenset({"too"})
_KINDLY = frozenset("help say do tell give".split())
_SEEMING = frozenset("be look seem sound".split())
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
    text = _OPENING.sub("", " ".join(words))
    for lead, frame in _LEADS:
        match = lead.match(text)
        if match and (core := Sentence.of(match["core"].split())):
            if text.startswith("what if"):
                return _afraid(might(core), TOLD)
            return _led(core, frame, _NAMED_FEAR.match(text))
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


def _afraid(core: list[str] | None, rank: int = BELIEF) -> Framed | None:
    return Framed(core, AFRAID, rank, feared=True) if core else None


def _judged(said: Sentence) -> Framed:
    return Framed(said.words, FEELS, BELIEF, feared=said.has(LOADED))


def _of_others(said: Sentence) -> Framed | None:
    """Return a sentence about someone or something else, said without a lead-in."""
    verb, after, dreaded = said.verb, said.after, said.has(LOADED)
    if _THINGS & set(said.words[: said.at]) and not said.is_to_come:
        return Framed(said.words, rank=SURROUNDINGS)
    if verb in ("is", "are") and _GENDERED & set(after[1:]):
        return None
    if said.words[0] == "it" and base(verb) in ("feel", "seem"):
        return None
    if said.words[0] == "that" and "fault" not in said.words:
        return None
    if said.words[0] in _POINTING and (said.is_past or not says_enough(said)):
        return None
    if "only" in said.words[1 : said.at + 2] and not said.is_to_come:
        return _judged(said)
    if said.words[0] == "there" and said.words[-1] in ("one", "ones", "it"):
        return None
    if is_guess(said):
        return _judged(said)
    if said.has(_ASPERSED):
        return Framed(said.words)
    if verb in ("might", "may") and after[:2] == ["as", "well"]:
        return None
    if verb in OUGHT:
        return Framed(said.words, "you feel", BELIEF)
    wanted = said.words[: said.at][-2:] in (["i", "want"], ["i", "need"])
    if wanted or base(verb) in _TELLING or base(after[0]) in _TELLING:
        return Framed(said.words)
    if verb == "would" and (said.words[0] in ("a", "an") or base(after[0]) in _KINDLY):
        return Framed(said.words, THINK, BELIEF)
    if said.is_to_come:
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
    if said.words == ["i", "do", "not", "know"] or (verb == "must" and "have" in after[:2]):
        return None
    if verb == "must" and after[0] in _SEEMING and said.has(LOADED | _GUESSED):
        return _judged(said)
    if verb in OUGHT or (verb == "have" and after[:1] == ["to"]):
        return Framed(said.words, "you tell yourself", BELIEF)
    if verb == "feel" or (verb == "am" and after[0] in _FEELINGS and after[:2] != ["lost", "in"]):
        return Framed(said.words, rank=FEELING)
    if verb in MODALS or after[:2] == ["going", "to"]:
        return _own_to_come(said)
    if verb == "was" and after[0] in _FEELINGS:
        return Framed(said.words, rank=FEELING)
    if verb == "was" and after[0] in NEUTRAL and "not" not in said.words:
        return Framed(said.words)
    if said.is_past or verb == "have":
        return _judged(said) if is_self_blame(said) else Framed(said.words)
    if verb == "am":
        if after[0] in NEUTRAL and (after[0] == "with" or not said.has(LOADED)):
            return Framed(said.words)
        return _judged(said) if said.has(LOADED) and not is_welcome(said) else None
    unworthy = verb == "do" and base(after[0]) in ("deserve", "matter", "belong", "fit")
    judged = (
        unworthy
        or _EXCESS & {*said.words[said.at : -1]}
        or ABSOLUTE & set(said.words)
        or base(verb) in _SELF_BLAME
    )
    return _judged(said) if judged else Framed(said.words)


def _own_to_come(said: Sentence) -> Framed | None:
    after = said.after
    if said.verb == "can" and "not" in said.words[said.at : said.at + 2]:
        return Framed(said.words) if is_unable(said) else _judged(said)
    if said.verb in ("can", "could"):
        return Framed(said.words)
    if said.verb == "would":
        return None
    dreads = said.has(LOADED - VAGUE) or "be" in after[:4]
    if dreads and said.has(LOADED) and not is_welcome(said):
        return _afraid(said.words)
    intends = base(_main(after)) in _INTENDED and "be" not in after
    return Framed(said.words) if intends else Framed(said.words, THINK, BELIEF)


def _main(after: list[str]) -> str:
    """Return the verb of what is to come: "call" of "going to call"."""
    rest = [word for word in after if word not in ("going", "to", "not") and not is_adverb(word)]
    return rest[0] if rest else ""
