"""The embedding: its English part gives what the whole encoder gives."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from assistant.understanding.sentences import MOST_WORDS, PACKAGE, SCALE, WIDTH, embed, is_installed

pytestmark = pytest.mark.skipif(
    not is_installed(), reason=f"{PACKAGE} is not installed (the extra `sentences`)"
)
TEXTS = (
    "i think she is going to leave me",
    "he has not answered since last night and i keep looking at the phone",
    "hello",
    "xqzt vlk",
)


def test_what_is_left_of_the_table_gives_the_same_for_english() -> None:
    """Rows of other languages are dropped; no English text may change by that."""
    whole = importlib.import_module(PACKAGE).USE(threads=1)

    for text in TEXTS:
        expected = np.asarray(whole.encode(text) * SCALE, dtype=np.float32)
        assert np.array_equal(embed(text), expected), text


def test_any_text_has_an_embedding() -> None:
    """Also nothing, and letters whose pieces were dropped."""
    for text in ("", "привет", "😀", "naïve café"):
        assert embed(text).shape == (WIDTH,)


def test_of_a_long_text_both_ends_count() -> None:
    """The middle is left out: the time grows with the words."""
    start, end = "a " * (MOST_WORDS // 2), " b" * (MOST_WORDS // 2)

    assert np.array_equal(embed(start + "middle " * 50 + end), embed(start + end))
