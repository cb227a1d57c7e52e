"""The composition root: settings to content, engines, devices and a conversation."""

from __future__ import annotations

import asyncio
import datetime
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from assistant import events
from assistant.adapters.button import PressedEars
from assistant.audio.devices import Button, Room, Speaker
from assistant.audio.tones import tone_for
from assistant.choosing import Choosing
from assistant.clock import is_plausible
from assistant.content.loader import Pack, load_packs
from assistant.conversation import Conversation
from assistant.dates import spoken_date
from assistant.dialogue.actions import Speak
from assistant.dialogue.counts import Counts
from assistant.dialogue.course import course_of
from assistant.dialogue.exercise import Wish
from assistant.dialogue.lines import Variety
from assistant.errors import ChoicesError
from assistant.hearing import Hearing, Trouble
from assistant.interpreting import Interpreting
from assistant.keeping import Keeping
from assistant.memory.choices import Choices
from assistant.memory.first_run import MARKERS, is_heard, mark_heard
from assistant.memory.journal import FILE, Journal
from assistant.precedence import Precedence
from assistant.settings import Settings
from assistant.speaking import Speaking
from assistant.speaking import Voice as SpokenVoice
from assistant.speech.cache import ClipCache
from assistant.speech.engines.allocation import give_back_freed_memory
from assistant.speech.engines.wake_phrase import WakePhraseRecognizer, check_phrase
from assistant.speech.estimate import estimated_seconds
from assistant.speech.listener import Ears, Listener
from assistant.speech.recognizer import Recognizer
from assistant.speech.recognizers import open_recognizer
from assistant.speech.synthesizers import open_synthesizer
from assistant.speech.vad import SileroVad
from assistant.speech.voice import Voice
from assistant.troubles import Troubles
from assistant.turns import Turns
from assistant.understanding.judge import Judge, shipped_judge
from assistant.understanding.router import Router
from assistant.waking import Waking

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
    written: Settings | None = None
    """What config.yaml says, where something else was chosen by voice."""
    damage: str = ""
    """Why what was chosen by voice is not used."""

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
    """True where it is told first what this is, and a first set-up is offered, unless that was
    heard on this device before."""
    signals: bool = False
    """True where short tones tell what it does."""
    show_sensitive: bool = False
    seed: int | None = None


def load(settings: Settings, today: datetime.date | None = None) -> Program:
    """Load the content, and what was chosen by voice over the settings. Raises ContentError.

    Help lines that must not be spoken are left out. On a day that cannot be true no line counts as
    out of date: a number is better than none.
    """
    pack = load_packs(settings.packs)
    today = today or datetime.date.today()
    if is_plausible(today):
        pack = replace(pack, helplines=pack.helplines.without_expired(today))
    judge = shipped_judge()
    router = Router(pack.phrases, pack.safety, judge)
    try:
        settled = Choices(settings.memory.folder).settled(settings)
    except ChoicesError as error:
        return Program(settings, pack, router, judge, damage=str(error))
    return Program(settled, pack, router, judge, written=settings)


def conversation(
    program: Program,
    ears: Ears,
    speaker: Speaker,
    voice: SpokenVoice,
    observe: events.Observer,
    manner: Manner,
    untold: deque[str] | None = None,
    waking: Waking | None = None,
    learns: Sequence[Callable[[str], object]] = (),
) -> Conversation:
    """Join the parts to a conversation; `untold` holds lines about faults that are to be said.

    `waking` is what the ears share with it, and each of `learns` has a part of them answer to
    another phrase, or raises EngineError.
    """
    settings, rng = program.settings, Variety(manner.seed)
    untold = deque() if untold is None else untold
    if program.damage:
        observe(events.Fault("choices", program.damage))
        untold.append("fault_choices")
    speaking = Speaking(
        speaker,
        voice,
        observe,
        on_speaker_back=lambda: _back(turns),
        volume=settings.audio.volume,
        pace=settings.speech.synthesizer.pace,
        background=settings.audio.background if settings.audio.background != "none" else None,
        earcons=manner.signals and settings.audio.earcons,
    )
    hearing = Hearing(ears, speaking, observe)
    interpreting = Interpreting(
        program.pack,
        program.router,
        hearing,
        observe,
        Precedence(program.pack),
        manner.show_sensitive,
    )
    troubles = Troubles(untold)
    turns = Turns(
        program.pack,
        speaking,
        hearing,
        interpreting,
        observe,
        rng,
        troubles,
        waits=manner.waits,
    )
    choosing = Choosing(
        program.written or settings,
        settings,
        Choices(settings.memory.folder),
        speaking,
        waking or Waking(settings.wake.by, settings.wake.phrase, can_sleep=manner.wakes),
        observe,
        countries=program.pack.countries,
        with_help_lines=program.pack.helplines.known,
        learns=learns or (check_phrase,),
        ways={"phrase", "always", settings.wake.by, *_pressed_ways(settings)},
        signals=manner.signals,
    )
    speaking.is_quiet = choosing.is_quiet
    troubles.is_quiet = choosing.is_quiet
    speaker.set_volume(settings.audio.volume)
    counts = Counts()
    book = program.pack.book(settings.country, settings.contact)
    return Conversation(
        program.pack,
        replace(book, started=counts.start, today=spoken_date),
        turns,
        Keeping(Journal(settings.memory.folder / FILE), observe, counts),
        choosing,
        observe,
        wall_clock=lambda: spoken_time(datetime.datetime.now()),
        stays=manner.stays,
        stays_open=manner.stays_open,
        introductions=_introductions(settings.memory.folder) if manner.introduces else {},
    )


def _pressed_ways(settings: Settings) -> tuple[str, ...]:
    return () if settings.gpio.button is None else ("button",)


def spoken_time(now: datetime.datetime) -> str | None:
    """Return the time of day as it is said; None where the clock cannot be right."""
    return f"{now:%-I:%M %p}" if is_plausible(now) else None


def _back(turns: Turns) -> Speak | None:
    """Return what is said when the voice is back, None where it would wake someone."""
    line = "fault_speaker_back"
    return turns.line(line) if turns.troubles.is_worth_telling(Trouble(line)) else None


def _introductions(folder: Path) -> dict[str, Callable[[], None]]:
    """Return the dialogues of a first run that were not heard, with what remembers each."""
    heard = partial(mark_heard, folder)
    return {
        dialogue: partial(heard, marker)
        for dialogue, marker in MARKERS.items()
        if not is_heard(folder, marker)
    }


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


def with_button(program: Program, ears: Ears, button: Button, manner: Manner) -> PressedEars:
    """Return ears with a button beside them."""
    return PressedEars(ears, button, program.settings.wake.phrase if manner.wakes else None)


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


async def prepare(
    program: Program, voice: Voice, on_progress: Callable[[int, int], None]
) -> tuple[int, int]:
    """Render the authored lines that are not in the cache, at the pace of the settings.

    Return for how many of how many there was room.
    """
    settings = program.settings
    lines = program.pack.spoken_lines(settings.country)
    ready = await voice.prepare(lines, settings.speech.synthesizer.pace, on_progress)
    return ready, len(lines)


@asynccontextmanager
async def spoken(
    program: Program,
    room: Room,
    observe: events.Observer,
    manner: Manner,
) -> AsyncIterator[Conversation]:
    """Load ears and voice and give the conversation in a room."""
    untold: deque[str] = deque()

    def observe_voice(event: events.Event) -> None:
        observe(event)
        if isinstance(event, events.Fault) and event.stage in UNTOLD:
            untold.append(UNTOLD[event.stage])

    give_back_freed_memory()
    recognizer = open_ears(program)
    settings, learns = program.settings, tuple[Callable[[str], None], ...]()
    waking = Waking(settings.wake.by, settings.wake.phrase, can_sleep=manner.wakes)
    if manner.wakes:
        sleepy = WakePhraseRecognizer(recognizer, settings.wake.phrase)
        recognizer, learns = sleepy, (sleepy.learn,)
    voice = open_voice(program.settings, observe_voice)
    await asyncio.to_thread(recognizer.prepare)
    loading = asyncio.create_task(_make_ready(voice, program))
    try:
        ears: Ears = Listener(room.microphone, SileroVad(), recognizer, program.is_complete)
        if room.button:
            ears = pressed = with_button(program, ears, room.button, manner)
            learns += (pressed.answer_to,)
        yield conversation(
            program, ears, room.speaker, voice, observe, manner, untold, waking, learns
        )
    finally:
        loading.cancel()
        with suppress(TimeoutError):  # a render under way cannot be told to end
            async with asyncio.timeout(CLOSING_SECONDS):
                await voice.aclose()
