"""A breathing exercise, and the score of cues that it becomes.

A session settles in, speaks the first cycle, cues the next two in a word, and then leaves the
tones alone but for a spoken check-in a minute; "one more" opens the last cycle, a bell ends it,
two natural breaths follow. Every phase opens with a cue at its very start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate

from assistant.audio.score import Cue, CueKind, Phase, Score

Estimate = Callable[[str], float]
"""Gives at most how many seconds a line takes to speak."""

SHORT_CUES_UNTIL = 3
"""Cycles; later ones have tones alone."""
CHECKIN_SECONDS = 60.0
"""Least time between two spoken check-ins."""
REST_SECONDS = 10.0
"""Two natural breaths."""
BELL_SECONDS = 2.0
"""The bell's time alone before the voice."""
GAP_SECONDS = 0.6
"""Silence between two lines of the settle-in, and after the last."""
VOICE_SHARE = 0.4
"""Most of a phase that a cue word may fill; a longer one gives way to a shorter."""
SLOWEST, FASTEST = 0.5, 2.0
HOLDS = (Phase.HOLD_IN, Phase.HOLD_OUT)


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
    """Spoken at even distances through the phase."""

    def __post_init__(self) -> None:
        if self.seconds <= 0:
            raise ValueError(f"a phase lasts longer than 0 s, not {self.seconds}")


@dataclass(frozen=True, slots=True)
class Exercise:
    """A breathing exercise as it is authored."""

    id: str
    name: str
    """As it is called aloud."""
    how_to_ask: str
    label: str
    """Its own kind/label."""
    asks: tuple[str, ...]
    """The kind/label pairs that start it."""
    phases: tuple[BreathPhase, ...]
    dose: int
    """Cycles where nothing was asked for."""
    ceiling: int
    """Most cycles at the authored pace."""
    settle: tuple[str, ...]
    caution: str
    last: str
    """Opens the last cycle."""
    rest: str
    """Said after the bell."""
    close: str
    checkins: tuple[str, ...]
    limit: str
    """Said first where more than the ceiling was asked for."""
    not_for: tuple[str, ...]
    evidence: str
    sources: tuple[str, ...]
    place: str = field(default="", compare=False)

    @property
    def lines(self) -> tuple[str, ...]:
        """All that is spoken in it."""
        cues = (text for phase in self.phases for text in (phase.full, phase.short, *phase.counts))
        whole = (*self.settle, self.caution, self.last, self.rest, self.close, self.limit)
        return (*whole, *self.checkins, *filter(None, cues))

    @property
    def cycle_seconds(self) -> float:
        """Length of one cycle at the authored pace."""
        return sum(phase.seconds for phase in self.phases)

    @property
    def holds(self) -> bool:
        """True where the breath is held."""
        return any(phase.phase in HOLDS for phase in self.phases)


def cycles_for(
    exercise: Exercise,
    minutes: float | None = None,
    rounds: int | None = None,
    pace: float = 1.0,
) -> tuple[int, bool]:
    """Return whole cycles for what was asked, at least one, and whether the ceiling cut them.

    The ceiling is a time: at a slower pace it is reached in fewer cycles. Any number is taken,
    minus and infinite ones too.
    """
    pace = clamp_pace(pace)
    ceiling = max(1, int(exercise.ceiling * pace + 1e-9))
    wanted: float = exercise.dose
    if minutes is not None:
        wanted = minutes * 60 * pace / exercise.cycle_seconds
    elif rounds is not None:
        wanted = rounds
    cycles = max(1, round(min(max(wanted, 1), ceiling)))
    return cycles, wanted >= ceiling + 1


def clamp_pace(pace: float) -> float:
    """Return a pace from 0.5 (half as fast as authored) to 2."""
    return min(max(pace, SLOWEST), FASTEST)


def compile_score(
    exercise: Exercise,
    minutes: float | None = None,
    rounds: int | None = None,
    pace: float = 1.0,
    *,
    estimate: Estimate,
    caution: bool = True,
) -> Score:
    """Return the cues of a whole session.

    Phases last their seconds / pace. `caution=False` leaves the caution out where the session
    has spoken it before. Minutes go before rounds; the limit is said where they pass the ceiling.
    """
    cycles, cut = cycles_for(exercise, minutes, rounds, pace)
    pace = clamp_pace(pace)
    opening = [exercise.limit] * cut + list(exercise.settle) + [exercise.caution] * caution
    cues, start = _settle(opening, estimate)
    cycle_seconds = exercise.cycle_seconds / pace
    checkins = _checkin_cycles(exercise, cycles, cycle_seconds)
    for cycle in range(1, cycles + 1):
        at = start + (cycle - 1) * cycle_seconds
        for breath in exercise.phases:
            seconds = breath.seconds / pace
            voices = _voice(exercise, breath, cycle, cycles, checkins)
            cues += _open_phase(breath, at, cycle, seconds, voices, estimate)
            at += seconds
    return _with_ending(exercise, cues, start + cycles * cycle_seconds, cycles, estimate)


def _settle(lines: list[str], estimate: Estimate) -> tuple[list[Cue], float]:
    """Return the spoken opening, line after line, and the time at which breathing begins."""
    starts = list(accumulate((estimate(line) + GAP_SECONDS for line in lines), initial=0.0))
    cues = [
        Cue(at, CueKind.VOICE, Phase.SETTLE, 0, line)
        for at, line in zip(starts, lines, strict=False)
    ]
    if cues:
        cues[0] = replace(cues[0], seconds=starts[-1])
    return cues, starts[-1]


def _checkin_cycles(exercise: Exercise, cycles: int, cycle_seconds: float) -> dict[int, str]:
    """Return the check-ins by cycle: none beside the spoken first cycles or the last two."""
    if not exercise.checkins:
        return {}
    every = max(1, -int(-CHECKIN_SECONDS // cycle_seconds))
    spoken = range(max(every, SHORT_CUES_UNTIL + 1), cycles - 1, every)
    lines = exercise.checkins
    return {cycle: lines[turn % len(lines)] for turn, cycle in enumerate(spoken)}


def _voice(
    exercise: Exercise, breath: BreathPhase, cycle: int, cycles: int, checkins: dict[int, str]
) -> tuple[str, str]:
    """Return what may be spoken as a phase opens, a long and a short form; "" is nothing."""
    is_first, is_last = breath is exercise.phases[0], breath is exercise.phases[-1]
    if cycle == 1:
        return breath.full, breath.short
    if is_first and cycle == cycles:
        return "", exercise.last
    if cycle <= SHORT_CUES_UNTIL:
        return "", breath.short
    return (checkins.get(cycle, ""), "") if is_last else ("", "")


def _open_phase(
    breath: BreathPhase,
    at: float,
    cycle: int,
    seconds: float,
    voices: tuple[str, str],
    estimate: Estimate,
) -> Iterator[Cue]:
    long, short = voices
    voice = long if long and estimate(long) <= VOICE_SHARE * seconds else short
    yield Cue(at, CueKind.TONE, breath.phase, cycle, "", seconds)
    if voice:
        yield Cue(at, CueKind.VOICE, breath.phase, cycle, voice, seconds)
    spoken_until = at + estimate(voice) if voice else at
    for beat, count in enumerate(breath.counts):
        begins = at + beat * seconds / len(breath.counts)
        if begins >= spoken_until:
            yield Cue(begins, CueKind.COUNT, breath.phase, cycle, count)


def _with_ending(
    exercise: Exercise, cues: list[Cue], at: float, cycles: int, estimate: Estimate
) -> Score:
    rest = max(REST_SECONDS, BELL_SECONDS + estimate(exercise.rest) + GAP_SECONDS)
    cues.append(Cue(at, CueKind.BELL, Phase.REST, cycles, "", rest))
    cues.append(Cue(at + BELL_SECONDS, CueKind.VOICE, Phase.REST, cycles, exercise.rest))
    length = estimate(exercise.close)
    cues.append(Cue(at + rest, CueKind.VOICE, Phase.END, cycles, exercise.close, length))
    return Score(tuple(cues), at + rest + length)
