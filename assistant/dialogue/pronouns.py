"""A person's words turned to "you", word by word, with the verbs that must then agree.

The rule for other people: the first "he" or "she" of a thought becomes "they" (the partner, whose
gender nobody asks), a second person keeps theirs, and whoever the person named with a word that
has a gender ("my mum", "my husband") keeps "she" or "he". "We" becomes "you two".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.dialogue.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BASES,
    ING,
    MODALS,
    PAST,
    THIRD,
    is_adverb,
    listed,
)  # fmt: skip
from assistant.understanding.numbers import NUMBER_WORDS

_GROUPS = {
    "he": frozenset({"he", "him", "his", "himself"}),
    "she": frozenset({"she", "her", "hers", "herself"}),
}
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_NAMED = {"he": listed("men"), "she": listed("women")}
_PARTNERS = listed("partners")
_MANY = listed("many")
_AFTER_OBJECT = listed("after_object") | ADVERBS
_AFTER_OWNER = frozenset("best first last".split())
"""Before a noun after "her", or after it as in "i told her first"."""
_NO_KIN = frozenset(
    "thing week month year night time day summer winter spring autumn weekend monday tuesday "
    "wednesday thursday friday saturday sunday of in at".split()
)
_MAKES = frozenset(
    "make makes made making let lets letting leave told tell telling give gave given giving ask "
    "asked call called calls calling see seeing text texted texting show showed upset upsets "
    "like".split()
)
_OWN = {
    "me": ["you"], "my": ["your"], "mine": ["yours"], "myself": ["yourself"], "us": ["you", "two"],
    "we": ["you", "two"], "our": ["your"], "ours": ["yours"], "am": ["are"],
}  # fmt: skip
_AGREED_YOU = {"am": "are", "was": "were"}
_AGREED_THEY = {"is": "are", "was": "were", "has": "have", "does": "do"}
_PLAIN = (BASES | PAST.keys() | MODALS | AUXILIARIES) - {"am", "is", "was", "has", "does"}
"""Verbs that fit "you" and "they" as they stand."""
_UNTURNED = frozenset({"you", "your", "yours", "yourself", "ourselves", "let's"})
_SOME = frozenset("both all none neither most some each top half only".split()) | NUMBER_WORDS
"""Before "of us", which then is "of you"."""
_DANGLING = frozenset(
    "the a an my your and but or he she we because if when than as very really every".split()
)
_PARTICIPLE = rf"(?:{'|'.join(sorted(listed('participles')))}|\w{{3,}}ed)"
_BETWEEN = r"(?:(?:\w+ly|not|never|always|already|ever) )*"
_SHORT = (
    (r"(?<!of )(?<!and )(?<!but )\b(you|they|we) are(?= (?!two\b))", r"\1're"),
    (r"\b(he|she|it|that|there|what) is(?= (?!not\b))", r"\1's"),
    (r"\b(you|they|it|he|she) will(?= )(?! not)", r"\1'll"),
    (r"\bwill not\b", "won't"),
    (r"\b(do|does|is|would|could|did|has|have|had|should|was|were|must) not\b", r"\1n't"),
    (r"\bcan not\b", "can't"),
    (rf"\b(you|they) have (?={_BETWEEN}{_PARTICIPLE}\b)", r"\1've "),
    (rf"\b(he|she|it) has (?={_BETWEEN}(?:been|got|left)\b)", r"\1's "),
)
_APART = re.compile(
    r"\b(how(?: \w+)?|who|where|than|what a \w+) (you|they|he|she|it) (are|is)\b"
    r"(?! (?:not )?\w+ing\b)"
)
"""Where a verb is not drawn to its subject, for what it links to stands before: "how close"."""


@dataclass(frozen=True, slots=True)
class People:
    """Who is spoken of in a whole thought."""

    turned: str = ""
    """ "he" or "she": whoever becomes "they"; "" for nobody."""
    kept: frozenset[str] = field(default_factory=frozenset)
    pair: bool = True
    """True where "we" are two; of a family, of friends, at work there may be more."""

    @classmethod
    def of(cls, said: Sequence[str]) -> People | None:
        """Return the people of a thought, or None where two of them could be mixed up."""
        order = [name for word in said for name, group in _GROUPS.items() if word in group]
        mine = {word for at, word in enumerate(said) if "my" in said[max(0, at - 2) : at]}
        named = {name for name, nouns in _NAMED.items() if mine & nouns}
        pair = _MANY.isdisjoint(said)
        if not named:
            turned = _others(order[0]) if _is_rival(said) else order[0] if order else ""
            return cls(turned, frozenset(_GROUPS) - {turned}, pair)
        if set(order) - named and not mine & _PARTNERS:
            return None
        return cls("", frozenset(_GROUPS), pair)


def _is_rival(said: Sequence[str]) -> bool:
    """Tell whether the first of two is only compared with: "she is prettier than me and he"."""
    first = next((at for at, word in enumerate(said) if word in ("he", "she")), len(said))
    two = not _GROUPS["he"].isdisjoint(said) and not _GROUPS["she"].isdisjoint(said)
    after = said[first + 1 : first + 7]
    compared = after[:1] == ["is"] and any(
        one == "than" and two in ("me", "i") for one, two in pairwise(after)
    )
    return two and compared


def _others(name: str) -> str:
    return "he" if name == "she" else "she"


def turn_words(said: list[str], people: People) -> list[str] | None:
    """Return the words turned to "you", or None where that is not sure to be right."""
    if not _UNTURNED.isdisjoint(said) or not said or said[-1] in _DANGLING:
        return None
    if people.turned and not _THEY.isdisjoint(said) and not _GROUPS[people.turned].isdisjoint(said):
        return None
    turned = _Turning(people).all(said)
    if turned is None or any(one == two for one, two in pairwise(turned)):
        return None
    return turned


@dataclass(slots=True)
class _Turning:
    """One walk through the words of a clause."""

    people: People
    subject: str = ""
    agrees_with: str = ""
    """The turned subject whose verb is still to come."""
    out: list[str] = field(default_factory=list)

    def all(self, said: list[str]) -> list[str] | None:
        for at, word in enumerate(said):
            new = self._word(word, said[at - 1] if at else "", said[at + 1 : at + 3])
            if new is None:
                return None
            self.out.extend(new)
        return self.out

    def _word(self, word: str, before: str, after: list[str]) -> list[str] | None:
        if word in ("i", "we", "he", "she", "they"):
            return self._subject(word, before)
        if self.agrees_with and not is_adverb(word):
            return self._verb(word)
        if word in ("him", "her", "his", "hers", "himself", "herself"):
            return self._other(word, before, after)
        some = before == "of" and not _SOME.isdisjoint(self.out)
        if word == "us" and (some or not self.people.pair):
            return ["you"]
        if word == "me" and after[:1] == ["to"]:
            self.subject = "i"
        return list(_OWN.get(word, [word]))

    def _subject(self, word: str, before: str) -> list[str] | None:
        if before in ("and", "i", "he", "she", "we", "they"):
            return None
        self.subject = word
        if word not in ("i", "we"):
            self.agrees_with = "they" if word in ("they", self.people.turned) else ""
            return ["they"] if self.agrees_with else [word]
        self.agrees_with = "you"
        both = word == "we" and self.people.pair and "two" not in self.out
        joint = ["that"] if self.out[-1:] == ["you"] else []
        return [*joint, "you", *(["two"] if both else [])]

    def _verb(self, word: str) -> list[str] | None:
        who, self.agrees_with = self.agrees_with, ""
        agreed = _AGREED_YOU if who == "you" else _AGREED_THEY
        if word in agreed:
            return [agreed[word]]
        if who == "they" and word in THIRD:
            return [THIRD[word]]
        return [word] if word in _PLAIN else None

    def _other(self, word: str, before: str, after: list[str]) -> list[str] | None:
        group = "she" if word in _GROUPS["she"] else "he"
        if word == "her" and len(after) == 2 and after[0].endswith("ly"):
            return None
        turned_back = after[:1] == ["back"] and (before == "with" or before[:4] == "turn")
        if turned_back and group == self.people.turned:
            return ["their"]
        possesses = word in ("his", "hers") or (word == "her" and _possesses(before, after))
        if group != self.people.turned:
            return [word]
        if word in ("himself", "herself"):
            return ["themselves"] if self.subject else None
        if possesses:
            alone = (
                word == "hers"
                or not after
                or after[0] in _AFTER_OBJECT - {"best", "first", "last", "most", "one", "some"}
            )
            return ["theirs" if alone and word != "her" else "their"]
        return None if self.subject == group else ["them"]


def _possesses(before: str, after: list[str]) -> bool:
    """Tell "her" of "her ex" from that of "love her": by what stands on both sides."""
    if after == ["doing"]:
        return before in ("is", "was", "all")
    if after[1:] and after[0] in NUMBER_WORDS and after[1] in _NO_KIN | {"times", "hours", "days"}:
        return False
    if after[:1] and after[0] in _AFTER_OWNER and after[1:]:
        return after[1] not in _AFTER_OBJECT | _NO_KIN and not is_adverb(after[1])
    return (
        bool(after)
        and after[0] not in _AFTER_OBJECT
        and not is_adverb(after[0])
        and before not in _MAKES
        and after[0] not in ING
    )


def contract(text: str) -> str:
    """Return a text as it is said aloud: you're, they'll, doesn't."""
    text = _APART.sub(r"\1 \2+\3", text)
    for long, short in _SHORT:
        text = re.sub(long, short, text)
    return text.replace("+", " ")
