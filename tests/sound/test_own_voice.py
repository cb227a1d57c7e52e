"""The microphone does not hear our own voice, on a real card with an echo."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from assistant.audio.echo import CancellingMicrophone, EchoCanceller, why_no_echo_cancellation
from assistant.audio.frames import AudioClip, AudioFrame
from assistant.audio.portaudio import PortAudioMicrophone, PortAudioSpeaker
from assistant.audio.soundcard import SoundCard
from assistant.bench.card import RATE, VirtualCard

pytestmark = pytest.mark.skipif(
    why_no_echo_cancellation() is not None, reason=str(why_no_echo_cancellation())
)


class Tapped:
    """A Microphone that keeps the loudness of every frame it passes on."""

    name = "tapped"

    def __init__(self, microphone: PortAudioMicrophone) -> None:
        self._microphone = microphone
        self.powers: list[float] = []

    async def frames(self) -> AsyncIterator[AudioFrame]:
        async for frame in self._microphone.frames():
            self.powers.append(power(frame))
            yield frame

    async def aclose(self) -> None:
        await self._microphone.aclose()


def power(frame: AudioFrame) -> float:
    return float(np.mean(frame.samples.astype(float) ** 2))


def babble(seconds: float) -> AudioClip:
    """Return noise below 4 kHz that swells and falls three times a second."""
    rng = np.random.default_rng(1)
    noise = np.repeat(rng.normal(0, 4_000, round(seconds * RATE / 6)), 6)
    swell = 0.5 - 0.5 * np.cos(2 * np.pi * 3 * np.arange(len(noise)) / RATE)
    return AudioClip((noise * swell).astype(np.int16), RATE)


async def echo_loss(seconds: float) -> float:
    """Speak, and return by how many decibels the last second of our voice is lower."""
    card = SoundCard()
    speaker = PortAudioSpeaker(card)
    tapped = Tapped(PortAudioMicrophone(card))
    for_us = CancellingMicrophone(tapped, speaker.played, EchoCanceller())
    left: list[float] = []

    async def listen() -> None:
        async for frame in for_us.frames():
            left.append(power(frame))  # noqa: PERF401 - read while it grows

    listening = asyncio.create_task(listen())
    await speaker.play(babble(seconds))
    listening.cancel()
    await for_us.aclose()
    await speaker.aclose()
    last = slice(len(left) - 55, len(left) - 5)
    return float(10 * np.log10(np.mean(tapped.powers[last]) / (np.mean(left[last]) + 1e-3)))


@pytest.mark.parametrize("echo_db", [0.0, -12.0])
def test_our_own_voice_is_at_least_15_db_lower_after_a_line(
    here: VirtualCard, echo_db: float
) -> None:
    """One take of three is enough: a starved machine can break the sound, and so the learning."""
    here.set_echo(echo_db)

    assert any(asyncio.run(echo_loss(4.0)) > 15 for _ in range(3))
