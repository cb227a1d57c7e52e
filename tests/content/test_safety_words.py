"""What a safety answer must hold, and in what order."""

import re
from collections.abc import Iterator

import pytest

from assistant.content.loader import Pack
from assistant.content.reading import words
from assistant.dialogue.script import Script
from assistant.dialogue.steps import Ask, End, Say
from tests.content.shipped import shipped
from tests.dialogue.authoring import Stage, command, said


@pytest.fixture(scope="module")
def pack() -> Pack:
    return shipped()


def texts(script: Script) -> Iterator[str]:
    for step in script.steps.values():
        if isinstance(step, Say | Ask | End):
            yield from (variant.text for line in step.lines[:1] for variant in line.variants())


MUST_SAY = {
    "safety_t4": ["{helpline.emergency}", "can't call", "no one is watching", "near", "Move away"],
    "safety_t3": ["{helpline.suicide}", "Are you safe right now?", "distance", "can't call anyone"],
    "safety_t2": [
        "Are you thinking about killing yourself or hurting yourself?",
        "{helpline.suicide}",
        "{helpline.emergency}",
        "sounds frightening. I can't tell what's real for you",
        "don't have to handle it alone",
        "today",
    ],
    "safety_abuse": [
        "I believe you. It's not your fault. You deserve to be safe.",
        "{helpline.emergency}",
        "{helpline.abuse}",
        "Use a phone they can't check, if you can.",
        "a grown-up you trust",
        "{helpline.child}",
        "made for grown-ups",
        "your choice",
        "A doctor",
        "{helpline.sexual}",
    ],
    "safety_eating": ["A doctor can help", "lines for it", "{helpline.emergency}"],
    "safety_gate": ["Are you safe right now?"],
    "safety_medical": ["Please call {helpline.emergency} now."],
    "safety_third_party": ["ask them straight out", "listen", "stay", "line is for you too"],
    "safety_harm_others": ["pause", "leave the room", "{helpline.emergency}"],
    "safety_hotline": ["{helpline.suicide}", "{helpline.emergency}"],
}


@pytest.mark.parametrize("name", MUST_SAY)
def test_a_safety_dialogue_says_what_it_must(pack: Pack, name: str) -> None:
    spoken = " ".join(texts(pack.dialogues[name]))

    assert [phrase for phrase in MUST_SAY[name] if phrase not in spoken] == []


@pytest.mark.parametrize("name", ["safety_t4", "safety_medical"])
def test_the_emergency_number_comes_within_the_first_twelve_words(pack: Pack, name: str) -> None:
    script = pack.dialogues[name]
    first = script.steps[script.first]
    assert isinstance(first, Say)

    for variant in first.line.variants():
        before, number, _ = variant.text.partition("{helpline.emergency}")
        assert number
        assert len(words(before)) < 9  # and the number itself has three words


@pytest.mark.parametrize("name", list(MUST_SAY))
def test_safety_never_argues_confronts_or_exercises_for_two(pack: Pack, name: str) -> None:
    script = pack.dialogues[name]
    spoken = " ".join(texts(script)).lower()

    assert not script.disputes
    for never in ("confront", "leave them", "tell your partner", "together with", "promise", "why"):
        assert never not in spoken


@pytest.mark.parametrize("name", [name for name in MUST_SAY if name != "safety_gate"])
def test_each_says_once_that_it_is_a_program_and_what_it_cannot_do(pack: Pack, name: str) -> None:
    spoken = " ".join(texts(pack.dialogues[name]))

    assert spoken.count("no one is watching") == 1
    assert spoken.count("I'm a program") == 1
    assert "can't call" in spoken


def test_no_line_about_eating_speaks_of_food(pack: Pack) -> None:
    spoken = " ".join(texts(pack.dialogues["safety_eating"])).lower()

    assert not [word for word in ("weight", "calor", "diet", "meal", "food") if word in spoken]


def test_what_was_done_to_someone_is_never_named_aloud(pack: Pack) -> None:
    spoken = re.sub(r"\{.*?\}", "", " ".join(texts(pack.dialogues["safety_abuse"])))
    facts = [pack.helplines.facts(code) for code in (*pack.helplines.countries, None)]
    lines = [found[f"helpline.{kind}"] for found in facts for kind in ("abuse", "sexual", "child")]

    for told in ("abus", "violen", "rape", "assault", "sexual"):
        assert told not in spoken.lower()
        assert not any(told in line.lower() for line in lines)


@pytest.mark.parametrize(
    "answer", [command("no"), said("i don't know"), said("what do you mean"), command("skip")]
)
def test_anything_but_yes_to_are_you_safe_is_an_emergency(pack: Pack, answer: object) -> None:
    stage = Stage(pack.dialogues["safety_t3"], book=pack.book("US"))

    assert "nine one one" in stage.reply(answer)[0]  # type: ignore[arg-type]
