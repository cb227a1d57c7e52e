"""The phrase language: short templates that authors write and that match normalised text.

    stop talking            these words, in this order
    (a|b c|d)               one of these
    [please|now]            one of these, or nothing
    {feeling}               one of a named list of words (under `words:` in any intents file)
    {number}                any number
    *                       up to four words, whatever they are
    ^  $                    the start and the end of what was said (only first and last)

Write contractions or not, as you like ("don't" meets "do not"), and leave fillers out (um, just,
like): they are dropped from what people say. A template is looked for anywhere in what was said,
unless ^ or $ pins it or it stands under `exact`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from sys import intern
from typing import NamedTuple

from assistant.shape import Node
from assistant.understanding.normalize import words
from assistant.understanding.numbers import NUMBER_WORDS
from assistant.understanding.parts import (
    End,
    Gap,
    Group,
    Number,
    Part,
    Row,
    Start,
)

_TOKENS = re.compile(r"[()\[\]|^$*]|\{[a-z_]+\}|[^()\[\]|^$*{}]+|.")
_MARKS: Mapping[str, Part] = {"^": Start(), "$": End(), "*": Gap(), "{number}": Number()}

SMALL = frozenset(
    "a an the to of me my is am are it that this in for do does did i can you your could would "
    "like be at we us let with and there here now some um uh was so will should police "
    "please".split()
)
"""Words that carry little, and that recognisers drop, add and mishear most."""

_SMALL_AS_NUMBERS = re.compile(
    rf"\b(?:{'|'.join(sorted(SMALL))}|(?:two|four)(?! (?:min|sec|hour|round|cycle|breath|time|out|"
    r"or|and|in|seven|six|five|four|three|point)))(?: |$)"
)
"""Small words, and the numbers that recognisers write for "to" and "for"."""


class TemplateError(ValueError):
    """A template that breaks the phrase language; the message says how."""


class Span(NamedTuple):
    """Where in what was said something stands."""

    start: int
    """Number of its first word, from 0."""
    end: int
    """Number of the word after its last."""

    @property
    def length(self) -> int:
        """Words."""
        return self.end - self.start


class WordLists:
    """Named lists of words for templates; each is read once, when a template first names it."""

    def __init__(self, sources: Mapping[str, str] | None = None) -> None:
        """Take each list as its author wrote it, by name."""
        self._sources = dict(sources or {})
        self._read: dict[str, Part] = {}

    def __getitem__(self, name: str) -> Part:
        """Return a list by name; raises TemplateError where none has it."""
        if name not in self._read:
            if name not in self._sources:
                known = ", ".join(sorted(self._sources)) or "none"
                raise TemplateError(f'no list "{name}"; known: {known}')
            # Out of the way while it is read, so that no list can hold itself.
            source = self._sources.pop(name)
            try:
                self._read[name] = _group(_parse(source, self))
            finally:
                self._sources[name] = source
        return self._read[name]


@dataclass(frozen=True, eq=False)
class Template:
    """A template, ready to be looked for."""

    source: str
    """As its author wrote it."""
    body: Group

    @property
    def anchors(self) -> frozenset[str]:
        """One of these words is in every match; empty where no word can be told."""
        return _anchors(self.body.rows)

    @property
    def lean_anchors(self) -> frozenset[str]:
        """The same of a match without small words; empty where nothing can match."""
        return _anchors(self.lean_rows)

    @property
    def lean(self) -> Template | None:
        """The same without small words; None where it has a gap, or where nothing is left.

        A gap would stand for words that are no part of it.
        """
        return _lean(self)

    @property
    def lean_rows(self) -> tuple[Row, ...]:
        """What is left of it without small words."""
        return () if "*" in self.source else _without_small(self.body.rows)

    @cached_property
    def _firsts(self) -> frozenset[str] | None:
        return self.body.firsts

    def search(self, said: Sequence[str]) -> Span | None:
        """Find the template among words."""
        return next(self.each(said), None)

    def each(self, said: Sequence[str]) -> Iterator[Span]:
        """Find every place of the template among words, one after the other."""
        firsts, done = self._firsts, 0
        for at, word in enumerate(said):
            if at >= done and (firsts is None or word in firsts):
                end = self.end(said, at)
                if end is not None:
                    done = end
                    yield Span(at, end)

    def end(self, said: Sequence[str], at: int) -> int | None:
        """Return where the template ends that begins at a word; None where it does not."""
        return next(self.body.ends(said, at), None)

    def lean_length(self, said: Sequence[str]) -> int:
        """Return how many words it has, small ones apart, where it stands in a `lean_text`; 0."""
        lean = self.lean
        span = lean.search(said) if lean else None
        return span.length if span else 0

    def fits(self, said: Sequence[str]) -> bool:
        """Tell whether the template is the whole of what was said."""
        return any(end == len(said) for end in self.body.ends(said, 0))


# The last ones are kept: twice as many templates would be twice the memory.
@lru_cache(maxsize=256)
def _lean(template: Template) -> Template | None:
    rows = template.lean_rows
    return Template(template.source, Group(rows)) if _anchors(rows) else None


def lean_text(text: str) -> str:
    """Return text without the small words that recognisers drop and mishear most."""
    return " ".join(_SMALL_AS_NUMBERS.sub("", text + " ").split())


def compile_template(source: str, lists: WordLists | None = None) -> Template:
    """Read a template; raises TemplateError for what the language does not know."""
    rows = _parse(source, lists or WordLists())
    if not _holds_words(rows):
        raise TemplateError("holds no words")
    return Template(source, Group(rows))


def read_template(node: Node, source: str, lists: WordLists) -> Template | None:
    """Compile a template; a fault of the node, and None, where it breaks the phrase language."""
    try:
        return compile_template(source, lists)
    except TemplateError as error:
        node.fault(f'template "{source}" {error}')
        return None


def read_templates(node: Node, lists: WordLists) -> tuple[Template, ...]:
    """Compile a list of templates; those that break the phrase language are left out."""
    read = (read_template(item, item.text(), lists) for item in node.items())
    return tuple(template for template in read if template)


def _holds_words(rows: Sequence[Row]) -> bool:
    parts = [part for row in rows for part in row]
    return any(
        _holds_words(part.rows)
        if isinstance(part, Group)
        else isinstance(part, str | tuple | Number)
        for part in parts
    )


def _parse(source: str, lists: WordLists) -> tuple[Row, ...]:
    tokens = [token for token in _TOKENS.findall(source) if token.strip()]
    rows, rest = _alternatives(tokens, lists)
    if rest:
        raise TemplateError(f'"{rest[0]}" closes nothing')
    return rows


def _alternatives(tokens: list[str], lists: WordLists) -> tuple[tuple[Row, ...], list[str]]:
    rows: list[list[Part]] = [[]]
    while tokens and tokens[0] not in ")]":
        token, tokens = tokens[0], tokens[1:]
        if token == "|":
            rows.append([])
        elif token in "([":
            group, tokens = _alternatives(tokens, lists)
            closing = ")" if token == "(" else "]"
            if not tokens or tokens[0] != closing:
                raise TemplateError(f'"{token}" is not closed by "{closing}"')
            rows[-1].append(_group(group, is_optional=token == "["))
            tokens = tokens[1:]
        else:
            rows[-1] += _parts(token, lists)
    return tuple(_merged(rows)), tokens


def _merged(rows: Sequence[Sequence[Part]]) -> Iterator[Row]:
    """Put neighbouring rows of one word each together into one row of one of some words."""
    for is_word, some in itertools.groupby(rows, lambda row: len(row) == 1 and type(row[0]) is str):
        if is_word:
            single = tuple(str(row[0]) for row in some)
            yield single if len(single) == 1 else (single,)
        else:
            yield from map(tuple, some)


def _group(rows: tuple[Row, ...], is_optional: bool = False) -> Part:
    """Return a group, or, where each of its rows is one word, one of these words."""
    if len(rows) == len(rows[0]) == 1 and isinstance(rows[0][0], tuple) and not is_optional:
        return rows[0][0]
    return Group(rows, is_optional)


def _parts(token: str, lists: WordLists) -> list[Part]:
    if token in _MARKS:
        return [_MARKS[token]]
    if token.startswith("{") and len(token) > 1:
        return [lists[token.strip("{}")]]
    if token in "{}":
        raise TemplateError(f'"{token}" is not part of a list name like {{feeling}}')
    if not token.replace("'", "").replace(" ", "").isalpha():
        raise TemplateError(
            f'"{token.strip()}" holds a sign that the phrase language has no use for'
        )
    return [intern(word) for word in words(token)]


def _without_small(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Drop small words, and alternatives of which nothing is left unless nothing is left of any."""
    kept = [row for row in rows if any(map(_is_left, row))] or rows
    return tuple(tuple(_lean_parts(row)) for row in kept)


def _is_left(part: Part) -> bool:
    if isinstance(part, Group):
        return any(_is_left(inner) for row in part.rows for inner in row)
    return not SMALL.issuperset(part) if isinstance(part, tuple) else part not in SMALL


def _lean_parts(row: Row) -> Iterator[Part]:
    for part in row:
        if isinstance(part, Group):
            yield Group(_without_small(part.rows), part.is_optional)
        elif isinstance(part, tuple):
            if left := tuple(word for word in part if word not in SMALL):
                yield left
        elif part not in SMALL:
            yield part


def _anchors(rows: Sequence[Row]) -> frozenset[str]:
    """Return words one of which every match holds; empty where some match may hold none."""
    found: set[str] = set()
    for row in rows:
        choices = [choice for part in row if (choice := _part_anchors(part))]
        if not choices:
            return frozenset()
        found |= min(choices, key=_commonness)
    return frozenset(found)


def _commonness(anchors: Set[str]) -> tuple[int, int, int]:
    """Rank anchors by how many texts would hold one of them: small words are in most."""
    return len(anchors & SMALL), len(anchors), -max(map(len, anchors))


def _part_anchors(part: Part) -> frozenset[str]:
    if isinstance(part, str):
        return frozenset({part})
    if isinstance(part, tuple):
        return frozenset(part)
    if isinstance(part, Group) and not part.is_optional:
        return _anchors(part.rows)
    return NUMBER_WORDS if isinstance(part, Number) else frozenset()
