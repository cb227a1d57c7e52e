"""Lines: variants, grades, slots."""

from itertools import pairwise

import pytest

from assistant.dialogue.lines import Line, Variant, Variety, read_line
from assistant.errors import ContentError
from tests.dialogue.authoring import node

THREE = Line("x", "other", ((Variant("one"), Variant("two"), Variant("three")),))


def test_the_same_variant_is_never_said_twice_running() -> None:
    rng = Variety(4)
    texts = [THREE.text(rng) for _ in range(200)]

    assert all(first != second for first, second in pairwise(texts))
    assert set(texts) == {"one", "two", "three"}


def test_the_same_seed_says_the_same() -> None:
    first, second = Variety(9), Variety(9)

    assert [THREE.text(first) for _ in range(20)] == [THREE.text(second) for _ in range(20)]


def test_a_line_said_again_goes_up_its_grades_and_stays_at_the_last() -> None:
    line = Line("x", "other", ((Variant("first"),), (Variant("second"),)))

    assert [line.text(Variety(1), grade) for grade in range(4)] == ["first"] + ["second"] * 3


def test_an_empty_slot_is_never_spoken() -> None:
    line = Line("x", "other", ((Variant("You said {thought}."),),), (Variant("I hear you."),))

    assert line.text(Variety(1), thought="i'm late") == "You said I'm late."
    assert line.text(Variety(1)) == "I hear you."
    assert line.text(Variety(1), thought="") == "I hear you."


def test_words_of_a_person_beyond_twelve_are_not_read_back() -> None:
    line = Line("x", "other", ((Variant("You said {thought}."),),), (Variant("I hear you."),))

    assert line.text(Variety(1), thought=" ".join("w" * 12)) != "I hear you."
    assert line.text(Variety(1), thought=" ".join("w" * 13)) == "I hear you."


def test_a_line_with_nothing_to_say_names_its_place() -> None:
    line = Line("x", "other", ((Variant("Hello {name}.", "lines.yaml:3"),),))

    with pytest.raises(ContentError, match=r"lines\.yaml:3"):
        line.text(Variety(1))


def test_a_line_is_written_as_a_text_a_list_or_a_mapping() -> None:
    assert read_line(node("Hello."), "x").text(Variety(1)) == "Hello."
    assert len(read_line(node("[Hello., Hi.]"), "x").variants()) == 2
    mapping = read_line(node("{role: close, grades: [[Bye.], [Goodbye.]]}"), "x")
    assert mapping.role == "close"
    assert mapping.text(Variety(1), 1) == "Goodbye."


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{role: closes, say: Bye.}", 'unknown name "closes"; did you mean "close"?'),
        ("{role: close}", 'either "say"'),
        ("{say: Bye., grades: [[Bye.]]}", 'either "say"'),
        ("{says: Bye.}", 'unknown key "says"; did you mean "say"?'),
        ("['']", "a text is expected"),
        ("[]", "at least one text"),
    ],
)
def test_a_badly_written_line_is_told_with_its_line(text: str, fault: str) -> None:
    faults: list[str] = []
    read_line(node(text, faults), "x")

    assert any(fault in found for found in faults)
    assert all(found.startswith("test.yaml:1: ") for found in faults)
