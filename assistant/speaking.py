"""Speaking: authored lines and scores out through the speaker, with the events they leave."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from assistant import events
from assistant.audio.devices import Speaker
from assistant.audio.frames import AudioClip, silence
from assistant.audio.score import Cue, Phase, Score, Sounds
from assistant.audio.tones import Earcon, earcon_clip, tone_for
from assistant.dialogue.actions import Speak
from assistant.errors import DeviceError
from assistant.speech.estimate import estimated_seconds

REOPEN_SECONDS = 0.2
"""Between two tries to reopen a speaker that is gone."""
SOUNDLESS = 0.05
"""Seconds of silence that show whether a speaker plays."""
VOLUME_STEP = 1.5
"""Louder and quieter: 3.5 dB, which is heard as a clear step."""
QUIETEST, LOUDEST = 0.1, 1.0
HUSHED_DB = 8.0
"""By which softer is what only the person is to hear, beside the room's usual loudness."""
NIGHT_DB = 6.0
"""By which softer it is in quiet hours: clearly softer, and still understood at the bedside."""
MOST_SOFTER_DB = 12.0
"""By which softer it is at most, for all reasons together: what cannot be heard helps nobody."""
THINKING_SECONDS = 1.0
"""Of waiting for words, after which a tone tells that they come; and between two such tones."""
PACE_STEP = 0.85
SLOWEST, FASTEST = 0.6, 1.5
CACHED_SECONDS = 0.15
"""In which the lines of a practice are there, where the cache holds them."""
REMEMBERED_LINES = 8


class Voice(Protocol):
    """Text to clips, from the cache or the synthesiser."""

    async def clip(self, text: str, pace: float = 1.0) -> AudioClip:
        """Return an authored line, spoken."""
        ...

    def has(self, text: str, pace: float = 1.0) -> bool:
        """Tell whether an authored line is there without being rendered."""
        ...

    def stream(self, text: str, pace: float = 1.0) -> AsyncGenerator[AudioClip, None]:
        """Yield a line that is kept nowhere, in clips to be played in a row."""
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
    on_speaker_back: Callable[[], Speak | None]
    """Gives the line that is said when a dead speaker works again, None for nothing."""
    volume: float = 0.8
    pace: float = 1.0
    hushed: bool = False
    is_quiet: Callable[[], bool] = lambda: False
    """Tells whether these are quiet hours: softer then, and nothing is said unasked."""
    earcons: bool = False
    """True where short tones tell what it does."""
    softer_db: float = 0.0
    """By which answers are softer than the volume, as to a soft voice."""
    background: str | None = None
    """What sounds softly under a practice: rain, drone or nothing."""
    lines: deque[SpokenLine] = field(default_factory=lambda: deque(maxlen=REMEMBERED_LINES))
    """What was spoken last, newest last."""
    _lost: bool = False
    """True while the speaker is gone, which is told once."""
    _leading: Score = field(default_factory=lambda: Score((), 0.0))
    """The score of the practice under way, as it was retimed last."""

    async def speak(self, action: Speak) -> None:
        """Speak a line and its pause; returns when it has been heard, cancelling cuts it."""
        self._set_volume(self.volume)
        how = "cut"
        try:
            async with aclosing(self._clips(action)) as clips:
                async for clip in clips:
                    await self._play(clip, action)
            how = "whole"
        finally:
            self.ended(action.source, how)
        await asyncio.sleep(action.pause)

    async def _clips(self, action: Speak) -> AsyncGenerator[AudioClip, None]:
        """Yield an authored line whole; one with the person's own words as it is rendered.

        So is an answer to danger that no cache holds yet: its first words do not wait for its last.
        """
        if self._comes_whole(action):
            yield await self._thinking(self.voice.clip(action.text, self.pace))
            return
        async with aclosing(self.voice.stream(action.text, self.pace)) as clips:
            async for clip in clips:
                yield clip

    async def _thinking(self, rendering: Coroutine[Any, Any, AudioClip]) -> AudioClip:
        """Wait for words; tell by a soft tone now and then that they are coming."""
        words = asyncio.ensure_future(rendering)
        try:
            while not (await asyncio.wait({words}, timeout=THINKING_SECONDS))[0]:
                await self.signal(Earcon.THINKING)
            return await words
        finally:
            words.cancel()

    async def signal(self, earcon: Earcon) -> None:
        """Play a short tone, where those are wanted; it is no speech and leaves no event."""
        if self.earcons:
            with suppress(DeviceError):  # the words that follow meet the same fault, and tell it
                await self.speaker.play(earcon_clip(earcon))

    def _comes_whole(self, action: Speak) -> bool:
        waits = action.role != "safety" or self.voice.has(action.text, self.pace)
        return action.cacheable and waits

    async def _play(self, clip: AudioClip, action: Speak) -> None:
        """Play a clip of a line; when the speaker dies, wait for it and play it again."""
        seconds = clip.seconds
        if not self._comes_whole(action):
            seconds = estimated_seconds(action.text) / self.pace

        on_start = self._starting(action, seconds)
        while True:
            try:
                return await self.speaker.play(clip, on_start=on_start)
            except DeviceError as error:
                self.ended(action.source, "cut")
                await self.recover(error)

    async def lead(
        self, score: Score, source: str, start: float = 0.0, may_say: Sequence[str] = ()
    ) -> None:
        """Play a score of voiced and toned cues from `start` to its end; cancelling cuts it.

        It begins as soon as its first words are rendered; later ones join while it plays, and
        then what it may say besides once it is retimed.
        Raises DeviceError when the speaker dies: `recover`, then lead again from its position.
        """
        self._leading = score
        self._set_volume(self.volume)
        clips: dict[str, AudioClip] = {}
        said = (cue.text for cue in score.cues if cue.text and cue.at >= start)
        texts = list(dict.fromkeys((*said, *may_say)))
        sounds = whole_words(lambda cue: _sound(cue, clips), start)
        trace = CueTrace(self, source, sounds)
        how = "cut"
        begun = asyncio.Event()
        rendering = asyncio.create_task(self._render(texts, clips, begun))
        try:
            await asyncio.wait({rendering}, timeout=CACHED_SECONDS)
            await begun.wait()
            if rendering.done():
                rendering.result()  # raises what ended it
            await self.speaker.play(
                score, sounds=sounds, on_cue=trace, start=start, background=self.background
            )
            how = "whole"
        finally:
            rendering.cancel()
            await asyncio.wait({rendering})
            trace.close(how)

    def retime(self, score: Score) -> None:
        """Replace the score that is led."""
        self._leading = score
        self.speaker.retime(score)

    async def _render(
        self, texts: Sequence[str], clips: dict[str, AudioClip], begun: asyncio.Event
    ) -> None:
        """Render what a score says in the order it is said, and have it join what plays.

        `begun` is set once the first words are there, or cannot be had.
        """
        loop = asyncio.get_running_loop()
        cached_until = loop.time() + CACHED_SECONDS
        try:
            for text in texts:
                clips[text] = await self.voice.clip(text, self.pace)
                begun.set()
                if loop.time() > cached_until:
                    self.speaker.retime(self._leading)
        finally:
            begun.set()

    def set_background(self, name: str | None) -> None:
        """Change what sounds under a practice, also under the one that is led."""
        self.background = name
        self.speaker.set_background(name)

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
        self._lost = False
        self.lines.append(SpokenLine(text, asyncio.get_running_loop().time()))
        self.observe(events.Said(text, source, role, round(seconds, 2)))

    def ended(self, source: str, how: str) -> None:
        """Note that the line under way ended; nothing where none is."""
        if self._sounding:
            self.lines[-1].ended_at = asyncio.get_running_loop().time()
            self.observe(events.Spoken(source, how))

    @property
    def _sounding(self) -> bool:
        return bool(self.lines) and self.lines[-1].ended_at is None

    def hush(self, on: bool) -> None:
        """Speak so that only who is near hears it, whatever the volume; or as usual again."""
        self.hushed = on
        self._set_volume(self.volume)

    def soften(self, by_db: float) -> None:
        """Answer so much more softly than the volume says, until told otherwise."""
        self.softer_db = by_db
        self._set_volume(self.volume)

    def _set_volume(self, volume: float) -> bool:
        before, self.volume = self.volume, min(max(volume, QUIETEST), LOUDEST)
        softer_db = max(self.softer_db, HUSHED_DB if self.hushed else 0.0)
        softer_db = min(softer_db + (NIGHT_DB if self.is_quiet() else 0.0), MOST_SOFTER_DB)
        self.speaker.set_volume(self.volume * 10 ** (-softer_db / 20))
        return self.volume != before

    def set_volume(self, volume: float) -> None:
        """Speak so loud from now on, less what the hour and the moment ask for."""
        self._set_volume(volume)

    def _set_pace(self, pace: float) -> bool:
        before, self.pace = self.pace, min(max(pace, SLOWEST), FASTEST)
        return self.pace != before

    async def recover(self, error: DeviceError) -> None:
        """Tell that the speaker died, wait until it is back, and say so; cancelling ends it."""
        while True:
            if not self._lost:
                self._lost = True
                self.observe(events.Interrupted("device"))
                self.observe(events.Fault("speaker", str(error)))
            await asyncio.sleep(REOPEN_SECONDS)
            try:
                return await self._say_back()
            except DeviceError as again:
                error = again

    async def _say_back(self) -> None:
        """Say that the voice is back, or play silence where it must not be said."""
        line = self.on_speaker_back()
        if not line:
            await self.speaker.play(silence(SOUNDLESS))
            self._lost = False
            return
        clip = await self.voice.clip(line.text, self.pace)
        how = "cut"
        try:
            await self.speaker.play(clip, on_start=self._starting(line, clip.seconds))
            how = "whole"
        finally:
            self.ended(line.source, how)

    def _starting(self, line: Speak, seconds: float) -> Callable[[], None]:
        """Return what notes that a line's first sample plays, once however many clips it has."""

        def start() -> None:
            if not self._sounding:
                self.started(line.text, line.source, line.role, seconds)

        return start


def _sound(cue: Cue, clips: Mapping[str, AudioClip]) -> AudioClip | None:
    """Return the sound of a cue: spoken, or a tone or bell made by the program."""
    return clips.get(cue.text) if cue.text else tone_for(cue)


async def sounds_of(score: Score, voice: Voice, pace: float) -> Sounds:
    """Return the sounds of all of a score's cues."""
    texts = sorted({cue.text for cue in score.cues} - {""})
    clips = {text: await voice.clip(text, pace) for text in texts}
    return lambda cue: _sound(cue, clips)


def whole_words(sounds: Sounds, start: float) -> Sounds:
    """Return the sounds without the words that began before `start`; a tone goes on from there."""
    return lambda cue: None if cue.text and cue.at < start else sounds(cue)


@dataclass(slots=True)
class CueTrace:
    """Turns the cues of a score into events, and its voiced ones into lines said."""

    speaking: Speaking
    source: str
    sounds: Sounds
    _ending: asyncio.TimerHandle | None = None

    def __call__(self, cue: Cue) -> None:
        """Note that a cue's first sample plays."""
        self.speaking.observe(events.Cue(cue.kind, cue.phase, cue.cycle, cue.text))
        clip = self.sounds(cue) if cue.text else None
        if clip is None:
            return
        self.close("whole")
        role = "guide" if cue.phase in (Phase.SETTLE, Phase.REST, Phase.END) else "cue"
        self.speaking.started(cue.text, self.source, role, clip.seconds)
        loop = asyncio.get_running_loop()
        self._ending = loop.call_later(clip.seconds, self.close, "whole")

    def close(self, how: str) -> None:
        """Note that the voiced cue under way, if any, ended."""
        if self._ending:
            self._ending.cancel()
            self._ending = None
            self.speaking.ended(self.source, how)
