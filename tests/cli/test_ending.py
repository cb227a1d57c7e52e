"""How commands end when they are told to, or when nobody reads them any more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

ASSISTANT = (sys.executable, "-m", "assistant")
KINDLY_SECONDS = 2.0
"""A second by promise, and one for a busy machine."""
FULL = Path("/dev/full")


def start(folder: Path, arguments: Sequence[str]) -> subprocess.Popen[str]:
    """Start a command that keeps to a folder."""
    config = folder / "config.yaml"
    config.write_text(f"cache: {{folder: {folder}/cache}}\naudio: {{speaker: 'wav:{folder}/o'}}\n")
    return subprocess.Popen(
        [*ASSISTANT, *arguments, "--config", str(config)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str], told: signal.Signals) -> tuple[int, str]:
    """Tell a process to end; return its exit code and stderr."""
    told_at = time.monotonic()
    process.send_signal(told)
    _, errors = process.communicate(timeout=20)
    assert time.monotonic() - told_at < KINDLY_SECONDS
    return process.returncode, errors


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", ["chat", "route"])
def test_what_waits_for_a_line_ends_kindly(
    tmp_path: Path, command: str, told: signal.Signals
) -> None:
    """In the middle of a reply, and while the keyboard is read."""
    process = start(tmp_path, [command])
    assert process.stdin
    assert process.stdout
    process.stdin.write("help me breathe\n")
    process.stdin.flush()
    process.stdout.readline()

    assert ended(process, told) == (0, "")


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_a_script_ends_kindly_though_nobody_reads_its_events(
    tmp_path: Path, told: signal.Signals
) -> None:
    """A full pipe holds the program up; being told to end ends it all the same."""
    script = tmp_path / "script.txt"
    script.write_text("help me breathe\n~ 600s\n" * 500)
    process = start(tmp_path, ["chat", "--json", "--script", str(script)])
    assert process.stdout
    process.stdout.readline()

    assert ended(process, told) == (0, "")


@pytest.mark.engine
@pytest.mark.parametrize(
    "arguments", [("prepare",), ("breathe", "--minutes", "9")], ids=["prepare", "breathe"]
)
def test_what_speaks_ends_kindly(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """While the voice renders a line."""
    process = start(tmp_path, arguments)
    while not list(tmp_path.glob("cache/*.wav")):
        assert process.poll() is None
        time.sleep(0.05)

    code, errors = ended(process, signal.SIGINT)

    assert code == 0
    assert "Traceback" not in errors


def test_a_reader_that_has_enough_ends_it_quietly(tmp_path: Path) -> None:
    """As `assistant route | head -1` does."""
    process = start(tmp_path, ["route"])
    assert process.stdin
    assert process.stdout
    process.stdin.write("stop\n" * 3)
    process.stdin.flush()
    process.stdout.readline()
    process.stdout.close()
    process.stdin.write("stop\n" * 3)
    process.stdin.close()
    process.stdin = process.stdout = None
    _, errors = process.communicate(timeout=20)

    assert (process.returncode, errors) == (0, "")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_output_to_a_full_disk_is_one_line(tmp_path: Path) -> None:
    """What cannot be written is told, not lost in silence."""
    with FULL.open("w") as full:
        process = subprocess.run(
            [*ASSISTANT, "breathe", "--cues"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert process.returncode == 1
    assert process.stderr == (
        "assistant: standard output cannot be written: No space left on device\n"
    )
