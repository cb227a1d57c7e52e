"""Speech of a region, or of one who learnt English late, brought to standard words by rule.

What no rule can mend stays as it was; whether it may then be said back, `soundness` tells.
"""

from __future__ import annotations

import re

from assistant.dialogue.lexicon import AUXILIARIES, MODALS, PAST, listed
from assistant.understanding.numbers import NUMBER_WORDS

_PERSON = r"(?:i|he|she|it|they|we)"
_HELPER = rf"(?:{'|'.join(sorted(AUXILIARIES | MODALS))})"
_KIN = "mam|mum|mother|dad|father|nan|mate|mates|sister|brother|wife|husband|kids|head"
_OWN_KIN = "mam|mum|mom|mummy|dad|daddy|nan|nana|gran|grandad|grandma"
_NOT_ASKED = "".join(
    f"(?<!{word} )" for word in sorted(AUXILIARIES | MODALS | {"not", "let", "make"})
)
_WORDS = {
    "shoulda": "should have", "coulda": "could have", "woulda": "would have", "musta": "must have",
    "mighta": "might have", "finna": "going to", "tryna": "trying to", "hafta": "have to",
    "imma": "i am going to", "feart": "scared", "owt": "anything", "nowt": "nothing",
    "summat": "something", "hisself": "himself", "theirselves": "themselves",
    "idk": "i do not know",
    "em": "them", "bc": "because", "dinnae": "do not", "cannae": "can not", "ngl": "", "tbh": "",
    "deadass": "", "fr": "", "lowkey": "", "highkey": "", "lol": "",
    "ergo": "so", "hence": "so", "omg": "",
}  # fmt: skip
"""Words of a region or of young people, and what they stand for."""
_NAE = re.compile(r"(was|is|did|does|have|has|had|would|could|should|are|were)nae")
_START = r"(?:^|(?<=think )|(?<=like )|(?<=that )|(?<=because )|(?<=and )|(?<=but )|(?<=so ))"
_BEFORE_KIN = f"(?:{_START}|(?<=told )|(?<=tell )|(?<=if )|(?<=when ))"
_MENDS = (
    (r"(?<!my )(?<!his )(?<!her )(?<!our )\b(mum|mom|mam) and dad\b", r"my \1 and dad"),
    (rf"{_BEFORE_KIN}(?<!mum and )(?<!mom and )(?<!mam and )(?=(?:{_OWN_KIN})\b(?! of))", "my "),
    (rf"\bme (?=(?:{_KIN})\b)", "my "),
    (r"\b(should|could|would|must|might)( not)? of\b", r"\1\2 have"),
    (r"\bbe cause\b", "because"),
    (
        r"(?<!the )(?<!a )(?<!no )(?<!i )(?<!they )(?<!we )(?<!you )(?<!to )(?<!will )(?<!only )"
        r"\bcause(?= (?:i|he|she|it|we|they|nobody|everyone) )",
        "because",
    ),
    (r"\bmore then\b", "more than"),
    (r"\btwo much\b", "too much"),
    (r"\bfixing to\b", "going to"),
    (rf"{_NOT_ASKED}\b(he|she|it) been\b", r"\1 has been"),
    (rf"{_NOT_ASKED}\b(i|we|they) been\b", r"\1 have been"),
    (rf"{_NOT_ASKED}\b(he|she|it) be (?=\w+ing\b)", r"\1 is always "),
    (rf"{_NOT_ASKED}\b(we|they) be (?=\w+ing\b)", r"\1 are always "),
    (r"\blet us (?=(?:me|us|him|her|them|it|my|his|everyone|people|himself|herself)\b)", "lets "),
    (r"\bi is(?= not\b)", "i am"),
    (r"\bi has(?= not\b)", "i have"),
    (r"\b(we|they) was\b", r"\1 were"),
    (r"\b(we|they) is\b", r"\1 are"),
    (r"\b(we|they) has\b", r"\1 have"),
    (rf"{_START}(my \w+) (?:he|she)\b(?= {_HELPER}\b| \w+s\b)", r"\1"),
    (r"\b(he|she|it|my \w*[^\Ws]) do not\b", r"\1 does not"),
    (r"(?<!if )(?<!wish )(?<!though )\b(he|she|it) were\b", r"\1 was"),
    (rf"(?<=\w) like (?=(?:{'|'.join(sorted(NUMBER_WORDS))})\b)", " "),
)
_TAG = re.compile(
    rf"^(?P<said>(?!(?:what|who|why|how|when|where|{_HELPER}) )(?:\w+ ){{3,}}\w+"
    r"(?<!what)(?<!who)(?<!where)(?<!how)(?<!why)(?<!when)(?<!if)(?<!than)(?<!as)(?<!so)"
    rf"(?<!know)(?<!wonder)(?<!and)(?<!that)) (?:{_HELPER}(?: not)? {_PERSON}|innit|lah|bro|mate|"
    r"i think so|you see)$"
)
"""What only asks to be agreed with: "they are going to leave, are they not"."""
_POSITIVE = {"nothing": "anything", "nobody": "anyone", "nowhere": "anywhere", "no": "any"}
_PARTICIPLES, _ADJECTIVES = listed("participles"), listed("adjectives_in_ed") | listed("feelings")
_OTHER_CLAUSE = listed("complement") | frozenset("i he she they we say saying".split())
"""Words after which "no" may stand for itself: "i can not stop thinking no one likes me"."""


def mended(text: str) -> str:
    """Return plain words as standard English has them, where a rule can tell."""
    for found, put in _MENDS:
        text = re.sub(found, put, text)
    tagged = _TAG.match(text)
    return " ".join(_once_denied((tagged["said"] if tagged else text).split()))


def standard(word: str) -> str:
    """Return what a word of a region stands for: "wasnae" is "was not"."""
    return _WORDS.get(word, _NAE.sub(r"\1 not", word))


def aint(rest: list[str]) -> str:
    """Return what "ain't" stands for before these words: "has not" or "is not"."""
    after = next((word for word in rest if word not in ("even", "never", "really")), "")
    done = after in _PARTICIPLES or (after in PAST and after not in _ADJECTIVES)
    return "has not" if done or (after[-2:] == "ed" and after not in _ADJECTIVES) else "is not"


def _once_denied(words: list[str]) -> list[str]:
    """Return words in which a second "no" of a clause is an "any": "does not care no more"."""
    kept: list[str] = []
    denied = False
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else ""
        if word in _OTHER_CLAUSE - _POSITIVE.keys():
            denied = False
        twice = denied and word in _POSITIVE and after not in ("reason", "good")
        if word == "never" and kept[-1:] == ["not"] and kept[-2:-1] not in (["do"], ["does"]):
            kept.pop()
        kept.append(_POSITIVE[word] if twice else word)
        denied = denied or word in ("not", "never")
    return kept
