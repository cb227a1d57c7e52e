"""Which of several things on offer an answer points at."""

from __future__ import annotations

import pytest

from assistant.understanding.normalize import normalize
from assistant.understanding.places import is_this, place


@pytest.mark.parametrize(
    ("said", "count", "at"),
    [
        ("the first", 2, 0),
        ("um the second one please", 2, 1),
        ("i meant the latter", 2, 1),
        ("the other one", 2, 1),
        ("the last one", 3, 2),
        ("number three", 3, 2),
        ("option two thanks", 2, 1),
        ("i'd like the third of those", 4, 2),
    ],
)
def test_a_place_in_the_row_is_an_answer(said: str, count: int, at: int) -> None:
    """However it is wrapped in small words."""
    assert place(normalize(said), count) == at


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("the third one", 2),
        ("the other one", 3),
        ("my first thought was that he left", 2),
        ("he came second", 2),
        ("a second", 2),
        ("", 2),
    ],
)
def test_a_place_that_is_not_there_or_not_meant_is_none(said: str, count: int) -> None:
    """A number inside a sentence chooses nothing."""
    assert place(normalize(said), count) is None


def test_that_one_points_without_saying_where() -> None:
    """It is no place; whoever asks decides what it stands for."""
    assert is_this(normalize("yeah that one please"))
    assert not is_this(normalize("that hurts"))
