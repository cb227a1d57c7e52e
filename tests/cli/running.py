"""Commands run in this process, and what they leave."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Everything on stdout, which must be JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True, slots=True)
class Commands:
    """Runs commands with settings that keep to the test's own folder."""

    capture: pytest.CaptureFixture[str]
    folder: Path

    def run(self, *arguments: str, stdin: bytes = b"") -> Ran:
        """Run `assistant ARGUMENTS` as it would be from a shell."""
        before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(stdin))
        config = [] if "--config" in arguments else ["--config", str(self.folder / "config.yaml")]
        try:
            code = main([*config, *arguments])
        except SystemExit as usage:
            code = int(str(usage.code))
        finally:
            sys.stdin = before
        captured = self.capture.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code, captured.out, captured.err)
