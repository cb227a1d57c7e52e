"""The voice: text in, clips out, from memory, from disk or from the synthesiser."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import aclosing
from typing import TypeVar

from assistant.audio.frames import AudioClip
from assistant.speech.cache import ClipCache, clip_key
from assistant.speech.phrasing import QUICK_SENTENCE, Piece, pieces
from assistant.speech.shaping import joined
from assistant.speech.synthesizer import Synthesizer

_Given = TypeVar("_Given")
MEMORY_BYTES = 16_000_000
"""Of samples kept in memory: about six minutes of speech."""


class Voice:
    """Renders lines on one thread of its own, piece by piece, so that cancelling is prompt.

    Only lines asked for as cacheable are kept, in memory or on disk.
    """

    def __init__(
        self, synthesizer: Synthesizer, cache: ClipCache, thread: Executor | None = None
    ) -> None:
        self._synthesizer = synthesizer
        self._cache = cache
        self._thread = thread or ThreadPoolExecutor(max_workers=1, thread_name_prefix="voice")
        self._memory: OrderedDict[str, AudioClip] = OrderedDict()

    async def load(self) -> None:
        """Load the synthesiser; cached lines can be had meanwhile. Raises EngineError."""
        await self._on_thread(self._synthesizer.prepare)

    async def clip(self, text: str, pace: float = 1.0, cacheable: bool = True) -> AudioClip:
        """Return the spoken line. Raises EngineError where no engine can speak."""
        if not cacheable:
            return await self._whole(text, pace)
        key = self._key(text, pace)
        clip = self._memory.get(key) or await asyncio.to_thread(self._cache.get, key)
        if clip is None:
            clip = await self._whole(text, pace)
            if key == self._key(text, pace):  # else another engine took over in mid-line
                self._thread.submit(self._cache.put, key, clip)
        self._remember(key, clip)
        return clip

    def has(self, text: str, pace: float = 1.0) -> bool:
        """Tell whether a line is rendered already."""
        key = self._key(text, pace)
        return key in self._memory or key in self._cache

    async def stream(self, text: str, pace: float = 1.0) -> AsyncGenerator[AudioClip, None]:
        """Yield an uncached line in clips to be played in a row, pauses included.

        The first comes soon, and the next is rendered while one plays.
        """
        async with aclosing(self._rendered(pieces(text, QUICK_SENTENCE), pace)) as clips:
            async for clip in clips:
                yield clip

    async def prepare(
        self, lines: Sequence[str], pace: float, on_progress: Callable[[int, int], None]
    ) -> int:
        """Render authored lines into the cache, telling how many of how many are done.

        The most important come first. Return for how many there was room: the others are
        rendered when they are spoken.
        """
        ready: list[str] = []
        for done, line in enumerate(lines, start=1):
            key = self._key(line, pace)
            is_ready = key in self._cache
            if not is_ready and await self._on_thread(self._cache.has_room):
                await self.clip(line, pace)
                is_ready = True
            ready += [key] if is_ready else []
            on_progress(done, len(lines))
        await self._on_thread(lambda: self._cache.mark_used(reversed(ready)))
        return len(ready)

    async def aclose(self) -> None:
        """Release the synthesiser once the piece under way is rendered."""
        await self._on_thread(self._synthesizer.close)
        self._thread.shutdown()

    async def _whole(self, text: str, pace: float) -> AudioClip:
        clips = [clip async for clip in self._rendered(pieces(text), pace)]
        return joined([(clip, 0.0) for clip in clips], clips[0].rate)

    async def _rendered(self, parts: list[Piece], pace: float) -> AsyncGenerator[AudioClip, None]:
        ahead: deque[asyncio.Future[AudioClip]] = deque()
        try:
            for piece in parts or [Piece("", 0.0)]:
                ahead.append(self._submitted(piece, pace))
                if len(ahead) > 1:
                    yield await ahead.popleft()
            yield await ahead.popleft()
        finally:
            for future in ahead:
                future.cancel()

    def _submitted(self, piece: Piece, pace: float) -> asyncio.Future[AudioClip]:
        def render() -> AudioClip:
            clip = self._synthesizer.synthesize(piece.text, pace)
            return joined([(clip, piece.pause / pace)], clip.rate)

        return asyncio.get_running_loop().run_in_executor(self._thread, render)

    async def _on_thread(self, act: Callable[[], _Given]) -> _Given:
        return await asyncio.get_running_loop().run_in_executor(self._thread, act)

    def _key(self, text: str, pace: float) -> str:
        return clip_key(self._synthesizer.name, self._synthesizer.voice, pace, text)

    def _remember(self, key: str, clip: AudioClip) -> None:
        self._memory[key] = clip
        self._memory.move_to_end(key)
        while sum(kept.samples.nbytes for kept in self._memory.values()) > MEMORY_BYTES:
            self._memory.popitem(last=False)
