"""Claims: whether a text says one of some phrases about the speaker, or denies it."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.understanding.normalize import normalize

DENIALS = frozenset({"not", "less", "never", "without", "stopped", "neither", "hardly"})
"""Words that turn round the phrase after them."""
DENIALS_AND_NO = DENIALS | {"no"}
"""The same for phrases that are nouns: "no asthma", where "no i can't breathe" must count."""
_BETWEEN = (
    "(?:(?:a|an|any|the|so|as|too|very|really|that|all|quite|even|much|feel|feeling|feels|get|"
    "getting|be|being|have|having|had|going|am|in|on|longer|more|been|of|about) ){0,3}"
)
"""Words that may stand between a denial and its phrase: "not feeling so dizzy"."""


def claims(text: str, phrases: Collection[str], denials: Collection[str] = DENIALS) -> bool:
    """Tell whether text says one of some normalised phrases, whole words, and does not deny it.

    A phrase that itself begins with a denial ("not enough air") counts as it stands.
    """
    said = f" {normalize(text)} "
    return any(_stands(phrase, said, denials) for phrase in phrases if f" {phrase} " in said)


def _stands(phrase: str, said: str, denials: Collection[str]) -> bool:
    denied = re.compile(rf" (?:{'|'.join(sorted(denials))}|no longer) {_BETWEEN}{phrase}(?= )")
    return f" {phrase} " in denied.sub(" ", said)
