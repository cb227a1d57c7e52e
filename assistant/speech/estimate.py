"""How long a line takes to say, without a synthesiser."""

from __future__ import annotations

from assistant.speech.phrasing import pieces

PIECE_SECONDS = 0.42
LETTER_SECONDS = 0.08
MARK_SECONDS = 0.7
"""Least squares over 24 lines and the slower of both voices, raised to cover the slowest line."""


def estimated_seconds(text: str) -> float:
    """Return an upper-ish bound of a line's spoken length at pace 1.0, in seconds.

    Digits and abbreviations count as they are written: spell them out first.
    """
    return sum(
        PIECE_SECONDS
        + LETTER_SECONDS * sum(char.isalnum() for char in piece.text)
        + MARK_SECONDS * sum(char in ",;:—" for char in piece.text[:-1])
        + piece.pause
        for piece in pieces(text)
    )
