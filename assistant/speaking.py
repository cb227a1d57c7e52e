"""Speaking: authored lines and scores out through the speaker, with the events they leave."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from assistant import events
from assistant.audio.devices import Speaker
from assistant.audio.frames import AudioClip
from assistant.audio.score import Cue, Phase, Score
from assistant.dialogue.actions import Speak
from assistant.errors import DeviceError

REOPEN_SECONDS = 0.5
"""Between two tries to reopen a speaker that is gone."""
VOLUME_STEP = 1.5
"""Louder and quieter: 3.5 dB, which is heard as a clear step."""
QUIETEST, LOUDEST = 0.1, 1.0
PACE_STEP = 0.85
SLOWEST, FASTEST = 0.6, 1.5
REMEMBERED_LINES = 8


class Voice(Protocol):
    """Text to clip, from the cache or the synthesiser."""

    async def clip(self, text: str, pace: float = 1.0, cacheable: bool = True) -> AudioClip:
        """Return the spoken text."""
        ...


@dataclass(slots=True)
class SpokenLine:
    """A line our voice spoke, kept to know it again in what the microphone hears."""

    text: str
    started_at: float
    """Seconds on the loop's clock."""
    ended_at: float | None = None
    """None while it sounds."""


@dataclass(slots=True)
class Speaking:
    """The one place from which anything sounds."""

    speaker: Speaker
    voice: Voice
    observe: events.Observer
    volume: float = 0.8
    pace: float = 1.0
    lines: deque[SpokenLine] = field(default_factory=lambda: deque(maxlen=REMEMBERED_LINES))
    """What was spoken last, newest last."""
    on_speaker_back: Callable[[], Speak | None] = lambda: None
    """Gives the line that is said when a dead speaker works again."""

    async def speak(self, action: Speak) -> None:
        """Speak a line and its pause; returns when it has been heard, cancelling cuts it."""
        clip = await self.voice.clip(action.text, self.pace, action.cacheable)

        def on_start() -> None:
            self.started(action.text, action.source, action.role, clip.seconds)

        how = "cut"
        try:
            await self._through_faults(lambda _: self.speaker.play(clip, on_start=on_start))
            how = "whole"
        finally:
            self.ended(action.source, how)
        await asyncio.sleep(action.pause)

    async def lead(self, score: Score, source: str) -> None:
        """Play a score of voiced and toned cues to its end; cancelling cuts it."""
        clips = await self.clips(score)
        trace = CueTrace(self, source, clips)

        def play(start: float) -> Awaitable[None]:
            return self.speaker.play(score, trace.clip_of, on_cue=trace.sounds, start=start)

        how = "cut"
        try:
            await self._through_faults(play)
            how = "whole"
        finally:
            trace.close(how)

    async def clips(self, score: Score) -> dict[str, AudioClip]:
        """Return the clips of a score's spoken cues by text."""
        texts = {cue.text for cue in score.cues if cue.text}
        return {text: await self.voice.clip(text, self.pace) for text in sorted(texts)}

    def louder(self) -> bool:
        """Turn up one step; False at the top."""
        return self._set_volume(self.volume * VOLUME_STEP)

    def quieter(self) -> bool:
        """Turn down one step; False at the bottom."""
        return self._set_volume(self.volume / VOLUME_STEP)

    def slower(self) -> bool:
        """Speak more slowly from the next line on; False at the slowest."""
        return self._set_pace(self.pace * PACE_STEP)

    def faster(self) -> bool:
        """Speak faster from the next line on; False at the fastest."""
        return self._set_pace(self.pace / PACE_STEP)

    def started(self, text: str, source: str, role: str, seconds: float) -> None:
        """Note that a line's first sample plays."""
        self.lines.append(SpokenLine(text, asyncio.get_running_loop().time()))
        self.observe(events.Said(text, source, role, round(seconds, 2)))

    def ended(self, source: str, how: str) -> None:
        """Note that the line under way ended; nothing where none is."""
        if self.lines and self.lines[-1].ended_at is None:
            self.lines[-1].ended_at = asyncio.get_running_loop().time()
            self.observe(events.Spoken(source, how))

    def _set_volume(self, volume: float) -> bool:
        before, self.volume = self.volume, min(max(volume, QUIETEST), LOUDEST)
        self.speaker.set_volume(self.volume)
        return self.volume != before

    def _set_pace(self, pace: float) -> bool:
        before, self.pace = self.pace, min(max(pace, SLOWEST), FASTEST)
        return self.pace != before

    async def _through_faults(self, play: Callable[[float], Awaitable[None]]) -> None:
        """Play from the start; when the speaker dies, reopen it and go on from where it was."""
        start = 0.0
        while True:
            try:
                return await play(start)
            except DeviceError as error:
                start = self.speaker.position
                self.observe(events.Interrupted("device"))
                self.observe(events.Fault("speaker", str(error)))
                await self._reopen()

    async def _reopen(self) -> None:
        """Wait for the speaker, and say that it is back."""
        while True:
            await asyncio.sleep(REOPEN_SECONDS)
            with suppress(DeviceError):
                await self.speaker.reopen()
                if line := self.on_speaker_back():
                    await self.speaker.play(await self.voice.clip(line.text, self.pace))
                return


@dataclass(slots=True)
class CueTrace:
    """Turns the cues of a score into events, and its voiced ones into lines said."""

    speaking: Speaking
    source: str
    clips: Mapping[str, AudioClip]
    _ending: asyncio.TimerHandle | None = None

    def clip_of(self, cue: Cue) -> AudioClip | None:
        """Return the clip of a spoken cue; tones and bells are the speaker's own."""
        return self.clips.get(cue.text)

    def sounds(self, cue: Cue) -> None:
        """Note that a cue's first sample plays."""
        observe = self.speaking.observe
        observe(events.Cue(cue.kind, cue.phase, cue.cycle, cue.text))
        clip = self.clips.get(cue.text)
        if clip is None:
            return
        self.close("whole")
        role = "guide" if cue.phase in (Phase.SETTLE, Phase.END) else "cue"
        self.speaking.started(cue.text, self.source, role, clip.seconds)
        loop = asyncio.get_running_loop()
        self._ending = loop.call_later(clip.seconds, self.close, "whole")

    def close(self, how: str) -> None:
        """Note that the voiced cue under way, if any, ended."""
        if self._ending:
            self._ending.cancel()
            self._ending = None
            self.speaking.ended(self.source, how)
