"""The room of a spoken conversation: its microphone and speaker, as the settings name them.

Apart from `app`, since what talks to sound cards takes 22 MB that most commands do without.
"""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from assistant.adapters.gpio import open_pins, within
from assistant.adapters.keyboard import open_keyboard
from assistant.adapters.light import LitSpeaker, never
from assistant.audio.devices import Button, Microphone, Room, Speaker
from assistant.audio.echo import (
    CancellingMicrophone,
    EchoCanceller,
    why_no_echo_cancellation,
)
from assistant.audio.portaudio import PortAudioMicrophone, PortAudioSpeaker
from assistant.audio.simulated import WavMicrophone, WavSpeaker
from assistant.audio.soundcard import SoundCard
from assistant.errors import DeviceError
from assistant.settings import GpioSettings, Settings, WakeSettings

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
        shown, button = _pinned(settings.gpio, speaker, stack)
        yield Room(microphone, shown, button or _waker(settings.wake, stack))


def _waker(wake: WakeSettings, stack: AsyncExitStack) -> Button | None:
    """Return a key where that is what wakes it. Raises DeviceError for what is not there."""
    if wake.by == "key":
        return stack.enter_context(open_keyboard())
    if wake.by == "button":
        raise DeviceError("wake.by: button needs a pin; name it in config.yaml under gpio.button")
    return None


def _pinned(
    gpio: GpioSettings, speaker: Speaker, stack: AsyncExitStack
) -> tuple[Speaker, Button | None]:
    """Return the speaker, with a light that follows it, and the button, where there are such."""
    if not gpio.has_any:
        return speaker, None
    pins = open_pins()
    button = pins.button(gpio.button) if gpio.button is not None else None
    if button:
        stack.callback(button.close)
    light = pins.light(gpio)
    if light:
        stack.callback(light.close)
        is_dark = within(gpio.dark, _time_of_day) if gpio.dark else never
        speaker = LitSpeaker(speaker, light, is_dark)
    return speaker, button


def _time_of_day() -> datetime.time:
    return datetime.datetime.now().time()


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
