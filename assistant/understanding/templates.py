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

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from assistant.shape import Node
from assistant.understanding.normalize import words
from assistant.understanding.numbers import NUMBER_WORDS

_TOKENS = re.compile(r"[()\[\]|^$*]|\{[a-z_]+\}|[^()\[\]|^$*{}]+|.")
_NUMBER = "(?:(?:" + "|".join(sorted(NUMBER_WORDS)) + ") )+"
_GAP = r"(?:\S+ ){0,4}"

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

Alternatives = list[list["Part"]]
Part = str | tuple[str, Alternatives]
"""A word, a mark (* ^ $ {number}), or a group: ("(" or "[", alternatives)."""


class TemplateError(ValueError):
    """A template that breaks the phrase language; the message says how."""


@dataclass(frozen=True, eq=False)
class Template:
    """A template, compiled when it is first looked for."""

    source: str
    """As its author wrote it."""
    parts: Alternatives

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    @property
    def pattern(self) -> str:
        """The source of its regular expression, over text that ends in a space."""
        return r"(?<!\S)" + _regex(self.parts, frozenset())

    @cached_property
    def anchors(self) -> frozenset[str]:
        """One of these words is in every match; empty where no word can be told."""
        return _anchors(self.parts, frozenset())

    @cached_property
    def _lean_regex(self) -> re.Pattern[str]:
        return re.compile(r"(?<!\S)" + _regex(self.parts, SMALL))

    @cached_property
    def lean_anchors(self) -> frozenset[str]:
        """The same of a match without small words; empty where nothing can match."""
        return frozenset() if "*" in self.source else _anchors(self.parts, SMALL)

    def search(self, text: str) -> re.Match[str] | None:
        """Find the template in text, which ends in a space."""
        return self._regex.search(text)

    def each(self, text: str, until: int | None = None) -> Iterator[re.Match[str]]:
        """Find every place of the template in text, which ends in a space, up to `until`."""
        return self._regex.finditer(text, 0, len(text) if until is None else until)

    def fits(self, text: str) -> bool:
        """Tell whether the template is the whole of text, which ends in a space."""
        return self._regex.fullmatch(text) is not None

    def search_lean(self, lean: str) -> re.Match[str] | None:
        """Find the template without its small words in `lean_text`, two words of it at least.

        Never one with a gap, which would stand for words that are no part of it.
        """
        if not self.lean_anchors:
            return None
        match = self._lean_regex.search(lean)
        return match if match and match.group().count(" ") > 1 else None

    def fits_lean(self, lean: str) -> bool:
        """Tell whether the template without its small words is the whole of `lean_text`.

        Never one with a gap, as above.
        """
        return bool(self.lean_anchors) and self._lean_regex.fullmatch(lean) is not None


def lean_text(text: str) -> str:
    """Return text without the small words that recognisers drop and mishear most."""
    return " ".join(_SMALL_AS_NUMBERS.sub("", text + " ").split())


def compile_template(source: str, lists: Mapping[str, str] | None = None) -> Template:
    """Read a template; raises TemplateError for what the language does not know."""
    parts = _parse(source, dict(lists or {}))
    if not _holds_words(parts):
        raise TemplateError("holds no words")
    return Template(source, parts)


def read_template(node: Node, source: str, lists: Mapping[str, str]) -> Template | None:
    """Compile a template; a fault of the node, and None, where it breaks the phrase language."""
    try:
        return compile_template(source, lists)
    except TemplateError as error:
        node.fault(f'template "{source}" {error}')
        return None


def read_templates(node: Node, lists: Mapping[str, str]) -> tuple[Template, ...]:
    """Compile a list of templates; those that break the phrase language are left out."""
    read = (read_template(item, item.text(), lists) for item in node.items())
    return tuple(template for template in read if template)


def _holds_words(rows: Alternatives) -> bool:
    parts = [part for row in rows for part in row]
    return any(
        _holds_words(part[1]) if isinstance(part, tuple) else part not in ("^", "$", "*")
        for part in parts
    )


def _parse(source: str, lists: dict[str, str]) -> Alternatives:
    tokens = [token for token in _TOKENS.findall(source) if token.strip()]
    parsed, rest = _alternatives(tokens, lists)
    if rest:
        raise TemplateError(f'"{rest[0]}" closes nothing')
    return parsed


def _alternatives(tokens: list[str], lists: dict[str, str]) -> tuple[Alternatives, list[str]]:
    rows: Alternatives = [[]]
    while tokens and tokens[0] not in ")]":
        token, tokens = tokens[0], tokens[1:]
        if token == "|":
            rows.append([])
        elif token in "([":
            group, tokens = _alternatives(tokens, lists)
            closing = ")" if token == "(" else "]"
            if not tokens or tokens[0] != closing:
                raise TemplateError(f'"{token}" is not closed by "{closing}"')
            rows[-1].append((token, group))
            tokens = tokens[1:]
        else:
            rows[-1] += _parts(token, lists)
    return rows, tokens


def _parts(token: str, lists: dict[str, str]) -> list[Part]:
    if token in "^$*" or token == "{number}":
        return [token]
    if token.startswith("{"):
        name = token.strip("{}")
        if name not in lists:
            raise TemplateError(f'no list "{name}"; known: {", ".join(sorted(lists)) or "none"}')
        inner = {key: value for key, value in lists.items() if key != name}
        return [("(", _parse(lists[name], inner))]
    if token in "{}":
        raise TemplateError(f'"{token}" is not part of a list name like {{feeling}}')
    if not token.replace("'", "").replace(" ", "").isalpha():
        raise TemplateError(
            f'"{token.strip()}" holds a sign that the phrase language has no use for'
        )
    return list(words(token))


def _regex(rows: Alternatives, without: frozenset[str]) -> str:
    kept = _kept(rows, without)
    return "(?:" + "|".join(_row_regex(row, without) for row in kept) + ")"


def _kept(rows: Alternatives, without: frozenset[str]) -> Alternatives:
    """Drop alternatives of which nothing is left, unless nothing is left of any."""
    kept = [row for row in rows if any(_is_left(part, without) for part in row)]
    return kept or rows


def _is_left(part: Part, without: frozenset[str]) -> bool:
    if isinstance(part, tuple):
        return any(_is_left(inner, without) for row in part[1] for inner in row)
    return part not in without


def _row_regex(row: list[Part], without: frozenset[str]) -> str:
    return "".join(_part_regex(part, without) for part in row)


def _part_regex(part: Part, without: frozenset[str]) -> str:
    if isinstance(part, tuple):
        return _regex(part[1], without) + ("?" if part[0] == "[" else "")
    if part in without:
        return ""
    marks = {"^": "^", "$": "$", "*": _GAP, "{number}": _NUMBER}
    return marks.get(part) or f"{part} "


def _anchors(rows: Alternatives, without: frozenset[str]) -> frozenset[str]:
    """Return words one of which every match holds; empty where some match may hold none."""
    found: set[str] = set()
    for row in _kept(rows, without):
        choices = [choice for part in row if (choice := _part_anchors(part, without))]
        if not choices:
            return frozenset()
        found |= min(choices, key=_commonness)
    return frozenset(found)


def _commonness(anchors: Set[str]) -> tuple[int, int, int]:
    """Rank anchors by how many texts would hold one of them: small words are in most."""
    return len(anchors & SMALL), len(anchors), -max(map(len, anchors))


def _part_anchors(part: Part, without: frozenset[str]) -> frozenset[str]:
    if isinstance(part, tuple):
        return frozenset() if part[0] == "[" else _anchors(part[1], without)
    return NUMBER_WORDS if part == "{number}" else frozenset({part} - {"^", "$", "*"} - without)
