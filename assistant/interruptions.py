"""Interruptions: what is said over our sound, and what it does to what goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant import events
from assistant.adjusting import STEPS
from assistant.dialogue.actions import NUMBER, Answer
from assistant.dialogue.two import PLAIN
from assistant.exchange import Exchange
from assistant.interpreting import Interpreting
from assistant.precedence import ENDS
from assistant.speech.recognizer import Utterance
from assistant.understanding.intents import Context, IntentMatch

LEAST_OVER_VOICE = 0.6
"""Router's score from which something said over our voice ends what goes on."""
STEERING = frozenset({*STEPS, "pause", "repeat", "help", "skip", "back"})
"""Commands that change what sounds without ending it."""
Welcome = Callable[[IntentMatch], bool]
"""Tells what may take the place of what sounds, beside commands and danger."""


class Diverted(Exception):
    """What was heard ends what is going on: it is answered next."""

    def __init__(self, match: IntentMatch, how: str) -> None:
        self.match = match
        self.how = how
        """As in `ended` events: stopped, switched, safety, left or goodbye."""
        super().__init__(match.name)


class FeltWorse(Exception):
    """The practice under way does the person no good."""


class TimedOut(Exception):
    """The word that two people agreed on for a break was said."""


@dataclass(frozen=True, slots=True)
class Interruptions:
    """Tells what interrupts from what is dropped."""

    interpreting: Interpreting
    exchange: Exchange
    observe: events.Observer

    def command_over(
        self, heard: Utterance, context: Context, welcome: Welcome
    ) -> IntentMatch | None:
        """Return a command said over our sound that its owner must act on, else None.

        Raises Diverted for danger, for a command that ends what is going on, and for what is
        welcome to take its place; FeltWorse in a practice.
        """
        if self.interpreting.is_echo(heard):
            return None
        match = self.interpreting.route(heard, context)
        ends = match.name in ENDS
        plain = match.tier or (ends and match.score >= PLAIN)
        if context.practice and not plain and self.interpreting.pack.feels_worse(heard.text):
            self.interpreting.tell(heard, match)
            self.observe(events.Interrupted("safety"))
            raise FeltWorse
        if ends and match.score < LEAST_OVER_VOICE:
            self.interpreting.leave(heard, match, "dropped")
            return None
        steers = _steers(match)
        diverts = self.interpreting.precedence.is_urgent(match) or (not steers and welcome(match))
        if not (steers or self._answers(heard, match) or diverts):
            self.interpreting.leave(heard, match, "dropped")
            return None
        self.interpreting.tell(heard, match)
        if diverts:
            self.observe(events.Interrupted("safety" if match.tier else "command"))
            raise self.diverted(match)
        return match

    def _answers(self, heard: Utterance, match: IntentMatch) -> bool:
        missed = self.exchange.missed
        return missed is not None and missed.takes(Answer(heard.text, match))

    def take_break(self, heard: Utterance) -> None:
        """Raise TimedOut where the time-out word was said."""
        if self.interpreting.asks_for_break(heard):
            self.interpreting.tell(
                heard, IntentMatch("command", "pause", because="the time-out word")
            )
            self.exchange.drop()
            raise TimedOut

    def diverted(self, match: IntentMatch) -> Diverted:
        """Return what gives everything up for what was understood."""
        self.exchange.drop()
        return Diverted(match, "safety" if match.tier else ENDS.get(match.name, "switched"))


def _steers(match: IntentMatch) -> bool:
    """True for what changes a sound under way, and for a number, which may say by how much."""
    is_command = match.kind == "command" and bool(match.label in STEERING or match.act)
    return is_command or match.name == NUMBER
