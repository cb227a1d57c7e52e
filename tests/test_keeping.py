"""What a dialogue keeps is on the disk before that is told, and a first run says what this is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import events
from assistant.app import Manner, Program, load
from assistant.dialogue.actions import Done, Failed, Forget, Keep, Recall, Recalled
from assistant.keeping import Keeping
from assistant.memory.first_run import MARKERS, is_heard
from assistant.memory.journal import FILE, Journal
from assistant.settings import MemorySettings, Settings
from tests.fakes import Line
from tests.test_conversation import names, sources, talk


@pytest.fixture(scope="module")
def shipped() -> Program:
    """Return the shipped content, for Great Britain."""
    return load(Settings(country="GB"))


@pytest.fixture
def program(shipped: Program, tmp_path: Path) -> Program:
    """Return it with a memory of its own."""
    settings = replace(shipped.settings, memory=MemorySettings(tmp_path / "memory"))
    return replace(shipped, settings=settings)


FIRST_RUN = Manner(introduces=True, seed=1)


def test_saved_is_told_when_the_text_is_on_the_disk(tmp_path: Path) -> None:
    journal = Journal(tmp_path / FILE)
    there: list[str] = []

    def observe(event: events.Event) -> None:
        assert isinstance(event, events.Saved)
        there.extend(entry.what for entry in journal.entries() if entry.what == event.what)

    assert asyncio.run(Keeping(journal, observe).do(Keep({"a": "b", "c": "d"}))) == Done()
    assert there == ["a", "c"]


def test_what_is_kept_is_recalled_by_name_and_deleted_by_name(tmp_path: Path) -> None:
    journal = Journal(tmp_path / FILE)
    journal.keep({"a": "1", "b": "2", "c": "3"})
    keeping = Keeping(journal, lambda event: None)

    assert asyncio.run(keeping.do(Recall(("a", "z")))) == Recalled({"a": "1"})
    assert asyncio.run(keeping.do(Forget(("a",)))) == Done()
    assert [entry.what for entry in journal.entries()] == ["b", "c"]
    assert asyncio.run(keeping.do(Forget(()))) == Done()
    assert journal.entries() == []


@pytest.mark.parametrize("action", [Keep({"a": "wintergreen"}), Recall(("a",)), Forget(("a",))])
def test_a_journal_that_fails_is_a_fault_and_no_exception(
    tmp_path: Path, action: Keep | Recall | Forget
) -> None:
    (tmp_path / FILE).mkdir()
    faults: list[events.Event] = []

    assert asyncio.run(Keeping(Journal(tmp_path / FILE), faults.append).do(action)) == Failed()
    (fault,) = faults
    assert isinstance(fault, events.Fault)
    assert fault.stage == "journal"
    assert "wintergreen" not in fault.message


def test_a_first_run_says_what_this_is_before_its_greeting(program: Program) -> None:
    recorder = talk(program, [], until=100, manner=FIRST_RUN)

    told = ["about.hello", "about.limits", "about.privacy", "about.kept", "about.last"]
    assert sources(recorder)[:8] == [*told, "setup.offer", "setup.later", "hello"]
    assert is_heard(program.settings.memory.folder, MARKERS["about"])


def test_the_second_run_greets_at_once(program: Program) -> None:
    talk(program, [], until=100, manner=FIRST_RUN)
    recorder = talk(program, [], until=20, manner=FIRST_RUN)

    assert sources(recorder)[0] == "hello"


def test_where_it_cannot_be_remembered_it_is_said_again(program: Program) -> None:
    program.settings.memory.folder.write_text("a file where the folder should be")
    for _ in range(2):
        recorder = talk(program, [], until=100, manner=FIRST_RUN)

        assert sources(recorder)[0] == "about.hello"
        assert "hello" in sources(recorder)


@pytest.mark.parametrize(
    ("words", "started"),
    [
        ("help me breathe", "breathing/generic"),
        ("i took all my pills", "crisis/suicide_active"),
        ("i feel so tense", "checkin/feeling"),
    ],
)
def test_who_needs_something_does_not_wait_for_the_introduction(
    program: Program, words: str, started: str
) -> None:
    """It takes the place of what sounds, and the introduction comes with the next run."""
    recorder = talk(program, [Line(3, words, 1.0)], until=20, manner=FIRST_RUN)

    assert f"started {started}" in names(recorder)
    assert "about.limits" not in sources(recorder)
    assert not is_heard(program.settings.memory.folder, MARKERS["about"])


def test_who_stops_the_introduction_is_not_told_it_again(program: Program) -> None:
    talk(program, [Line(3, "stop", 0.5)], until=20, manner=FIRST_RUN)

    assert is_heard(program.settings.memory.folder, MARKERS["about"])
