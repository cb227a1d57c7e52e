"""What a safety answer must hold, and in what order."""

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
    "safety_t2": ["Are you thinking about killing yourself or hurting yourself?"],
    "safety_abuse": [
        "I believe you. It's not your fault. You deserve to be safe.",
        "{helpline.emergency}",
        "{helpline.abuse}",
        "Use a phone they can't check, if you can.",
    ],
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


def test_the_word_abuse_is_never_said_aloud_to_the_person(pack: Pack) -> None:
    spoken = " ".join(texts(pack.dialogues["safety_abuse"])).replace("{helpline.abuse}", "")
    lines = [pack.helplines.facts(code)["helpline.abuse"] for code in ("US", "GB", "IE", None)]

    assert "abus" not in spoken.lower()
    assert not any("abus" in line.lower() or "violen" in line.lower() for line in lines)


@pytest.mark.parametrize(
    "answer", [command("no"), said("i don't know"), said("what do you mean"), command("skip")]
)
def test_anything_but_yes_to_are_you_safe_is_an_emergency(pack: Pack, answer: object) -> None:
    stage = Stage(pack.dialogues["safety_t3"], book=pack.book("US"))

    assert "nine one one" in stage.reply(answer)[0]  # type: ignore[arg-type]
