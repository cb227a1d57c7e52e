"""A speaking turn under way: two people talk to each other, and we keep the time in silence."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from assistant import events
from assistant.dialogue.actions import Done, Floor
from assistant.dialogue.two import BETWEEN_TWO, DONE, PAUSE, RESUME, STOP, as_told, steers
from assistant.hearing import Heard, Trouble
from assistant.interpreting import TURN_DONE
from assistant.speech.listener import Attention
from assistant.speech.recognizer import Utterance
from assistant.turns import HELD_SECONDS, Turns
from assistant.understanding.intents import Context, IntentMatch

ATTENTION = Attention(patience=0.8, shared=True)
HELD = Attention(patience=0.8)
GRACE_SECONDS = 10.0
"""Whoever is in the middle of a sentence when time is up may finish it, for so long."""
MOMENT_SECONDS = 0.1
"""Of silence, after which nobody speaks any more."""
TROUBLE = "trouble"


class Steered(Exception):
    """What was said changes the turn."""

    def __init__(self, how: str, line: str = "") -> None:
        self.how = how
        """DONE, PAUSE or TROUBLE"""
        self.line = line
        """The line of the pack that tells of trouble."""
        super().__init__(how)


@dataclass(slots=True)
class SpeakingTurn:
    """Gives one turn."""

    action: Floor
    turns: Turns

    async def give(self) -> None:
        """Return when time is up, or the turn is ended early. Raises Diverted or TimedOut."""
        clock = asyncio.get_running_loop().time
        left = self.action.seconds
        while left > 0:
            self._give_floor()
            began_at = clock()
            try:
                await self.turns.hearing.over(asyncio.sleep(left), ATTENTION, self._hear)
                await self._hear_out()
                left = 0.0
            except Steered as steered:
                left = 0.0 if steered.how == DONE else left - (clock() - began_at)
                if steered.how == PAUSE:
                    left = await self._hold(left)
                elif steered.how == TROUBLE:
                    await self.turns.say(steered.line)

    def _give_floor(self) -> None:
        self.turns.interpreting.precedence.here = self.action.source
        self.turns.exchange.taken(Done())
        self.turns.observe(events.Listening(ATTENTION.patience))

    async def _hear_out(self) -> None:
        """Let the sentence that is under way end."""
        if self.turns.hearing.someone_speaks:
            with suppress(TimeoutError):
                async with asyncio.timeout(GRACE_SECONDS):
                    heard = await self.turns.hearing.next(ATTENTION, MOMENT_SECONDS)
                if heard:
                    await self._hear(heard)

    async def _hear(self, heard: Heard) -> None:
        if isinstance(heard, Trouble):
            raise Steered(TROUBLE, heard.line)
        how = self._overheard(heard)
        if how in (DONE, PAUSE):
            raise Steered(how)

    async def _hold(self, left: float) -> float:
        """Keep the time until they want to go on; return the seconds that are then left."""
        self.turns.observe(events.Paused())
        await self.turns.say("turn_held")
        timeout: float | None = HELD_SECONDS
        how = ""
        while how not in (RESUME, DONE):
            heard = await self.turns.hearing.next(HELD, timeout)
            if heard is None:
                timeout = None
                await self.turns.say("paused_long")
            elif isinstance(heard, Trouble):
                await self.turns.say(heard.line)
            else:
                how = self._overheard(heard)
        self.turns.observe(events.Resumed())
        if how == DONE:
            return 0.0
        await self.turns.say("turn_goes_on")
        return left

    def _overheard(self, heard: Utterance) -> str:
        """Return what something said between two people does to their turn: see `steers`.

        Danger, stop and the time-out word are raised. All else is dropped, its words untold.
        """
        interpreting, interruptions = self.turns.interpreting, self.turns.interruptions
        if interpreting.is_echo(heard):
            return ""
        match = self._between_two(heard)
        if match.tier:
            interpreting.tell(heard, match)
            raise interruptions.diverted(match)
        interruptions.take_break(heard)
        how = steers(match, heard.text, self.turns.pack.turn_done | self.action.done)
        if how == DONE:
            match = TURN_DONE
        if how:
            interpreting.tell(heard, match)
        else:
            interpreting.leave_untold(heard)
        if how == STOP:
            raise interruptions.diverted(match)
        return how

    def _between_two(self, heard: Utterance) -> IntentMatch:
        """Return what was meant, and danger also where it was told to the one who does it."""
        context = Context("open")
        match = self.turns.interpreting.route(heard, context)
        told = self.turns.interpreting.router.route([as_told(heard.text)], context)
        return told if told.label in BETWEEN_TWO and not match.tier else match
