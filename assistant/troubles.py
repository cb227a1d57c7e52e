"""Troubles: which faults a person is told of, and which wait, or are kept from who may sleep."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.hearing import Trouble


@dataclass(slots=True)
class Troubles:
    """What is to be told of faults, and to whom."""

    untold: deque[str] = field(default_factory=deque)
    """Lines of the pack to be said when the line under way has ended."""
    is_quiet: Callable[[], bool] = lambda: False
    """Tells whether it is the hour at which nobody who may sleep is spoken to about a fault."""
    rests: bool = False
    """True where the person may be asleep: no session is open, or silence is what they want."""
    _knows_of_deafness: bool = True
    """True where the person was told, the last time, that the microphone is gone."""

    def is_worth_telling(self, trouble: Trouble) -> bool:
        """Tell whether a fault is spoken of; that the ears are back, only to who missed them."""
        if trouble.line == "fault_microphone_back" and not self._knows_of_deafness:
            return False
        is_told = not (self.rests and self.is_quiet())
        if trouble.line == "fault_microphone":
            self._knows_of_deafness = is_told
        return is_told
