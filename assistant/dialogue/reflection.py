"""Giving a person's words back to them: turned to "you" where that is sure to be right.

Turning is a small closed grammar. A thought it does not wholly know gives None, and the
dialogue says a good general line instead: a wrong echo is worse than none.
"""

from __future__ import annotations

import re

from assistant.understanding.normalize import normalize

LONGEST_ECHO = 12
"""Words; longer answers are not spoken back."""

_LEAD_IN = re.compile(
    r"^(?:(?:and|but|well|so|sometimes|honestly) )?(?:"
    r"i (?:really |still |always |often |keep |am )*"
    r"(?:think|feel|believe|know|guess|thinking|worry)(?: like| that)* |"
    r"i am (?:so |really |just |very )*"
    r"(?:afraid|scared|worried|terrified|sure|convinced|frightened|certain)(?: that)? |"
    r"what if |it feels like |it is like |maybe |the thought is (?:that )?|"
    r"my (?:thought|fear|worry) is (?:that )?)"
)
_NOT_SPOKEN_BACK = re.compile(
    r"\b(?:kill|killing|die|dies|dying|dead|death|suicide|hurt|hurts|hurting|hit|hits|hitting|harm"
    r"|beat|choke|burden|end it|cut|cutting|gun|knife|pills|drunk|rape|raped|force|forced|touch"
    r"|weapon|police|baby|you|your|yours|we|us|our)\b"
)
_PERSON = (
    r"(?:he|she|they|my (?:partner|boyfriend|girlfriend|husband|wife|fiance|fiancee|best friend|"
    r"friend|boss|mum|dad|mother|father|sister|brother|ex|son|daughter))"
)
_PEOPLE = r"(?:my (?:friends|parents|family)|people)"
_ALL = r"(?:nobody|no one|everyone|everybody|someone)"
_SOON = r"(?:(?:just )?(?:going to|about to))"
_MAY = r"(?:will|might|could|may)"
_OFTEN = r"(?:never |always |probably |secretly |really |still |ever |already |definitely )*"
_ACTS = (
    r"(?:leave|dump|reject|forget|replace|ghost|cheat on|lose|stop|find|meet|get|give up on|change|"
    r"break up|realise|realize|see|think|hate|want|need|love|like|trust|forgive|be|end up|die|"
    r"walk away|move on|come back|call|text|reply|ruin|mess|fail|judge|laugh at|abandon|choose|"
    r"pick|regret|understand|care|miss|respect|ignore|pull away|drift away)"
)
_FEELS = r"(?:love|like|want|care|need|trust|respect|miss|understand|listen|find|see|think|choose)"
_HATES = (
    r"(?:loves|hates|wants|needs|likes|regrets|resents|thinks|prefers|leaves|finds|cares|ignores|"
    r"judges|pities)"
)
_STATE = (
    r"(?:bored|tired|sick|fed up|annoyed|angry|mad|upset|cross|disappointed|ashamed|embarrassed|"
    r"done|cheating|leaving|losing interest|pulling away|drifting|seeing|hiding|lying|avoiding|"
    r"ignoring|moving on|over me|too good|better off|talking to|texting|unhappy|not happy)"
)
_WORTHY = (
    r"(?:good|pretty|smart|clever|attractive|interesting|funny|thin|enough|lovable|worth|worthy|"
    r"wanted|loved|important)"
)
_I_AM = (
    rf"(?:too |(?:not|never)(?: going to be)? {_WORTHY}\b|a failure|a mess|a bad |a terrible |"
    r"the problem|unlovable|boring|needy|clingy|broken|stupid|ugly|weak|useless|pathetic|losing |"
    r"ruining |failing |messing )"
)
_SHAPES = tuple(
    re.compile(rf"^{shape}(?: .*)?$")
    for shape in (
        rf"(?:{_PERSON}|{_PEOPLE}|{_ALL}|i) (?:is|are|am) {_OFTEN}{_SOON} {_OFTEN}{_ACTS}",
        rf"(?:{_PERSON}|{_PEOPLE}|{_ALL}|i) {_MAY} (?:not )?{_OFTEN}{_ACTS}",
        rf"(?:{_PERSON}|{_PEOPLE}) (?:do|does) not {_OFTEN}{_FEELS}",
        rf"(?:{_PERSON}|{_ALL}) {_OFTEN}{_HATES}",
        rf"(?:they|{_PEOPLE}) {_OFTEN}(?:love|hate|want|like|regret|resent|think|prefer)",
        rf"(?:{_PERSON}|{_PEOPLE}|{_ALL}) (?:is|are) (?:not )?{_OFTEN}{_STATE}",
        rf"i am {_I_AM}.*",
        r"i (?:do not|will never) (?:deserve|matter)",
        rf"i {_OFTEN}(?:ruin|mess|mess up|spoil) (?:everything|things|it)",
    )
)
_SUBORDINATE = re.compile(r" (?:and|but|because|so|since|even though|although|while|or|then) .*$")
_THEY = {"he": "they", "she": "they"}
_SECOND_THIRD = re.compile(r"\b(?:he|she|they|him|hers|them|their|theirs|her(?! (?:ex|friends?|job|"
                           r"family|phone|work|mind|life|mum|dad|parents)\b))\b")  # fmt: skip
_TO_YOU = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "am": "are",
    "him": "them", "his": "their", "himself": "themselves", "her": "their", "herself": "themselves",
}  # fmt: skip
_PLURAL = {"is": "are", "was": "were", "does": "do", "has": "have", "cares": "care"}
_SHORT = (
    (r"\b(you|they) are\b", r"\1're"),
    (r"\b(you|they|nobody) will\b(?! not)", r"\1'll"),
    (r"\bwill not\b", "won't"),
    (r"\b(do|does|is|would|could|did|has|have) not\b", r"\1n't"),
    (r"\bcan not\b", "can't"),
    (r"\bnobody'll\b", "nobody will"),
)


def speakable(value: object) -> str | None:
    """Return a slot's value as it may be spoken: at most twelve words, "I" written large."""
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    words = str(value).split()
    if not words or len(words) > LONGEST_ECHO:
        return None
    return re.sub(r"\bi(?=\b|')", "I", " ".join(words)).rstrip(".!?,;")


def turn(thought: str) -> str | None:
    """Return a feared thought turned to "you", or None where that is not sure to be right.

    >>> turn("i think he's going to leave me")
    "they're going to leave you"
    """
    core = _LEAD_IN.sub("", normalize(thought))
    core = _SUBORDINATE.sub("", core)
    if _NOT_SPOKEN_BACK.search(core) or not any(shape.match(core) for shape in _SHAPES):
        return None
    subject, *rest = core.split()
    others = _SECOND_THIRD.findall(" ".join(rest))
    if others and (subject != "i" or others not in (["him"], ["them"], ["her"])):
        return None
    words = [_TO_YOU.get(word, word) for word in rest]
    if others == ["her"]:
        words = ["them" if word == "her" else said for word, said in zip(rest, words, strict=True)]
    if subject in _THEY:
        words = _agree(words)
    spoken = _shorten(" ".join([_THEY.get(subject, _TO_YOU.get(subject, subject)), *words]))
    return spoken if len(spoken.split()) <= LONGEST_ECHO else None


def _agree(words: list[str]) -> list[str]:
    """Make the verb of "he" or "she" fit "they": the first word that is one."""
    for at, word in enumerate(words):
        if word in _PLURAL:
            return [*words[:at], _PLURAL[word], *words[at + 1 :]]
        if re.fullmatch(_HATES, word):
            return [*words[:at], word.removesuffix("s"), *words[at + 1 :]]
    return words


def _shorten(text: str) -> str:
    for long, short in _SHORT:
        text = re.sub(long, short, text)
    return text
