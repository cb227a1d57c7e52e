"""Observers: events as JSON lines, or as captions that a person reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from assistant import events

Write = Callable[[str], None]
Clock = Callable[[], float]
"""Gives seconds since the program's start."""


@dataclass(frozen=True, slots=True)
class JsonLines:
    """Writes each event as one JSON line with the time it happened."""

    write: Write
    clock: Clock

    def __call__(self, event: events.Event) -> None:
        """Write one event."""
        line = {"at": round(self.clock(), 3), **event.to_dict()}
        self.write(json.dumps(line))


@dataclass(frozen=True, slots=True)
class Captions:
    """Writes what is said by whom, as `[ 12.3] assistant: ...`."""

    write: Write
    clock: Clock
    person: bool = True
    """False where the person sees their own words already."""

    def __call__(self, event: events.Event) -> None:
        """Write one event, if it is one to read."""
        match event:
            case events.Said(text=text):
                self._line("assistant", text)
            case events.Heard(text=str(text), ignored=None) if self.person:
                self._line("person", text)
            case events.Cue(kind="tone" | "bell" as kind, phase=phase):
                self._line("assistant", f"({kind}: {phase.replace('_', ' ')})")
            case events.Fault(message=message):
                self._line("fault", message)

    def _line(self, who: str, text: str) -> None:
        self.write(f"[{self.clock():6.1f}] {who}: {text}")
