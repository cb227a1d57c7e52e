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
import time
import wave
from collections.abc import Callable
from typing import Any, BinaryIO


def main() -> None:
    """Serve requests until standard input ends."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # pyttsx3 prints to standard output
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    try:
        import pyttsx3
        from pyttsx3.drivers._espeak import IsPlaying

        engine = pyttsx3.init()
        engine.runAndWait()  # from here on, properties are set at once
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        _reply(replies, {"error": f"{type(error).__name__}: {error}"})
        return
    _reply(replies, {"ready": True})
    while True:
        request = json.loads(requests.get())
        _reply(replies, *_speak(engine, IsPlaying, request["text"], request["rate"]))


def _read(requests: queue.SimpleQueue[str]) -> None:
    """Hand over requests, and leave with the parent even while the engine hangs."""
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


def _speak(
    engine: Any, is_playing: Callable[[], int], text: str, rate: int
) -> tuple[dict[str, Any], bytes]:
    """Let pyttsx3 write its WAV into memory, so that what a person said touches no disk."""
    memory = os.memfd_create("speech")
    try:
        engine.setProperty("rate", rate)
        _settle(is_playing)
        engine.save_to_file(text, f"/proc/self/fd/{memory}")
        engine.runAndWait()
        _settle(is_playing)
        with wave.open(f"/proc/self/fd/{memory}", "rb") as wav:
            samples = wav.readframes(wav.getnframes())
            return {"bytes": len(samples)}, samples
    except (wave.Error, EOFError, OSError, RuntimeError, ValueError) as error:
        return {"error": type(error).__name__}, b""
    finally:
        os.close(memory)


def _settle(is_playing: Callable[[], int]) -> None:
    """Wait until espeak-ng's own thread is idle.

    pyttsx3 returns, and reports the end, while that thread still works: a request made then is
    cut short.
    """
    while is_playing():
        time.sleep(0.001)


def _reply(replies: BinaryIO, header: dict[str, Any], samples: bytes = b"") -> None:
    replies.write(json.dumps(header).encode() + b"\n" + samples)
    replies.flush()


if __name__ == "__main__":
    main()
