"""The measure of hearing counts words as people do."""

import pytest

from assistant.bench.ears import word_errors


@pytest.mark.parametrize(
    ("said", "heard", "errors"),
    [
        ("help me breathe", "help me breathe", (0, 3)),
        ("help me breathe", "help breathe", (1, 3)),
        ("help", "help me please", (2, 1)),
        ("I'm at a 7.", "i'm at a seven", (0, 4)),
        ("stop", "", (1, 1)),
    ],
)
def test_words_are_counted_as_spoken(said: str, heard: str, errors: tuple[int, int]) -> None:
    """Insertions, deletions and replacements count one each; signs and numerals do not."""
    assert errors == word_errors(said, heard)
