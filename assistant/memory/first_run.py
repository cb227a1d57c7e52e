"""What this device has told at a first run: what it is, and that it can be set up."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

MARKERS: Mapping[str, str] = {"about": "introduced", "setup": "set_up"}
"""Empty files that stand for having been told, by dialogue."""


def is_heard(folder: Path, marker: str) -> bool:
    """Tell whether something was heard on this device."""
    return (folder / marker).exists()


def mark_heard(folder: Path, marker: str) -> None:
    """Remember that it was heard; where nothing can be written, it is told again next time."""
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / marker).touch(mode=0o600)
