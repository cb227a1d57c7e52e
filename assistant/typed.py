"""The conversation without sound: lines from a keyboard or a script, words instead of a voice."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from assistant.audio.frames import AudioClip, silence
from assistant.errors import AssistantError
from assistant.speech.estimate import estimated_seconds
from assistant.speech.listener import Attention, EndOfInput, Sound
from assistant.speech.recognizer import Utterance

_WAIT = re.compile(r"~\s*(\d+(?:\.\d+)?)\s*s")


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """One entry of a script: words, or a wait in silence."""

    text: str = ""
    wait: float = 0.0
    """Seconds."""


def read_script(path: Path) -> list[ScriptLine]:
    """Read a script: one turn of the person's a line, `~ 12s` waits, `#` comments."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise AssistantError(f"{path}: cannot be read as a script: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise AssistantError(f"{path}: cannot be read as a script: is not UTF-8 text") from error
    return [_entry(path, n, line) for n, line in enumerate(lines, 1) if _counts(line)]


def _counts(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _entry(path: Path, number: int, line: str) -> ScriptLine:
    if not line.lstrip().startswith("~"):
        return ScriptLine(text=line.strip())
    if wait := _WAIT.fullmatch(line.strip()):
        return ScriptLine(wait=float(wait[1]))
    raise AssistantError(f'{path}:{number}: a wait is written "~ 12s", not "{line.strip()}"')


def _typed(text: str) -> Utterance:
    now = asyncio.get_running_loop().time()
    return Utterance(text, (text,), 1.0, now, now)


async def from_script(script: Iterable[ScriptLine]) -> AsyncGenerator[ScriptLine, None]:
    """Yield the lines of a script."""
    for line in script:
        yield line


async def from_stream(read_line: Callable[[], str]) -> AsyncGenerator[ScriptLine, None]:
    """Yield the lines that are typed, until the stream ends."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str] = asyncio.Queue()

    def read() -> None:
        line = " "
        while line:
            line = read_line()
            loop.call_soon_threadsafe(lines.put_nowait, line)

    # A daemon thread: a read from a keyboard cannot be cancelled.
    threading.Thread(target=read, name="keyboard", daemon=True).start()
    while line := await lines.get():
        if line.strip():
            yield ScriptLine(line.strip())


class TypedEars:
    """Ears on lines of text: each is heard when the floor is the person's, then time goes on.

    The end of `patient` input lets a practice that is under way come to its own end first.
    """

    def __init__(self, lines: AsyncGenerator[ScriptLine, None], patient: bool = False) -> None:
        self._lines, self._patient = lines, patient
        self._sounds: asyncio.Queue[Sound] = asyncio.Queue(1)
        self._floor, self._alone = asyncio.Event(), asyncio.Event()

    def attend(self, attention: Attention) -> None:
        """Take the floor, or give it back."""
        _set(self._floor, attention.floor)
        _set(self._alone, attention.floor and not attention.shared)

    async def hear(self) -> Sound:
        """Wait for the next line."""
        return await self._sounds.get()

    async def run(self) -> None:
        """Pass on line by line."""
        async with aclosing(self._lines) as lines:
            async for line in lines:
                await self._floor.wait()
                if line.wait:
                    await asyncio.sleep(line.wait)
                    continue
                self._floor.clear()
                self._alone.clear()
                await self._sounds.put(_typed(line.text))
        await (self._alone if self._patient else self._floor).wait()
        await self._sounds.put(EndOfInput())


def _set(event: asyncio.Event, on: bool) -> None:
    if on:
        event.set()
    else:
        event.clear()


@dataclass(frozen=True, slots=True)
class SilentVoice:
    """A voice that takes the time to speak and makes no sound."""

    instant: bool = False
    """True where lines are read, not heard."""

    def has(self, text: str, pace: float = 1.0) -> bool:
        """Tell that no line has to be waited for."""
        return True

    async def clip(self, text: str, pace: float = 1.0) -> AudioClip:
        """Return silence as long as the text would take."""
        return silence(0.0 if self.instant else estimated_seconds(text) / pace)

    async def stream(self, text: str, pace: float = 1.0) -> AsyncGenerator[AudioClip, None]:
        """Yield the whole line at once."""
        yield await self.clip(text, pace)
