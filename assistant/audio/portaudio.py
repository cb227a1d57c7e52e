"""The room through PortAudio: a microphone and a speaker on a real sound card."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from assistant.audio.frames import AudioFrame, Samples
from assistant.audio.framing import Framer
from assistant.audio.mixer import Mixer
from assistant.audio.played import PlayedSound
from assistant.audio.player import Player
from assistant.audio.soundcard import SoundCard
from assistant.audio.streams import PREFERRED_RATE, STALL_SECONDS, InputStream, OutputStream
from assistant.audio.track import Waveform
from assistant.errors import DeviceError

_QUEUE_BLOCKS = 500
"""Ten seconds: what the callback may hand over before the event loop takes it, which it does not
while an utterance is recognised. "Stop", said meanwhile, is heard late and not lost."""
_WATCH_SECONDS = 0.25


class PortAudioMicrophone:
    """A Microphone on the card; None is the default device."""

    def __init__(self, card: SoundCard, name: str | None = None) -> None:
        self.name = name or "default"
        self.dropped = 0
        """Blocks lost because the event loop did not take them in time."""
        self._card = card
        self._stream = InputStream(name, self._hand_over)
        self._blocks: deque[tuple[Samples, float]] = deque()
        self._arrived = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def frames(self) -> AsyncIterator[AudioFrame]:
        """Yield 20 ms frames, as `Microphone.frames` says."""
        self._loop = asyncio.get_running_loop()
        await self._card.open(self._stream)
        self._blocks.clear()
        framer = Framer(self._stream.rate)
        while True:
            await self._block_arrived()
            while self._blocks:
                block, ended_at = self._blocks.popleft()
                for frame in framer.accept(block, ended_at):
                    yield frame

    async def aclose(self) -> None:
        """Release the device."""
        await self._card.close(self._stream)

    async def _block_arrived(self) -> None:
        self._arrived.clear()
        if self._blocks:
            return
        try:
            async with asyncio.timeout(STALL_SECONDS):
                await self._arrived.wait()
        except TimeoutError as error:
            raise DeviceError(f"{self._stream.title} fell silent; is it plugged in?") from error

    def _hand_over(self, block: Samples, ended_at: float) -> None:
        """Copy and go: runs on PortAudio's thread."""
        if len(self._blocks) >= _QUEUE_BLOCKS:
            self.dropped += 1
            return
        idle = not self._blocks
        self._blocks.append((block.copy(), ended_at))
        if idle and self._loop:
            self._loop.call_soon_threadsafe(self._arrived.set)


class PortAudioSpeaker(Player):
    """A Speaker on the card; None is the default device."""

    def __init__(self, card: SoundCard, name: str | None = None) -> None:
        super().__init__(name or "default", Mixer(PREFERRED_RATE))
        self.played = PlayedSound()
        """What it sounds, for an echo canceller."""
        self._card = card
        self._stream = OutputStream(name, self._render)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def aclose(self) -> None:
        """Stop and release the device."""
        await self._card.close(self._stream)

    async def _open(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self._card.open(self._stream)
        self._mixer.rate = self._stream.rate

    async def _until_heard(self, heard: asyncio.Future[None]) -> None:
        await self._card.open(self._stream)
        while not heard.done():
            await asyncio.wait({heard}, timeout=_WATCH_SECONDS)
            if await self._card.has_died(self._stream):
                self._mixer.drop()
                raise DeviceError(f"{self._stream.title} stopped; is it plugged in?")

    def _render(self, frames: int, heard_at: float) -> Waveform | None:
        """Return the next samples, or None for silence: runs on PortAudio's thread."""
        if not self._mixer.sounding:
            self.played.add(None, frames, self._stream.rate, heard_at)
            return None
        block, notices = self._mixer.render(frames)
        if notices and self._loop:
            self._loop.call_soon_threadsafe(self._announce, notices, heard_at)
        self.played.add(block, frames, self._stream.rate, heard_at)
        return block
