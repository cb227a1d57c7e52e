"""Clarifying: what is asked, or said, where it is not clear what was meant."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.content.loader import Pack
from assistant.dialogue.offer import Offer
from assistant.turns import Turns
from assistant.understanding.intents import IntentMatch

MOST_MISSES = 3
"""After this many in a row, the last line says that a breath is led."""
SAFE_DEFAULT = IntentMatch("breathing", "generic", because="three times not understood")
UNASKED = frozenset({"command/yes", "command/no"})
"""Answers, which nobody means where nothing was asked."""


@dataclass(slots=True)
class Clarifying:
    """Asks which of two things was meant, and counts what was not understood at all."""

    pack: Pack
    turns: Turns
    offered: Offer | None = None
    """What was asked about with "did you mean"."""
    _misses: int = 0
    """Times in a row that nothing was understood."""

    async def offer(self, match: IntentMatch) -> IntentMatch | None:
        """Ask which of two things was meant; an "I don't know" that answers nothing is a miss.

        Returns what `miss` does.
        """
        options = ["/".join(option) for option in match.options]
        if UNASKED.issuperset(options):
            return await self.miss("not_known")
        names = [self.pack.names.get(option) for option in options]
        if None in names or not UNASKED.isdisjoint(options):
            return await self.miss()
        first, second = map(str, names)
        words = self.turns.interpreting.last_words
        self.offered = Offer(match.options, (first, second), words)
        await self.turns.say("unsure", first=first, second=second)
        return None

    def as_offered(self, match: IntentMatch) -> IntentMatch:
        """Return what a match means after "did you mean": one of the two, with the words before."""
        interpreting = self.turns.interpreting
        offer, self.offered = self.offered, None
        at = offer.chosen(match, interpreting.last_words) if offer else None
        if offer is None or at is None:
            return match
        interpreting.last_words = offer.words
        return interpreting.router.meant(offer.options[at], offer.words)

    async def miss(self, line: str = "not_understood") -> IntentMatch | None:
        """Say that it was not understood; the third time in a row, return what it promises."""
        await self.turns.say(line, self._misses)
        self._misses += 1
        if self._misses < MOST_MISSES:
            return None
        self._misses = 0
        return SAFE_DEFAULT

    def understood(self) -> None:
        """Count misses anew."""
        self._misses = 0
