"""What two people say to each other, while we keep the time and are silent."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from rapidfuzz import fuzz

from assistant.understanding.intents import IntentMatch
from assistant.understanding.normalize import normalize

DONE, STOP, PAUSE, RESUME = "done", "stop", "pause", "resume"
TIME_OUT = "time_out"
"""How an action ends upon the word that two people agreed on for a break."""
WORD = "time_out_word"
"""The slot that holds it."""
ALIKE = 80
"""Ratio from which a recogniser may have meant the word: "read light" for "red light" is 95."""
MOST_AROUND = 2
"""Words around it: "red light please", "okay red light now"."""
PLAIN = 0.9
"""Router's score of a command in so many words."""
BETWEEN_TWO = frozenset({"abuse", "harm_others"})
"""Dangers that are told to each other as "you", and to us as "my partner"."""
_YOU = re.compile(r"\byou\b")
_YOUR = re.compile(r"\byour\b")


def break_words(shared: Collection[str], slots: Mapping[str, object]) -> frozenset[str]:
    """Return the words that call for a break: those of the pack, and the one agreed on."""
    return frozenset(filter(None, (*shared, normalize(str(slots.get(WORD) or "")))))


def asks_for_break(texts: Iterable[str], words: Collection[str]) -> bool:
    """Tell whether what was heard is one of the words, whole, a letter or two misheard."""
    return any(_is_word(normalize(text), word) for text in texts for word in words)


def _is_word(said: str, word: str) -> bool:
    around = len(said.split()) - len(word.split())
    is_held = around <= MOST_AROUND and f" {word} " in f" {said} "
    return is_held or fuzz.ratio(said, word) >= ALIKE


def as_told(text: str) -> str:
    """Return what one says to the other as it would be told to us."""
    return _YOU.sub("my partner", _YOUR.sub("my partner's", normalize(text)))


def steers(match: IntentMatch, text: str, done: Collection[str]) -> str:
    """Return what something said between two people does to their turn; "" for nothing.

    It is DONE, STOP, PAUSE or RESUME. "Shut up" and "wait" are, between two people, for the
    other one: a command to us names itself.
    """
    said = normalize(text)
    if said in done:
        return "done"
    if match.kind != "command" or match.score < PLAIN:
        return ""
    is_named = match.label in ("stop", "pause") and match.label in said.split()
    return match.label if is_named or match.label == "resume" else ""
