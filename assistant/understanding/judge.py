"""The judge: what a text means, by all that was learned, with a reason that a person can follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from assistant.understanding.classifier import Classifier, Classifiers, found_for
from assistant.understanding.evidence import Sums
from assistant.understanding.features import words
from assistant.understanding.sentences import embed, is_installed

if TYPE_CHECKING:
    from assistant.understanding.classifier import Floats

    Embed: TypeAlias = Callable[[str], Floats]

_NONE = "none"
NO_RISK = "none"
"""Class of what is no danger; the others of that classifier are the dangers."""
_SECOND_TRAP = 0.5
"""A second trap is named where it is this likely against the first."""
_REASONS = 3
FEWEST_KNOWN = 1 / 3
"""Share of the words of a text that must be known to judge it."""


@dataclass(slots=True)
class Judge:
    """Weighs what was found in a text against what was learned.

    Until `prepare` has loaded it, and where it is not installed, no embedding is used.
    """

    classifiers: Classifiers
    embed: Embed | None = None
    """Gives the embedding of a text; None where words must be enough."""
    _is_ready: bool = False

    def prepare(self) -> None:
        """Load the embedding, about two seconds; returns at once where there is none."""
        if self.embed:
            self.embed("hello")
            self._is_ready = True

    @property
    def classes(self) -> tuple[str, ...]:
        """kind/label of everything it can name."""
        return self._of("label").classes

    def likely(self, text: str, sums: Sums) -> list[float]:
        """Return how likely each of `classes` is, adding up to 1; `text` is normalised."""
        return self._probabilities("label", text, sums)

    def dangers(self, text: str, sums: Sums) -> dict[str, float]:
        """Return how likely each danger is, by its label, 0 to 1; the rest to 1 is none."""
        likely = dict(self._ranked("risk", text, sums))
        del likely[NO_RISK]
        return likely

    def thought(self, text: str, sums: Sums) -> dict[str, object]:
        """Return the slots of a thought: at most two traps, the likelier first, and a theme."""
        likely = self._ranked("trap", text, sums)
        traps = [name for name, share in likely[:2] if share >= _SECOND_TRAP * likely[0][1]]
        if _NONE in traps[:1]:
            traps = []
        theme = self._ranked("theme", text, sums)[0][0]
        found: dict[str, object] = {"traps": [trap for trap in traps if trap != _NONE]}
        return found if theme == _NONE else {**found, "theme": theme}

    def knows(self, text: str) -> bool:
        """Tell whether enough words of a text are known for it to be judged at all."""
        place = self._of("label").known.place
        known = [place(_hash(word)) is not None for word in text.split()]
        return sum(known) >= FEWEST_KNOWN * len(known)

    def reason(self, text: str, name: str) -> str:
        """Return the words of a text that speak loudest for a class."""
        classifier = self._of("label")
        column = classifier.classes.index(name)
        weights = {word: self._weight(classifier, word, column) for word in text.split()}
        loudest = sorted(weights, key=lambda word: -weights[word])[:_REASONS]
        words = [word for word in loudest if weights[word] > 0]
        return f"classifier: {', '.join(words)}" if words else "classifier: form of the sentence"

    def _weight(self, classifier: Classifier, word: str, column: int) -> int:
        at = classifier.known.place(_hash(word))
        return 0 if at is None else classifier.words.at(at, column)

    def _ranked(self, name: str, text: str, sums: Sums) -> list[tuple[str, float]]:
        classes = self._of(name).classes
        likely = self._probabilities(name, text, sums)
        return sorted(zip(classes, likely, strict=True), key=lambda pair: -pair[1])

    def _of(self, name: str) -> Classifier:
        return self.classifiers[f"{name}+sentence" if self._is_ready else name]

    def _probabilities(self, name: str, text: str, sums: Sums) -> list[float]:
        found = found_for(sums, self.classes)
        sentence = self.embed(text) if self.embed and self._is_ready else None
        return self._of(name).probabilities(text, found, sentence)


def _hash(word: str) -> int:
    return words(word)[0]


@lru_cache(maxsize=1)
def _classifiers() -> Classifiers:
    return Classifiers()


def shipped_judge(with_sentences: bool | None = None) -> Judge:
    """Return the judge with the shipped weights; embeddings are used where they are installed."""
    uses = is_installed() if with_sentences is None else with_sentences
    return Judge(_classifiers(), embed if uses else None)
