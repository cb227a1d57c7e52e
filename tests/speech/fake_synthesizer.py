"""Synthesisers that make marked silence and can be told to fail."""

from __future__ import annotations

import threading

import numpy as np

from assistant.audio.frames import AudioClip
from assistant.errors import EngineError

RATE = 22_050


class FakeSynthesizer:
    """Speaks each character as 10 ms of one value; keeps what it was asked for."""

    voice = "fake"

    def __init__(self, name: str = "fake", missing: bool = False, broken: bool = False) -> None:
        self.name = name
        self.missing = missing
        self.broken = broken
        self.spoken: list[str] = []
        self.threads: set[str] = set()
        self.prepared = self.closed = False
        self.gate = threading.Event()
        """Cleared to hold the thread in synthesis."""
        self.gate.set()

    def check(self) -> None:
        if self.missing:
            raise EngineError(f"{self.name}: not installed")

    def prepare(self) -> None:
        if self.broken:
            raise EngineError(f"{self.name}: failed")
        self.prepared = True

    def synthesize(self, text: str, pace: float = 1.0) -> AudioClip:
        self.gate.wait(5.0)
        if self.broken:
            raise EngineError(f"{self.name}: failed")
        self.spoken.append(text)
        self.threads.add(threading.current_thread().name)
        return AudioClip(np.full(len(text) * RATE // 100, len(text), dtype=np.int16), RATE)

    def close(self) -> None:
        self.closed = True
