"""How well speech is heard: words wrong in a transcript whose words are known."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from assistant.speech.spoken_form import spoken_form


def word_errors(reference: str, hypothesis: str) -> tuple[int, int]:
    """Return the words to insert, delete or replace, and the words of the reference.

    Both are compared as spoken: "7" is "seven".

    >>> word_errors("help me breathe", "help breed")
    (2, 3)
    """
    said, heard = spoken_form(reference).split(), spoken_form(hypothesis).split()
    return Levenshtein.distance(said, heard), len(said)
