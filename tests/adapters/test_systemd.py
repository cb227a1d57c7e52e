"""systemd hears when the program is ready and that it lives, over a real socket."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import events
from assistant.adapters.systemd import Supervisor, supervisor
from assistant.clock import run_virtual


@pytest.fixture
def line(tmp_path: Path) -> Iterator[socket.socket]:
    """Return systemd's end of the line, at `tmp_path / "notify"`."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
        end.bind(str(tmp_path / "notify"))
        end.setblocking(False)
        yield end


def told(line: socket.socket) -> list[bytes]:
    """Return what has been sent."""
    found = []
    while True:
        try:
            found.append(line.recv(100))
        except BlockingIOError:
            return found


def test_it_is_ready_when_the_floor_is_first_the_persons(
    line: socket.socket, tmp_path: Path
) -> None:
    """Once, and no sooner."""
    watched = supervisor({"NOTIFY_SOCKET": str(tmp_path / "notify")})
    assert watched
    watched.observe(events.Started("session"))
    assert told(line) == []
    for _ in range(2):
        watched.observe(events.Listening(0.9))
    assert told(line) == [b"READY=1"]


def test_signs_of_life_come_faster_than_the_watchdog_waits(
    line: socket.socket, tmp_path: Path
) -> None:
    """Three in the time that systemd would wait for one."""
    watched = supervisor({"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "3000000"})
    assert watched

    async def live() -> None:
        alive = asyncio.ensure_future(watched.keep_alive())
        await asyncio.sleep(2.5)
        alive.cancel()

    run_virtual(live())
    assert told(line) == [b"WATCHDOG=1"] * 3


def test_without_systemd_there_is_nobody_to_tell() -> None:
    assert supervisor({}) is None


@pytest.mark.parametrize("address", ["/nowhere/at/all", "@nobody-listens-here"])
def test_a_supervisor_that_is_gone_stops_nothing(address: str) -> None:
    Supervisor(address).observe(events.Listening(0.9))


def test_the_status_tells_what_does_not_work_until_it_does(
    line: socket.socket, tmp_path: Path
) -> None:
    """That something is heard shows that the microphone is well again; our voice, the speaker."""
    watched = Supervisor(str(tmp_path / "notify"))
    for event in (
        events.Fault("microphone", "fell silent"),
        events.Fault("speaker", "stopped"),
        events.Heard("hello", 1.0),
        events.Heard("hello", 1.0),
        events.Said("Hello.", "hello", "greeting", 1.0),
    ):
        watched.observe(event)

    assert told(line) == [
        b"STATUS=microphone: fell silent",
        b"STATUS=microphone: fell silent; speaker: stopped",
        b"STATUS=speaker: stopped",
        b"STATUS=everything works",
    ]
