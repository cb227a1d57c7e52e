"""Comfort fits what the fear is about, promises nothing, and is never refused."""

from __future__ import annotations

import re

import pytest

from assistant.dialogue.actions import Speak
from assistant.dialogue.lines import Line
from tests.content.shipped import shipped
from tests.dialogue.authoring import Stage, said

PACK = shipped()
THEMES = tuple(sorted(PACK.phrases.cues["themes"].names))
FLATTERY = re.compile(r"\b(amazing|special|perfect|wonderful|beautiful|smart)\b", re.IGNORECASE)
FEWEST = {"validate": 6, "limit": 3, "known": 3, "how": 3, "strength": 3}


def texts(line: Line, theme: str) -> set[str]:
    """Return what a line may say for a theme."""
    return {variant.text for variant in line.cases.get(theme, line.grades[0])}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("step", FEWEST)
def test_each_theme_has_words_of_its_own_and_enough_of_them(theme: str, step: str) -> None:
    line = PACK.dialogues["comfort"].steps[step].lines[0]

    assert len(texts(line, theme)) >= FEWEST[step]
    assert theme in line.cases or step == "limit"


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_said_is_said_for_the_theme(theme: str) -> None:
    steps = PACK.dialogues["comfort"].steps
    for answer in ("skip", "i know a little"):
        name = "command/skip" if answer == "skip" else "reframe/thought"
        stage = Stage(PACK.dialogues["comfort"], {"theme": theme}, PACK.book("GB"))
        stage.reply(said(answer, name))
        spoken = {a.source.split(".")[1]: a.text for a in stage.actions if isinstance(a, Speak)}

        assert spoken["validate"] in texts(steps["validate"].lines[0], theme)
        assert spoken["known"] in texts(steps["known"].lines[0], theme)


def test_no_one_is_flattered() -> None:
    for name in ("reassure", "comfort", "urge", "checkin"):
        for step in PACK.dialogues[name].steps.values():
            for line in step.lines:
                assert not any(FLATTERY.search(variant.text) for variant in line.variants())


@pytest.mark.parametrize("name", ["reassure", "comfort", "urge", "checkin"])
def test_the_tenth_evening_does_not_sound_like_the_first(name: str) -> None:
    """What is said or asked has three wordings or more, what validates has six."""
    for step in PACK.dialogues[name].steps.values():
        for line in step.lines[:1]:
            found = min(map(len, (*line.grades, *line.cases.values()))) + len(line.otherwise)
            assert found >= (6 if step.role == "validate" else 3), f"{name}.{step.id}"
