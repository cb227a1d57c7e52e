"""Length and reading grade of spoken text."""

import pytest

from assistant.content.reading import grade, sentence_length, syllables, words

BY_SYLLABLES = {
    1: "breathe loved thoughts scared don't you're",
    2: "someone little people wanted breathing something doing being quiet careful sometimes "
    "program believe minute slowly trying changes lonely alone didn't",
    3: "idea everything anyone violence easier uneasy therapist microphone",
    4: "comfortable emergency",
}


@pytest.mark.parametrize("count", BY_SYLLABLES)
def test_syllables_are_counted_as_they_are_spoken(count: int) -> None:
    words = BY_SYLLABLES[count].split()

    assert {word: syllables(word) for word in words} == dict.fromkeys(words, count)


def test_the_grade_is_that_of_flesch_and_kincaid() -> None:
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    assert grade("Cognitive restructuring facilitates emotional regulation.") > 12
    assert grade("") == 0


def test_a_slot_counts_as_one_word_and_a_colon_parts_sentences() -> None:
    assert len(words("Call {helpline.emergency} now.")) == 3
    assert sentence_length("You said: I am late. Thank you.") == 2
