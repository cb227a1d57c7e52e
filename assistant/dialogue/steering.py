"""Steering: what a person may change about a practice while it is led.

A change gives the course another form, or names the line of the pack that says why it does not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from assistant.dialogue.breathing import BODY
from assistant.dialogue.course import Course
from assistant.dialogue.exercise import (
    LONGEST_PAUSES,
    OWN_PACE,
    Exercise,
    Form,
    clamp_pace,
)

PACE_STEP = 1.15
"""Slower and faster change the breath by this much: a step one feels and can follow."""
PAUSE_STEP = 1.35
"""The same for the pauses of a guided practice, which are harder to feel."""
NOT_IN_THIS = "not_in_this"
"""Line for a change that a practice has no use for."""
CANNOT_GROW = "practice_limit"
"""Line for more time than a practice may have."""
NOTES = ("note_longer", "note_shorter")
"""Lines that are spoken inside the breath."""


class Refused(Exception):
    """The change is not made; a line of the pack tells why."""

    def __init__(self, line: str) -> None:
        self.line = line
        super().__init__(line)


def steered(course: Course, position: float, change: str, minutes: float | None = None) -> Course:
    """Return the course after a change asked for at a position. Raises Refused.

    `change` is a command's label (slower, faster) or an act; `minutes` is how much longer.
    """
    form, exercise = course.form, course.exercise
    cycle = course.under_way(position).block.cycle
    match change:
        case "slower" | "faster":
            step = PAUSE_STEP if exercise.guided else PACE_STEP
            return course.changed(position, _at_pace(exercise, form, change, step))
        case "longer":
            return course.changed(position, _longer(course, position, minutes or 1.0))
        case "shorter":
            return course.changed(position, _shorter(course, cycle))
        case _:
            return course.changed(position, preset(exercise, form, change, cycle))


def preset(exercise: Exercise, form: Form, change: str, cycle: int = 0) -> Form:
    """Return a form with a change that may also be asked for beforehand. Raises Refused.

    `cycle` is the one under way; 0 before the first.
    """
    counts = any(phase.counts for phase in exercise.phases)
    has_use = {"skip_hold": exercise.holds, "counting": counts}
    if exercise.guided or change not in PRESETS or not has_use.get(change, True):
        raise Refused(NOT_IN_THIS)
    if change == "skip_hold":
        return _without_holds(exercise, form, cycle)
    return _SOUNDS[change](form, cycle)


def _without_holds(exercise: Exercise, form: Form, cycle: int) -> Form:
    """Return the form without holds, with more of the shorter breaths in the time that is left."""
    if not form.holds:
        return form
    share = exercise.cycle_seconds / exercise.without_holds().cycle_seconds
    more = round(max(form.cycles - cycle, 0) * share)
    return replace(form, holds=False, cycles=max(cycle + more, 1))


def _own_pace(form: Form, cycle: int) -> Form:
    return replace(form, ramp_start=max(cycle, 1), ramp_from=OWN_PACE)


_SOUNDS: Mapping[str, Callable[[Form, int], Form]] = {
    "just_tones": lambda form, _: replace(form, words=False, counts=False, tones=True),
    "just_voice": lambda form, _: replace(form, words=True, tones=False),
    "both": lambda form, _: replace(form, words=True, tones=True),
    "no_counting": lambda form, _: replace(form, counts=False),
    "counting": lambda form, _: replace(form, words=True, counts=True),
    "own_pace": _own_pace,
}
PRESETS = frozenset({"skip_hold", *_SOUNDS})
"""Changes that may be asked for together with a practice."""


def _at_pace(exercise: Exercise, form: Form, label: str, step: float) -> Form:
    """Return the form one step slower or faster, within what can be followed."""
    pace = form.pace / step if label == "slower" else form.pace * step
    return replace(form, pace=clamp_pace(exercise, pace))


def _longer(course: Course, position: float, minutes: float) -> Form:
    exercise, form = course.exercise, course.form
    if exercise.guided:
        return _longer_pauses(course, position, minutes)
    if not form.holds:
        exercise = exercise.without_holds()
    most = exercise.most_cycles(form.pace)
    more = max(1, round(minutes * 60 * form.pace / exercise.cycle_seconds))
    if form.cycles >= most:
        raise Refused(CANNOT_GROW)
    return replace(form, cycles=min(form.cycles + more, most))


def _longer_pauses(course: Course, position: float, minutes: float) -> Form:
    """Return a form whose remaining pauses take so much longer, as far as they can be drawn out."""
    form = course.form
    left = sum(placed.block.free for placed in course.placed if placed.at > position)
    room = course.exercise.ceiling_minutes * 60 - course.placed[-1].end
    wanted = min(minutes * 60, room)
    if left <= 0 or wanted <= 0 or form.pace <= LONGEST_PAUSES:
        raise Refused(CANNOT_GROW)
    return replace(form, pace=max(form.pace * left / (left + wanted), LONGEST_PAUSES))


def _shorter(course: Course, cycle: int) -> Form:
    """Return a form with half of what is left; of a guided practice the short one."""
    form = course.form
    if course.exercise.guided:
        if form.length == "short":
            return _at_pace(course.exercise, form, "faster", PAUSE_STEP)
        return replace(form, length="short")
    left = max(form.cycles - cycle, 0)
    return replace(form, cycles=min(cycle + max(math.ceil(left / 2), 1), form.cycles))


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a practice someone is; nothing between its stages."""

    part: str = ""
    breath: int = 0
    of: int = 0
    """Breaths."""


def whereabouts(course: Course, position: float) -> Place:
    """Return where a practice is at a position."""
    block = course.under_way(position).block
    if block.key[0] != BODY or block.name:
        return Place(part=block.name)
    return Place(breath=block.cycle, of=course.form.cycles)
