"""What a dialogue asks of the world, and what it gets back.

A dialogue is a generator: it yields actions, is sent replies, and does no I/O.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field

from assistant.understanding.intents import IntentMatch

OWN_WORDS = frozenset({"command/goodbye", "command/settings"})
"""Where a prompt can use these, they are an answer: "that's all", "the rain"."""
NUMBER = "crisis/hotline"
"""The number is asked for: told at once where danger is being answered, which then goes on."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Say one authored line; replied to with Done."""

    text: str
    role: str
    """One of the roles of `said` events."""
    source: str
    """Id of the dialogue and step, as reframe_short.thought."""
    cacheable: bool = True
    """False where the line holds the person's own words."""
    pause: float = 0.4
    """Seconds of silence after it."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Give the person the floor; replied to with Answer, NoInput or NoMatch."""

    expects: str
    """yes_no, rating, choice or open"""
    role: str
    source: str
    options: tuple[str, ...] = ()
    """What may be chosen, by id, where `expects` is choice."""
    patience: float = 0.9
    """Seconds of silence that end what is being said."""
    timeout: float = 12.0
    """Seconds of nothing at all before NoInput."""
    takes: Callable[[Answer], bool] = field(default=lambda answer: True, compare=False)
    """Tells whether the prompt can use an answer; what it cannot is for what starts a dialogue,
    else NoMatch."""
    gives_way: bool = False
    """True where anything that is asked for, and is no answer, takes its place."""
    picks: Callable[[Answer], bool] = field(default=lambda answer: False, compare=False)
    """Tells what answers it before it is taken for a command: "the second one"."""


@dataclass(frozen=True, slots=True)
class Guide:
    """Lead an exercise; replied to with Done, or Ended where it was left early."""

    exercise: str
    what: str
    """kind/label, as breathing/box."""
    minutes: float | None = None
    rounds: int | None = None
    pace: float = 1.0
    length: str = ""
    """short or full; "" is the exercise's usual one."""
    holds: bool = True
    """False where the breath must not be held."""
    bell: bool = True
    """False where it ends in silence."""
    own_rate: float | None = None
    """Breaths a minute of the person, from which the pace is to come down."""
    changes: tuple[str, ...] = ()
    """Acts that were asked for along with it, as just_tones."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Stay silent for a time that has been announced; replied to with Done."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Floor:
    """Leave the floor to people who talk to each other; replied to with Done."""

    seconds: float
    source: str
    done: frozenset[str] = frozenset()
    """Whole utterances that end it early, beside those of the pack; as `normalize` leaves them."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep texts by name on the disk; replied to with Done once they are there, or Failed."""

    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recall:
    """Ask for what is kept under some names; replied to with Recalled, or Failed."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete what is kept under some names, all of it where none is given; Done or Failed."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Change a setting, at once and for good; replied to with Changed or Refused."""

    setting: str
    """One of `memory.choices.CHOICES`, or EVERY_SETTING for what config.yaml says."""
    value: str


EVERY_SETTING = "everything"
Action = Speak | Listen | Guide | Wait | Floor | Keep | Recall | Forget | Change


@dataclass(frozen=True, slots=True)
class Done:
    """The action ran to its end."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The exercise was left early, or the action cut short by the time-out word."""

    how: str
    """left (skipped: the dialogue goes on), stopped, switched, worse or time_out"""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is kept, by name; a name under which nothing stands is left out."""

    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """The setting holds now."""

    told: Mapping[str, str]
    """How all settings are said, by the names of SETTING_SLOTS."""
    kept: bool = True
    """False where it could not be written, so that it holds until the program ends."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The setting cannot have this value; nothing has changed."""


@dataclass(frozen=True, slots=True)
class Failed:
    """What is kept could not be written, read or deleted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Something was said that the prompt can use, or a command for the dialogue (skip, back)."""

    text: str
    match: IntentMatch
    at: float = 0.0
    """Seconds on the loop's clock when it began."""


@dataclass(frozen=True, slots=True)
class NoInput:
    """Nothing was heard."""


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Something was heard and not understood."""


Reply = Done | Ended | Recalled | Failed | Changed | Refused | Answer | NoInput | NoMatch
Dialogue = Generator[Action, Reply, str]
"""Returns how it ended: done, left, silence or worse."""
