"""A device that dies is noticed, found again by name, and nothing of the conversation is lost."""

import asyncio
from contextlib import suppress

import numpy as np
import pytest

from assistant.audio.frames import AudioClip
from assistant.audio.portaudio import PortAudioMicrophone, PortAudioSpeaker
from assistant.audio.score import Cue, CueKind, Phase, Score
from assistant.audio.soundcard import SoundCard
from assistant.bench.card import RATE, VirtualCard
from assistant.errors import DeviceError

CLICK = AudioClip(np.full(48, 16_000, dtype=np.int16), RATE)
SCORE = Score(tuple(Cue(n * 0.25, CueKind.TONE, Phase.IN, n, "") for n in range(16)), 4.0)
NOTICED_SECONDS = 3.0


async def play_until_it_dies(speaker: PortAudioSpeaker, told: list[Cue]) -> str:
    """Play the score and return what the speaker says when its device is gone."""
    with pytest.raises(DeviceError) as caught:
        await speaker.play(SCORE, sounds=lambda cue: CLICK, on_cue=told.append)
    return str(caught.value)


async def play_on(speaker: PortAudioSpeaker, told: list[Cue]) -> None:
    """Play the rest, trying until the device is there again."""
    position = speaker.position
    while True:
        with suppress(DeviceError):
            await speaker.play(SCORE, sounds=lambda cue: CLICK, on_cue=told.append, start=position)
            return


async def frames_until_it_dies(microphone: PortAudioMicrophone) -> str:
    with pytest.raises(DeviceError) as caught:
        async for _ in microphone.frames():
            pass
    return str(caught.value)


async def first_frame(microphone: PortAudioMicrophone) -> None:
    """Return when the microphone hears again."""
    while True:
        with suppress(DeviceError):
            async for _ in microphone.frames():
                return


def test_a_sound_server_that_dies_in_mid_score_costs_no_cue(here: VirtualCard) -> None:
    """Both directions notice within 3 s, come back by name, and every cue is told once."""
    told: list[Cue] = []

    async def run() -> None:
        card = SoundCard()
        speaker = PortAudioSpeaker(card, "usbspeaker")
        microphone = PortAudioMicrophone(card, "usbmic")
        deaf = asyncio.create_task(frames_until_it_dies(microphone))
        dumb = asyncio.create_task(play_until_it_dies(speaker, told))
        await asyncio.sleep(1.1)
        await asyncio.to_thread(here.kill_server)
        async with asyncio.timeout(NOTICED_SECONDS):
            assert await dumb == 'speaker "usbspeaker" stopped; is it plugged in?'
            assert await deaf == 'microphone "usbmic" fell silent; is it plugged in?'
        here.start_server()
        async with asyncio.timeout(8):
            await asyncio.gather(play_on(speaker, told), first_frame(microphone))
        await microphone.aclose()
        await speaker.aclose()

    asyncio.run(run())

    assert [cue.cycle for cue in told] == list(range(16))


def test_a_suspended_speaker_is_noticed_though_its_stream_stays_active(here: VirtualCard) -> None:
    """A device off the list is dead to us within 3 s and plays again when it is back."""
    told: list[Cue] = []

    async def run() -> None:
        speaker = PortAudioSpeaker(SoundCard(), "usbspeaker")
        dumb = asyncio.create_task(play_until_it_dies(speaker, told))
        await asyncio.sleep(0.6)
        here.unplug("usbspeaker")
        async with asyncio.timeout(NOTICED_SECONDS):
            await dumb
        with pytest.raises(DeviceError, match='"usbspeaker" is unknown'):
            await speaker.play(CLICK)
        here.plug_in("usbspeaker")
        async with asyncio.timeout(8):
            await play_on(speaker, told)
        await speaker.aclose()

    asyncio.run(run())

    assert [cue.cycle for cue in told] == list(range(16))


def test_a_microphone_that_dies_leaves_the_speaker_playing(here: VirtualCard) -> None:
    """Looking for the microphone interrupts the score by a breath, not by an error."""
    told: list[Cue] = []

    async def run() -> None:
        card = SoundCard()
        speaker = PortAudioSpeaker(card, "usbspeaker")
        microphone = PortAudioMicrophone(card, "usbmic")
        deaf = asyncio.create_task(frames_until_it_dies(microphone))
        playing = asyncio.create_task(
            speaker.play(SCORE, sounds=lambda cue: CLICK, on_cue=told.append)
        )
        await asyncio.sleep(0.3)
        here.unplug("usbmic")
        async with asyncio.timeout(NOTICED_SECONDS):
            await deaf
        here.plug_in("usbmic")
        await first_frame(microphone)
        await playing
        await microphone.aclose()
        await speaker.aclose()

    asyncio.run(run())

    assert [cue.cycle for cue in told] == list(range(16))
