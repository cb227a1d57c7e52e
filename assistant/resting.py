"""Resting: how it falls silent, how it is called again, and what it says about both."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from assistant.choosing import Choosing
from assistant.prompt import HOME
from assistant.speech.recognizer import Utterance
from assistant.turns import Turns
from assistant.understanding.normalize import normalize
from assistant.understanding.numbers import say_minutes
from assistant.understanding.slots import minutes as asked_minutes

LONGEST_SLEEP_MINUTES = 24 * 60
"""A longer one is until it is called."""


@dataclass(slots=True)
class Resting:
    """Says goodnight, and wakes."""

    turns: Turns
    choosing: Choosing

    async def say_how_to_call(self) -> None:
        """Greet, and tell how it is called; in quiet hours nobody has asked for that."""
        if not self.choosing.is_quiet():
            await self.turns.say("hello_asleep", how=self._how_to_call())

    async def go_to_sleep(self) -> None:
        """Stop listening, for as long as that was said, and say what that means."""
        minutes = asked_minutes(normalize(self.turns.interpreting.last_words))
        if minutes is not None and 0 < minutes <= LONGEST_SLEEP_MINUTES:
            self.choosing.waking.sleep(minutes * 60)
            await self.say_last("sleep_for", length=say_minutes(minutes))
        else:
            self.choosing.waking.sleep()
            await self.say_last("sleep_now")

    async def say_last(self, line: str, **slots: str) -> None:
        """Say that we will be quiet, and how to be called where that is needed."""
        if self.choosing.waking.sleeps():
            await self.turns.say(f"{line}_asleep", 0, how=self._how_to_call(), **slots)
        else:
            await self.turns.say(line, 0, **slots)

    async def be_called(self) -> Utterance | None:
        """Sleep until called; return what was said in the same breath, "" for nothing.

        None, and nothing said, where the time is over for which it was to sleep.
        """
        waking = self.choosing.waking
        try:
            async with asyncio.timeout(waking.seconds_left()):
                heard = await self.turns.called(waking.phrase, HOME.patience, waking.is_deaf())
        except TimeoutError:
            return None
        waking.wake()
        return heard

    def _how_to_call(self) -> str:
        waking = self.choosing.waking
        by = "phrase" if waking.by == "always" else waking.by
        return self.turns.line(f"how_by_{by}", my_phrase=waking.phrase).text
