"""What may be said."""

import pytest

from assistant.content.rules import exercise_faults, text_faults
from assistant.dialogue.exercise_reader import read_exercise
from assistant.dialogue.lines import Variant
from tests.dialogue.authoring import node


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


EXERCISE = """
id: slow
name: slow breaths
how_to_ask: slow breaths
label: breathing/generic
asks: [breathing/generic]
phases:
  - {phase: in, seconds: 4, full: "Breathe in.", short: "Breathe in."}
  - {phase: out, seconds: 6, full: "And slowly out.", short: "Breathe out."}
dose: 3 minutes
ceiling: 10 minutes
limit: "Ten minutes is the most I lead."
settle: ["Eyes open or closed. Follow the tones, or the feel of your hands."]
caution: "If you feel dizzy, let your breath go back to normal, or say stop."
last: "One more."
rest: "Let your breath find its own way."
close: "And that's it."
not_for: [chest pain]
why: "Many people find it soothing."
evidence: "Tested in trials."
source: [treleaven]
"""
GUIDED = """
id: listen
name: listening
how_to_ask: listening
label: mindfulness/generic
asks: [mindfulness/generic]
parts:
  - {part: sounds, say: "Listen to what is near.", pause_s: 12, short: true}
ceiling: 10 minutes
limit: "Ten minutes is the most I lead."
settle: ["Eyes open or closed. Stay with sounds, or with your hands."]
caution: "Skip or change anything, or say stop."
rest: "Look around the room."
close: "And that's it."
not_for: [driving]
why: "Many people find it soothing."
evidence: "Common in courses."
source: [treleaven]
"""


def exercise_faults_of(text: str, old: str = "", new: str = "") -> list[str]:
    assert old in text
    faults: list[str] = []
    exercise = read_exercise(node(text.replace(old, new, 1) if old else text, faults))
    return [*faults, *exercise_faults(exercise)]


def test_a_good_exercise_has_no_fault() -> None:
    assert exercise_faults_of(EXERCISE) == []
    assert exercise_faults_of(GUIDED) == []


@pytest.mark.parametrize(
    ("text", "old", "new", "fault"),
    [
        (EXERCISE, "say stop", "go on", 'says the word "stop"'),
        (EXERCISE, "to normal", "to itself", 'says the word "normal"'),
        (EXERCISE, "If you feel", "So " * 20 + "if you feel", "a caution of"),
        (EXERCISE, "Eyes open or closed. ", "", "eyes may be open"),
        (EXERCISE, "the tones, or the feel of your hands", "me", "two anchors"),
        (EXERCISE, "[chest pain]", "[]", 'whom it is "not_for"'),
        (EXERCISE, "Many people find it soothing.", "It will soothe you.", "promises nothing"),
        (EXERCISE, "Many people find it soothing.", "It helps. It does.", "one sentence"),
        (EXERCISE, "And slowly out.", "And now very slowly and gently out.", "too long for 6 s"),
        (EXERCISE, 'rest: "Let', 'rest: "Let go completely. Let', "is never said"),
        (EXERCISE, "ceiling: 10 minutes", "ceiling: for ever", "a time such as"),
        (GUIDED, ", short: true", "", 'at least one part is "short: true"'),
        (GUIDED, "pause_s: 12", "pause_s: 0", "0 is out of range"),
        (GUIDED, 'close: "And that\'s it."\n', "", 'ends with a "close"'),
        (GUIDED, 'rest: "Look around the room."\n', "", "after a bell something is said"),
        (GUIDED, "parts:", "part:", '"phases" is missing'),
        (GUIDED, "mindfulness/generic]", "mindfulness/nothing]", "unknown name"),
        (GUIDED, "say stop", "say anything", 'says the word "stop"'),
    ],
)
def test_what_an_exercise_breaks_is_told(text: str, old: str, new: str, fault: str) -> None:
    found = exercise_faults_of(text, old, new)

    assert any(fault in line for line in found), found
    assert all(line.startswith("test.yaml:") for line in found)
