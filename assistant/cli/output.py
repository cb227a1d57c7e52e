"""What the commands share: where output goes, and how a running command is told to end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Coroutine, Iterator
from typing import Any

from assistant.errors import AssistantError
from assistant.events import Event, Fault


def write(line: str) -> None:
    """Print one line at once."""
    print(line, flush=True)


def write_json(value: object) -> None:
    """Print one JSON line at once."""
    write(json.dumps(value, ensure_ascii=False))


def complain(line: str) -> None:
    """Print one line for the person on stderr."""
    print(line, file=sys.stderr, flush=True)


def tell_fault(event: Event) -> None:
    """Print a fault for the person; nothing for any other event."""
    if isinstance(event, Fault):
        complain(f"assistant: {event.stage}: {event.message}")


def until_told(talk: Coroutine[Any, Any, None]) -> None:
    """Run until it ends by itself, or Ctrl-C or SIGTERM ends it kindly."""

    async def main() -> None:
        task = asyncio.ensure_future(talk)
        loop = asyncio.get_running_loop()
        for told in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(told, task.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await task

    with one_fault():
        asyncio.run(main())


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
