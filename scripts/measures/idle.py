"""Does it grow while nothing happens? Its memory, threads and files, on either clock."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Sequence
from pathlib import Path

from assistant import events
from assistant.app import Manner, Program
from assistant.bench.card import VirtualCard
from assistant.bench.subject import Subject
from assistant.clock import run_virtual
from scripts.measures.talking import recognizer_of, talking

HOUR = 3600.0
SETTLING_HOURS = 1.0


def measure_virtual(program: Program, hours: float) -> int:
    """Let it idle on virtual time, asleep in a quiet room; return 1 where anything grew."""
    recognizer = recognizer_of(program, wakes=True)
    states = []

    async def run() -> None:
        async with talking(program, recognizer, None, Manner(wakes=True, seed=1)) as talk:
            await talk.watch.until(lambda event: isinstance(event, events.Spoken), 60)
            for hour in range(round(hours) + 1):
                gc.collect()
                states.append((_memory_mb("self"), len(asyncio.all_tasks()), *_counts("self")))
                print(f"hour {hour}: {states[-1]} MB, tasks, threads, files", flush=True)
                await asyncio.sleep(HOUR)

    run_virtual(run())
    return _growth(states)


def measure_real(config: Path | None, minutes: float) -> int:
    """Let it idle on a virtual card; print its growth and its share of a core."""
    arguments = ["--config", str(config)] if config else []
    with VirtualCard() as card, Subject(card.environment, arguments) as subject:
        subject.wait_for("spoken", 60)
        time.sleep(120)  # what it renders and loads at first is done
        pid = str(subject.process.pid)
        states, began, used = [], time.monotonic(), subject.cpu_seconds()
        while time.monotonic() < began + minutes * 60:
            states.append((_memory_mb(pid), *_counts(pid)))
            print(f"{(time.monotonic() - began) / 60:.0f} min: {states[-1]}", flush=True)
            time.sleep(min(60.0, minutes * 15))
        share = (subject.cpu_seconds() - used) / (time.monotonic() - began)
    print(f"idle: {share * 100:.1f} % of one core")
    return _growth(states)


def _growth(states: Sequence[tuple[float, ...]]) -> int:
    grown = [last - first for first, last in zip(states[1], states[-1], strict=True)]
    print(f"grown from the second look on: {[round(by, 1) for by in grown]}")
    return int(grown[0] >= 5 or any(by > 0 for by in grown[1:]))


def _memory_mb(pid: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return round(int(line.split()[1]) / 1024, 1)


def _counts(pid: str) -> tuple[int, int]:
    """Return how many threads and open files a process has."""
    process = Path(f"/proc/{pid}")
    return len(list((process / "task").iterdir())), len(list((process / "fd").iterdir()))
