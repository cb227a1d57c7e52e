"""pyttsx3 over espeak-ng, as a synthesiser only, in a child process that can be killed."""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.audio.frames import AudioClip
from assistant.errors import EngineError
from assistant.speech.phrasing import pieces
from assistant.speech.shaping import joined, shaped

CALM_RATE = 115
"""What pyttsx3 calls words a minute; 120 to 140 real ones in guided text, pauses included."""
SAMPLE_RATE = 22_050
_CHILD = (sys.executable, "-m", "assistant.speech.engines.pyttsx3_child")
_MISSING = "pyttsx3: the library espeak-ng is missing; apt-get install libespeak-ng1"


class Pyttsx3:
    """The voice that is always there. A child that dies or hangs is replaced once."""

    name = "pyttsx3"
    voice = "espeak-ng-en"

    def __init__(
        self,
        command: Sequence[str] = _CHILD,
        timeout: float = 10.0,
        library: str = "libespeak-ng.so.1",
    ) -> None:
        self._command = command
        self._timeout = timeout
        """Seconds for one piece of text, or for the child to start."""
        self._library = library
        self._child: _Child | None = None

    def check(self) -> None:
        """Raise EngineError where pyttsx3 or espeak-ng is missing, without starting the child."""
        if importlib.util.find_spec("pyttsx3") is None:
            raise EngineError("pyttsx3: the package is not installed; run scripts/start")
        try:
            ctypes.CDLL(self._library)
        except OSError:
            raise EngineError(_MISSING) from None

    def prepare(self) -> None:
        """Start the child (about 0.2 s). Raises EngineError."""
        if self._child is None:
            child = _Child(self._command, self._timeout)
            try:
                child.read()
            except _ChildError as error:
                child.kill()
                raise EngineError(f"pyttsx3: its process did not start: {error}") from None
            self._child = child

    def synthesize(self, text: str, pace: float = 1.0) -> AudioClip:
        """Speak; text in which nothing can be spoken gives a silence. Raises EngineError."""
        parts = [
            (shaped(self._speak(piece.text, pace), SAMPLE_RATE), piece.pause / pace)
            for piece in pieces(text)
        ]
        return joined(parts, SAMPLE_RATE)

    def _speak(self, text: str, pace: float) -> np.ndarray[Any, np.dtype[np.float32]]:
        request = {"text": text, "rate": round(CALM_RATE * pace)}
        try:
            samples = self._ask(request)
        except _ChildError:
            self.close()
            try:
                samples = self._ask(request)
            except _ChildError as error:
                self.close()
                raise EngineError(f"pyttsx3: its process failed twice: {error}") from None
        return np.frombuffer(samples, dtype=np.int16).astype(np.float32)

    def _ask(self, request: dict[str, Any]) -> bytes:
        self.prepare()
        assert self._child is not None
        self._child.write(request)
        return self._child.read()

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child = None


class _ChildError(Exception):
    """The child died, hung or said that it failed."""


class _Child:
    """The process and the two pipes to it; see pyttsx3_child for what they carry."""

    def __init__(self, command: Sequence[str], timeout: float) -> None:
        self._timeout = timeout
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is the parent's to handle
        )

    def write(self, request: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise _ChildError("it has died") from None

    def read(self) -> bytes:
        """Wait for one reply and return its samples; a child that is too slow is killed."""
        assert self._process.stdout is not None
        watchdog = threading.Timer(self._timeout, self._process.kill)
        watchdog.start()
        try:
            header = json.loads(self._process.stdout.readline() or b'{"error": "it died or hung"}')
            samples = self._process.stdout.read(header.get("bytes", 0))
        except ValueError:
            raise _ChildError("its reply was broken") from None
        finally:
            watchdog.cancel()
        if "error" in header or len(samples) < header.get("bytes", 0):
            raise _ChildError(header.get("error", "its reply was cut short"))
        return samples

    def kill(self) -> None:
        self._process.kill()
        with contextlib.suppress(OSError):
            self._process.communicate()
