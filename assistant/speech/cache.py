"""Rendered lines on disk, so that an authored line is synthesised once."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import threading
import time
import wave
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path

import numpy as np

from assistant.audio.frames import AudioClip
from assistant.events import Fault

RENDERING = 1
"""Raised whenever the same text would sound different, so that old files are not played."""
_DIGEST_BYTES = 32
_PREPARED_SHARE = 0.8
"""Of the room, for lines rendered beforehand; the rest is for what is asked for beside them."""


def clip_key(engine: str, voice: str, pace: float, text: str) -> str:
    """Return the name under which a rendered line is kept; it reveals nothing of the text."""
    identity = json.dumps([engine, voice, RENDERING, round(pace, 3), text])
    return hashlib.sha256(identity.encode()).hexdigest()


class ClipCache:
    """WAV files, each followed by the SHA-256 of its bytes; the least recently used go first.

    Never raises for a disk that is full or a folder that cannot be written: it reports one
    Fault, on the calling thread, and goes on without.
    """

    def __init__(self, folder: Path, limit_bytes: int, on_fault: Callable[[Fault], None]) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._on_fault = on_fault
        self._fault_reported = False
        self._lock = threading.Lock()
        self._total_bytes: int | None = None

    def __contains__(self, key: str) -> bool:
        """Tell whether a clip is kept, without reading or marking it."""
        return os.path.lexists(self._path(key))  # False, not an error, in a closed folder

    def get(self, key: str) -> AudioClip | None:
        """Return the clip and mark it used; a broken file is removed and counts as missing."""
        path = self._path(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        wav, digest = content[:-_DIGEST_BYTES], content[-_DIGEST_BYTES:]
        if hashlib.sha256(wav).digest() != digest:
            with self._lock, contextlib.suppress(OSError):
                path.unlink()
                self._total_bytes = None
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return _decoded(wav)

    def put(self, key: str, clip: AudioClip) -> None:
        """Keep a clip, and drop the least recently used beyond the limit."""
        wav = _encoded(clip)
        with self._lock:
            try:
                self._write(self._path(key), wav + hashlib.sha256(wav).digest())
                self._shrink()
            except OSError as error:
                self._report(error)

    def has_room(self) -> bool:
        """Tell whether lines that nobody has asked for yet may be rendered beforehand.

        Not where none can be kept: each start would render all of them for nothing.
        """
        if self._fault_reported:
            return False
        with self._lock:
            if self._total_bytes is None:
                with contextlib.suppress(OSError):
                    self._total_bytes = sum(state.st_size for _, state in self._states())
            return (self._total_bytes or 0) < _PREPARED_SHARE * self._limit_bytes

    def mark_used(self, keys: Iterable[str]) -> None:
        """Note that clips are wanted, each more than the one before: they are dropped last."""
        for now, key in enumerate(keys, start=time.time_ns()):
            with contextlib.suppress(OSError):
                os.utime(self._path(key), ns=(now, now))

    def _write(self, path: Path, content: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        if self._total_bytes is not None:
            self._total_bytes += len(content)

    def _shrink(self) -> None:
        if self._total_bytes is not None and self._total_bytes <= self._limit_bytes:
            return
        states = sorted(self._states(), key=lambda item: item[1].st_mtime_ns)
        total = sum(state.st_size for _, state in states)
        for path, state in states:
            if total <= self._limit_bytes:
                break
            path.unlink(missing_ok=True)
            total -= state.st_size
        self._total_bytes = total

    def _states(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Yield the files that are there; another process may finish or drop one meanwhile."""
        for path in self._folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                yield path, path.stat()

    def _report(self, error: OSError) -> None:
        if not self._fault_reported:
            self._fault_reported = True
            self._on_fault(
                Fault(
                    "cache",
                    f"{self._folder}: {error.strerror}; spoken lines are not kept, so replies "
                    "start more slowly: free some space, or name another folder in config.yaml",
                )
            )

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.wav"


def _encoded(clip: AudioClip) -> bytes:
    buffer = BytesIO()
    with wave.open(buffer, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(clip.rate)
        wav.writeframes(clip.samples.astype("<i2").tobytes())
    return buffer.getvalue()


def _decoded(content: bytes) -> AudioClip:
    with wave.open(BytesIO(content), "rb") as wav:
        samples = np.frombuffer(wav.readframes(wav.getnframes()), dtype="<i2").astype(np.int16)
        return AudioClip(samples, wav.getframerate())
