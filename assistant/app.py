"""The composition root: settings to content, engines, devices and a conversation."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant import events
from assistant.audio.devices import Microphone, Speaker
from assistant.audio.portaudio import PortAudioMicrophone, PortAudioSpeaker
from assistant.audio.simulated import WavMicrophone, WavSpeaker
from assistant.audio.soundcard import SoundCard
from assistant.config import Settings
from assistant.content.loader import Pack, load_packs
from assistant.conversation import Conversation
from assistant.dialogue.lines import Variety
from assistant.hearing import Hearing
from assistant.speaking import Speaking
from assistant.speaking import Voice as SpokenVoice
from assistant.speech.cache import ClipCache
from assistant.speech.listener import Ears, Listener
from assistant.speech.recognizer import Recognizer
from assistant.speech.recognizers import open_recognizer
from assistant.speech.synthesizers import open_synthesizer
from assistant.speech.vad import SileroVad
from assistant.speech.voice import Voice
from assistant.turns import Turns
from assistant.understanding.router import Router

WAV_PREFIX = "wav:"


@dataclass(frozen=True, slots=True)
class Program:
    """What every command stands on."""

    settings: Settings
    pack: Pack
    router: Router


@dataclass(frozen=True, slots=True)
class Manner:
    """How one conversation behaves."""

    stays: bool = True
    """True where the program outlives goodbye."""
    stays_open: bool = False
    """True where silence never closes the session."""
    waits: bool = True
    """False where an answer may take for ever."""
    show_sensitive: bool = False
    seed: int | None = None


def load(settings: Settings) -> Program:
    """Load the content. Raises ContentError."""
    pack = load_packs(settings.packs)
    return Program(settings, pack, Router(pack.phrases, pack.safety))


def conversation(
    program: Program,
    ears: Ears,
    speaker: Speaker,
    voice: SpokenVoice,
    observe: events.Observer,
    manner: Manner,
) -> Conversation:
    """Join the parts to a conversation."""
    settings, rng = program.settings, Variety(manner.seed)
    speaking = Speaking(
        speaker,
        voice,
        observe,
        on_speaker_back=lambda: turns.line("fault_speaker_back"),
        volume=settings.audio.volume,
        pace=settings.speech.synthesizer.pace,
    )
    turns = Turns(
        program.pack.lines,
        program.router,
        speaking,
        Hearing(ears, speaking, observe),
        observe,
        rng,
        waits=manner.waits,
        show_sensitive=manner.show_sensitive,
    )
    speaker.set_volume(settings.audio.volume)
    return Conversation(
        program.pack,
        program.pack.book(settings.country),
        turns,
        observe,
        wall_clock=lambda: time.strftime("%-I:%M %p"),
        stays=manner.stays,
        stays_open=manner.stays_open,
    )


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


@dataclass(frozen=True, slots=True)
class Room:
    """The devices of a spoken conversation."""

    microphone: Microphone
    speaker: Speaker


@asynccontextmanager
async def open_room(settings: Settings) -> AsyncIterator[Room]:
    """Open microphone and speaker as the settings name them: a device, or wav:FILE."""
    card = SoundCard()
    async with AsyncExitStack() as stack:
        speaker = _speaker(settings.audio.speaker, card)
        stack.push_async_callback(speaker.aclose)
        microphone = _microphone(settings.audio.microphone, card)
        stack.push_async_callback(microphone.aclose)
        yield Room(microphone, speaker)


def _speaker(name: str, card: SoundCard) -> Speaker:
    if name.startswith(WAV_PREFIX):
        return WavSpeaker(Path(name.removeprefix(WAV_PREFIX)))
    return PortAudioSpeaker(card, _device(name))


def _microphone(name: str, card: SoundCard) -> Microphone:
    if name.startswith(WAV_PREFIX):
        return WavMicrophone(Path(name.removeprefix(WAV_PREFIX)))
    return PortAudioMicrophone(card, _device(name))


def _device(name: str) -> str | None:
    return None if name == "default" else name


@asynccontextmanager
async def spoken(
    program: Program, room: Room, observe: events.Observer, manner: Manner
) -> AsyncIterator[Conversation]:
    """Load ears and voice and give the conversation in a room."""
    recognizer = open_ears(program)
    voice = open_voice(program.settings, observe)
    await asyncio.to_thread(recognizer.prepare)
    loading = asyncio.create_task(voice.load())  # cached lines can be spoken meanwhile
    try:
        commands = frozenset(program.router.commands)
        ears = Listener(room.microphone, SileroVad(), recognizer, commands.__contains__)
        yield conversation(program, ears, room.speaker, voice, observe, manner)
    finally:
        loading.cancel()
        await voice.aclose()
