"""The gate: what is not done in a session in which someone may be in danger."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.understanding.intents import IntentMatch

INSTEAD = "safety_gate"
"""Played in place of what weighs a thought; the slot GATE tells it how the gate stands."""
INSTEAD_OF_TWO = "not_for_two"
"""Played in place of what is for two, or about someone close."""
GATE = "gate"
WEIGH = "weigh"
"""The slot in which a safety dialogue leaves when thoughts may be weighed: ON_ASKING or NEVER."""
ON_ASKING, NEVER = "on_asking", "never"
"""The person has said that they are safe; what they tell is not to be argued with."""
IN_COMPANY = "in_company"
"""The slot that holds "yes" while abuse was told in an exercise for two, and not since, alone."""
ASKS = "reframe/start"
"""The only meaning by which someone asks for a thought to be weighed."""
_ABOUT_OTHERS = frozenset({"third_party", "hotline"})
"""Dangers after which the person's own thoughts may still be weighed."""
_BETWEEN_TWO = frozenset({"abuse", "harm_others"})
"""Dangers after which nothing is practised with anyone: it may reinforce them."""


@dataclass(slots=True)
class Gate:
    """Keeps what has been said about danger in a session."""

    _is_open: bool = True
    _said_safe: bool = False
    """True once they have said that they are safe, since the last danger."""
    _for_good: bool = False
    """True once someone is said to hurt them, or they hear voices: that is never disputed."""
    _keeps_apart: bool = False
    """True once someone is said to hurt another: nothing for two is led in that session."""
    _in_company: bool = False
    """True where abuse was last told while both were there: help waits until one is alone."""

    def note(self, match: IntentMatch, in_company: bool = False) -> None:
        """Shut the gate where what was said tells of danger to the person, or from them.

        `in_company` tells that an exercise for two was under way.
        """
        is_danger = match.kind == "crisis" or match.tier is not None
        if is_danger and match.label not in _ABOUT_OTHERS:
            self._is_open = self._said_safe = False
            self._for_good = self._for_good or match.label == "abuse"
            self._keeps_apart = self._keeps_apart or match.label in _BETWEEN_TWO
        if is_danger and match.label == "abuse":
            self._in_company = in_company

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

    def slots(self, match: IntentMatch) -> dict[str, str]:
        """Return what a dialogue that answers a request is told of the gate."""
        return {GATE: self.state(match), IN_COMPANY: "yes" if self._in_company else ""}

    def allows_two(self) -> bool:
        """Tell whether what is for two may be led: never after violence, else for who is safe."""
        return (self._is_open or self._said_safe) and not (self._for_good or self._keeps_apart)
