"""Our own voice goes, the person's stays, and silence is left alone."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from assistant.audio.echo import (
    CancellingMicrophone,
    EchoCanceller,
    Learning,
    why_no_echo_cancellation,
)
from assistant.audio.frames import FRAME_SAMPLES, FRAME_SECONDS, AudioFrame, Samples
from assistant.audio.framing import Framer
from assistant.audio.played import PlayedSound

needs_speexdsp = pytest.mark.skipif(
    why_no_echo_cancellation() is not None, reason=str(why_no_echo_cancellation())
)
RATE = 16_000


def noise(seconds: float, level: float, seed: int = 1) -> np.ndarray:
    """Return noise that swells and falls as speech does."""
    rng = np.random.default_rng(seed)
    swell = 0.5 - 0.5 * np.cos(2 * np.pi * 3 * np.arange(round(seconds * RATE)) / RATE)
    return rng.normal(0, level, len(swell)) * swell


def decibels(signal: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(signal.astype(float) ** 2) + 1e-9))


class Room:
    """A Microphone on which our voice falls as an echo, with the person over it."""

    name = "room"

    def __init__(self, ours: np.ndarray, person: np.ndarray, delay: float) -> None:
        late = round(delay * RATE)
        echo = 0.4 * np.pad(ours, (late, 0))[: len(ours)]
        self.heard: Samples = (echo + person).astype(np.int16)

    async def frames(self) -> AsyncIterator[AudioFrame]:
        for n in range(len(self.heard) // FRAME_SAMPLES):
            samples = self.heard[n * FRAME_SAMPLES : (n + 1) * FRAME_SAMPLES]
            yield AudioFrame(samples, (n + 1) * FRAME_SECONDS)

    async def aclose(self) -> None:
        pass


def listen(room: Room, ours: np.ndarray) -> np.ndarray:
    """Return what is left when `ours` was played from time 0, in blocks of 10 ms."""
    played = PlayedSound()
    block = RATE // 100

    async def cleaned() -> list[Samples]:
        frames = []
        for_us = CancellingMicrophone(room, played, EchoCanceller())
        n = 0
        async for frame in for_us.frames():
            frames.append(frame.samples)
            for _ in range(2):  # the speaker is always 0.1 s ahead
                at = (n + 10) * block
                part = ours[at : at + block] / 32768 if at < len(ours) else None
                waveform = None if part is None else part.astype(np.float32)
                played.add(waveform, block, RATE, at / RATE)
                n += 1
        return frames

    for n in range(10):
        waveform = (ours[n * block : (n + 1) * block] / 32768).astype(np.float32)
        played.add(waveform, block, RATE, n * block / RATE)
    return np.concatenate(asyncio.run(cleaned()))


@needs_speexdsp
@pytest.mark.parametrize("delay", [0.0, 0.05, 0.15])
def test_our_own_voice_is_taken_out(delay: float) -> None:
    """After three seconds of learning an echo is at least 20 dB lower."""
    ours = noise(6.0, 3000)
    room = Room(ours, np.zeros_like(ours), delay)

    left = listen(room, ours)

    learnt = slice(3 * RATE, len(left))
    assert decibels(room.heard[learnt]) - decibels(left[learnt]) > 20


@needs_speexdsp
def test_the_person_is_heard_over_our_voice() -> None:
    """What the person says in the middle of our voice keeps most of its strength."""
    ours, person = noise(6.0, 3000), np.zeros(6 * RATE)
    person[4 * RATE : 5 * RATE] = noise(1.0, 3000, seed=2)

    left = listen(Room(ours, person, 0.05), ours)

    said = slice(4 * RATE, 5 * RATE)
    assert decibels(left[said]) > decibels(person[said]) - 6


@needs_speexdsp
def test_what_is_heard_while_we_are_silent_is_untouched() -> None:
    person = noise(2.0, 500)
    room = Room(np.zeros_like(person), person, 0.0)
    frames = []

    async def run() -> None:
        for_us = CancellingMicrophone(room, PlayedSound(), EchoCanceller())
        frames.extend([frame.samples async for frame in for_us.frames()])

    asyncio.run(run())

    assert np.array_equal(np.concatenate(frames), room.heard)


def test_the_reference_counts_samples_though_block_times_scatter() -> None:
    """Times that scatter by some milliseconds do not move what is given."""
    rng = np.random.default_rng(3)
    played, ours = PlayedSound(), noise(4.0, 3000)
    given = []
    for n in range(400):
        block = (ours[n * 160 : (n + 1) * 160] / 32768).astype(np.float32)
        played.add(block, 160, RATE, 10 + n * 0.01 + rng.uniform(-0.004, 0.004))
        if n > 20 and n % 2:
            given.append(played.at(10 + (n - 20) * 0.01 + rng.uniform(-0.01, 0.01), 320))

    whole = np.concatenate([part for part in given if part is not None])
    lag = int(np.argmax(np.correlate(ours, whole[:8000].astype(float), "valid")))
    assert np.abs(whole - ours[lag : lag + len(whole)]).max() < 40


def test_frames_know_when_they_were_heard() -> None:
    """A frame's time is that of its own last sample, not that of the block that completed it."""
    framer = Framer(48_000)
    click = np.zeros(48_000, dtype=np.int16)
    click[24_000:24_048] = 20_000
    found = []
    for n in range(50):
        block = click[n * 960 : (n + 1) * 960]
        for frame in framer.accept(block, 7.0 + (n + 1) * 0.02):
            loud = np.flatnonzero(frame.samples > 5_000)
            found += [frame.ended_at - (FRAME_SAMPLES - at) / RATE for at in loud]

    assert found[0] == pytest.approx(7.5, abs=0.001)


def loud(level: float) -> Samples:
    """Return a frame of a tone at a level, 1 being full scale."""
    times = np.arange(FRAME_SAMPLES) / RATE
    return (np.sin(2 * np.pi * 400 * times) * level * 32767).astype(np.int16)


def test_a_room_is_learned_once_little_of_our_voice_is_left() -> None:
    """Under half a second of loud sound with a faint rest is enough; a strong rest is not."""
    learning = Learning()

    for _ in range(100):
        learning.take(loud(0.1), loud(0.3))
    assert not learning.done

    for _ in range(25):
        learning.take(loud(0.005), loud(0.3))
    assert learning.done


def test_a_room_without_an_echo_is_learned_as_soon() -> None:
    """With headphones the person may interrupt from the first sentence on."""
    learning = Learning()

    for _ in range(25):
        learning.take(np.zeros(FRAME_SAMPLES, dtype=np.int16), loud(0.3))

    assert learning.done


def test_what_is_soft_teaches_nothing() -> None:
    """A pause in our voice does not count as a room without an echo."""
    learning = Learning()

    for _ in range(100):
        learning.take(loud(0.0001), loud(0.001))

    assert not learning.done


@pytest.mark.parametrize(("echo", "doubts"), [(0.4, True), (0.01, False)])
def test_without_a_canceller_what_is_heard_over_our_voice_is_doubtful(
    echo: float, doubts: bool
) -> None:
    """Unless the room gives nothing back, as with headphones; the sound stays as it is."""
    ours = noise(4.0, 3_000)
    room = Room(ours * (echo / 0.4), np.zeros_like(ours), 0.02)
    played = PlayedSound()
    played.add((ours / 32768).astype(np.float32), len(ours), RATE, 0.0)
    frames: list[AudioFrame] = []

    async def run() -> None:
        for_us = CancellingMicrophone(room, played, None)
        frames.extend([frame async for frame in for_us.frames()])

    asyncio.run(run())

    assert np.array_equal(np.concatenate([frame.samples for frame in frames]), room.heard)
    assert frames[len(frames) // 4].doubtful
    assert frames[-10].doubtful is doubts
