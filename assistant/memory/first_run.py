"""Whether this device has told what it is: once, at its first run."""

from __future__ import annotations

import contextlib
from pathlib import Path

_MARKER = "introduced"


def is_introduced(folder: Path) -> bool:
    """Tell whether the introduction was heard on this device."""
    return (folder / _MARKER).exists()


def mark_introduced(folder: Path) -> None:
    """Remember that it was heard; where nothing can be written, it is told again next time."""
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / _MARKER).touch(mode=0o600)
