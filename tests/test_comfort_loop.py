"""Comfort that is asked for again and again: the loop is named by the program's own clock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.app import Program, load
from assistant.settings import MemorySettings, Settings
from tests.fakes import Line
from tests.test_conversation import sources, talk

ASK = "i need some comfort"
MINUTE = 60.0


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Return the shipped content with a memory of its own."""
    folder: Path = tmp_path_factory.mktemp("memory")
    return load(replace(Settings(country="GB"), memory=MemorySettings(folder)))


def asked_at(program: Program, *times: float) -> list[str]:
    """Return the first step that each wish for comfort, stopped again, is met with."""
    lines = [line for at in times for line in (Line(at, ASK), Line(at + 12, "stop", 0.4))]
    spoken = sources(talk(program, lines, until=times[-1] + 20))
    return [step for step in spoken if step.startswith(("reassure.", "comfort."))]


def test_the_second_wish_in_a_quarter_of_an_hour_names_the_loop(program: Program) -> None:
    steps = asked_at(program, 15, 5 * MINUTE)

    assert steps[0] == "comfort.about"
    assert steps[1] == "reassure.loop_soon"


def test_the_third_in_a_day_names_it_and_the_fourth_brings_a_person(program: Program) -> None:
    steps = asked_at(program, 15, 17 * MINUTE, 34 * MINUTE, 51 * MINUTE)
    firsts = [step for step in steps if not step.endswith("_offer")]

    assert firsts == ["comfort.about", "comfort.about", "reassure.loop_today", "reassure.again"]


def test_what_was_counted_is_forgotten_on_request(program: Program) -> None:
    recorder = talk(
        program,
        [
            Line(15, ASK),
            Line(30, "stop", 0.4),
            Line(40, "forget how often i asked"),
            Line(60, "yes", 0.4),
            Line(75, ASK),
        ],
        until=85,
    )

    assert "delete_kept.times_gone" in sources(recorder)
    assert sources(recorder)[-1] == "comfort.about"
