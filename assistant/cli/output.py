"""What the commands share: where output goes, and how a running command is told to end."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from types import FrameType
from typing import Any

from assistant.errors import AssistantError
from assistant.events import Event, Fault

STALLED_SECONDS = 0.3
"""After which a write that has not ended waits for a reader who takes nothing any more."""


def write(line: str) -> None:
    """Print one line at once. Raises BrokenPipeError, or AssistantError for a full disk."""
    try:
        print(line, flush=True)
    except OSError as error:
        # What could not be written must not be tried again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise
        raise AssistantError(f"standard output cannot be written: {error.strerror}") from error


def write_json(value: object) -> None:
    """Print one JSON line at once, in ASCII, which every terminal and pipe can carry."""
    write(json.dumps(value))


def complain(line: str) -> None:
    """Print one line for the person on stderr; where that is full or gone, nothing stops for it."""
    with contextlib.suppress(OSError):
        print(line, file=sys.stderr, flush=True)


def tell_fault(event: Event) -> None:
    """Print a fault for the person; nothing for any other event."""
    if isinstance(event, Fault):
        complain(f"assistant: {event.stage}: {event.message}")


Handler = Callable[[int, FrameType | None], None]


@contextlib.contextmanager
def told_to_end(handler: Handler) -> Iterator[None]:
    """Call a handler, in the block, on Ctrl-C and on SIGTERM."""
    before = {told: signal.signal(told, handler) for told in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for told, earlier in before.items():
            signal.signal(told, earlier)


def interrupt(told: int, frame: FrameType | None) -> None:
    """End what is not asynchronous."""
    raise KeyboardInterrupt


def _give_up_writing(told: int, frame: FrameType | None) -> None:
    """Leave a write that waits for a reader who takes nothing any more."""
    if frame and frame.f_code is write.__code__:
        raise BrokenPipeError


def until_told(
    talk: Coroutine[Any, Any, None],
    run: Callable[[Coroutine[Any, Any, bool]], bool] | None = None,
) -> bool:
    """Run to its end, or until Ctrl-C or SIGTERM ends it kindly; True where it ended by itself."""

    import asyncio

    async def main() -> bool:
        task = asyncio.ensure_future(talk)
        loop = asyncio.get_running_loop()

        def cancel(told: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(task.cancel)
            signal.setitimer(signal.ITIMER_REAL, STALLED_SECONDS)

        signal.signal(signal.SIGALRM, _give_up_writing)
        with told_to_end(cancel), contextlib.suppress(asyncio.CancelledError):
            await task
        return not task.cancelled()

    with one_fault():
        return (run or asyncio.run)(main())


@contextlib.contextmanager
def one_fault() -> Iterator[None]:
    """Raise the fault that ended a task group in place of the group."""
    try:
        yield
    except BaseExceptionGroup as group:
        found: BaseException | None = group.subgroup((AssistantError, BrokenPipeError))
        while isinstance(found, BaseExceptionGroup):
            found = found.exceptions[0]
        raise found or group from None
