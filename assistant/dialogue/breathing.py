"""A practice as a row of blocks: the settle-in, each phase of each breath or each part, the end.

A session settles in, speaks the first cycle, cues the next two in a word, and then leaves the
tones alone but for a spoken check-in a minute; "one more" opens the last cycle, a bell ends it,
two natural breaths follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.audio.score import Cue, CueKind, Phase
from assistant.dialogue.exercise import (
    GAP_SECONDS,
    HOLDS,
    BreathPhase,
    Estimate,
    Exercise,
    Form,
)

SHORT_CUES_UNTIL = 3
"""Cycles; later ones have tones alone."""
CHECKIN_SECONDS = 60.0
"""Least time between two spoken check-ins."""
REST_SECONDS = 10.0
"""Two natural breaths."""
BELL_SECONDS = 2.0
"""The bell's time alone before the voice."""
VOICE_SHARE = 0.4
"""Most of a phase that a cue word may fill; a longer one gives way to a shorter."""
SOFTEST = 0.35
"""Gain of the last words of a practice that fades, against the first."""
SETTLE, BODY, ENDING = range(3)
"""Stages of a session."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a practice that opens with its cues."""

    key: tuple[int, int, int]
    """Stage, cycle or part, and phase: the same in every form of the exercise, in order."""
    phase: Phase
    cycle: int
    """Counts breaths or parts from 1; 0 in the settle-in."""
    spoken: float
    """Seconds at its start that the pace does not change."""
    free: float
    """Seconds after that, at the pace of the form."""
    cues: tuple[Cue, ...]
    """Timed from the block's start."""
    name: str = ""
    """Of a guided part."""

    @property
    def seconds(self) -> float:
        """Length of the whole."""
        return self.spoken + self.free


def blocks_of(exercise: Exercise, form: Form, estimate: Estimate) -> Iterator[Block]:
    """Yield all blocks of a session in order."""
    opening = (*form.opening, *exercise.settle, *((exercise.caution,) if form.caution else ()))
    for index, line in enumerate(opening):
        yield _spoken((SETTLE, 0, index), Phase.SETTLE, line, estimate, GAP_SECONDS)
    if exercise.guided:
        yield from _parts(exercise, form, estimate)
    else:
        yield from _breaths(exercise, form, estimate)
    cycles = len(exercise.parts_of(form.length)) if exercise.guided else form.cycles
    yield from _ending(exercise, form, cycles, estimate)


def _spoken(
    key: tuple[int, int, int],
    phase: Phase,
    line: str,
    estimate: Estimate,
    pause: float,
    gain: float = 1.0,
) -> Block:
    """Return a block of one line and the silence after it."""
    spoken = estimate(line) if line else 0.0
    cycle = key[1]
    cue = Cue(0.0, CueKind.VOICE, phase, cycle, line, spoken + pause, gain)
    return Block(key, phase, cycle, spoken, pause, (cue,))


def _parts(exercise: Exercise, form: Form, estimate: Estimate) -> Iterator[Block]:
    led = exercise.parts_of(form.length)
    for index, part in enumerate(exercise.parts):
        if part not in led:
            continue
        share = index / max(len(exercise.parts) - 1, 1)
        gain = 1 - share * (1 - SOFTEST) if exercise.fades else 1.0
        key = (BODY, index + 1, 0)
        pause = part.pause if part.is_fixed else part.pause / form.pace
        block = _spoken(key, Phase.REST, part.text, estimate, pause, gain)
        if part.is_fixed:
            block = replace(block, spoken=block.seconds, free=0.0)
        yield replace(block, name=part.name)


def _breaths(exercise: Exercise, form: Form, estimate: Estimate) -> Iterator[Block]:
    checkins = _checkin_cycles(exercise, form)
    led = [phase for phase in exercise.phases if form.holds or phase.phase not in HOLDS]
    for cycle in range(1, form.cycles + 1):
        for breath in led:
            index = exercise.phases.index(breath)
            seconds = breath.seconds / form.pace_in(cycle)
            checkin = checkins.get(cycle, "") if breath is led[-1] else ""
            voices = _voices(exercise, form, breath, cycle, checkin)
            cues = _cues(form, breath, cycle, seconds, voices, estimate)
            yield Block((BODY, cycle, index), breath.phase, cycle, 0.0, seconds, tuple(cues))


def _checkin_cycles(exercise: Exercise, form: Form) -> dict[int, str]:
    """Return the check-ins by cycle: none beside the spoken first cycles or the last two."""
    lines = exercise.checkins
    if not lines or not form.words:
        return {}
    every = max(1, -int(-CHECKIN_SECONDS * form.pace // exercise.cycle_seconds))
    spoken = range(max(every, SHORT_CUES_UNTIL + 1), form.cycles - 1, every)
    return {cycle: lines[turn % len(lines)] for turn, cycle in enumerate(spoken)}


def _voices(
    exercise: Exercise, form: Form, breath: BreathPhase, cycle: int, checkin: str
) -> tuple[str, str]:
    """Return what may be spoken as a phase opens, a long and a short form; "" is nothing."""
    if not form.words:
        return "", ""
    if cycle == 1:
        return breath.full, breath.short
    if breath is exercise.phases[0] and cycle == form.cycles:
        return "", exercise.last
    if cycle <= SHORT_CUES_UNTIL or not form.tones:
        return "", breath.short
    return checkin, ""


def _cues(
    form: Form,
    breath: BreathPhase,
    cycle: int,
    seconds: float,
    voices: tuple[str, str],
    estimate: Estimate,
) -> Iterator[Cue]:
    long, short = voices
    voice = long if long and estimate(long) <= VOICE_SHARE * seconds else short
    if form.tones or not voice:
        kind = CueKind.TONE if form.tones else CueKind.VOICE
        yield Cue(0.0, kind, breath.phase, cycle, "", seconds)
    if voice:
        yield Cue(0.0, CueKind.VOICE, breath.phase, cycle, voice, seconds)
    spoken_until = estimate(voice) if voice else 0.0
    for beat, count in enumerate(breath.counts if form.counts else ()):
        begins = beat * seconds / len(breath.counts)
        if begins >= spoken_until:
            yield Cue(begins, CueKind.COUNT, breath.phase, cycle, count)


def _ending(exercise: Exercise, form: Form, cycles: int, estimate: Estimate) -> Iterator[Block]:
    """Yield the bell with two natural breaths, and the last line; whichever there is to be."""
    if exercise.bell and form.bell:
        rest = BELL_SECONDS + estimate(exercise.rest) + GAP_SECONDS
        cues = (
            Cue(0.0, CueKind.BELL, Phase.REST, cycles, "", max(REST_SECONDS, rest)),
            Cue(BELL_SECONDS, CueKind.VOICE, Phase.REST, cycles, exercise.rest),
        )
        seconds = max(REST_SECONDS, rest)
        yield Block((ENDING, 0, 0), Phase.REST, cycles, seconds, 0.0, cues)
    close = exercise.close if form.bell else ""
    block = _spoken((ENDING, 1, 0), Phase.END, close, estimate, 0.0)
    last = tuple(replace(cue, cycle=cycles) for cue in block.cues)
    yield replace(block, cycle=cycles, cues=last)
