"""What a person asked to keep: one small SQLite file that only they may read.

Every call opens the file and closes it again, so nothing is held between two of them and another
process may show or delete what is kept. Nothing is created before there is something to keep.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import JournalError

FILE = "journal.sqlite"
DAMAGED = "damaged"
"""Stands in the names of files that are set aside."""
LOCK_SECONDS = 0.5
"""That another process is waited for; a person waits for the answer meanwhile."""
_VERSION = 1
_SCHEMA = "CREATE TABLE IF NOT EXISTS entries (what TEXT PRIMARY KEY, text TEXT, kept_at TEXT)"
_MENDING = "free some space, or make memory.folder of config.yaml a folder that may be written"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is kept."""

    what: str
    """Its name, as plan_people."""
    text: str
    """In the person's own words."""
    kept_at: datetime.datetime
    """UTC, whole seconds."""


def _utc_now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


class Journal:
    """Keeps texts by name; each call raises JournalError, which never holds a text."""

    def __init__(self, path: Path, clock: Callable[[], datetime.datetime] = _utc_now) -> None:
        self.path = path
        self._clock = clock

    def keep(self, texts: Mapping[str, str]) -> None:
        """Keep all of some texts or none, each in place of what stood under its name.

        They are on the disk when this returns.
        """
        kept_at = self._clock().isoformat(timespec="seconds")
        with self._faults_told():
            self._create()
            with self._connection() as connection, connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO entries VALUES (?, ?, ?)",
                    [(what, text, kept_at) for what, text in texts.items()],
                )

    def entries(self) -> list[Entry]:
        """Return all that is kept, by name."""
        if not self.path.exists():
            return []
        with self._faults_told(), self._connection() as connection:
            rows = connection.execute("SELECT what, text, kept_at FROM entries ORDER BY what")
            return [Entry(w, t, datetime.datetime.fromisoformat(at)) for w, t, at in rows]

    def delete(self, names: Collection[str] | None = None) -> None:
        """Delete what stands under some names, or everything; no word of it stays in the folder."""
        with self._faults_told():
            if names is None:
                for file in (*self._parts(), *self._set_aside()):
                    _shred(file)
            elif self.path.exists():
                with self._connection() as connection:
                    with connection:
                        delete = "DELETE FROM entries WHERE what = ?"
                        connection.executemany(delete, [(name,) for name in names])
                    # A page whose rows were moved may hold their words where no row stands.
                    connection.execute("VACUUM")

    def _create(self) -> None:
        """Make the file, for its owner alone; a folder that is there already stays as it is."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        self.path.chmod(0o600)

    @contextlib.contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(self.path, timeout=LOCK_SECONDS)) as connection:
            # EXTRA also syncs the folder: without it a commit may be rolled back by a power cut
            # (sqlite.org/pragma.html#pragma_synchronous).
            for setting in ("synchronous = EXTRA", "secure_delete = ON", "temp_store = MEMORY"):
                connection.execute(f"PRAGMA {setting}")
            ((found,),) = connection.execute("PRAGMA quick_check(1)")
            if found != "ok":
                raise sqlite3.DatabaseError(found)
            self._prepare(connection)
            yield connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        ((version,),) = connection.execute("PRAGMA user_version")
        if version > _VERSION:
            raise JournalError(
                f"{self.path}: was written by a later version of this program, which is needed to "
                "use it"
            )
        if version < _VERSION:
            connection.execute(_SCHEMA)
            connection.execute(f"PRAGMA user_version = {_VERSION}")

    @contextlib.contextmanager
    def _faults_told(self) -> Iterator[None]:
        try:
            try:
                yield
            except sqlite3.OperationalError as error:
                raise JournalError(f"{self.path}: cannot be used: {error}; {_MENDING}") from error
            except sqlite3.DatabaseError as error:
                raise JournalError(f"{self.path}: is damaged: {self._put_aside()}") from error
        except OSError as error:
            told = f"{self.path}: cannot be used: {error.strerror}; {_MENDING}"
            raise JournalError(told) from error

    def _put_aside(self) -> str:
        """Move a damaged file, with what belongs to it, out of the way; tell where to."""
        number = len(self._set_aside()) + 1
        name = f"{self.path.stem}.{DAMAGED}-{number}{self.path.suffix}"
        for part in self._parts():
            part.rename(part.with_name(part.name.replace(self.path.name, name)))
        return f"it is set aside as {name}, and the next thing to keep goes into a new file"

    def _parts(self) -> list[Path]:
        """Return the files that belong together, the one that undoes the last change first.

        Left behind, that one would be played into the file that comes next.
        """
        undo = self.path.with_name(f"{self.path.name}-journal")
        return [part for part in (undo, self.path) if part.exists()]

    def _set_aside(self) -> list[Path]:
        return sorted(self.path.parent.glob(f"{self.path.stem}.{DAMAGED}-*"))


def _shred(file: Path) -> None:
    """Write zeros over a file and remove it."""
    with file.open("r+b") as words:
        words.write(bytes(file.stat().st_size))
        words.flush()
        os.fsync(words.fileno())
    file.unlink()
