"""Waking: how it is called while no session is open, and for how long it hears nothing else."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from typing import Protocol

from assistant.speech.listener import QUEUE_LENGTH, Attention, Ears, EndOfInput, Sound
from assistant.speech.recognizer import Utterance

STOP = "stop"
"""What a press means while a session is open."""
PRESSES = frozenset({"key", "button"})
"""Ways of waking that are pressed."""


class Press(Protocol):
    """Something that can be pressed: a key, a button."""

    async def pressed(self) -> None:
        """Return once it is pressed the next time; where it is gone, never."""
        ...


@dataclass(slots=True)
class Waking:
    """How it is called, as it was chosen."""

    by: str = "always"
    """One of `config.WAKERS`."""
    phrase: str = ""
    can_sleep: bool = False
    """False where it hears everything at any time, as typed conversation does."""
    _until: float = -math.inf
    """When it listens again, though it always listens otherwise; on the loop's clock."""

    def sleeps(self) -> bool:
        """Tell whether it must be called before a session is open."""
        return self.can_sleep and (self.by != "always" or self._now() < self._until)

    def sleep(self, seconds: float = math.inf) -> None:
        """Hear nothing but what it is called by, for so long or until it is called."""
        self._until = self._now() + seconds

    def wake(self) -> None:
        """Be awake as usual."""
        self._until = -math.inf

    def seconds_left(self) -> float | None:
        """Return how long it still sleeps by itself; None for until it is called."""
        left = self._until - self._now()
        return left if self.by == "always" and left < math.inf else None

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


class PressedEars:
    """Ears beside something to press: a press calls it, or stops what goes on in a session.

    While it sleeps by such a way, nothing that the microphone hears counts.
    """

    def __init__(self, ears: Ears, press: Press, waking: Waking) -> None:
        self._ears, self._press, self._waking = ears, press, waking
        self._sounds: asyncio.Queue[Sound] = asyncio.Queue(QUEUE_LENGTH)
        self._asleep = False

    def attend(self, attention: Attention) -> None:
        """Listen as this moment asks."""
        self._asleep = attention.phrases == (self._waking.phrase,)
        self._ears.attend(attention)

    async def hear(self) -> Sound:
        """Wait for the next thing heard or pressed."""
        return await self._sounds.get()

    async def run(self) -> None:
        """Hear until the input ends."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._ears.run(), name="ears")
            pressing = group.create_task(self._follow_press(), name="press")
            await self._pass_on()
            pressing.cancel()

    async def _pass_on(self) -> None:
        sound: Sound | None = None
        while not isinstance(sound, EndOfInput):
            sound = await self._ears.hear()
            if not (isinstance(sound, Utterance) and self._is_deaf()):
                await self._sounds.put(sound)

    async def _follow_press(self) -> None:
        while True:
            await self._press.pressed()
            await self._sounds.put(_pressed(self._waking.phrase if self._asleep else STOP))

    def _is_deaf(self) -> bool:
        return self._asleep and self._waking.by in PRESSES


def _pressed(text: str) -> Utterance:
    now = asyncio.get_running_loop().time()
    return Utterance(text, (text,), 1.0, now, now)
