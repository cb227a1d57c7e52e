"""What is said, in plain words: "'s" and "'d" written out, tags dropped, two people one "we"."""

from __future__ import annotations

import re

from assistant.dialogue.dialect import aint, mended, standard
from assistant.dialogue.lexicon import BASES, FINITE, ING, PAST, listed, verb_at
from assistant.understanding.normalize import normalize

_PRONOUNS = frozenset("he she it who that there what where how here everything this".split())
_ANYBODY = frozenset("everyone everybody nobody someone somebody".split())
_PARTICIPLES = listed("participles")
_NEVER_HAS = listed("never_has")
_ADJECTIVES = listed("adjectives_in_ed") | listed("feelings")
_DONE_TO = frozenset(
    "me my him his her us our the a an it this them their everything everyone no all".split()
)
_SINCE = frozenset("since yet back all".split())
_AFTER_STATE = frozenset("with and but because when for in by inside".split())
_AFTER_IS = frozenset(
    "a an the going in on at with out off not too so very over away back here there gone done "
    "finished ruined down up about never always no such all mine".split()
)
_OWNED_AFTER = frozenset("on in of at for with to".split())
_SAYS_WHAT = listed("complement")
_TO_BE = frozenset({"am", "is", "are", "was", "not", "i'm", "he's", "she's"})
_WITH_WILL = frozenset("i you he she it we they".split())
"""After these "'ll" is known."""
_TAG = re.compile(
    r" (?:i (?:will|have to|must) (?:admit|say)(?: it)?|i (?:only )?know (?:it|he has|she has)|"
    r"i swear|you will see|end of|that is all there is to it|full stop|i bet|"
    r"how \w+ is that|mark my words|i tell you|you know)$"
)
_AS_SOON_AS = re.compile(
    r"(?<!of )(?<!at )(?<!for )(?<!from )\bthe (?:minute|moment|second|instant)(?: that)?"
    r"(?= (?:i|he|she|we|they|it)\b)"
)
_SUPPOSING = re.compile(
    r"^(?:(?:and|but|so|oh|like) )?(?:suppose|supposing|imagine if|"
    r"what (?:happens|will i do|would i do|do i do|am i going to do) if)"
    r"(?: that)?(?= (?:i|he|she|they|we|it|there|my|his|her|the|nobody|no one|someone|everyone)\b)"
)
_THINKS_OH = re.compile(
    r"\b(think|thinking) (?:well|oh no|oh god|oh|okay|right|no(?= (?:i|he|she|they|we|it)\b))"
    r"(?= \w+ \w)"
)
_ONLY = re.compile(
    r"\b((?:not |(?:he|she|they)(?:'s|'re| is| are)? )(?:probably |maybe )?)just"
    r"(?:(?<=not just)|(?= (?:says|said|wants|stays|sees|likes|needs|feels|being)\b))"
)
""" "Just" where it carries what is meant."""
_LIKE_THIS = re.compile(r"\blike(?= (?:this|that)\b)")
"""What is no filler, though it stands after "i am"."""
_TRAILING = re.compile(r"(?<!really)(?<!is)(?<!am)(?<!are)(?<!look)(?<!looks) (?:like(?: so)?|so)$")
_THEREFORE = re.compile(r"(?<=\w) therefore(?= \w)")
_EVERY_TIME = re.compile(r"\bevery time(?= (?:i|he|she|we|they|it|my|the|people|someone)\b)")
_PARTNER = "(?:my (?:partner|boyfriend|girlfriend|husband|wife))"
_US = re.compile(
    r"(?:^|(?<=think )|(?<=like )|(?<=that )|(?<=if )|(?<=because )|(?<=afraid )|(?<=scared ))"
    rf"(?:(?:he|she|they) and i|(?:me|i) and (?:him|her|he|she|{_PARTNER})|"
    rf"(?:him|her|{_PARTNER}) and (?:i|me))\b"
)


def plain(sentence: str) -> list[str]:
    """Return a sentence in plain words, "'s" and "'d" written out, or parted where they own."""
    said = _ONLY.sub(r"\1only", sentence).split()
    said = " ".join(map(standard, said)).split()
    before = ["", *said]
    whole = [_written_out(word, said[at + 1 :], before[at]) for at, word in enumerate(said)]
    kept = _LIKE_THIS.sub("likewise", " ".join(whole))
    text = _TAG.sub("", re.sub(r" s\b", "'s", normalize(kept))).replace("likewise", "like")
    text = _EVERY_TIME.sub("whenever", _TRAILING.sub("", text))
    text = _THEREFORE.sub(" so", _THINKS_OH.sub(r"\1", _SUPPOSING.sub("what if", text)))
    text = _AS_SOON_AS.sub("once", text).replace("everyone of", "every one of")
    return _without_like(mended(re.sub(_US, "we", text)).split())


def _written_out(word: str, rest: list[str], before: str) -> str:
    stem, apostrophe, ending = word.partition("'")
    at = verb_at(rest)
    after = rest[at : at + 1] or [""]
    if ending == "ll" and stem not in _WITH_WILL:
        return f"{stem} will"
    if word in ("ain't", "aint"):
        return aint(rest)
    if not apostrophe or ending not in ("s", "d") or not stem:
        return word
    if ending == "d":
        had = after[0] in (_PARTICIPLES | PAST.keys()) - BASES or rest[0:1] in (
            ["better"],
            ["a"],
            ["no"],
        )
        return f"{stem} had" if had else word
    so_far = at and rest[at - 1] in ("ever", "never") and after[0] in PAST.keys() - BASES
    if _is_perfect(after[0], rest[at + 1 : at + 2]) or (so_far and after[0] not in _ADJECTIVES):
        return f"{stem} has"
    if stem in _PRONOUNS:
        return word
    told = at or after[0] in _ADJECTIVES | ING.keys() | _AFTER_IS
    alone = stem in _ANYBODY and before not in _TO_BE and FINITE.isdisjoint(rest[1:3])
    owns = before in _OWNED_AFTER or (before in FINITE - _TO_BE and before not in _SAYS_WHAT)
    told = told or (alone and not owns)
    return f"{stem} is" if told else f"{stem} 's"


def _is_perfect(word: str, after: list[str]) -> bool:
    """Tell "'s left me" (has) from "'s bored" (is)."""
    if word in _NEVER_HAS:
        return bool(after) and after[0] not in _AFTER_STATE
    done = word in PAST and word[-2:] == "ed" and word not in _ADJECTIVES
    since = done and not _SINCE.isdisjoint(after)
    return since or word in _PARTICIPLES or (done and not _DONE_TO.isdisjoint(after))


def _without_like(words: list[str]) -> list[str]:
    """Drop a "like" that stands between a subject and its verb."""
    kept = []
    for at, word in enumerate(words):
        filler = (
            word == "like" and 0 < at < len(words) - 1 and words[at - 1] in {"he", "she", "they"}
        )
        if not (filler and words[at + 1] in FINITE):
            kept.append(word)
    return kept
