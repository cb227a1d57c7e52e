"""A course: a practice laid out in time. What has been played stays; what is to come can change."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.audio.score import Cue, CueKind, Phase, Score
from assistant.dialogue.breathing import BODY, CHECKIN_SECONDS, SETTLE, Block, blocks_of
from assistant.dialogue.exercise import (
    HOLDS,
    MORE,
    Estimate,
    Exercise,
    Form,
    Wish,
    form_for,
)

NOTE_SHARE = 0.7
"""Most of a phase that a word about a change may fill."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and when it is led."""

    block: Block
    at: float
    """Seconds from the start of the practice."""
    seconds: float
    """How long it is led: less than its own length where it is cut."""

    @property
    def end(self) -> float:
        """Seconds from the start of the practice."""
        return self.at + self.seconds

    def cues(self) -> Iterator[Cue]:
        """Yield its cues at their times."""
        for cue in self.block.cues:
            if cue.at < self.seconds or cue.at == 0.0:
                yield replace(cue, at=self.at + cue.at)


@dataclass(frozen=True, slots=True)
class Course:
    """One session of one exercise, laid out in time."""

    exercise: Exercise
    form: Form
    estimate: Estimate
    placed: tuple[Placed, ...]

    @property
    def score(self) -> Score:
        """The cues of the whole."""
        cues = tuple(cue for placed in self.placed for cue in placed.cues())
        return Score(cues, self.placed[-1].end)

    def under_way(self, position: float) -> Placed:
        """Return the block that is led at a position, in seconds."""
        begun = [placed for placed in self.placed if placed.at <= position + 1e-6]
        return begun[-1] if begun else self.placed[0]

    def neighbour(self, placed: Placed, step: int) -> Placed:
        """Return the block `step` places after one (before it where negative), within bounds."""
        index = self.placed.index(placed) + step
        return self.placed[min(max(index, 0), len(self.placed) - 1)]

    def changed(self, position: float, form: Form, note: str = "") -> Course:
        """Return the course as it goes on in another form.

        A phase under way keeps its length and the next has the new one; a pause of a guided part
        changes at once, and so does a hold that is no longer wanted. `note` is spoken as soon as
        a phase has room for it.
        """
        current = self.under_way(position)
        led = position - current.at
        seconds = current.seconds
        if current.block.phase in HOLDS and not form.holds:
            seconds = led
        elif self.exercise.guided and current.block.key[0] == BODY and led < seconds:
            into_pause = max(led, current.block.spoken)
            seconds = into_pause + (seconds - into_pause) * self.form.pace / form.pace
        return self._going_on(replace(current, seconds=seconds), form, note)

    def cut(self, position: float) -> Course:
        """Return the course with the block under way ending at a position."""
        current = self.under_way(position)
        return self._going_on(replace(current, seconds=position - current.at), self.form, "")

    def _going_on(self, current: Placed, form: Form, note: str) -> Course:
        kept = [placed for placed in self.placed if placed.at < current.at]
        blocks = blocks_of(self.exercise, form, self.estimate)
        following = [block for block in blocks if block.key > current.block.key]
        if note:
            following = list(self._noted(following, note))
        placed = (*kept, current, *_in_a_row(following, current.end))
        spaced = tuple(_spaced(placed, self.exercise.checkins))
        return replace(self, form=form, placed=spaced)

    def _noted(self, blocks: Iterable[Block], note: str) -> Iterator[Block]:
        """Yield blocks, the first breath with room for a note speaking that alone."""
        needed = self.estimate(note)
        for block in blocks:
            if note and block.key[0] == BODY and needed <= NOTE_SHARE * block.seconds:
                spoken = Cue(0.0, CueKind.VOICE, block.phase, block.cycle, note, block.seconds)
                tones = tuple(cue for cue in block.cues if cue.kind is CueKind.TONE)
                block, note = replace(block, cues=(*tones, spoken)), ""
            yield block


def lay_out(exercise: Exercise, form: Form, estimate: Estimate) -> Course:
    """Return the course of a whole session."""
    placed = _in_a_row(blocks_of(exercise, form, estimate), 0.0)
    return Course(exercise, form, estimate, tuple(placed))


def course_of(exercise: Exercise, wish: Wish, estimate: Estimate) -> Course:
    """Return the course of what was wished for; where the ceiling cuts it, that is said first."""
    form, missed = form_for(exercise, wish, estimate)
    opening = (exercise.limit,) if missed == MORE else ()
    return lay_out(exercise, replace(form, opening=opening), estimate)


def _in_a_row(blocks: Iterable[Block], at: float) -> Iterator[Placed]:
    for block in blocks:
        yield Placed(block, at, block.seconds)
        at += block.seconds


def _spaced(row: Iterable[Placed], checkins: Sequence[str]) -> Iterator[Placed]:
    """Yield a row with the check-ins left out that come sooner than they may."""
    last = -math.inf
    for placed in row:
        if any(cue.text in checkins for cue in placed.block.cues):
            if placed.at - last < CHECKIN_SECONDS:
                cues = tuple(cue for cue in placed.block.cues if cue.text not in checkins)
                placed = replace(placed, block=replace(placed.block, cues=cues))
            else:
                last = placed.at
        yield placed


def is_line(placed: Placed) -> bool:
    """True for what is a spoken line and no phase of a breath: cut, it is begun again."""
    block = placed.block
    return block.key[0] == SETTLE or bool(block.name) or block.phase is Phase.END
