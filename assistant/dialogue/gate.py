"""The gate: no thought is weighed in a session in which someone may be in danger."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.understanding.intents import IntentMatch

INSTEAD = "safety_gate"
"""Played in place of what weighs a thought; the slot GATE tells it how the gate stands."""
GATE = "gate"
SAID_SAFE = "said_safe"
"""The slot that a dialogue sets where the person has said that they are safe."""
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
    """True once someone is said to hurt them: nothing they say of it is ever disputed."""

    def note(self, match: IntentMatch) -> None:
        """Shut the gate where what was said tells of danger to the person, or from them."""
        is_danger = match.kind == "crisis" or match.tier is not None
        if is_danger and match.label not in _ABOUT_OTHERS:
            self._is_open = self._said_safe = False
            self._for_good = self._for_good or match.label == "abuse"

    def says_safe(self) -> None:
        """Note that the person has said that they are safe."""
        self._said_safe = True

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
