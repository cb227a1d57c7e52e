"""The assistant under measurement: a child process on a virtual card, read by its events."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from assistant.errors import AssistantError

Event = Mapping[str, Any]
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Subject:
    """`assistant run --json` in a `with` block, open at once. Raises AssistantError when it dies.

    Without the `manner` it is as a person has it: introduced at a first run, then called by name.
    `within` holds words that run a command shut in somewhere.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        arguments: Sequence[str] = (),
        manner: Sequence[str] = ("--open",),
        within: Sequence[str] = (),
    ) -> None:
        self._environment = environment
        run = [sys.executable, "-m", "assistant", "run", *manner, "--json"]
        self._command = [*within, *run, *arguments]
        self._stack = ExitStack()
        self._events: queue.Queue[Event | None] = queue.Queue()
        self.events: list[Event] = []
        """All events taken so far."""
        self.started_at = 0.0
        self.complaints = ""
        """What it wrote on stderr, once it has ended."""

    def __enter__(self) -> Self:
        self._complaints = self._stack.enter_context(tempfile.TemporaryFile("w+"))
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self._command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
        )
        self._stack.enter_context(self.process.stdout)  # type: ignore[arg-type]
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._reading.join()
        self.complaints = self._said_on_stderr()
        self._stack.close()

    def wait_for(
        self, name: str, seconds: float = 10.0, where: Callable[[Event], bool] = lambda _: True
    ) -> Event:
        """Return the next event of a name that fits; what comes before it is passed over."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            try:
                event = self._events.get(timeout=left)
            except queue.Empty:
                break
            if event is None:
                code = self.process.wait()
                raise AssistantError(f"the assistant ended ({code}): {self._said_on_stderr()}")
            self.events.append(event)
            if event["event"] == name and where(event):
                return event
        seen = [_in_short(event) for event in self.events[-12:]]
        raise AssistantError(f'no event "{name}" within {seconds:g} s; the last were {seen}')

    def drain(self) -> None:
        """Take the events that have come by now."""
        while not self._events.empty():
            if event := self._events.get_nowait():
                self.events.append(event)

    def cpu_seconds(self) -> float:
        """Return the processor time it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND

    def memory_mb(self) -> float:
        """Return the most memory it has held resident, children included, in megabytes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return sum(_peak_mb(int(pid)) for pid in [str(self.process.pid), *children.split()])

    def _said_on_stderr(self) -> str:
        self._complaints.seek(0)
        return self._complaints.read().strip()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self._events.put(json.loads(line))
        self._events.put(None)


def _in_short(event: Event) -> str:
    """Return what tells one event from another; the person of a bench is a synthesiser."""
    told = [str(event[key]) for key in ("text", "ignored", "what", "source") if event.get(key)]
    return " ".join([event["event"], *told])


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024
