"""A practice under way: its course is led, steered by voice in mid-breath, held and resumed."""

from __future__ import annotations

from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from assistant.adjusting import change_background, step
from assistant.dialogue.actions import Guide, Speak
from assistant.dialogue.breathing import BODY, SETTLE
from assistant.dialogue.course import Course, Placed, is_line, lay_out
from assistant.dialogue.exercise import LESS, MORE, Estimate, Exercise, Wish, form_for
from assistant.dialogue.steering import NOTES, Refused, preset, steered, whereabouts
from assistant.errors import DeviceError
from assistant.hearing import Heard, Trouble
from assistant.speech.listener import Attention
from assistant.turns import Turns
from assistant.understanding.intents import Context, IntentMatch
from assistant.understanding.numbers import say_digits

ATTENTION = Attention(patience=0.8, command_patience=0.2, ahead=0.06, shared=True)
SURE = 0.9
"""Router's score from which a request over a practice is taken for one."""
STARTS = frozenset({"breathing", "mindfulness"})
"""Kinds that leave a practice for what was asked."""
AT_ONCE = 0.01
"""Seconds a practice is led on before it moves, so that a block that is left is not empty."""


class Left(Exception):
    """The person left the practice and wants what comes after it."""


class Interjection(Exception):
    """Something comes inside the practice, which then goes on from where it was."""

    def __init__(self, line: Speak | None) -> None:
        self.line = line
        """None for a pause that waits in silence."""
        super().__init__()


class Moved(Exception):
    """The practice goes on elsewhere, at once."""

    def __init__(self, to: float) -> None:
        self.to = to
        """Seconds from the start of the practice."""
        super().__init__(to)


def course_for(
    exercise: Exercise, action: Guide, turns: Turns, estimate: Estimate, caution: bool
) -> Course:
    """Return the course that a request is led in; `caution` tells whether it is spoken."""
    if not action.holds:
        exercise = exercise.without_holds()
    wish = Wish(action.minutes, action.rounds, action.pace, action.length)
    form, missed = form_for(exercise, wish, estimate)
    for change in action.changes:
        with suppress(Refused):
            form = preset(exercise, form, change)
    opening = {MORE: (exercise.limit,), LESS: (turns.line("practice_least").text,)}
    if action.own_rate:
        form = preset(exercise, form, "own_pace")
        authored = 60 * form.pace / exercise.cycle_seconds
        form = replace(form, ramp_from=max(action.own_rate / authored, 1.0))
    form = replace(form, caution=caution, bell=action.bell, opening=opening.get(missed, ()))
    return lay_out(exercise, form, estimate)


@dataclass(slots=True)
class Practice:
    """Leads one course."""

    course: Course
    turns: Turns
    _start: float = 0.0
    """Seconds from the start of the practice, from where it is led next."""
    _has_ended: bool = False
    _line: Speak | None = None
    """What is said inside the practice, which then goes on; None while it is led."""
    _lost: DeviceError | None = None
    """Why the speaker is waited for; None while it plays."""

    @property
    def _id(self) -> str:
        return self.course.exercise.id

    @property
    def _position(self) -> float:
        """Where the practice is, also while it waits for a line to be said, or for the speaker."""
        waits = self._line or self._lost
        return self._start if waits else self.turns.speaking.speaker.position

    async def lead(self) -> None:
        """Play to the end. Raises Left, or Diverted."""
        turns, exercise = self.turns, self.course.exercise
        turns.why = Speak(exercise.why, "teach", f"{exercise.id}.why")
        while not self._has_ended:
            try:
                await turns.hearing.over(self._sounding(), ATTENTION, self._steer)
                self._has_ended = not (self._line or self._lost)
                self._line = self._lost = None
            except Moved as moved:
                self._start, self._line, self._lost = moved.to, None, None
            except Interjection as interjection:
                self._start = self._place()
                self._line, self._lost = interjection.line, None
                if self._line is None:
                    await turns.hold(Context(practice=self._id))
            except DeviceError as error:
                self._start, self._lost = self._place(), error

    def _sounding(self) -> Coroutine[Any, Any, None]:
        """Return what comes next: a line, the wait for the speaker, or the practice."""
        speaking = self.turns.speaking
        if self._line:
            return speaking.speak(self._line)
        if self._lost:
            return speaking.recover(self._lost)
        notes = (v.text for note in NOTES for v in self.turns.pack.lines[note].variants())
        may_say = (*self.course.exercise.lines, *notes)
        return speaking.lead(self.course.score, self._id, self._start, may_say)

    def _place(self) -> float:
        """Return where to go on: the position, or the start of a line that is cut."""
        position = self._position
        placed = self.course.under_way(position)
        is_cut = is_line(placed) and position < placed.at + placed.block.spoken
        return placed.at if is_cut else position

    async def _steer(self, heard: Heard) -> None:
        if isinstance(heard, Trouble):
            if heard.line == "fault_slow":
                self.turns.troubles.untold.append(heard.line)
            elif self.turns.troubles.is_worth_telling(heard):
                raise Interjection(self.turns.line(heard.line))
            return
        command = self.turns.interruptions.command_over(
            heard, Context(practice=self._id), _is_asked_for
        )
        if command:
            self._carry_out(command)

    def _carry_out(self, match: IntentMatch) -> None:
        """Do what is asked for, in place where that can be. Raises Interjection, Moved or Left."""
        speaking = self.turns.speaking
        placed = self.course.under_way(self._position)
        match match.act or match.label:
            case "pause" | "pause_unclear":
                raise Interjection(None)
            case "louder" | "quieter" as label:
                step(speaking, label)
            case "skip":
                self._skip(placed)
            case "back" | "repeat" as label if is_line(placed):
                raise Moved(self._earlier(placed, label).at)
            case "help" | "back" | "repeat":
                raise Interjection(self.turns.line("help_practice"))
            case "why":
                raise Interjection(self.turns.why)
            case "where":
                raise Interjection(self._whereabouts())
            case act if change_background(speaking, act):
                pass
            case "resume_unclear":
                pass
            case change:
                self._change(change, match.slots.get("minutes"))

    def _skip(self, placed: Placed) -> None:
        """Leave a line for what follows it; leave the breath for what follows the practice."""
        if not is_line(placed) and placed.block.key[0] == BODY:
            raise Left
        self.course = self.course.cut(self._position + AT_ONCE)
        raise Moved(self.course.under_way(placed.at).end)

    def _earlier(self, placed: Placed, label: str) -> Placed:
        """Return the line under way for "repeat", the one before it for "back"."""
        before = self.course.neighbour(placed, -1)
        is_first = placed.block.key[0] == BODY and before.block.key[0] == SETTLE
        return placed if label == "repeat" or is_first else before

    def _whereabouts(self) -> Speak:
        place = whereabouts(self.course, self._position)
        if place.part:
            return self.turns.line("where_part", part=place.part)
        if place.breath:
            n, of = (say_digits(str(number)) for number in (place.breath, place.of))
            return self.turns.line("where_breath", n=n, of=of)
        return self.turns.line("where_between")

    def _change(self, change: str, minutes: float | None) -> None:
        """Give the course another form, from the breath under way on."""
        position = self._position
        note = f"note_{change}"
        try:
            course = steered(self.course, position, change, minutes)
        except Refused as refused:
            raise Interjection(self.turns.line(refused.line)) from None
        if note in NOTES:
            course = course.changed(position, course.form, self.turns.line(note).text)
        self.course = course
        if not self._line:
            self.turns.speaking.retime(course.score)


def _is_asked_for(match: IntentMatch) -> bool:
    """True for another practice, asked for in so many words."""
    is_practice = match.kind in STARTS or (match.act and match.kind != "command")
    return bool(is_practice) and match.score >= SURE
