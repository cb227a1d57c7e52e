"""What "did you mean this, or that?" offers, and which of the two an answer picks."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.dialogue.actions import Answer
from assistant.understanding.intents import IntentMatch
from assistant.understanding.normalize import normalize
from assistant.understanding.places import is_this, place

_SMALL = frozenset("to a an the that my you i of for".split())


@dataclass(frozen=True, slots=True)
class Offer:
    """Two meanings of what was said, the likelier first."""

    options: tuple[tuple[str, str], ...]
    """(kind, label) of each."""
    names: tuple[str, ...]
    """How each was named aloud."""
    words: str
    """What was said, before it was asked about."""

    def is_picked_by(self, answer: Answer) -> bool:
        """Tell whether an answer picks one of the two."""
        return self.chosen(answer.match, answer.text) is not None

    def chosen(self, match: IntentMatch, said: str) -> int | None:
        """Return which option an answer picks, or None.

        A danger is what it is; a yes, or "that", is the likelier.
        """
        if match.tier or match.kind == "crisis":
            return None
        text = normalize(said)
        at = place(text, len(self.options))
        if at is not None:
            return at
        if match.name == "command/yes" or is_this(text):
            return 0
        named = [(match.kind, match.label) == option for option in self.options]
        if not any(named):
            named = [_names(text, name) for name in self.names]
        return named.index(True) if named.count(True) == 1 and not match.slots else None


def _names(text: str, name: str) -> bool:
    """Tell whether an answer holds all words of a name that carry something."""
    wanted = set(normalize(name).split()) - _SMALL
    return bool(wanted) and wanted <= set(text.split())
