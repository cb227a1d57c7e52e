"""The composition root: settings to content, engines, devices and a conversation."""

from __future__ import annotations

import asyncio
import datetime
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from assistant import events
from assistant.audio.devices import Room, Speaker
from assistant.audio.tones import tone_for
from assistant.clock import is_plausible
from assistant.config import Settings
from assistant.content.loader import Pack, load_packs
from assistant.conversation import Conversation
from assistant.dialogue.actions import Speak
from assistant.dialogue.counts import Counts
from assistant.dialogue.course import course_of
from assistant.dialogue.exercise import Wish
from assistant.dialogue.lines import Variety
from assistant.hearing import Hearing, Trouble
from assistant.keeping import Keeping
from assistant.memory.first_run import is_introduced, mark_introduced
from assistant.memory.journal import FILE, Journal
from assistant.speaking import Speaking
from assistant.speaking import Voice as SpokenVoice
from assistant.speech.cache import ClipCache
from assistant.speech.engines.wake_phrase import WakePhraseRecognizer
from assistant.speech.estimate import estimated_seconds
from assistant.speech.listener import Ears, Listener
from assistant.speech.recognizer import Recognizer
from assistant.speech.recognizers import open_recognizer
from assistant.speech.synthesizers import open_synthesizer
from assistant.speech.vad import SileroVad
from assistant.speech.voice import Voice
from assistant.turns import Turns
from assistant.understanding.judge import Judge, shipped_judge
from assistant.understanding.router import Router

CLOSING_SECONDS = 0.3
"""That the voice is given to end in; what it renders then is not missed."""
UNTOLD = {"synthesizer": "fault_voice_fallback", "cache": "fault_cache"}
"""Line about a fault of the voice, by the stage that its event names."""
CERTAIN = 1.0
"""Router's score of what was said word for word."""


@dataclass(frozen=True, slots=True)
class Program:
    """What every command stands on."""

    settings: Settings
    pack: Pack
    router: Router
    judge: Judge
    """What the router asks; `prepare` it where a reply may wait for that, or beside the hello."""

    def is_complete(self, text: str) -> bool:
        """True for danger, and what is understood word for word: nothing more is waited for."""
        match = self.router.route([text])
        return match.score >= CERTAIN or match.tier is not None


@dataclass(frozen=True, slots=True)
class Manner:
    """How one conversation behaves."""

    stays: bool = True
    """True where the program outlives goodbye."""
    stays_open: bool = False
    """True where silence never closes the session."""
    waits: bool = True
    """False where an answer may take for ever."""
    wakes: bool = False
    """True where it must be called by the wake phrase of the settings, if they name one."""
    introduces: bool = False
    """True where it is told first what this is, unless that was heard on this device before."""
    show_sensitive: bool = False
    seed: int | None = None


def load(settings: Settings, today: datetime.date | None = None) -> Program:
    """Load the content; help lines that must not be spoken are left out. Raises ContentError.

    On a day that cannot be true no line counts as out of date: a number is better than none.
    """
    pack = load_packs(settings.packs)
    today = today or datetime.date.today()
    if is_plausible(today):
        pack = replace(pack, helplines=pack.helplines.without_expired(today))
    judge = shipped_judge()
    return Program(settings, pack, Router(pack.phrases, pack.safety, judge), judge)


def conversation(
    program: Program,
    ears: Ears,
    speaker: Speaker,
    voice: SpokenVoice,
    observe: events.Observer,
    manner: Manner,
    untold: deque[str] | None = None,
) -> Conversation:
    """Join the parts to a conversation; `untold` holds lines about faults that are to be said."""
    settings, rng = program.settings, Variety(manner.seed)
    speaking = Speaking(
        speaker,
        voice,
        observe,
        on_speaker_back=lambda: _back(turns),
        volume=settings.audio.volume,
        pace=settings.speech.synthesizer.pace,
        background=settings.audio.background if settings.audio.background != "none" else None,
    )
    turns = Turns(
        program.pack,
        program.router,
        speaking,
        Hearing(ears, speaking, observe),
        observe,
        rng,
        waits=manner.waits,
        show_sensitive=manner.show_sensitive,
        untold=deque() if untold is None else untold,
    )
    speaker.set_volume(settings.audio.volume)
    counts = Counts()
    book = program.pack.book(settings.country, settings.contact)
    return Conversation(
        program.pack,
        replace(book, started=counts.start),
        turns,
        Keeping(Journal(settings.memory.folder / FILE), observe, counts),
        observe,
        wall_clock=lambda: spoken_time(datetime.datetime.now()),
        stays=manner.stays,
        stays_open=manner.stays_open,
        wake_phrase=settings.wake.phrase if manner.wakes else None,
        introduced=_introduction(settings.memory.folder) if manner.introduces else None,
    )


def spoken_time(now: datetime.datetime) -> str | None:
    """Return the time of day as it is said; None where the clock cannot be right."""
    return f"{now:%-I:%M %p}" if is_plausible(now) else None


def _back(turns: Turns) -> Speak | None:
    """Return what is said when the voice is back, None where it would wake someone."""
    line = "fault_speaker_back"
    return turns.line(line) if turns.is_worth_telling(Trouble(line)) else None


def _introduction(folder: Path) -> Callable[[], None] | None:
    """Return what remembers that the introduction was heard; None where it was already."""
    return None if is_introduced(folder) else partial(mark_introduced, folder)


def open_voice(settings: Settings, observe: events.Observer) -> Voice:
    """Return the voice with its cache; nothing is loaded yet. Raises EngineError."""
    loop = asyncio.get_running_loop()

    def on_fault(fault: events.Fault) -> None:
        loop.call_soon_threadsafe(observe, fault)

    def on_fallback(reason: str) -> None:
        on_fault(events.Fault("synthesizer", reason))

    synthesizer = open_synthesizer(settings.speech.synthesizer.engine, on_fallback)
    limit = round(settings.cache.limit_mb * 1_000_000)
    return Voice(synthesizer, ClipCache(settings.cache.folder, limit, on_fault))


def open_ears(program: Program) -> Recognizer:
    """Return the recogniser named in the settings; nothing is loaded yet. Raises EngineError."""
    settings = program.settings
    return open_recognizer(
        settings.speech.recognizer.engine, settings.models, program.router.commands
    )


async def _make_ready(voice: Voice, program: Program) -> None:
    """Load the voice and render what is not in the cache yet; cached lines can be spoken already.

    A line that is wanted meanwhile waits for one piece at most.
    """
    await asyncio.to_thread(_warm, program)
    await voice.load()
    await asyncio.to_thread(program.judge.prepare)
    await prepare(program, voice, lambda done, of: None)


def _warm(program: Program) -> None:
    """Do once what is slow the first time: compile the router's patterns, make the tones."""
    exercise = program.pack.exercise_for(program.router.route(["help me breathe"]))
    if exercise:
        for cue in course_of(exercise, Wish(), estimated_seconds).score.cues:
            tone_for(cue)


async def prepare(program: Program, voice: Voice, on_progress: Callable[[int, int], None]) -> None:
    """Render every authored line that is not in the cache, at the pace of the settings."""
    settings = program.settings
    lines = program.pack.spoken_lines(settings.country)
    await voice.prepare(lines, settings.speech.synthesizer.pace, on_progress)


@asynccontextmanager
async def spoken(
    program: Program, room: Room, observe: events.Observer, manner: Manner
) -> AsyncIterator[Conversation]:
    """Load ears and voice and give the conversation in a room."""
    untold: deque[str] = deque()

    def observe_voice(event: events.Event) -> None:
        observe(event)
        if isinstance(event, events.Fault) and event.stage in UNTOLD:
            untold.append(UNTOLD[event.stage])

    recognizer = open_ears(program)
    phrase = program.settings.wake.phrase
    if manner.wakes and phrase:
        recognizer = WakePhraseRecognizer(recognizer, phrase)
    voice = open_voice(program.settings, observe_voice)
    await asyncio.to_thread(recognizer.prepare)
    loading = asyncio.create_task(_make_ready(voice, program))
    try:
        ears = Listener(room.microphone, SileroVad(), recognizer, program.is_complete)
        yield conversation(program, ears, room.speaker, voice, observe, manner, untold)
    finally:
        loading.cancel()
        with suppress(TimeoutError):  # a render under way cannot be told to end
            async with asyncio.timeout(CLOSING_SECONDS):
                await voice.aclose()
