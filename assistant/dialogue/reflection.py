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
LONGEST_KEPT = 24
"""Words of what a person asked to have kept and hears again; a turn has 35."""
_DANGEROUS = (
    "kill|killing|die|dies|dying|dead|death|suicide|hurt|hurts|hurting|hit|hits|hitting|harm|beat|"
    "choke|burden|end it|cut|cutting|gun|knife|pills|drunk|rape|raped|weapon"
)
_NOT_REPEATED = re.compile(rf"\b(?:{_DANGEROUS})\b")
_NOT_SPOKEN_BACK = re.compile(
    rf"\b(?:{_DANGEROUS}|force|forced|touch|police|around|here|exist|mind|pain|baby|you|your|yours|we|us|our)\b"
)
_PERSON = (
    r"(?:he|she|they|my (?:partner|boyfriend|girlfriend|husband|wife|fiance|fiancee|best friend|"
    r"friend|boss|mum|dad|mother|father|sister|brother|ex|son|daughter))"
)
_PEOPLE = r"(?:my (?:friends|parents|family)|people|they)"
_NOBODY = r"(?:nobody|no one)"
_ALL = r"(?:everyone|everybody|someone)"
_ANYONE = rf"(?:{_PERSON}|{_PEOPLE}|{_ALL}|i)"
_OFTEN = r"(?:always |probably |secretly |really |still |already |definitely |soon |just )*"
_COMING = rf"(?:(?:is|are|am) {_OFTEN}(?:going|about) to|will|might|could|may) {_OFTEN}"
_NEVER = (
    rf"(?:(?:is|are|am) (?:not|never) {_OFTEN}going to|(?:will|might) (?:not|never)) "
    r"(?:ever |really )*"
)
_OTHER = r"(?:someone|somebody|another|other)"
_WORSE = (
    r"(?:too (?:much|needy|clingy|sensitive|emotional|boring|old|fat|ugly|broken|damaged|difficult|"
    r"intense|weak|stupid|quiet|loud|different|jealous|demanding|dependent|insecure)|"
    r"(?:not|never)(?: going to be)? (?:good|pretty|smart|clever|attractive|interesting|funny|thin|"
    r"enough|lovable|worth|worthy|wanted|loved|important)|a failure|a mess|a fraud|an idiot|"
    r"a (?:bad|terrible|horrible|boring) \w+|the problem|unlovable|boring|needy|clingy|broken|"
    r"stupid|ugly|weak|crazy|useless|pathetic|annoying|weird)"
)
_FEARED = (
    rf"(?:leave|dump|reject|forget|replace|ghost|cheat|lose|stop|give up|break up|realise|realize|"
    rf"hate|regret|ruin|mess|fail|judge|laugh at|abandon|walk away|move on|ignore|pull away|"
    rf"drift away|end up|find out|(?:find|meet|want|love|choose|pick|like) {_OTHER}|"
    rf"get (?:bored|tired|sick|fed up|angry|mad)|see (?:how|that|what)|think i am {_WORSE}|"
    rf"be (?:alone|left|angry|mad|disappointed|bored|rejected))"
)
_HOPED = (
    r"(?:love|like|want|need|trust|forgive|understand|care|miss|choose|pick|call|text|reply|"
    r"come back|change|respect|listen|be (?:loved|happy|enough|wanted|with me|able to))"
)
_FEARED_NOW = (
    rf"(?:(?:hates|regrets|resents|leaves|ignores|judges|pities)|thinks i am {_WORSE}|"
    rf"(?:finds|meets|loves|likes|wants|prefers|needs) {_OTHER})"
)
_HOPED_NOW = r"(?:loves|likes|wants|needs|cares|misses|understands|listens|respects|trusts)"
_STATE = (
    rf"(?:bored|tired|sick|fed up|annoyed|angry|mad|upset|cross|disappointed|ashamed|embarrassed|"
    rf"cheating|losing interest|pulling away|drifting|moving on|over me|too good|unhappy|"
    rf"(?:leaving|avoiding|ignoring) me|lying to me|hiding (?:something|things)|done with me|"
    rf"(?:seeing|texting|talking to) {_OTHER}|"
    rf"not (?:happy|interested|attracted|in love|into me))"
)
_SHAPES = tuple(
    re.compile(rf"^{shape}\b(?: .*)?$")
    for shape in (
        rf"{_ANYONE} {_COMING}{_FEARED}",
        rf"{_ANYONE} {_NEVER}{_HOPED}",
        rf"{_NOBODY} (?:will|could|would|is going to) (?:ever |really )*{_HOPED}",
        rf"(?:{_PERSON}|{_PEOPLE}) (?:do|does) not {_OFTEN}{_HOPED}",
        rf"(?:{_PERSON}|{_ALL}) {_OFTEN}{_FEARED_NOW}",
        rf"{_PERSON} never {_HOPED_NOW}",
        rf"{_NOBODY} (?:ever |really )*{_HOPED_NOW}",
        rf"{_PEOPLE} {_OFTEN}(?:leave|hate|regret|resent|judge|pity|ignore|stop)",
        rf"{_PEOPLE} {_OFTEN}think i am {_WORSE}",
        rf"{_PEOPLE} {_OFTEN}(?:find|meet|want) {_OTHER}",
        rf"(?:{_PERSON}|{_PEOPLE}|{_ALL}) (?:is|are) {_OFTEN}{_STATE}",
        rf"i am {_OFTEN}{_WORSE}",
        rf"i am {_OFTEN}(?:losing|ruining|failing|messing)",
        r"i (?:do not|will never) (?:deserve|matter)",
        rf"i {_OFTEN}(?:ruin|mess|spoil) (?:up|everything|things|it)",
    )
)
_SUBORDINATE = re.compile(r" (?:and|but|because|so|since|even though|although|while|or|then) .*$")
_THEY = {"he": "they", "she": "they"}
_SECOND_THIRD = re.compile(r"\b(?:he|she|they|him|hers|them|their|theirs|her(?! (?:ex|friends?|job|"
                           r"family|phone|work|mind|life|mum|dad|parents)\b))\b")  # fmt: skip
_SECOND_I = re.compile(
    r"\b(?!(?:if|when|that|than|how|what|thinks?|realise|realize|knows?|after|before|until) i\b)"
    r"\w+ i\b"
)
"""A new sentence about oneself that no word joins to the first."""
_TO_YOU = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "am": "are",
    "him": "them", "his": "their", "himself": "themselves", "her": "their", "herself": "themselves",
}  # fmt: skip
_THIRD = re.compile(
    "(?:hate|regret|resent|leave|ignore|judge|think|find|meet|love|like|want|prefer|need|care|"
    "understand|listen|respect|trust)s"
)
_PLURAL = {
    "is": "are",
    "was": "were",
    "does": "do",
    "has": "have",
    "pities": "pity",
    "misses": "miss",
}
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
    return _spoken(str(value), LONGEST_ECHO)


def whole(text: object) -> str | None:
    """Return what was kept as it may be spoken: all of it, where no word of it is of danger.

    None for more than LONGEST_KEPT words.
    """
    if not isinstance(text, str) or _NOT_REPEATED.search(normalize(text)):
        return None
    return _spoken(text, LONGEST_KEPT)


def _spoken(text: str, most: int) -> str | None:
    words = text.split()
    if not words or len(words) > most:
        return None
    return re.sub(r"\bi(?=\b|')", "I", " ".join(words)).rstrip(".!?,;")


def turn(thought: str) -> str | None:
    """Return a feared thought turned to "you", or None where that is not sure to be right.

    >>> turn("i think he's going to leave me")
    "they're going to leave you"
    """
    return next(filter(None, map(_turned, re.split(r"[.?!,;]+", thought))), None)


def _turned(clause: str) -> str | None:
    core = _SUBORDINATE.sub("", _LEAD_IN.sub("", normalize(clause)))
    if _NOT_SPOKEN_BACK.search(core) or not any(shape.match(core) for shape in _SHAPES):
        return None
    subject, *rest = core.split()
    others = _SECOND_THIRD.findall(" ".join(rest))
    if others and (subject != "i" or others not in (["him"], ["them"], ["her"])):
        return None
    if _SECOND_I.search(" ".join(rest)):
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
        if re.fullmatch(_THIRD, word):
            return [*words[:at], word.removesuffix("s"), *words[at + 1 :]]
    return words


def _shorten(text: str) -> str:
    for long, short in _SHORT:
        text = re.sub(long, short, text)
    return text
