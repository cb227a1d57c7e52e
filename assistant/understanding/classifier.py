"""A linear classifier: a weight for each meaning and each thing that speaks for it.

It weighs the words of a text, what the phrase book found in it, and, where that package is
installed, an embedding of the sentence. The weights come from `scripts/train`; numpy is enough.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.errors import ContentError
from assistant.understanding.evidence import Sums
from assistant.understanding.features import features, strangeness, words

WEIGHTS = Path(__file__).with_name("weights.npz")
PINNED = WEIGHTS.with_suffix(".sha256")
"""Holds the hash of the weights; `scripts/train` writes both."""
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Classifier:
    """The weights for one set of classes."""

    classes: tuple[str, ...]
    """kind/label, or the names of traps or themes."""
    hashes: npt.NDArray[np.uint32]
    """Of the features that are known, sorted."""
    words: npt.NDArray[np.int8]
    """Shape (known features, classes); a word's weight is this times `scale`."""
    scale: Floats
    """One for each class."""
    found: Floats
    """Shape (classes, classes): for what the phrase book found."""
    sentence: Floats
    """Shape (width of the embedding, classes); of no rows where none is used."""
    bias: Floats

    def probabilities(self, text: str, found: Floats, sentence: Floats | None = None) -> Floats:
        """Return how likely each class is, adding up to 1.

        `text` is normalised, `found` holds the phrase book's evidence for each class, 0 to 1,
        `sentence` the embedding.
        """
        rows = self.rows(text)
        share = self.scale / np.sqrt(max(len(rows), 1))
        total = self.words[rows].sum(axis=0, dtype=np.int32) * share + self.bias
        total = total + found @ self.found
        if sentence is not None:
            total = total + sentence @ self.sentence
        odds = np.exp(total - total.max())
        return np.asarray(odds / odds.sum(), dtype=np.float32)

    def rows(self, text: str) -> npt.NDArray[np.int64]:
        """Return which of the known features a text has."""
        return known_rows(self.hashes, text)


def known_rows(hashes: npt.NDArray[np.uint32], text: str) -> npt.NDArray[np.int64]:
    """Return the places in `hashes`, which are sorted, of the features of a text.

    How many of its words are not known is a feature too: who speaks of what nobody wrote about
    most likely speaks of something else.
    """
    seen = features(text)
    places = _places(hashes, seen)
    unknown = int((_places(hashes, words(text)) < 0).sum())
    return np.concatenate([places[places >= 0], _places(hashes, strangeness(unknown))])


def _places(hashes: npt.NDArray[np.uint32], seen: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """Return the place of each of some features, or -1."""
    at = np.searchsorted(hashes, seen)
    at[at == len(hashes)] = 0
    return np.where(hashes[at] == seen, at, -1)


def found_for(sums: Sums, classes: Sequence[str]) -> Floats:
    """Return what was found for each class, 0 to 1, as the classifiers take it."""
    weights = {f"{kind}/{label}": weight for (kind, label), (weight, _) in sums.items()}
    return np.array([weights.get(name, 0.0) for name in classes], dtype=np.float32)


class Classifiers:
    """The shipped classifiers by name: label, trap, theme and risk, each also as label+sentence.

    Each is unpacked when it is first asked for. Raises ContentError where the file is not the one
    that was trained.
    """

    def __init__(self, path: Path = WEIGHTS) -> None:
        try:
            data = path.read_bytes()
            pinned = path.with_suffix(".sha256").read_text().strip()
        except OSError as error:
            fault = f"{path}: cannot be read: {error.strerror}; install again"
            raise ContentError([fault]) from error
        if hashlib.sha256(data).hexdigest() != pinned:
            raise ContentError([f"{path}: is not the file that was trained; install again"])
        self._stored = np.load(io.BytesIO(data), allow_pickle=False)
        self._hashes: npt.NDArray[np.uint32] = self._stored["hashes"]
        self._unpacked: dict[str, Classifier] = {}

    def __getitem__(self, name: str) -> Classifier:
        """Return a classifier by name."""
        if name not in self._unpacked:
            self._unpacked[name] = self._unpack(name)
        return self._unpacked[name]

    def _unpack(self, name: str) -> Classifier:
        def array(part: str) -> Any:
            return self._stored[f"{name}.{part}"]

        classes = tuple(str(array("classes")).split())
        found, sentence = (array(part).astype(np.float32) for part in ("found", "sentence"))
        return Classifier(
            classes, self._hashes, array("words"), array("scale"), found, sentence, array("bias")
        )
