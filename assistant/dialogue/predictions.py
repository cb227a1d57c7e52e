"""Fears that someone wants to be asked about later, and how they turned out; in memory only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from assistant.dialogue.counts import loop_time
from assistant.understanding.numbers import say_digits

ASK_AFTER = "ask_after"
"""The slot in which a dialogue leaves one of WAITS, after a yes to being asked."""
CAME_TRUE = "came_true"
"""The slot in which a dialogue leaves how a fear turned out: one of OUTCOMES."""
FEAR, THEME = "thought", "theme"
"""The slots that hold the fear, in the person's words, and what it is about."""
_HOUR = 3600.0
WAITS: Mapping[str, float] = {"tomorrow": 18 * _HOUR, "week": 6.5 * 24 * _HOUR}
"""Seconds after which it is asked at the next chance; "tomorrow" said at night is from noon on."""
OUTCOMES = ("yes", "no", "part")
TALLY = frozenset({"fears_asked", "fears_true", "fears_part"})
"""Slots that hold, in words, how many fears were looked back on and how many came true."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """One fear that is to be looked back on."""

    due: float
    """Seconds on the clock."""
    slots: Mapping[str, Any]
    """What the dialogue that looks back on it starts with: FEAR and THEME."""


class Predictions:
    """Keeps fears by a yes to being asked about them; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = loop_time) -> None:
        self.clock = clock
        self._waiting: list[Prediction] = []
        self._outcomes: list[str] = []

    def take(self, slots: MutableMapping[str, Any]) -> None:
        """Take what a dialogue has left in its slots: a fear to ask about, or how one ended."""
        if (wait := slots.pop(ASK_AFTER, None)) in WAITS:
            fear = {name: slots.get(name) for name in (FEAR, THEME)}
            self._waiting.append(Prediction(self.clock() + WAITS[wait], fear))
        if (outcome := slots.pop(CAME_TRUE, None)) in OUTCOMES:
            self._outcomes.append(outcome)

    def next_due(self) -> Mapping[str, Any] | None:
        """Return, once, the slots of a fear whose time has come; None where there is none."""
        now = self.clock()
        due = next((prediction for prediction in self._waiting if prediction.due <= now), None)
        if due is None:
            return None
        self._waiting.remove(due)
        return due.slots

    def tally(self) -> Mapping[str, str]:
        """Return the slots of TALLY; none of them before a fear was looked back on."""
        if not self._outcomes:
            return {}
        return {
            "fears_asked": _said(len(self._outcomes)),
            "fears_true": _said(self._outcomes.count("yes")),
            "fears_part": _said(self._outcomes.count("part")),
        }

    def clear(self) -> None:
        """Forget all fears, and how they turned out."""
        self._waiting.clear()
        self._outcomes.clear()


def _said(count: int) -> str:
    return say_digits(str(count)) if count else "none"
