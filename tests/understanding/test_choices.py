"""Names, countries, times of day and phrases are read from how people put them."""

import pytest

from assistant.understanding.choices import read_country, read_hours, read_name, read_phrase

NAMES = {
    "IE": ("Ireland",),
    "GB": ("the United Kingdom", "UK", "Northern Ireland"),
    "NE": ("Niger",),
}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("sam", "Sam"),
        ("call me sam please", "Sam"),
        ("hi my name is mary ann", "Mary Ann"),
        ("you can call me siobhan", "Siobhan"),
        ("change my name to anna", "Anna"),
        ("it's jean luc", "Jean Luc"),
        ("call me later", None),
        ("change my name", None),
        ("i feel so tense", None),
        ("help me", None),
        ("no", None),
        ("", None),
        ("one two three four", None),
    ],
)
def test_a_name_is_one_to_three_words_that_are_no_request(said: str, name: str | None) -> None:
    assert read_name(said) == name


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ireland", "IE"),
        ("change my country to ireland please", "IE"),
        ("i'm in northern ireland", "GB"),
        ("the uk", "GB"),
        ("nigeria", None),
        ("nowhere", None),
    ],
)
def test_the_longest_name_of_a_country_counts(said: str, code: str | None) -> None:
    assert read_country(said, NAMES) == code


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("from ten to seven", 22 * 60, 7 * 60),
        ("set quiet hours from ten until half past six", 22 * 60, 6 * 60 + 30),
        ("between half past ten and six thirty", 22 * 60 + 30, 6 * 60 + 30),
        ("eleven pm until 7 am", 23 * 60, 7 * 60),
        ("from 22:00 to 7:00", 22 * 60, 7 * 60),
        ("from nine at night to eight in the morning", 21 * 60, 8 * 60),
        ("midnight to six", 0, 6 * 60),
        ("from twelve to six", 0, 6 * 60),
        ("from one to three in the afternoon", 60, 15 * 60),
        ("from ten o'clock to seven o'clock", 22 * 60, 7 * 60),
    ],
)
def test_quiet_hours_begin_late_and_end_early_where_nothing_else_is_said(
    said: str, start: int, end: int
) -> None:
    assert read_hours(said) == (start, end)


@pytest.mark.parametrize(
    "said",
    ["ten", "from ten", "at night", "from ten at night to ten at night", "from forty to two"],
)
def test_two_times_are_needed(said: str) -> None:
    assert read_hours(said) is None


@pytest.mark.parametrize(
    ("said", "phrase"),
    [
        ("dear lantern", "dear lantern"),
        ("hello friend", "hello friend"),
        ("change the wake phrase to good evening friend", "good evening friend"),
        ("let's use dear lantern please", "dear lantern"),
        ("lantern", None),
        ("change the wake phrase", None),
        ("stop now", None),
        ("one two three four five", None),
    ],
)
def test_a_wake_phrase_is_two_to_four_words(said: str, phrase: str | None) -> None:
    assert read_phrase(said) == phrase
