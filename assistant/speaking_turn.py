"""A speaking turn under way: two people talk to each other, and we keep the time in silence."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from assistant import events
from assistant.dialogue.actions import Floor
from assistant.dialogue.two import DONE, PAUSE, RESUME
from assistant.hearing import Heard, Trouble
from assistant.speech.listener import Attention
from assistant.turns import HELD_SECONDS, Turns

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
            self.turns.give_floor(self.action.source, ATTENTION.patience)
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
        how = self.turns.overheard(heard, self.action.done)
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
                how = self.turns.overheard(heard, self.action.done)
        self.turns.observe(events.Resumed())
        if how == DONE:
            return 0.0
        await self.turns.say("turn_goes_on")
        return left
