"""The child process around pyttsx3: one JSON line in, one JSON line and its samples out.

Request: {"text", "rate"}, rate in words a minute. Reply: {"bytes"} and that many bytes
of int16 mono at 22,050 Hz; or {"error"}. The first line out is {"ready": true} or {"error"}.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import wave
from typing import Any, BinaryIO

SYNTHESIS_SECONDS = 60.0
"""Longest wait for the engine; the parent kills this process long before."""


def main() -> None:
    """Serve requests until standard input ends."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # pyttsx3 prints to standard output
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    try:
        import pyttsx3

        engine = pyttsx3.init()
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        _reply(replies, {"error": f"{type(error).__name__}: {error}"})
        return
    finished = threading.Event()
    engine.connect("finished-utterance", lambda **_: finished.set())
    _reply(replies, {"ready": True})
    while True:
        request = json.loads(requests.get())
        _reply(replies, *_speak(engine, finished, request["text"], request["rate"]))


def _read(requests: queue.SimpleQueue[str]) -> None:
    """Hand over requests, and leave with the parent even while the engine hangs."""
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


def _speak(
    engine: Any, finished: threading.Event, text: str, rate: int
) -> tuple[dict[str, Any], bytes]:
    """Let pyttsx3 write its WAV into memory, so that what a person said touches no disk."""
    memory = os.memfd_create("speech")
    try:
        finished.clear()
        engine.setProperty("rate", rate)
        engine.save_to_file(text, f"/proc/self/fd/{memory}")
        engine.runAndWait()
        if not finished.wait(SYNTHESIS_SECONDS):
            return {"error": "pyttsx3 did not finish"}, b""
        with wave.open(f"/proc/self/fd/{memory}", "rb") as wav:
            samples = wav.readframes(wav.getnframes())
            return {"bytes": len(samples)}, samples
    except (wave.Error, EOFError, OSError, RuntimeError, ValueError) as error:
        return {"error": type(error).__name__}, b""
    finally:
        os.close(memory)


def _reply(replies: BinaryIO, header: dict[str, Any], samples: bytes = b"") -> None:
    replies.write(json.dumps(header).encode() + b"\n" + samples)
    replies.flush()


if __name__ == "__main__":
    main()
