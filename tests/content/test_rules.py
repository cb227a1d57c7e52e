"""What may be said."""

import pytest

from assistant.content.rules import text_faults
from assistant.dialogue.lines import Variant


def faults(text: str, asks: bool = True) -> list[str]:
    return list(text_faults(Variant(text, "x.yaml:7"), asks=asks))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Word " * 36, "36 words"),
        (
            "I see that you are here with me and that it is very hard for you now.",
            "sentences of 17",
        ),
        ("Emotional regulation necessitates considerable determination.", "reading grade"),
        ("Is it hard? Are you well?", "two questions"),
        ("Is it hard? Tell me.", "a question stands at the end"),
        ("Why do you think that?", '"why" question'),
        ("It's just a thought.", '"just"'),
        ("At least you tried.", '"at least"'),
        ("Please calm down.", '"calm down"'),
        ("That's an irrational fear.", "irrational"),
        ("You should call them.", '"you should"'),
        ("I'll always be here.", '"always be here"'),
        ("Everything will be fine.", '"everything will be fine"'),
        ("There's nothing to worry about.", '"nothing to worry about"'),
        ("They love you.", "a promise"),
        ("They will come back.", "a promise"),
        ("They won't leave you.", "a promise"),
        ("Ask him tonight.", '"him" guesses'),
        ("Your boyfriend may be tired.", '"boyfriend" guesses'),
        ("Call 988 now.", "a number in figures"),
        ("Call nine nine nine now.", "a number in figures"),
        ("Well done!", "exclamation"),
    ],
)
def test_what_is_never_said_is_refused_with_its_place(text: str, fault: str) -> None:
    found = faults(text)

    assert any(fault in one for one in found), found
    assert all(one.startswith("x.yaml:7: ") for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "It makes sense that you want to hear that.",
        "You've come through this feeling before.",
        "They may say yes or no.",
        "You don't have to be sure.",
        "From zero to ten, how strong is it?",
        "Call {helpline.emergency} now.",
    ],
)
def test_what_may_be_said_passes(text: str) -> None:
    assert faults(text) == []


def test_a_question_needs_someone_who_waits_for_the_answer() -> None:
    assert faults("Is it hard?") == []
    assert faults("Is it hard?", asks=False)
