"""Which of many templates are worth searching for in what was said, and what they point to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from assistant.understanding.parts import may_stand
from assistant.understanding.templates import SMALL, Template

Owner = TypeVar("Owner")


class Lookup(Generic[Owner]):
    """Templates with their owners, found by the words that a match must hold.

    Of some three thousand templates a text can hold about fifty: the rest is never looked at.
    """

    def __init__(self, pairs: Iterable[tuple[Owner, Template]], lean: bool = False) -> None:
        """Take the pairs in the order of their authors; `lean`: without small words."""
        self._pairs = tuple(pairs)
        self._left_out = SMALL if lean else frozenset()
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._wordless: list[int] = []
        for at, (_, template) in enumerate(self._pairs):
            anchors = template.lean_anchors if lean else template.anchors
            for word in anchors:
                self._by_word[word].append(at)
            if not anchors and not lean:
                self._wordless.append(at)

    def possible(self, said: Sequence[str]) -> list[tuple[Owner, Template]]:
        """Return what some words may hold, in the order of its authors."""
        words = frozenset(said)
        places = set(self._wordless).union(
            *(self._by_word[word] for word in self._by_word.keys() & words)
        )
        held = words | self._left_out
        pairs = (self._pairs[at] for at in sorted(places))
        return [pair for pair in pairs if may_stand(pair[1].body.rows, held)]


class Cues(Lookup[str]):
    """Templates that each speak for a name: a thinking trap, or what a thought is about."""

    @property
    def names(self) -> frozenset[str]:
        """Everything that some template speaks for."""
        return frozenset(name for name, _ in self._pairs)

    def ranked(self, text: str) -> list[str]:
        """Return what a normalised text speaks for, by how many templates find something in it."""
        said = text.split()
        found = Counter(name for name, template in self.possible(said) if template.search(said))
        return [name for name, _ in found.most_common()]
