"""Precedence: what may take the place of the line or prompt that it was said upon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.content.loader import Pack
from assistant.dialogue.actions import NUMBER, Answer, Listen
from assistant.dialogue.answers import asks_for_something, is_request, pleads
from assistant.dialogue.script import TIERS, Script
from assistant.understanding.intents import IntentMatch

ENDS: Mapping[str, str] = {
    "command/stop": "stopped",
    "command/goodbye": "goodbye",
    "command/sleep": "left",
}
"""Commands that end whatever is going on, and how."""


@dataclass(slots=True)
class Precedence:
    """Weighs what was said against what goes on."""

    pack: Pack
    here: str = ""
    """Source of the line or prompt under way."""

    def is_urgent(self, match: IntentMatch) -> bool:
        """True for a command that ends what goes on, and for a danger not being answered yet."""
        return match.name in ENDS or bool(match.tier and not self._is_being_answered(match))

    def is_plea(self, match: IntentMatch) -> bool:
        """True for a wish for comfort that what goes on does not answer; in danger nothing is."""
        here = self._dialogue()
        if here is None or here.answers_danger or not pleads(match):
            return False
        return self.pack.dialogue_for(match) is not here

    def gives_way(self, prompt: Listen, answer: Answer) -> bool:
        """Tell whether a question gives way to what was said: a practice, a setting by name."""
        match = answer.match
        is_wanted = asks_for_something(match) or (prompt.gives_way and is_request(match, 0.0))
        return is_wanted or self._chooses(answer)

    def answers_danger(self) -> bool:
        """Tell whether the dialogue under way answers danger."""
        here = self._dialogue()
        return here is not None and here.answers_danger

    def _chooses(self, answer: Answer) -> bool:
        """Tell whether a setting is named that may be chosen, with its value where it has one."""
        match = answer.match
        script = self.pack.dialogue_for(match) if match.act else None
        if match.name != "command/settings" or script is None or self.answers_danger():
            return False
        read = [self.pack.read(name, answer.text) for name in script.reads]
        return not read or any(read)

    def _is_being_answered(self, match: IntentMatch) -> bool:
        """True for a danger that the dialogue under way answers, or one that is less grave."""
        here = self._dialogue()
        if here is None:
            return False
        if match.name == NUMBER:
            return here.answers_danger
        as_grave = match.tier in TIERS and any(tier >= str(match.tier) for tier in here.tiers)
        return as_grave or self.pack.dialogue_for(match) is here

    def _dialogue(self) -> Script | None:
        """Return the dialogue whose line or prompt is under way, None between dialogues."""
        return self.pack.dialogues.get(self.here.partition(".")[0])
