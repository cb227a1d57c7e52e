"""A fear is looked back on only after a yes, in the first session after its time, and once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.app import Manner, Program, conversation, load
from assistant.audio.silent import SilentSpeaker
from assistant.clock import run_virtual
from assistant.keeping import Keeping
from assistant.settings import MemorySettings, Settings
from assistant.speech.listener import Listener
from assistant.typed import SilentVoice
from tests.fakes import InlineExecutor, Line, MarkRecognizer, MarkVad, Recorder, ScriptedMicrophone
from tests.test_conversation import sources

FEAR = {"thought": "he is going to leave me", "theme": "future", "ask_after": "tomorrow"}
DAY = 24 * 3600.0


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Return the shipped content with a memory of its own."""
    folder: Path = tmp_path_factory.mktemp("memory")
    return load(replace(Settings(country="GB"), memory=MemorySettings(folder)))


def told(program: Program, lines: list[Line], *left: Mapping[str, str], since: float = DAY) -> str:
    """Talk with who has left some slots a while ago; return the steps that are spoken, in a row."""
    recorder = Recorder()

    async def main() -> None:
        microphone = ScriptedMicrophone(lines, lines[-1].at + 60)
        ears = Listener(
            microphone,
            MarkVad(),
            MarkRecognizer(microphone.texts),
            program.is_complete,
            InlineExecutor(),
        )
        manner = Manner(seed=1)
        talking = conversation(program, ears, SilentSpeaker(), SilentVoice(), recorder, manner)
        leave(talking.keeping, left, since)
        await talking.run()

    run_virtual(main())
    return " ".join(sources(recorder))


def leave(keeping: Keeping, left: tuple[Mapping[str, str], ...], since: float) -> None:
    """Leave slots behind as dialogues did some seconds before now."""
    clock = keeping.predictions.clock
    keeping.predictions.clock = lambda: clock() - since
    for slots in left:
        keeping.predictions.take(dict(slots))
    keeping.predictions.clock = clock


def test_after_a_greeting_the_fear_is_asked_about_once(program: Program) -> None:
    said = told(
        program,
        [
            Line(15, "hello there"),
            Line(30, "yes", 0.4),
            Line(45, "no it did not happen"),
            Line(70, "hello there"),
        ],
        FEAR,
    )

    assert "came_true.may_i came_true.happened came_true.not_true" in said
    assert said.count("came_true.may_i") == 1


def test_before_its_time_nothing_is_asked(program: Program) -> None:
    assert "came_true" not in told(program, [Line(15, "hello there")], FEAR, since=60)


def test_without_a_yes_nothing_is_asked(program: Program) -> None:
    fear = {name: text for name, text in FEAR.items() if name != "ask_after"}

    assert "came_true" not in told(program, [Line(15, "hello there")], fear)


def test_who_needs_something_is_answered_first(program: Program) -> None:
    said = told(program, [Line(15, "tell me i'm not too much"), Line(40, "stop", 0.4)], FEAR)

    assert said.index("comfort.validate")
    assert "came_true" not in said


def test_after_danger_nothing_is_asked(program: Program) -> None:
    said = told(program, [Line(15, "i want to kill myself"), Line(90, "hello there")], FEAR)

    assert "safety" in said
    assert "came_true" not in said


def test_how_often_fears_were_right_is_told(program: Program) -> None:
    said = told(
        program,
        [Line(15, "how often was my fear right")],
        {"came_true": "no"},
        {"came_true": "yes"},
    )

    assert "fears.told" in said
