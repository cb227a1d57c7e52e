"""What a template is made of, and where in a row of words it stands.

Every part tells where it may end, the most wanted end first, as a regular expression would try
them: what is optional is rather there, a gap is rather long.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from assistant.understanding.numbers import NUMBER_WORDS

MOST_IN_A_GAP = 4
"""Words that a gap stands for, at most."""
_FEW = 8
"""Rows that are tried one by one; of more, only those that begin with the right word."""


class Searched(Protocol):
    """A part that is more than words."""

    def ends(self, said: Sequence[str], at: int) -> Iterator[int]:
        """Yield where the part ends that begins at a word, by number."""


Part = str | tuple[str, ...] | Searched
"""A word, one of some words, or what is searched for."""
Row = tuple[Part, ...]


@dataclass(frozen=True, eq=False)
class Group:
    """One of some rows; where it is optional, or nothing."""

    rows: tuple[Row, ...]
    is_optional: bool = False

    def ends(self, said: Sequence[str], at: int) -> Iterator[int]:
        """Yield the ends of every row, in the order of their author."""
        rows = self.rows
        if len(rows) > _FEW and at < len(said):
            by_word, others = self._by_first_word
            rows = by_word.get(said[at], others)
        for row in rows:
            yield from row_ends(row, said, at)
        if self.is_optional:
            yield at

    @property
    def firsts(self) -> frozenset[str] | None:
        """The words that it may begin with; None where any may."""
        return _any_of([_first_words(row) for row in self.rows])

    @cached_property
    def _by_first_word(self) -> tuple[Mapping[str, tuple[Row, ...]], tuple[Row, ...]]:
        """Rows by the words they may begin with, and those that may begin with any."""
        firsts = [_first_words(row) for row in self.rows]
        known = frozenset().union(*filter(None, firsts))

        def beginning(word: str) -> tuple[Row, ...]:
            pairs = zip(self.rows, firsts, strict=True)
            return tuple(row for row, words in pairs if words is None or word in words)

        return {word: beginning(word) for word in known}, beginning("")


class Gap:
    """Any words, up to MOST_IN_A_GAP."""

    def ends(self, said: Sequence[str], at: int) -> Iterator[int]:
        """Yield the furthest end first."""
        yield from range(min(at + MOST_IN_A_GAP, len(said)), at - 1, -1)


class Number:
    """The words of any number."""

    def ends(self, said: Sequence[str], at: int) -> Iterator[int]:
        """Yield the longest number first."""
        end = at
        while end < len(said) and said[end] in NUMBER_WORDS:
            end += 1
        yield from range(end, at, -1)


class Start:
    """The start of what was said."""

    def ends(self, said: Sequence[str], at: int) -> Iterator[int]:
        """Yield the place itself, where nothing stands before it."""
        if at == 0:
            yield at


class End:
    """The end of what was said."""

    def ends(self, said: Sequence[str], at: int) -> Iterator[int]:
        """Yield the place itself, where nothing stands after it."""
        if at == len(said):
            yield at


def row_ends(row: Row, said: Sequence[str], at: int) -> Iterator[int]:
    """Yield where a row ends that begins at a word."""
    for place, part in enumerate(row):
        if isinstance(part, str):
            fits = at < len(said) and said[at] == part
        elif isinstance(part, tuple):
            fits = at < len(said) and said[at] in part
        else:
            rest = row[place + 1 :]
            for end in part.ends(said, at):
                yield from row_ends(rest, said, end) if rest else (end,)
            return
        if not fits:
            return
        at += 1
    yield at


def may_stand(rows: Sequence[Row], said: Set[str]) -> bool:
    """Tell whether the words that some row needs were all said; a search is only worth it then."""
    for row in rows:
        for part in row:
            # By type, which is quicker: this runs some thousand times an utterance.
            if type(part) is str:
                is_missing = part not in said
            elif type(part) is tuple:
                is_missing = said.isdisjoint(part)
            elif type(part) is Group and not part.is_optional:
                is_missing = not may_stand(part.rows, said)
            else:
                continue
            if is_missing:
                break
        else:
            return True
    return False


def _first_words(row: Row) -> frozenset[str] | None:
    """Return the words that a row may begin with; None where any may."""
    begins = []
    for part in row:
        begins.append(_begins(part))
        if not _may_be_nothing(part):
            return _any_of(begins)
    return None


def _any_of(choices: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    return None if None in choices else frozenset().union(*filter(None, choices))


def _begins(part: Part) -> frozenset[str] | None:
    if isinstance(part, str):
        return frozenset({part})
    if isinstance(part, tuple):
        return frozenset(part)
    if isinstance(part, Group):
        return part.firsts
    if isinstance(part, Number):
        return NUMBER_WORDS
    return frozenset() if isinstance(part, Start) else None


def _may_be_nothing(part: Part) -> bool:
    return isinstance(part, Start) or (isinstance(part, Group) and part.is_optional)
