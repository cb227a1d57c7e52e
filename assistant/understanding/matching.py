"""Matches: a meaning with its slots, its act and its reason, as the router answers."""

from __future__ import annotations

from assistant.understanding.evidence import Evidence, Sums, added_up
from assistant.understanding.intents import Context, IntentMatch
from assistant.understanding.phrases import PhraseBook
from assistant.understanding.slots import minutes, slots_for

ENOUGH = 0.5
"""Weight from which a meaning is believed."""


def found_in(book: PhraseBook, text: str, context: Context) -> Sums:
    """Return what the phrase book finds in a normalised text, for each meaning."""
    acts = () if context.expects == "open" else book.acts.weigh(text, context)
    return added_up((*acts, *book.weigh(text)))


def matched(book: PhraseBook, found: Evidence, text: str, context: Context) -> IntentMatch:
    """Return a meaning as a match, with the slots and the act that a normalised text holds."""
    kind, label = found.intent
    if kind == "unsure":
        return unsure(("command", "yes"), ("command", "no"), found.weight)
    act = found.act
    if not act and context.expects != "open":
        act = book.acts.refined(found.intent, text, context)
    slots = slots_for(kind, label, text, book.cues)
    if act and kind == "command" and (length := minutes(text)) is not None:
        slots["minutes"] = length
    score = round(min(found.weight, 1.0), 3)
    return IntentMatch(kind, label, slots, score, found.because, act=act)


def unsure(first: tuple[str, str], second: tuple[str, str], score: float) -> IntentMatch:
    """Return the wish to ask which of two was meant."""
    because = f"between {'/'.join(first)} and {'/'.join(second)}"
    return IntentMatch("unsure", "", {}, round(score, 3), because, None, (first, second))
