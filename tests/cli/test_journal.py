"""A plan is kept over conversations, and its owner sees, takes along and deletes it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from assistant.memory.journal import FILE, Journal
from tests.cli.running import Commands, Ran

MAKES_A_PLAN = "make a plan\nyes\ni stop sleeping\nskip\nskip\nsam from work\n"


def chat(commands: Commands, script: str) -> Ran:
    """Hold a scripted conversation, its events on stdout."""
    path = commands.folder / "script.txt"
    path.write_text(script)
    ran = commands.run("chat", "--json", "--script", str(path))
    assert ran.code == 0
    return ran


def said(ran: Ran) -> str:
    return " ".join(event["text"] for event in ran.lines if event["event"] == "said")


@pytest.fixture
def kept(commands: Commands) -> Journal:
    """Return the journal of the commands, with a plan and a note in it."""
    journal = Journal(commands.folder / "memory" / FILE)
    journal.keep({"plan": "made", "plan_people": "sam", "note": "rain"})
    return journal


def test_a_plan_that_was_agreed_to_is_read_in_the_next_conversation(commands: Commands) -> None:
    first = chat(commands, f"{MAKES_A_PLAN}yes\n")
    second = chat(commands, "my plan\n")

    saved = [event["what"] for event in first.lines if event["event"] == "saved"]
    assert saved == ["plan", "plan_signs", "plan_people"]
    assert "I stop sleeping" in said(second)
    assert "sam from work" in said(second)


def test_a_plan_without_a_yes_leaves_no_file(commands: Commands) -> None:
    ran = chat(commands, f"{MAKES_A_PLAN}no\n")

    assert "saved" not in {event["event"] for event in ran.lines}
    assert not (commands.folder / "memory").exists()


def test_what_cannot_be_kept_is_said_and_nothing_claims_otherwise(commands: Commands) -> None:
    (commands.folder / "memory").write_text("a file where the folder should be")
    ran = chat(commands, f"{MAKES_A_PLAN}yes\n")

    assert "I couldn't keep that." in said(ran)
    assert "It's kept." not in said(ran)
    names = [event["event"] for event in ran.lines]
    assert "saved" not in names
    (fault,) = (event for event in ran.lines if event["event"] == "fault")
    assert fault["stage"] == "journal"
    assert f"{commands.folder}/memory/{FILE}: cannot be used" in fault["message"]
    assert "sam" not in fault["message"]


def test_a_damaged_journal_is_told_of_and_help_is_named_all_the_same(commands: Commands) -> None:
    (commands.folder / "memory").mkdir()
    (commands.folder / "memory" / FILE).write_bytes(b"no database" * 100)
    ran = chat(commands, "my plan\n")

    assert "I can't read what I kept. You can call Samaritans" in said(ran)
    assert "set aside" in next(e["message"] for e in ran.lines if e["event"] == "fault")


def test_danger_is_answered_to_its_end_where_the_journal_is_damaged(commands: Commands) -> None:
    (commands.folder / "memory").mkdir()
    (commands.folder / "memory" / FILE).write_bytes(b"no database" * 100)
    ran = chat(commands, "i want to kill myself\nyes\nno\nno\nthe door the lamp my cup\n")

    assert "This pain can change" in said(ran)


def test_delete_everything_asks_once_deletes_and_says_so(commands: Commands, kept: Journal) -> None:
    assert "all gone" not in said(chat(commands, "delete everything\nno\n"))
    assert len(kept.entries()) == 3

    assert "It is all gone now." in said(chat(commands, "delete everything\nyes\n"))
    assert kept.entries() == []


def test_a_contact_of_the_settings_is_named_in_danger(commands: Commands) -> None:
    config = commands.folder / "config.yaml"
    config.write_text(f"{config.read_text()}contact: {{name: Sam, number: 07700 900 123}}\n")
    ran = chat(commands, "i want to kill myself\nyes\n")

    told = "Sam is someone to call: zero seven seven zero zero, nine zero zero, one two three."
    assert told in said(ran)


def test_what_is_kept_is_shown_with_its_day(commands: Commands, kept: Journal) -> None:
    lines = commands.run("journal").out.splitlines()

    assert [line.partition(" UTC  ")[2] for line in lines] == [
        "note: rain",
        "plan: made",
        "plan_people: sam",
    ]


def test_what_was_kept_while_the_clock_was_not_set_has_no_day(commands: Commands) -> None:
    """The first of January 1970 is shown to nobody."""
    never_set = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    Journal(commands.folder / "memory" / FILE, lambda: never_set).keep({"note": "rain"})

    assert commands.run("journal").out == "when the clock was not set  note: rain\n"
    assert json.loads(commands.run("journal", "export").out)[0]["kept_at"] is None


def test_where_nothing_is_kept_that_is_said(commands: Commands) -> None:
    assert commands.run("journal", "show").out == "nothing is kept\n"
    assert json.loads(commands.run("journal", "export").out) == []
    assert not (commands.folder / "memory").exists()


def test_an_export_is_json_in_a_new_file_of_its_owner(
    commands: Commands, kept: Journal, tmp_path: Path
) -> None:
    file = tmp_path / "out.json"
    assert commands.run("journal", "export", str(file)).code == 0

    assert file.stat().st_mode & 0o777 == 0o600
    assert {entry["what"]: entry["text"] for entry in json.loads(file.read_text())} == {
        "plan": "made",
        "plan_people": "sam",
        "note": "rain",
    }
    again = commands.run("journal", "export", str(file))
    assert again.code == 1
    assert f"{file}: cannot be written: File exists" in again.err


@pytest.mark.parametrize("answer", [b"no\n", b"\n", b""])
def test_deleting_by_command_wants_a_yes(commands: Commands, kept: Journal, answer: bytes) -> None:
    ran = commands.run("journal", "delete", stdin=answer)

    assert (ran.code, ran.out) == (1, "nothing is deleted\n")
    assert len(kept.entries()) == 3


def test_a_name_deletes_what_begins_with_it(commands: Commands, kept: Journal) -> None:
    ran = commands.run("journal", "delete", "plan", stdin=b"yes\n")

    assert ran.code == 0
    assert "Delete plan, plan_people for good?" in ran.err
    assert [entry.what for entry in kept.entries()] == ["note"]
    assert commands.run("journal", "delete", "--yes").code == 0
    assert kept.entries() == []


def test_a_name_that_is_not_there_is_told_with_those_that_are(
    commands: Commands, kept: Journal
) -> None:
    ran = commands.run("journal", "delete", "plan_peeple", "--yes")

    assert ran.code == 1
    assert 'nothing is kept under "plan_peeple"; did you mean "plan_people"?' in ran.err


def test_doctor_counts_what_is_kept_without_its_words(commands: Commands, kept: Journal) -> None:
    out = commands.run("doctor").out

    assert f"well  memory: 3 things are kept in {kept.path.parent}" in out
    assert "sam" not in out


def test_doctor_finds_a_memory_that_cannot_be_written(commands: Commands) -> None:
    (commands.folder / "memory").write_text("in the way")
    ran = commands.run("doctor")

    assert ran.code == 1
    assert f"ILL   memory: {commands.folder}/memory: no folder that may be written" in ran.out
