"""Recognised text reads as a person would say it."""

import pytest

from assistant.speech.spoken_form import cardinal, numeral, ordinal, spoken_form


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Stop!", "stop"),
        ("I'm fine, thanks.", "i'm fine thanks"),
        ("I\u2019m fine", "i'm fine"),
        ("'Stop', he said", "stop he said"),
        ("7", "seven"),
        ("8 8 8", "eight eight eight"),
        ("4-7-8 breathing", "four seven eight breathing"),
        ("478", "four seven eight"),
        ("999", "nine nine nine"),
        ("116123", "one one six one two three"),
        ("0800", "zero eight zero zero"),
        ("5.5", "five point five"),
        ("50%", "fifty percent"),
        ("1,000", "one thousand"),
        ("300", "three hundred"),
        ("1999", "nineteen ninety nine"),
        ("in 1905", "in nineteen oh five"),
        ("2000", "two thousand"),
        ("the 3rd and the 22nd", "the third and the twenty second"),
        ("caf\u00e9", "caf\u00e9"),
        ("...", ""),
        ("", ""),
    ],
)
def test_numerals_become_words_and_punctuation_goes(written: str, said: str) -> None:
    """Lower case, apostrophes inside words kept, numerals in the words a person would say."""
    assert said == spoken_form(written)


def test_spoken_form_leaves_spoken_text_alone() -> None:
    """What is spoken already is its own spoken form."""
    for number in range(101):
        assert cardinal(number) == spoken_form(cardinal(number)) == spoken_form(str(number))


@pytest.mark.parametrize(
    ("number", "rank"),
    [(1, "first"), (12, "twelfth"), (20, "twentieth"), (101, "one hundred and first")],
)
def test_ranks_are_said_in_words(number: int, rank: str) -> None:
    """The last word takes the ending."""
    assert rank == ordinal(number)


def test_only_a_number_has_a_numeral() -> None:
    """Numbers to a hundred have one, other words have none."""
    assert tuple(map(numeral, ("seven", "forty two", "one hundred", "stop"))) == (
        "7",
        "42",
        "100",
        "",
    )
