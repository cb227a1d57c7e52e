"""The room of a spoken conversation: its microphone and speaker, as the settings name them.

Apart from `app`, since what talks to sound cards takes 22 MB that most commands do without.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from assistant.audio.devices import Microphone, Room, Speaker
from assistant.audio.echo import (
    CancellingMicrophone,
    EchoCanceller,
    why_no_echo_cancellation,
)
from assistant.audio.portaudio import PortAudioMicrophone, PortAudioSpeaker
from assistant.audio.simulated import WavMicrophone, WavSpeaker
from assistant.audio.soundcard import SoundCard
from assistant.config import Settings

WAV_PREFIX = "wav:"


@asynccontextmanager
async def open_room(settings: Settings) -> AsyncIterator[Room]:
    """Open microphone and speaker as the settings name them: a device, or wav:FILE."""
    card = SoundCard()
    async with AsyncExitStack() as stack:
        speaker = _speaker(settings.audio.speaker, card)
        stack.push_async_callback(speaker.aclose)
        microphone = _microphone(settings.audio.microphone, card)
        stack.push_async_callback(microphone.aclose)
        if settings.audio.echo_cancellation == "auto":
            microphone = _without_our_voice(microphone, speaker)
        yield Room(microphone, speaker)


def _speaker(name: str, card: SoundCard) -> WavSpeaker | PortAudioSpeaker:
    if name.startswith(WAV_PREFIX):
        return WavSpeaker(Path(name.removeprefix(WAV_PREFIX)))
    return PortAudioSpeaker(card, _device(name))


def _microphone(name: str, card: SoundCard) -> Microphone:
    if name.startswith(WAV_PREFIX):
        return WavMicrophone(Path(name.removeprefix(WAV_PREFIX)))
    return PortAudioMicrophone(card, _device(name))


def _without_our_voice(microphone: Microphone, speaker: Speaker) -> Microphone:
    """Return the microphone with echo cancellation, as far as the library and a room allow it."""
    in_a_room = isinstance(microphone, PortAudioMicrophone)
    if not (in_a_room and isinstance(speaker, PortAudioSpeaker)):
        return microphone
    canceller = None if why_no_echo_cancellation() else EchoCanceller()
    return CancellingMicrophone(microphone, speaker.played, canceller)


def _device(name: str) -> str | None:
    return None if name == "default" else name
