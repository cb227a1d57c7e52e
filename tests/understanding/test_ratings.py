"""Ratings are read in any usual wording, and what only sounds like one is left."""

from __future__ import annotations

import pytest

from assistant.understanding.normalize import normalize
from assistant.understanding.ratings import awaited_rating, is_only_a_rating, rating


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("seven out of ten", 7.0),
        ("about a six maybe seven", 6.5),
        ("it's a ten", 10.0),
        ("not that bad maybe three", 3.0),
        ("between six and seven", 6.5),
        ("six and a half", 6.5),
        ("8/10", 8.0),
        ("eight no nine", 9.0),
        ("seven i mean four", 4.0),
        ("it was a ten earlier but it's an eight now", 8.0),
        ("a three now it was a five", 3.0),
        ("down from a seven to a six", 6.0),
        ("about six right now maybe seven", 6.5),
        ("a hundred", 10.0),
        ("for", 4.0),
        ("ate out of ten", 8.0),
        ("forty two", None),
        ("terrible", None),
    ],
)
def test_rating(said: str, value: float | None) -> None:
    assert rating(normalize(said)) == value


@pytest.mark.parametrize("said", ["is it nearly six", "not that one", "this one", "no one"])
def test_a_question_and_a_one_that_counts_nothing_are_no_rating(said: str) -> None:
    assert not is_only_a_rating(normalize(said))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("six", 6.0),
        ("off the charts", 10.0),
        ("somewhere in the middle", 5.0),
        ("nothing at all i'm fine", 0.0),
        ("is ten good or bad", None),
        ("one less than before", None),
        ("twenty", None),
        ("i can't say", None),
    ],
)
def test_a_rating_that_is_awaited_may_be_said_in_words(said: str, value: float | None) -> None:
    assert awaited_rating(normalize(said)) == value
