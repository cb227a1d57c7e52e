"""An exercise as it is authored, and the form in which it is led: how long, how fast, with what.

A breathing exercise has phases that are led again and again; a guided one has spoken parts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from assistant.audio.score import Phase

Estimate = Callable[[str], float]
"""Gives at most how many seconds a line takes to speak."""

SLOWEST, FASTEST = 0.5, 2.0
LONGEST_PAUSES, SHORTEST_PAUSES = 0.4, 1 / 0.6
"""Paces of a guided part: its pauses are stretched up to 2.5 times, or cut to 0.6."""
GAP_SECONDS = 0.6
"""Silence after a line that has no pause of its own."""
HOLDS = (Phase.HOLD_IN, Phase.HOLD_OUT)
OWN_PACE = 1.6
"""Where a ramp begins: near ten breaths a minute where six is aimed at, as the anxious breathe."""
RAMP_CYCLES = 8
"""Over which a ramp comes down to the exercise's own pace."""
MORE, LESS = "more", "less"
"""Than can be led was asked for."""


@dataclass(frozen=True, slots=True)
class BreathPhase:
    """One part of a breath."""

    phase: Phase
    seconds: float
    full: str
    """Spoken in the first cycle; empty where the tone is enough."""
    short: str
    """Spoken in the second and third cycle."""
    counts: tuple[str, ...] = ()
    """Spoken at even distances through the phase, where counting is wanted."""

    def __post_init__(self) -> None:
        if self.seconds <= 0:
            raise ValueError(f"a phase lasts longer than 0 s, not {self.seconds}")


@dataclass(frozen=True, slots=True)
class Part:
    """One spoken part of a guided practice, and the silence after it."""

    name: str
    """As "where was I" names it: your feet."""
    text: str
    pause: float
    """Seconds."""
    is_short: bool
    """True where the short form has it too."""
    is_fixed: bool = False
    """True where no pace changes its pause, as of a muscle held tense."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise as it is authored: with phases, or with parts."""

    id: str
    name: str
    """As it is called aloud."""
    how_to_ask: str
    label: str
    """Its own kind/label."""
    asks: tuple[str, ...]
    """What starts it: kind/label, or kind/label/act."""
    phases: tuple[BreathPhase, ...]
    parts: tuple[Part, ...]
    dose: int
    """Cycles where nothing was asked for."""
    ceiling: int
    """Most cycles at the authored pace."""
    ceiling_in_rounds: bool
    """True where no pace allows more cycles."""
    ceiling_minutes: float
    """Longest a guided practice is stretched to."""
    usual: str
    """short or full: the length of a guided one where none was asked for."""
    slowest: float
    """Least pace; a hold must not grow long."""
    counted: bool
    """True where its counts are spoken unasked."""
    settle: tuple[str, ...]
    caution: str
    last: str
    """Opens the last cycle."""
    bell: bool
    fades: bool
    """True where the voice grows softer towards the end, as for sleep."""
    rest: str
    """Said after the bell."""
    close: str
    checkins: tuple[str, ...]
    limit: str
    """Said first where more than the ceiling was asked for."""
    not_for: tuple[str, ...]
    why: str
    """Answers "why this one" in a sentence."""
    evidence: str
    sources: tuple[str, ...]
    places: Mapping[str, str] = field(default_factory=dict, compare=False)
    """file:line of each text, and of the whole under ""."""

    @property
    def place(self) -> str:
        """file:line where it begins."""
        return self.places.get("", "")

    @property
    def lines(self) -> tuple[str, ...]:
        """All that is spoken in it."""
        cues = (text for phase in self.phases for text in (phase.full, phase.short, *phase.counts))
        parts = (part.text for part in self.parts)
        whole = (*self.settle, self.caution, *cues, *parts, self.last, *self.checkins)
        return tuple(filter(None, (*whole, self.rest, self.close, self.limit, self.why)))

    @property
    def cycle_seconds(self) -> float:
        """Length of one cycle at the authored pace."""
        return sum(phase.seconds for phase in self.phases)

    @property
    def holds(self) -> bool:
        """True where the breath is held."""
        return any(phase.phase in HOLDS for phase in self.phases)

    @property
    def guided(self) -> bool:
        """True where it has parts."""
        return bool(self.parts)

    def most_cycles(self, pace: float) -> int:
        """Return the ceiling at a pace: a time, or a number of rounds."""
        in_time = max(1, int(self.ceiling * pace + 1e-9))
        return min(in_time, self.ceiling) if self.ceiling_in_rounds else in_time

    def without_holds(self) -> Exercise:
        """Return the same exercise with no breath held, as long as before."""
        if not self.holds:
            return self
        phases = tuple(phase for phase in self.phases if phase.phase not in HOLDS)
        shorter = replace(self, phases=phases)
        share = self.cycle_seconds / shorter.cycle_seconds
        dose, ceiling = int(self.dose * share), int(self.ceiling * share)
        return replace(shorter, dose=dose, ceiling=ceiling, ceiling_in_rounds=False)

    def parts_of(self, length: str) -> tuple[Part, ...]:
        """Return the parts of the short or the full form."""
        return tuple(part for part in self.parts if part.is_short or length != "short")


@dataclass(frozen=True, slots=True)
class Form:
    """How an exercise is led. Steering makes another form of it."""

    cycles: int = 1
    """Of a breathing exercise."""
    length: str = "full"
    """short or full, of a guided one."""
    pace: float = 1.0
    """Against the authored one: 2 is twice as fast. Of a guided part it changes the pauses."""
    holds: bool = True
    words: bool = True
    """False where cue words and check-ins are left out."""
    tones: bool = True
    counts: bool = False
    caution: bool = True
    bell: bool = True
    """False where it ends in silence."""
    opening: tuple[str, ...] = ()
    """Lines before the settle-in, as the limit."""
    ramp_start: int = 0
    """Cycle at which a ramp from the person's own pace began; 0 is none."""
    ramp_from: float = OWN_PACE
    """Pace, relative to `pace`, at which a ramp begins."""

    def pace_in(self, cycle: int) -> float:
        """Return the pace of a cycle: a ramp comes down in even ratios."""
        done = (cycle - self.ramp_start) / RAMP_CYCLES
        if not self.ramp_start or done >= 1:
            return self.pace
        faster: float = self.ramp_from ** (1 - max(done, 0))
        return min(self.pace * faster, FASTEST)


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for along with an exercise."""

    minutes: float | None = None
    """Any number, also a negative or an infinite one; goes before rounds."""
    rounds: int | None = None
    pace: float = 1.0
    length: str = ""
    """short, full or "" where nothing was said."""


def form_for(exercise: Exercise, wish: Wish, estimate: Estimate) -> tuple[Form, str]:
    """Return the form that a wish is led in, and what it did not get.

    That is MORE where the ceiling cut it, LESS where it is not even one cycle, else "".
    """
    pace = clamp_pace(exercise, wish.pace)
    if exercise.guided:
        return _guided_form(exercise, wish, pace, estimate)
    ceiling = exercise.most_cycles(pace)
    wanted: float = exercise.dose
    if wish.minutes is not None:
        wanted = wish.minutes * 60 * pace / exercise.cycle_seconds
    elif wish.rounds is not None:
        wanted = wish.rounds
    cycles = max(1, round(min(max(wanted, 1), ceiling)))
    missed = MORE if wanted >= ceiling + 1 else LESS if wanted < 0.5 else ""
    return Form(cycles=cycles, pace=pace, counts=exercise.counted), missed


def clamp_pace(exercise: Exercise, pace: float) -> float:
    """Return a pace in which an exercise can be followed."""
    if exercise.guided:
        return min(max(pace, LONGEST_PAUSES), SHORTEST_PAUSES)
    return min(max(pace, exercise.slowest), FASTEST)


def _guided_form(
    exercise: Exercise, wish: Wish, pace: float, estimate: Estimate
) -> tuple[Form, str]:
    """Return the length whose pauses need the least stretching to fill the minutes asked for."""
    form = Form(length=wish.length or exercise.usual, pace=pace)
    if wish.minutes is None:
        return form, ""
    longest = exercise.ceiling_minutes
    seconds = min(max(wish.minutes, 0.0), longest) * 60
    lengths = (wish.length,) if wish.length else ("short", "full")
    fitting = {length: _pace_to_fill(exercise, length, seconds, estimate) for length in lengths}
    length = min(fitting, key=lambda length: abs(math.log(fitting[length])))
    form = replace(form, length=length, pace=clamp_pace(exercise, fitting[length]))
    return form, MORE if wish.minutes > longest else LESS if wish.minutes < 0.25 else ""


def _pace_to_fill(exercise: Exercise, length: str, seconds: float, estimate: Estimate) -> float:
    parts = exercise.parts_of(length)
    spoken = [*exercise.settle, exercise.caution, *(part.text for part in parts)]
    spoken += filter(None, (exercise.rest, exercise.close))
    free = seconds - sum(estimate(line) + GAP_SECONDS for line in spoken)
    return sum(part.pause for part in parts) / max(free, 1.0)
