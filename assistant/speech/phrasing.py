"""Text made speakable and cut into the pieces in which it is synthesised."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONG_SENTENCE = 60
"""Characters from which a sentence is cut at its clauses.

Piper takes about 17 MB and 0.12 s for each second of speech in one piece.
"""
LONGEST_CLAUSE = 100
"""Characters from which a clause is cut between words, which is heard."""
QUICK_SENTENCE = 30
"""The same as LONG_SENTENCE for a first sentence that has to start quickly."""
SENTENCE_PAUSE = 0.7
CLAUSE_PAUSE = 0.4
"""Seconds at pace 1.0. With them both voices give guided text at 120 to 140 words a minute."""

_CLAUSE_MARKS = ",;:—"
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"')]*\s+")
_CLAUSE_END = re.compile(rf"(?<=[{_CLAUSE_MARKS}])\s+")
_TYPEWRITTEN = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "—"}
_UNSPOKEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk", "Zl", "Zp"})
"""Unicode categories: control, format, surrogate, private, unassigned, symbol, separator."""
_MARKUP = frozenset("<>[]{}|\\`*_#^~=")
"""Characters that an engine may take for markup or phonemes, or read out by name."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is synthesised in one go, and the silence that follows it."""

    text: str
    pause: float
    """Seconds at pace 1.0."""


def speakable(text: str) -> str:
    """Return the text without control characters, symbols and markup; empty if nothing speaks."""
    plain = "".join(
        " " if char in _MARKUP or unicodedata.category(char) in _UNSPOKEN else char
        for char in unicodedata.normalize("NFC", text).translate(_TYPEWRITTEN)
    )
    return " ".join(plain.split()) if any(char.isalnum() for char in plain) else ""


def pieces(text: str, first: int = LONG_SENTENCE) -> list[Piece]:
    """Cut text into sentences, and long sentences into clauses; the last piece has no pause.

    `first` is the length, in characters, from which the first sentence is cut into clauses.
    """
    found: list[Piece] = []
    for sentence in _SENTENCE_END.split(speakable(text)):
        found += _clauses(sentence, LONG_SENTENCE if found else first)
    if found:
        found[-1] = Piece(found[-1].text, 0.0)
    return found


def _clauses(sentence: str, longest: int) -> Iterator[Piece]:
    lines = [line for line in _lines(sentence, longest) if any(char.isalnum() for char in line)]
    for line in lines[:-1]:
        yield Piece(line, CLAUSE_PAUSE if line[-1] in _CLAUSE_MARKS else 0.0)
    if lines:
        # Piper swallows the last consonant where no mark follows it.
        yield Piece(lines[-1] + "." * lines[-1][-1].isalnum(), SENTENCE_PAUSE)


def _lines(sentence: str, longest: int) -> list[str]:
    if len(sentence) <= longest:
        return [sentence]
    lines: list[str] = []
    for clause in _CLAUSE_END.split(sentence):
        if lines and len(lines[-1]) + 1 + len(clause) <= longest:
            lines[-1] += f" {clause}"
        else:
            lines.extend(textwrap.wrap(clause, LONGEST_CLAUSE))
    return lines
