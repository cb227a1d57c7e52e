"""Which of many templates are worth searching for in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from assistant.understanding.templates import Template

Owner = TypeVar("Owner")


class Lookup(Generic[Owner]):
    """Templates with their owners, found by the words that a match must hold.

    Of some three thousand templates a text can hold about fifty: the rest is never looked at.
    """

    def __init__(self, pairs: Iterable[tuple[Owner, Template]], lean: bool = False) -> None:
        """Take the pairs in the order of their authors; `lean`: without small words."""
        self._pairs = tuple(pairs)
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._wordless: list[int] = []
        for at, (_, template) in enumerate(self._pairs):
            anchors = template.lean_anchors if lean else template.anchors
            for word in anchors:
                self._by_word[word].append(at)
            if not anchors and not lean:
                self._wordless.append(at)

    def possible(self, text: str) -> list[tuple[Owner, Template]]:
        """Return what a text may hold, in the order of its authors."""
        words = self._by_word.keys() & text.split()
        places = set(self._wordless).union(*(self._by_word[word] for word in words))
        return [self._pairs[at] for at in sorted(places)]
