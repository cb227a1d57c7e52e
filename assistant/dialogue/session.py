"""The session: what holds from the first word to the goodbye, and is then forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.dialogue.course import Course
from assistant.dialogue.exercise import Exercise

REMEMBERED = ("hold_trouble", "limits")
"""Slots of what is asked, or said, once in a session."""


@dataclass(slots=True)
class Session:
    """What was told and led since it was opened; in memory alone."""

    is_open: bool = False
    known: dict[str, Any] = field(default_factory=dict)
    """Slots that hold for the whole session."""
    _cautions: set[str] = field(default_factory=set)
    """What has been spoken of what is said once."""
    _rounds: Counter[str] = field(default_factory=Counter)
    """Rounds led, by exercise."""

    def open(self) -> bool:
        """Begin anew; False where it is open already."""
        if self.is_open:
            return False
        self.is_open = True
        self.known.clear()
        self._cautions.clear()
        self._rounds.clear()
        return True

    def remember(self, slots: Mapping[str, Any]) -> None:
        """Take what a dialogue leaves of what is asked once; what was first told stays."""
        told = {name: slots[name] for name in REMEMBERED if name in slots}
        self.known = told | self.known

    def hold_no_breath(self) -> None:
        """Have no breath held any more."""
        self.known["hold_trouble"] = "yes"

    def is_first(self, caution: str) -> bool:
        """Tell whether a caution is to be spoken, which is once."""
        is_first = caution not in self._cautions
        self._cautions.add(caution)
        return is_first

    def with_rounds_left(self, exercise: Exercise) -> Exercise:
        """Return an exercise with what is left of a ceiling in rounds, one at least."""
        if not exercise.ceiling_in_rounds:
            return exercise
        left = max(exercise.ceiling - self._rounds[exercise.id], 1)
        return replace(exercise, ceiling=left, dose=min(exercise.dose, left))

    def count_rounds(self, course: Course, ceiling: int) -> None:
        """Count what is led; once no round is left of the ceiling, no breath is held any more."""
        exercise = course.exercise
        if exercise.ceiling_in_rounds:
            self._rounds[exercise.id] += course.form.cycles
            if self._rounds[exercise.id] >= ceiling:
                self.hold_no_breath()
