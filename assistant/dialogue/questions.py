"""Questions brought into the order of a statement: "why does he" is "why he does"."""

from __future__ import annotations

from assistant.dialogue.lexicon import (
    AUXILIARIES,
    BASES,
    MODALS,
    PAST,
    base,
    is_adverb,
    listed,
    past,
    third,
    verb_at,
)
from assistant.dialogue.syntax import Sentence, subject_size

_WH = frozenset("why how when where what who".split())
_WITHIN = frozenset("when if because than that who i he she they we".split())
_ASKING = AUXILIARIES | MODALS
_NAMED = 2
"""Words of "the point", which takes its verb at once; a longer one parts from it."""
_LONGEST_SUBJECT = 4
"""Words; in a longer one may hide when it took place."""
_STATE = listed("state")
_BE = frozenset({"am", "is", "are"})
_THEN = {
    "am": "was", "is": "was", "are": "were", "will": "would", "has": "had", "have": "had",
    "can": "could", "do": "did", "does": "did", "may": "might",
}  # fmt: skip
_DETERMINERS = listed("determiners")


def wondered(said: list[str]) -> list[str] | None:
    """Return a question as it follows "you wonder"; None for what is none that is known."""
    if said[:1] == ["why"] and Sentence.of(said[1:]) and said[1] not in _ASKING:
        return said
    asks = said[:1] if said and said[0] in _WH else []
    rest = said[len(asks) :]
    if len(rest) < 2 or rest[0] not in _ASKING:
        return None
    helper, denied = rest[0], rest[1] == "not"
    rest = rest[1 + denied :]
    size = subject_size(rest)
    if asks == ["what"] and rest[:1] == ["the"] and size > _NAMED:
        return None
    if asks == ["what"] and rest[size:] and rest[size] in _DETERMINERS:
        return None
    if not size:
        again = not _ASKING.isdisjoint(rest[1:]) and _WITHIN.isdisjoint(rest)
        return said if asks in (["who"], ["what"]) and len(said) > 2 and not again else None
    ordered = _ordered(helper, denied, rest[:size], rest[size:])
    return [*(asks or ["if"]), *ordered] if ordered and (rest[size:] or asks) else None


def _ordered(helper: str, denied: bool, subject: list[str], rest: list[str]) -> list[str] | None:
    adverbs, verbs = rest[: verb_at(rest)], rest[verb_at(rest) :]
    if helper not in ("do", "does", "did") or denied:
        return [*subject, helper, *(["not"] if denied else []), *rest]
    if not verbs or verbs[0] not in BASES:
        return None
    forms = {"did": past(verbs[0]), "does": third(verbs[0])}
    return [*subject, *adverbs, forms.get(helper, verbs[0]), *verbs[1:]]


def might(sentence: Sentence, *, follows: bool = False) -> list[str] | None:
    """Return a "what if" as what might be: "he leaves" is "he might leave".

    What follows from what might happen might be as well, were it only felt or thought.
    """
    words, at, verb = sentence.words, sentence.at, sentence.verb
    rest = words[at + 1 :]
    state = base("".join(rest[1:2])) in _STATE
    if verb in ("do", "does") and rest[:1] == ["not"] and (follows or not state):
        return [*words[:at], "might", *rest]
    if follows and verb in _BE:
        return (
            [*words[:at], "might", *rest[:1], "be", *rest[1:]]
            if rest[:1] == ["not"]
            else [*words[:at], "might", "be", *rest]
        )
    again = follows or (bool({"again", "never", "through"} & {*words}) and base(verb) == "see")
    if verb in _ASKING:
        return words
    if base(verb) in _STATE and not again:
        return _never(words, at)
    if sentence.is_past:
        return words if sentence.own or base(verb) in ("cheat", "lie", "mean") else None
    if words[0] in ("nobody", "no", "nothing"):
        return [*words[:at], "will", base(verb), *rest]
    start = subject_size(words)
    if start > _LONGEST_SUBJECT:
        return None
    before = next(i for i in range(start, at + 1) if i == at or is_adverb(words[i]))
    return [*words[:before], "might", *words[before:at], base(verb), *rest]


def as_of_then(sentence: Sentence) -> list[str]:
    """Return what is, or will be, as it was or would be then: "he is cross" is "he was cross"."""
    words, at, verb = sentence.words, sentence.at, sentence.verb
    if sentence.is_past or verb in PAST:
        return words
    then = _THEN.get(verb) or (verb if verb in _ASKING else past(base(verb)))
    return [*words[:at], then, *words[at + 1 :]]


def _never(words: list[str], at: int) -> list[str]:
    """Return what is never felt as what is to come: "i never feel calm" is "i will never"."""
    if at < 1 or words[at - 1] != "never" or words[at] in PAST:
        return words
    return [*words[: at - 1], "will", "never", base(words[at]), *words[at + 1 :]]
