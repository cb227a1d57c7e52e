"""A button beside the ears: what it asks for is heard like words, at once and without doubt."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType

from assistant.audio.devices import Button
from assistant.speech.listener import QUEUE_LENGTH, Attention, Ears, Sound
from assistant.speech.recognizer import Utterance

LONG_SECONDS = 1.0
"""How long it is held for its second meaning."""


class _Moment(Enum):
    """What goes on when the button goes down."""

    SOUNDS = auto()
    PAUSED = auto()
    ASLEEP = auto()
    LISTENS = auto()


_SHORT: Mapping[_Moment, str] = MappingProxyType({_Moment.SOUNDS: "stop", _Moment.PAUSED: "go on"})
"""What a short press says, beside the wake phrase."""
_LONG: Mapping[_Moment, str] = MappingProxyType(
    {_Moment.PAUSED: "goodbye", _Moment.LISTENS: "goodbye"}
)
"""What a long press says. Over our voice it has said "pause" already, as it went down."""


class PressedEars:
    """Ears with a button.

    Over our voice a press holds it at once; let go, it is stopped, held down, it stays paused.
    In a pause a short press goes on, a long one ends the session. Asleep, a short one wakes.
    While the floor is the person's they are heard already: only a long press, an end, counts.
    """

    def __init__(self, ears: Ears, button: Button, wake_phrase: str | None) -> None:
        self._ears, self._button, self._wake_phrase = ears, button, wake_phrase
        self._attention = Attention(patience=0.7)
        self._sounds: asyncio.Queue[Sound] = asyncio.Queue(QUEUE_LENGTH)

    def answer_to(self, phrase: str) -> None:
        """Stand for another wake phrase from now on."""
        self._wake_phrase = phrase

    def attend(self, attention: Attention) -> None:
        """Listen as this moment asks."""
        self._attention = attention
        self._ears.attend(attention)

    async def hear(self) -> Sound:
        """Wait for the next thing heard or pressed."""
        return await self._sounds.get()

    async def run(self) -> None:
        """Hear for ever, and follow the button meanwhile; the end of the input is heard, too."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._ears.run())
            group.create_task(self._pass_on())
            group.create_task(self._follow())

    async def _pass_on(self) -> None:
        while True:
            await self._sounds.put(await self._ears.hear())

    async def _follow(self) -> None:
        while True:
            if await self._button.changed():
                await self._press()

    async def _press(self) -> None:
        """Say what a press means; it has just gone down."""
        moment = self._moment()
        if moment is _Moment.SOUNDS:
            await self._say("pause")
        meanings = _SHORT
        try:
            async with asyncio.timeout(LONG_SECONDS):
                while await self._button.changed():
                    pass
        except TimeoutError:
            meanings = _LONG
        if words := meanings.get(moment):
            await self._say(words)
        elif moment is _Moment.ASLEEP and self._wake_phrase and meanings is _SHORT:
            await self._say(self._wake_phrase)

    def _moment(self) -> _Moment:
        attention = self._attention
        if attention.paused:
            return _Moment.PAUSED
        if attention.shared or not attention.floor:
            return _Moment.SOUNDS
        is_asleep = self._wake_phrase in attention.phrases
        return _Moment.ASLEEP if is_asleep else _Moment.LISTENS

    async def _say(self, words: str) -> None:
        now = asyncio.get_running_loop().time()
        await self._sounds.put(Utterance(words, (words,), 1.0, now, now, pressed=True))
