"""The steps a dialogue is written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.dialogue.lines import Line
from assistant.dialogue.traps import SECOND_TRAP, TRAP, TRAPS
from assistant.understanding.intents import KINDS
from assistant.understanding.normalize import normalize

STARTS = frozenset(f"{kind}/{label}" for kind, labels in KINDS.items() for label in labels)
"""Every meaning that may start something."""
EXPECTS = frozenset({"yes_no", "rating", "choice", "open"})
ENDINGS = frozenset({"done", "left", "silence", "worse"})
WAYS = ("yes", "no", "same", "unsure", "other", "skip", "silence", "default")
"""Where an ask may lead beside its next step; `Ask.way` says where the unwritten ones lead."""
ASKED = "asked"
"""Stands for the exercise the person asked for."""
OPEN_PATIENCE = 2.5
"""Seconds of silence inside a thought; a person who thinks aloud pauses for about two."""
CLOSED_PATIENCE = 0.9
LENGTHS = ("short", "full")
USUAL_TURN, LONGEST_TURN = 2.0, 60.0
"""Minutes that someone speaks."""
RATING, THEME = "rating", "theme"
ALSO = frozenset({RATING, THEME, TRAPS})
"""What an answer may hold beside its words: a number, what a fear is about, thinking traps."""
READS = frozenset({"name", "country", "phrase", "quiet_hours"})
"""What an answer may be read as; other words are then no answer."""
SETTINGS = READS | {"wake", "pace", "volume", "earcons"}
"""What may be chosen by voice."""
SETTING_SLOTS = frozenset(
    "my_name my_country my_phrase my_waker my_pace my_loudness my_quiet_hours my_lines".split()
)
"""Slots that hold how the settings are said, and `my_lines` whether the country has help lines."""
TODAY = "today"
"""The slot that holds the date as it is spoken; empty where the clock cannot be trusted."""
ANSWERS = "answers"
"""The slot that holds how many answers were asked for so far; yes and no are not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step; `then` is the id of the step that follows."""

    id: str
    role: str = "other"
    then: str = ""
    place: str = field(default="", compare=False)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All that the step may say."""
        return ()

    @property
    def fills(self) -> tuple[str, ...]:
        """The slots that are filled once the step is done."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Step):
    """Say a line and go on."""

    line: Line
    pause: float = 0.4
    """Seconds of silence after it."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All that the step may say."""
        return (self.line,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that may be chosen, and the words by which it is, as `normalize` leaves them."""

    id: str
    words: tuple[str, ...]
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A number from zero to ten, and the words for it, as `normalize` leaves them."""

    number: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Step):
    """Put a question, keep the answer in a slot, and go where the answer leads."""

    line: Line
    expects: str
    slot: str = ""
    patience: float
    """Seconds of silence that end the answer."""
    timeout: float
    """Seconds of nothing at all before NoInput."""
    options: tuple[Option, ...] = ()
    levels: tuple[Level, ...] = ()
    ways: Mapping[str, str] = field(default_factory=dict)
    """Step ids by WAYS."""
    help: Line | None = None
    no_input: Line | None = None
    no_match: Line | None = None
    reprompts: int = 2
    """How often silence is met with words before it is taken for an answer."""
    also: tuple[str, ...] = ()
    """Slots that are filled with what the answer holds beside its words: ALSO."""
    literal: bool = False
    """True where a practice that is named is an answer, and not a wish to begin it."""
    reads: str = ""
    """One of READS: the slot holds that, and other words are no answer."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All that the step may say."""
        return (self.line, *filter(None, (self.help, self.no_input, self.no_match)))

    @property
    def fills(self) -> tuple[str, ...]:
        """The slots that are filled once the step is done."""
        traps = (TRAP, SECOND_TRAP) if TRAPS in self.also else ()
        return (*filter(None, (self.slot, self.reads)), *self.also, *traps)

    def way(self, name: str) -> str:
        """Return the step that one of WAYS leads to; what is not written is as a skip or on."""
        instead = () if name in ("yes", "no") else ("skip", "unsure")
        written = (self.ways[way] for way in (name, *instead) if way in self.ways)
        return next(written, self.then)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect(Ask):
    """Ask for several things, and listen until they are named or the person moves on."""

    count: int
    """Things to name."""
    more: Line
    """Said when some are still to name; `{left}` tells how many."""
    enough: Line | None = None
    """Said when all are named."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All that the step may say."""
        asked = (self.line, self.help, self.no_input, self.no_match)
        return tuple(line for line in (*asked, self.more, self.enough) if line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Ask):
    """Listen for a word at each breath in, and keep how many breaths a minute that makes."""

    count: int
    """Breaths to listen to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide(Step):
    """Lead an exercise: one by name, or the one that was asked for."""

    exercise: str
    minutes: float | None = None
    rounds: int | None = None
    length: str = ""
    """One of LENGTHS; "" is as it was asked for."""
    holds: bool = True
    """False where the breath must not be held."""
    bell: bool = True
    """False where it ends in silence, as before sleep."""
    on_worse: str = ""
    on_stop: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A value, a range of numbers or words that were said, and the step it leads to."""

    value: str = ""
    """A text, or `empty`, or `filled`."""
    words: tuple[str, ...] = ()
    """Any of these, as `normalize` leaves them, somewhere in the text."""
    low: float | None = None
    high: float | None = None
    then: str

    def fits(self, value: object) -> bool:
        """Tell whether a slot's value is meant."""
        if self.words:
            said = f" {normalize(value)} " if isinstance(value, str) else ""
            return any(f" {word} " in said for word in self.words)
        if self.low is not None and self.high is not None:
            return isinstance(value, int | float) and self.low <= value <= self.high
        if self.value in ("empty", "filled"):
            return (value in (None, "")) == (self.value == "empty")
        return str(value) == self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch(Step):
    """Go where a slot's value leads, else on."""

    slot: str
    cases: tuple[Case, ...]
    against: str = ""
    """A slot with a number that is taken from the first one, so that a change decides."""

    def value(self, slots: Mapping[str, object]) -> object:
        """Return what the cases are held against, None where a number to compare is missing."""
        value, before = slots.get(self.slot), slots.get(self.against)
        if not self.against:
            return value
        if isinstance(value, int | float) and isinstance(before, int | float):
            return value - before
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Step):
    """Stay silent for a time that has been announced."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor(Step):
    """Leave the floor to someone who talks to someone else, and keep silent until time is up."""

    minutes: float
    """How long; where a slot tells it, how long without a number in it."""
    slot: str
    """The slot that holds the minutes; "" where they are written."""
    done: tuple[str, ...]
    """Whole utterances that end it early, beside "I'm done"; as `normalize` leaves them."""

    def seconds(self, slots: Mapping[str, object]) -> float:
        """Return how long the turn is."""
        chosen = str(slots.get(self.slot, "")) if self.slot else ""
        return 60 * min(float(chosen) if chosen.isdecimal() else self.minutes, LONGEST_TURN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Set(Step):
    """Put a text into a slot, or what another slot holds."""

    slot: str
    to: str

    @property
    def copied(self) -> str:
        """The slot that is copied, where `to` is its name in braces; else ""."""
        return self.to[1:-1] if self.to[:1] == "{" and self.to[-1:] == "}" else ""

    @property
    def fills(self) -> tuple[str, ...]:
        """The slots that are filled once the step is done."""
        return (self.slot,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Save(Step):
    """Keep the texts of slots beyond the conversation, for whoever said yes to that."""

    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall(Step):
    """Fill slots with what is kept under their names."""

    slots: tuple[str, ...]
    failed: str = ""
    """The step that follows where it cannot be read; "" goes on as if nothing were kept."""

    @property
    def fills(self) -> tuple[str, ...]:
        """The slots that are filled once the step is done."""
        return self.slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget(Step):
    """Delete what is kept under the names of slots, or all that is kept where none is named."""

    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Step):
    """Change a setting of the person's to what is in the slot of its name, or to a text."""

    setting: str
    to: str | None = None
    refused: str = ""
    """The step that follows where it cannot have this value; "" is the next one."""
    unkept: str = ""
    """The step that follows where it holds, and could not be kept; "" is the next one."""

    @property
    def fills(self) -> tuple[str, ...]:
        """The slots that are filled once the step is done."""
        return tuple(SETTING_SLOTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Continue(Step):
    """Go on in another dialogue and end as it ends."""

    dialogue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Step):
    """Play another dialogue and come back; an end in silence or feeling worse ends this one too."""

    dialogue: str
    left: str = ""
    """The step that follows where the person left it early; "" is the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Step):
    """Say the last line and end; after a practice that closes itself, without a line."""

    line: Line | None
    how: str

    @property
    def lines(self) -> tuple[Line, ...]:
        """All that the step may say."""
        return (self.line,) if self.line else ()
