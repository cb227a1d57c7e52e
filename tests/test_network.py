"""Nothing leaves the machine: the program does its work where there is no network at all."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

WAYS = (["unshare", "--net"], ["unshare", "--map-root-user", "--net"])
"""To a network namespace of one's own, as root and as anybody else."""
INTERFACES = "import socket; print(*(name for _, name in socket.if_nameindex()))"


@pytest.fixture(scope="module")
def shut_in() -> list[str]:
    """Return the words that run a command without any network."""
    for way in WAYS:
        if subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0:
            return way
    pytest.skip("this system gives no network namespace")


def run(command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_the_namespace_is_empty_indeed(shut_in: list[str]) -> None:
    """No interface is in there but one that reaches nothing beyond itself."""
    assert run([*shut_in, sys.executable, "-c", INTERFACES]).stdout.split() == ["lo"]


def test_a_talk_a_practice_and_the_ears_need_no_network(shut_in: list[str], tmp_path: Path) -> None:
    """A thought is talked through, a practice is rendered with the voice, and its words heard."""
    assistant = [*shut_in, sys.executable, "-m", "assistant"]
    script = tmp_path / "talk.txt"
    script.write_text("i think they are going to leave me\nyes\nhelp me breathe\n~ 30s\nstop\n")
    talked = run([*assistant, "chat", "--script", str(script), "--json"])
    assert talked.returncode == 0, talked.stderr
    assert '"reframe/thought"' in talked.stdout

    sound = tmp_path / "line.wav"
    said = run([*assistant, "say", "Breathe in, slowly.", "--output", str(sound)])
    assert said.returncode == 0, said.stderr
    heard = run([*assistant, "hear", str(sound)])
    assert heard.returncode == 0, heard.stderr
    assert "breathe in" in heard.stdout
