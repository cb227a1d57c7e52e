"""What happens, as frozen events for one observer: the only trace a conversation leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. Its JSON name is the class name in snake case."""

    @classmethod
    def name(cls) -> str:
        """Return the event's JSON name."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def to_dict(self) -> dict[str, Any]:
        """Return the event as a JSON object, without its time."""
        return {"event": self.name(), **asdict(self)}


Observer = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Listening(Event):
    """The floor is the person's; the first one means ready."""

    patience_s: float


@dataclass(frozen=True, slots=True)
class Heard(Event):
    """Something was said."""

    text: str | None
    """None where the text is sensitive and was not asked for."""
    confidence: float
    ignored: str | None = None
    """own_voice or dropped, where speech over ours is not acted on."""


@dataclass(frozen=True, slots=True)
class Intent(Event):
    """What the router made of it."""

    kind: str
    label: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    score: float = 1.0
    because: str | None = ""


@dataclass(frozen=True, slots=True)
class Safety(Event):
    """Danger was heard; comes before the reply."""

    tier: str
    label: str


@dataclass(frozen=True, slots=True)
class Said(Event):
    """A line's first sample plays."""

    text: str
    source: str
    role: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Spoken(Event):
    """A line ended."""

    source: str
    how: str
    """whole or cut"""


@dataclass(frozen=True, slots=True)
class Asked(Event):
    """A question was put; right after its line."""

    role: str
    expects: str


@dataclass(frozen=True, slots=True)
class Started(Event):
    """A session, practice or dialogue began."""

    what: str


@dataclass(frozen=True, slots=True)
class Ended(Event):
    """A session, practice or dialogue ended."""

    what: str
    how: str
    """done stopped switched left silence worse safety goodbye"""


@dataclass(frozen=True, slots=True)
class Cue(Event):
    """A cue of a practice sounds."""

    kind: str
    phase: str
    cycle: int
    text: str


@dataclass(frozen=True, slots=True)
class Interrupted(Event):
    """Our voice was cut."""

    by: str
    """command, safety or device"""


@dataclass(frozen=True, slots=True)
class Paused(Event):
    """The practice or line holds its place."""


@dataclass(frozen=True, slots=True)
class Resumed(Event):
    """It goes on from where it was."""


@dataclass(frozen=True, slots=True)
class NoInput(Event):
    """Nothing was heard where an answer was awaited."""


@dataclass(frozen=True, slots=True)
class NoMatch(Event):
    """Something was heard and not understood."""


@dataclass(frozen=True, slots=True)
class Saved(Event):
    """Something was kept, with consent."""

    what: str


@dataclass(frozen=True, slots=True)
class Fault(Event):
    """Something failed and the conversation goes on as well as it can."""

    stage: str
    """microphone, speaker, recognizer, synthesizer, cache, journal, choices or content"""
    message: str
