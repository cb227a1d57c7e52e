"""Dangers: what is remembered of them, from turn to turn and for one night; in memory alone."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from assistant.dialogue.gate import Gate
from assistant.understanding.intents import IntentMatch
from assistant.understanding.safety import Danger

TURNS_BETWEEN = 2
"""Turns before this one in which an oblique remark makes another one more than one."""
DANGER_SECONDS = 12 * 3600.0
"""How long danger is remembered from one session to the next: for one night."""


@dataclass(slots=True)
class Dangers:
    """What was said about danger, in this session and in the hours before."""

    gate: Gate = field(default_factory=Gate)
    is_repeated: bool = False
    """True where what was noted last is the second oblique remark in three turns."""
    _turns: deque[Danger] = field(default_factory=lambda: deque(maxlen=TURNS_BETWEEN))
    """Of the last turns; one without a tier stands for a turn that held none."""
    _heard_at: float = -math.inf
    """When danger was last heard, on the clock by which `note` is told the time."""
    _is_new_session: bool = False

    @property
    def recent(self) -> tuple[Danger, ...]:
        """Those of the last turns, by which what is said next is weighed."""
        return tuple(self._turns)

    def note(self, match: IntentMatch, now: float, in_company: bool, in_answer: bool) -> None:
        """Take what was understood `now`, in seconds; what is long past is forgotten first.

        That is once a new session begins. `in_company` tells that an exercise for two was under
        way, `in_answer` that it was said to a dialogue that answers danger: it is then no turn
        between two remarks.
        """
        if self._is_new_session and now - self._heard_at >= DANGER_SECONDS:
            self.gate = Gate()
        self._is_new_session = False
        self.gate.note(match, in_company)
        self.is_repeated = match.tier == "T2" and any(past.tier == "T2" for past in self._turns)
        if match.tier or not in_answer:
            self._turns.append(Danger(match.tier or "", match.label, match.because))
        if match.tier:
            self._heard_at = now

    def end_session(self) -> None:
        """Keep all for the next session, at whose begin it may be long past."""
        self._is_new_session = True
