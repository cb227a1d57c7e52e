"""A linear classifier: a weight for each meaning and each thing that speaks for it.

It weighs the words of a text, what the phrase book found in it, and, where that package is
installed, an embedding of the sentence. The weights come from `scripts/train`.
"""

from __future__ import annotations

import math
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from assistant.errors import ContentError
from assistant.understanding.arrays import read_array
from assistant.understanding.evidence import Sums
from assistant.understanding.features import features, strangeness, words

if TYPE_CHECKING:  # without an embedding, nothing here loads numpy
    import numpy as np
    import numpy.typing as npt

    Floats: TypeAlias = npt.NDArray[np.float32]

WEIGHTS = Path(__file__).with_name("weights.npz")
PINNED = WEIGHTS.with_suffix(".sha256")
"""Holds the SHA-256 and the CRC-32 of the weights; `scripts/train` writes both files."""
_LANE = 256
"""Rows whose bytes add up in 16 bits each without a carry."""


@dataclass(frozen=True, eq=False)
class WordWeights:
    """A table of bytes, a row for each known feature and a column for each class."""

    data: bytes | memoryview
    """Signed bytes, row by row."""
    columns: int

    def at(self, row: int, column: int) -> int:
        """Return one weight."""
        byte = self.data[row * self.columns + column]
        return byte - 256 if byte > 127 else byte

    def added(self, rows: Sequence[int]) -> list[int]:
        """Add up some rows.

        A row is one whole number, of which every second byte is taken at a time, so that all
        columns are added at once; 128 is added to each weight, for none may be below nothing.
        """
        sums = [-128 * len(rows)] * self.columns
        for start in range(0, len(rows), _LANE):
            even = odd = 0
            for row in rows[start : start + _LANE]:
                whole = self._row(row)
                even += whole & self._every_second
                odd += (whole >> 8) & self._every_second
            for first, lanes in enumerate((even, odd)):
                pairs = array("H", lanes.to_bytes(self.columns + 2 + self.columns % 2, "little"))
                for column, value in zip(range(first, self.columns, 2), pairs, strict=False):
                    sums[column] += value
        return sums

    def _row(self, row: int) -> int:
        start = row * self.columns
        return int.from_bytes(self.data[start : start + self.columns], "little") ^ self._flipped

    @cached_property
    def _flipped(self) -> int:
        """Turns signed bytes into bytes that are 128 more."""
        return int.from_bytes(b"\x80" * self.columns, "little")

    @cached_property
    def _every_second(self) -> int:
        return int.from_bytes(b"\xff\x00" * (self.columns // 2 + 1), "little")


@dataclass(frozen=True, eq=False)
class Known:
    """The features that are known; every classifier goes by the same."""

    hashes: Sequence[int]
    """Sorted."""

    def place(self, feature: int) -> int | None:
        """Return the place of a feature; None where it is not known."""
        at = bisect_left(self.hashes, feature)
        return at if at < len(self.hashes) and self.hashes[at] == feature else None


@dataclass(frozen=True, eq=False)
class Classifier:
    """The weights for one set of classes."""

    classes: tuple[str, ...]
    """kind/label, or the names of traps or themes."""
    known: Known
    words: WordWeights
    """A word's weight is one of these times `scale`."""
    scale: Sequence[float]
    """One for each class."""
    found: Sequence[float]
    """For what the phrase book found: a row for each meaning, a column for each class."""
    bias: Sequence[float]
    sentence: Floats | None = None
    """Shape (width of the embedding, classes), where one is used."""

    def probabilities(
        self, text: str, found: Mapping[int, float], sentence: Floats | None = None
    ) -> list[float]:
        """Return how likely each class is, adding up to 1.

        `text` is normalised, `found` holds the phrase book's evidence, 0 to 1, by the number of
        the meaning, `sentence` the embedding.
        """
        rows = known_rows(self.known, text)
        share = 1 / math.sqrt(max(len(rows), 1))
        added = self.words.added(rows)
        total = [
            word * scale * share + bias
            for word, scale, bias in zip(added, self.scale, self.bias, strict=True)
        ]
        width = len(self.classes)
        for at, weight in found.items():
            for column, value in enumerate(self.found[at * width : (at + 1) * width]):
                total[column] += weight * value
        if sentence is not None and self.sentence is not None:
            more: list[float] = (sentence @ self.sentence).tolist()
            total = [value + other for value, other in zip(total, more, strict=True)]
        return _shares(total)


def _shares(total: Sequence[float]) -> list[float]:
    most = max(total)
    odds = [math.exp(value - most) for value in total]
    whole = math.fsum(odds)
    return [value / whole for value in odds]


# The last one is kept: what a text means, its risk, its trap and its theme ask for the same.
@lru_cache(maxsize=1)
def known_rows(known: Known, text: str) -> tuple[int, ...]:
    """Return the places of the features of a text that are known.

    How many of its words are not known is a feature too: who speaks of what nobody wrote about
    most likely speaks of something else.
    """
    unknown = sum(known.place(word) is None for word in words(text))
    seen = (known.place(feature) for feature in (*features(text), *strangeness(unknown)))
    return tuple(at for at in seen if at is not None)


def found_for(sums: Sums, classes: Sequence[str]) -> dict[int, float]:
    """Return what was found, 0 to 1, by the number of its class."""
    weights = {f"{kind}/{label}": weight for (kind, label), (weight, _) in sums.items()}
    return {at: weights[name] for at, name in enumerate(classes) if name in weights}


class Classifiers:
    """The shipped classifiers by name: label, trap, theme and risk, each also as label+sentence.

    Each is unpacked when it is first asked for. Raises ContentError where the file is not the one
    that was trained.
    """

    def __init__(self, path: Path = WEIGHTS) -> None:
        try:
            # The SHA-256 is tested where it is built: here hashlib alone would take 3 MB.
            trained = f"{zlib.crc32(path.read_bytes()):08x}"
            pinned = path.with_suffix(".sha256").read_text().split()[-1]
        except OSError as error:
            fault = f"{path}: cannot be read: {error.strerror}; install again"
            raise ContentError([fault]) from error
        if trained != pinned:
            raise ContentError([f"{path}: is not the file that was trained; install again"])
        self._path = path
        self._known = Known(read_array(path, "hashes").whole())
        self._unpacked: dict[str, Classifier] = {}

    def __getitem__(self, name: str) -> Classifier:
        """Return a classifier by name."""
        if name not in self._unpacked:
            self._unpacked[name] = self._unpack(name)
        return self._unpacked[name]

    def _unpack(self, name: str) -> Classifier:
        def read(part: str) -> Any:
            return read_array(self._path, f"{name}.{part}")

        classes = tuple(read("classes").text().split())
        return Classifier(
            classes,
            self._known,
            WordWeights(read("words").data, len(classes)),
            read("scale").floats(),
            array("f", read("found").floats()),
            read("bias").floats(),
            self._sentence(name) if name.endswith("+sentence") else None,
        )

    def _sentence(self, name: str) -> Floats:
        import numpy as np

        with np.load(self._path, allow_pickle=False) as stored:
            return np.asarray(stored[f"{name}.sentence"], dtype=np.float32)
