"""journal: what is kept on this device, shown, exported and deleted by whoever it belongs to."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.cli.output import complain, write
from assistant.clock import is_plausible
from assistant.config import load_settings
from assistant.errors import AssistantError, did_you_mean
from assistant.memory.journal import FILE, Entry, Journal

UNDATED = "when the clock was not set"


def journal(options: argparse.Namespace) -> int:
    """Show, export or delete what is kept; 1 where the question before deleting gets no yes."""
    kept = Journal(load_settings(options.config).memory.folder / FILE)
    if options.action == "delete":
        return _delete(kept, options.what, options.yes)
    if options.what and options.action == "show":
        raise AssistantError(f'journal show takes nothing after it, not "{options.what}"')
    if options.action == "export":
        _export(kept.entries(), Path(options.what) if options.what else None)
    else:
        _show(kept.entries())
    return 0


def _show(entries: Sequence[Entry]) -> None:
    for entry in entries:
        when = f"{entry.kept_at:%Y-%m-%d %H:%M} UTC" if is_plausible(entry.kept_at) else UNDATED
        write(f"{when}  {entry.what}: {entry.text}")
    if not entries:
        write("nothing is kept")


def _export(entries: Sequence[Entry], file: Path | None) -> None:
    """Write one JSON list, to a new file for its owner alone or to standard output."""
    told = [{"what": entry.what, "text": entry.text, "kept_at": _date(entry)} for entry in entries]
    text = json.dumps(told, indent=2)
    if file is None:
        write(text)
        return
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
            out.write(f"{text}\n")
    except OSError as error:
        raise AssistantError(
            f"{file}: cannot be written: {error.strerror}; name a new file in a folder of yours"
        ) from error


def _date(entry: Entry) -> str | None:
    return entry.kept_at.isoformat() if is_plausible(entry.kept_at) else None


def _delete(kept: Journal, what: str | None, sure: bool) -> int:
    """Delete what has a name, or whose name begins with it, as plan does; or everything."""
    known = [entry.what for entry in kept.entries()] if what else []
    names = [name for name in known if name == what or name.startswith(f"{what}_")]
    if what and not names:
        raise AssistantError(f'nothing is kept under "{what}"{did_you_mean(what, known)}')
    if not (sure or _agreed(", ".join(names) or "everything that is kept")):
        write("nothing is deleted")
        return 1
    kept.delete(names if what else None)
    write("deleted")
    return 0


def _agreed(names: str) -> bool:
    complain(f"Delete {names} for good? Type yes.")
    return sys.stdin.readline().strip().lower() in ("y", "yes")
