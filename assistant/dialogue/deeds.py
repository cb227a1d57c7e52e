"""What troubles someone and could be seen by others as well, so that it is no mere feeling."""

from __future__ import annotations

from itertools import pairwise

from assistant.dialogue.lexicon import ING, base, is_adverb, listed
from assistant.dialogue.syntax import Sentence
from assistant.dialogue.telling import ABSOLUTE, DONE, is_guess

_DEEDS = listed("deeds")
_UNSEEN = frozenset(
    "it that this nothing everything something life things nobody people no".split()
)
"""Subjects of which rather a judgement is told: "people always leave", "no one stays"."""
_ALL = frozenset({"everyone", "everybody"})
"""The same where all are meant: "everyone leaves", and not "everyone my age is married"."""
_PLACED = frozenset("on at with out engaged married pregnant divorced".split())
_POSTED = frozenset("photo photos picture pictures post posts story stories selfie".split())
_OUT_OF_SIGHT = frozenset({("at", "me"), ("moved", "on"), ("moving", "on"), ("about", "me")})


def is_seen(said: Sentence) -> bool:
    """Tell whether what troubles someone is a deed others could see, not a mind or a worth."""
    words, after = said.words, said.after
    if ("only" in words and not said.own) or is_guess(said):
        return False
    if said.own and said.verb == "am":
        return after[:2] == ["the", "only"] and after[2:3] not in ([], ["one"], ["person"])
    if said.own:
        undergone = said.verb == "have" and after[0] == "been" and after[1:2] != []
        undergone = undergone and ABSOLUTE.isdisjoint(words)
        return undergone and (after[1] in DONE or after[1][-2:] == "ed")
    is_of_all = words[0] in _ALL and said.at == 1
    if words[0] in _UNSEEN or is_of_all or _OUT_OF_SIGHT & set(pairwise(words)):
        return False
    if said.verb in ("is", "are") and after[0] == "in":
        return after[1:2] in (["the"], ["bed"])
    if said.verb in ("is", "are") and after[0] in _PLACED:
        return after[1:2] != ["me"] and not {"love", "side"} & {*after}
    deed = [base(word) for word in _deed(said)]
    if deed[:1] == ["like"] and not _POSTED.isdisjoint(deed):
        return True
    looks = "look" in deed[:2] and ("at", "me") not in pairwise(words) and "at" in deed
    return bool(deed) and (looks or _is_deed(deed))


def _deed(said: Sentence) -> list[str]:
    """Return what was done, its verb first, without the verbs that only help; [] for none."""
    verb, after = said.verb, [word for word in said.after if not is_adverb(word)]
    if verb in ("is", "are"):
        return after if after and after[0] in ING else []
    if verb in ("has", "have"):
        after = after[1:] if after[:1] == ["been"] and {*after[1:2]} & ING.keys() else after
        done = after[:1] and (after[0] in DONE or after[0] in ING)
        return after if done else ["have"] if after[:1] in (["his"], ["her"]) else []
    if verb in ("do", "does"):
        return after
    return [verb, *after]


def _is_deed(deed: list[str]) -> bool:
    verb, then = deed[0], deed[1:2]
    if verb in ("keep", "start", "stop"):
        return bool(then) and then[0] in _DEEDS | {"go"} | {"a", "an"}
    if verb in ("go", "gone"):
        return bool(then) and then[0] in ("to", "for", "out", "home", "back")
    return verb in _DEEDS
