"""What is kept stays, and what is deleted is gone: real SQLite, in a folder of the test's own."""

from __future__ import annotations

import datetime
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from assistant.errors import JournalError
from assistant.memory.first_run import MARKERS, is_heard, mark_heard
from assistant.memory.journal import FILE, Entry, Journal

NOON = datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC)
MARKER = "wintergreen"


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "memory" / FILE, lambda: NOON)


def texts(journal: Journal) -> dict[str, str]:
    return {entry.what: entry.text for entry in journal.entries()}


def bytes_of(folder: Path) -> bytes:
    """Return all that any file of a folder holds."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_is_kept_is_there_for_whoever_opens_the_file_next(journal: Journal) -> None:
    journal.keep({"plan_people": "sam", "plan_alone": "a walk"})

    assert Journal(journal.path).entries() == [
        Entry("plan_alone", "a walk", NOON),
        Entry("plan_people", "sam", NOON),
    ]


def test_a_text_takes_the_place_of_the_one_before(journal: Journal) -> None:
    journal.keep({"plan_people": "sam", "plan_alone": "a walk"})
    journal.keep({"plan_people": "alex"})

    assert texts(journal) == {"plan_people": "alex", "plan_alone": "a walk"}


def test_only_its_owner_may_read_the_file_and_its_folder(journal: Journal) -> None:
    before = os.umask(0)
    try:
        journal.keep({"a": "b"})
    finally:
        os.umask(before)

    assert journal.path.stat().st_mode & 0o777 == 0o600
    assert journal.path.parent.stat().st_mode & 0o777 == 0o700


def test_asking_for_what_was_never_kept_creates_nothing(journal: Journal) -> None:
    assert journal.entries() == []
    journal.delete()

    assert not journal.path.parent.exists()


def test_a_deleted_word_is_in_no_byte_of_the_folder(journal: Journal) -> None:
    """Neither of what was replaced, nor of pages that were moved or given up."""
    chance = Random(4)
    for _ in range(200):
        name = f"{chance.choice([MARKER, 'x'])}{chance.randrange(80)}"
        word = MARKER if MARKER in name else "x"
        journal.keep({name: word * chance.randrange(1, 100)})
    journal.keep({MARKER: MARKER * 4000})
    others = {name for name in texts(journal) if MARKER not in name}

    journal.delete(texts(journal).keys() - others)

    assert MARKER.encode() not in bytes_of(journal.path.parent)
    assert texts(journal).keys() == others


def test_nothing_is_left_when_everything_is_deleted(journal: Journal) -> None:
    journal.keep({"a": MARKER, "b": f"{MARKER} " * 4000})
    assert MARKER.encode() in bytes_of(journal.path.parent)

    journal.delete()

    assert MARKER.encode() not in bytes_of(journal.path.parent)
    assert journal.entries() == []


KEEP_AND_DIE = """
import os, signal, sys
from pathlib import Path
from assistant.memory.journal import Journal
Journal(Path(sys.argv[1])).keep({"plan": "kept"})
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_confirmed_is_there_after_the_program_is_killed(journal: Journal) -> None:
    ran = subprocess.run([sys.executable, "-c", KEEP_AND_DIE, str(journal.path)], check=False)

    assert ran.returncode == -signal.SIGKILL
    assert texts(journal) == {"plan": "kept"}


@pytest.mark.parametrize("at", ["head", "middle", "whole"])
def test_a_damaged_file_is_set_aside_as_it_is_and_told_of(journal: Journal, at: str) -> None:
    journal.keep({f"n{n}": "text " * 200 for n in range(40)})
    whole = journal.path.read_bytes()
    damage = {"head": (0, 100), "middle": (4096, len(whole)), "whole": (0, len(whole))}[at]
    broken = whole[: damage[0]] + b"\xff" * (damage[1] - damage[0]) + whole[damage[1] :]
    journal.path.write_bytes(broken)

    with pytest.raises(JournalError, match=rf"{FILE}: is damaged: it is set aside as journal\.dam"):
        journal.entries()
    journal.keep({"new": "text"})

    assert texts(journal) == {"new": "text"}
    (aside,) = journal.path.parent.glob("*damaged-1*")
    assert aside.read_bytes() == broken


def test_deleting_everything_deletes_what_is_damaged_too(journal: Journal) -> None:
    """What was set aside before, and what nobody has opened yet."""
    journal.path.parent.mkdir()
    journal.path.write_bytes(MARKER.encode() * 1000)
    with pytest.raises(JournalError):
        journal.keep({"a": "b"})
    journal.path.write_bytes(MARKER.encode() * 1000)

    journal.delete()

    assert list(journal.path.parent.iterdir()) == []


def test_an_unfinished_change_is_set_aside_with_its_damaged_file(journal: Journal) -> None:
    """Left behind, it would be played into the new file."""
    journal.path.parent.mkdir()
    journal.path.write_bytes(b"no database" * 100)
    undo = journal.path.with_name(f"{FILE}-journal")
    undo.write_bytes(b"")

    with pytest.raises(JournalError):
        journal.entries()

    assert not undo.exists()


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """Let no file grow beyond some bytes, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_does_not_fit_on_the_disk_is_told_and_leaves_what_was_kept(journal: Journal) -> None:
    journal.keep({"plan": "before"})

    with (
        files_end_at(16_384),
        pytest.raises(JournalError, match=r"journal\.sqlite: cannot be used: .*free some space"),
    ):
        journal.keep({"plan": "after", "long": "word " * 100_000})

    assert texts(journal) == {"plan": "before"}


def test_a_folder_that_cannot_be_made_is_told_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    journal = Journal(tmp_path / "file" / FILE)

    with pytest.raises(JournalError, match=r"file/journal\.sqlite: cannot be used: .*memory\.fold"):
        journal.keep({"a": MARKER})


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told_and_can_be_read(journal: Journal) -> None:
    journal.keep({"a": "b"})
    journal.path.chmod(0o400)
    journal.path.parent.chmod(0o500)

    with pytest.raises(JournalError, match="cannot be used"):
        journal.keep({"a": "c"})
    assert texts(journal) == {"a": "b"}


def test_no_fault_holds_what_was_said(journal: Journal) -> None:
    journal.path.parent.mkdir()
    journal.path.write_bytes(b"not a database " * 10)

    with pytest.raises(JournalError) as caught:
        journal.keep({"a": MARKER})
    assert MARKER not in str(caught.value)


def test_a_file_in_use_by_another_process_is_told(journal: Journal) -> None:
    journal.keep({"a": "b"})
    other = sqlite3.connect(journal.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(JournalError, match="locked"):
        journal.keep({"a": "c"})
    other.close()


def test_a_file_of_a_later_version_is_left_as_it_is(journal: Journal) -> None:
    journal.keep({"a": "b"})
    with sqlite3.connect(journal.path) as later:
        later.execute("PRAGMA user_version = 2")
    later.close()

    with pytest.raises(JournalError, match="later version"):
        journal.keep({"a": "c"})
    assert journal.path.exists()


def test_the_introduction_is_remembered_where_that_can_be_written(tmp_path: Path) -> None:
    folder, file = tmp_path / "memory", tmp_path / "file"
    file.touch()
    assert not is_heard(folder, MARKERS["about"])

    mark_heard(folder, MARKERS["about"])
    mark_heard(file / "memory", MARKERS["about"])

    assert is_heard(folder, MARKERS["about"])
    assert not is_heard(file / "memory", MARKERS["about"])
