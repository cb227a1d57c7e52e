"""Text made worse by rule, the way recognisers make it worse; the same seed, the same text."""

from __future__ import annotations

import random

_SMALL = frozenset("a an the to of me my is am are it that in for do i can you".split())
_SOUNDS_LIKE = {
    "breathe": "breath", "breathing": "breathing", "to": "two", "too": "to", "for": "four",
    "please": "police", "wait": "weight", "pause": "paws", "your": "you're", "you're": "your",
    "there": "their", "slower": "slow or", "louder": "lauder", "quieter": "quiet or",
    "myself": "my self", "tonight": "to night", "boyfriend": "boy friend", "maybe": "may be",
    "someone": "some one", "without": "with out", "thought": "fought", "reframe": "re frame",
    "text": "texts", "him": "them", "anxiety": "and sight he", "he's": "his", "i'm": "im",
    "can't": "cant", "don't": "dont", "he": "he", "leave": "leaf", "loves": "loved",
    "body": "buddy", "by": "buy", "know": "no", "right": "write", "hear": "here",
}  # fmt: skip


def drop_small_words(text: str, rng: random.Random) -> str:
    """Leave out about a third of the small words."""
    said = text.split()
    kept = [word for word in said if word.lower() not in _SMALL or rng.random() > 0.35]
    return " ".join(kept or said)


def mishear(text: str, rng: random.Random) -> str:
    """Put a word that sounds alike for about half of those that have one."""
    heard = (
        _SOUNDS_LIKE[word.lower()] if word.lower() in _SOUNDS_LIKE and rng.random() < 0.5 else word
        for word in text.split()
    )
    return " ".join(heard)


def stammer(text: str, rng: random.Random) -> str:
    """Add fillers and said-again words."""
    out: list[str] = []
    for word in text.split():
        if rng.random() < 0.15:
            out.append(rng.choice(("um", "uh", "like", "you know")))
        out.append(word)
        if rng.random() < 0.1:
            out.append(word)
    return " ".join(out)


def garble(text: str, seed: int) -> str:
    """Make text worse by all three rules."""
    rng = random.Random(f"{seed} {text}")
    return stammer(mishear(drop_small_words(text, rng), rng), rng).lower()
