"""The gate: no thought is weighed in a session in which someone may be in danger."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.understanding.intents import IntentMatch

INSTEAD = "safety_gate"
"""Played in place of what weighs a thought; the slot GATE tells it how the gate stands."""
GATE = "gate"
WEIGH = "weigh"
"""The slot in which a safety dialogue leaves when thoughts may be weighed: ON_ASKING or NEVER."""
ON_ASKING, NEVER = "on_asking", "never"
"""The person has said that they are safe; what they tell is not to be argued with."""
ASKS = "reframe/start"
"""The only meaning by which someone asks for a thought to be weighed."""
_ABOUT_OTHERS = frozenset({"third_party", "hotline"})
"""Dangers after which the person's own thoughts may still be weighed."""


@dataclass(slots=True)
class Gate:
    """Keeps what has been said about danger in a session."""

    _is_open: bool = True
    _said_safe: bool = False
    """True once they have said that they are safe, since the last danger."""
    _for_good: bool = False
    """True once someone is said to hurt them, or they hear voices: that is never disputed."""

    def note(self, match: IntentMatch) -> None:
        """Shut the gate where what was said tells of danger to the person, or from them."""
        is_danger = match.kind == "crisis" or match.tier is not None
        if is_danger and match.label not in _ABOUT_OTHERS:
            self._is_open = self._said_safe = False
            self._for_good = self._for_good or match.label == "abuse"

    def hear(self, weigh: object) -> None:
        """Take what a dialogue left in the slot WEIGH."""
        self._said_safe = self._said_safe or weigh == ON_ASKING
        self._for_good = self._for_good or weigh == NEVER

    def state(self, match: IntentMatch) -> str:
        """Return how the gate stands for a request: open, asked_first, unsafe or for_good.

        It opens for who has said that they are safe and asks; `asked_first` wants the asking.
        """
        if self._for_good:
            return "for_good"
        if self._said_safe and match.name == ASKS:
            self._is_open = True
        if self._is_open:
            return "open"
        return "asked_first" if self._said_safe else "unsafe"
