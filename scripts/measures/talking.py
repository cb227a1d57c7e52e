"""A conversation in a simulated room, driven by a script and watched by its events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from assistant import events
from assistant.app import Manner, Program, conversation, open_ears
from assistant.bench.simulation import SimulatedRoom, TimedExecutor
from assistant.conversation import Conversation
from assistant.speech.cache import ClipCache
from assistant.speech.engines.wake_phrase import WakePhraseRecognizer
from assistant.speech.listener import Attention, Listener, Sound
from assistant.speech.recognizer import Recognizer, Utterance
from assistant.speech.synthesizers import open_synthesizer
from assistant.speech.vad import SileroVad
from assistant.speech.voice import Voice

Timed = tuple[float, events.Event]


@dataclass(slots=True)
class Watch:
    """Everything that happens, in order, and a way to wait for it."""

    seen: list[Timed] = field(default_factory=list)
    _waiting: list[tuple[Callable[[events.Event], bool], asyncio.Future[float]]] = field(
        default_factory=list
    )

    def __call__(self, event: events.Event) -> None:
        """Note an event and wake who waits for it."""
        now = asyncio.get_running_loop().time()
        self.seen.append((now, event))
        for fits, future in list(self._waiting):
            if not future.done() and fits(event):
                future.set_result(now)

    async def until(self, fits: Callable[[events.Event], bool], seconds: float) -> float | None:
        """Return when the next event that fits happens; None where none does in time."""
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        entry = (fits, future)
        self._waiting.append(entry)
        try:
            async with asyncio.timeout(seconds):
                return await future
        except TimeoutError:
            return None
        finally:
            self._waiting.remove(entry)

    def since(self, at: float) -> list[Timed]:
        """Return what happened from a moment on."""
        return [timed for timed in self.seen if timed[0] >= at]


class PromptedEars:
    """Real ears, and beside them what is told to them word for word."""

    def __init__(self, ears: Listener) -> None:
        self._ears = ears
        self._sounds: asyncio.Queue[Sound] = asyncio.Queue()

    def tell(self, text: str) -> None:
        """Have a text heard as if someone had said it."""
        now = asyncio.get_running_loop().time()
        self._sounds.put_nowait(Utterance(text, (text,), 1.0, now, now))

    def attend(self, attention: Attention) -> None:
        """Listen as this moment asks."""
        self._ears.attend(attention)

    async def hear(self) -> Sound:
        """Wait for the next thing heard, or told."""
        return await self._sounds.get()

    async def run(self) -> None:
        """Pass on what the real ears hear."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._ears.run())
            while True:
                await self._sounds.put(await self._ears.hear())


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation under way."""

    room: SimulatedRoom
    ears: PromptedEars
    watch: Watch
    conversation: Conversation


def recognizer_of(program: Program, wakes: bool = False) -> Recognizer:
    """Return the recogniser of the settings, loaded."""
    recognizer = open_ears(program)
    phrase = program.settings.wake.phrase
    if wakes and phrase:
        recognizer = WakePhraseRecognizer(recognizer, phrase)
    recognizer.prepare()
    return recognizer


@asynccontextmanager
async def talking(
    program: Program,
    recognizer: Recognizer,
    echo_db: float | None,
    manner: Manner,
    cancels: bool = True,
) -> AsyncIterator[Talk]:
    """Give a conversation in a room with an echo, which is taken out where it `cancels`."""
    room, watch = SimulatedRoom(echo_db, cancels=cancels), Watch()
    settings = program.settings
    synthesizer = open_synthesizer(settings.speech.synthesizer.engine, print)
    synthesizer.prepare()
    limit = round(settings.cache.limit_mb * 1_000_000)
    cache = ClipCache(settings.cache.folder, limit, print)
    voice = Voice(synthesizer, cache, TimedExecutor())
    listener = Listener(
        room.microphone, SileroVad(), recognizer, program.is_complete, TimedExecutor()
    )
    ears = PromptedEars(listener)
    held = conversation(program, ears, room.speaker, voice, watch, manner)
    task = asyncio.create_task(held.run())
    try:
        yield Talk(room, ears, watch, held)
    finally:
        task.cancel()
        await asyncio.wait({task})
        synthesizer.close()
