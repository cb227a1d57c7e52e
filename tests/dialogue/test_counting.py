"""How many things an answer names."""

import pytest

from assistant.dialogue.counting import count_things, moves_on


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a lamp", 1),
        ("birds", 1),
        ("the lamp, the door, my phone", 3),
        ("lamp, door, phone", 3),
        ("the lamp and a chair my phone", 3),
        ("two chairs and some books", 2),
        ("i can see a window i see a door i see my hand", 3),
        ("i can smell coffee and soap", 2),
    ],
)
def test_commas_and_determiners_part_things(text: str, count: int) -> None:
    assert count_things(text) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("coffee cup white wall green plant brown table", 4),
        ("cars outside birds singing", 2),
        ("lamp chair phone", 2),
    ],
)
def test_where_nothing_parts_them_about_every_two_words_are_one(text: str, count: int) -> None:
    assert count_things(text) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("the lamp on the table", 1),
        ("a picture of my mum on the wall", 1),
        ("my feet on the floor my hands on my lap", 2),
        ("feet on floor hands on lap", 2),
    ],
)
def test_where_a_thing_is_belongs_to_the_thing(text: str, count: int) -> None:
    assert count_things(text) == count


@pytest.mark.parametrize(
    "text", ["", "um", "um let me see", "well", "okay", "yes", "i can see", "hang on", "...", "the"]
)
def test_fillers_name_nothing(text: str) -> None:
    assert count_things(text) == 0


ALL = """
that's all
done
i'm done
nothing
nothing else
okay that's all i can see
i can't hear anything
i can't smell anything right now
let's move on
next
"""


@pytest.mark.parametrize("text", ALL.strip().splitlines())
def test_who_says_that_it_is_all_moves_on(text: str) -> None:
    assert moves_on(text)


@pytest.mark.parametrize(
    "text", ["a wall", "all my books", "the next house", "um", "", "a done cake"]
)
def test_a_thing_is_no_word_to_move_on(text: str) -> None:
    assert not moves_on(text)
