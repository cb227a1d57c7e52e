"""Nothing leaves the machine: the program does its work where there is no network at all."""

import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.bench.card import VirtualCard
from assistant.bench.people import Person
from assistant.bench.subject import Subject
from assistant.errors import DeviceError

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


@pytest.fixture
def card() -> Iterator[VirtualCard]:
    """Return a private sound card, which is reached over a UNIX socket."""
    try:
        with VirtualCard() as card:
            yield card
    except DeviceError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK])
def test_no_test_can_open_a_socket_but_a_unix_one(family: int) -> None:
    """So every test that passes has needed none; the programs they start, see scripts/test."""
    with pytest.raises(AssertionError, match="only UNIX sockets"):
        socket.socket(family)
    with pytest.raises(AssertionError, match="only UNIX sockets"):
        socket.getaddrinfo("localhost", 80)
    socket.socket(socket.AF_UNIX).close()


@pytest.mark.loopback
def test_a_test_of_this_machine_reaches_no_other() -> None:
    """192.0.2.1 is nobody's (RFC 5737)."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line,
        pytest.raises(AssertionError, match="only UNIX sockets"),
    ):
        line.connect(("192.0.2.1", 9))


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


@pytest.mark.sound
@pytest.mark.engine
def test_the_spoken_loop_needs_no_network(shut_in: list[str], card: VirtualCard) -> None:
    """Asked by voice it leads a breath, told by voice it stops: ears, mind and voice are within."""
    person = Person()
    with Subject(card.environment, ["--seed", "1"], within=shut_in) as subject:
        subject.wait_for("listening", 60)
        subject.wait_for("spoken", 60)
        card.play_into_microphone(person.clip("help me breathe")).wait()
        subject.wait_for("started", where=lambda event: event["what"] == "breathing/generic")
        subject.wait_for("cue", 60)
        card.play_into_microphone(person.clip("stop")).wait()
        subject.wait_for("ended", where=lambda event: event["how"] == "stopped")
    person.close()
    assert subject.complaints == ""
