"""What comes out of a real card, measured in a recording of it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from statistics import median

import numpy as np
import pytest

from assistant.audio.frames import AudioClip, AudioFrame
from assistant.audio.portaudio import PortAudioMicrophone, PortAudioSpeaker
from assistant.audio.score import Cue, CueKind, Phase, Score
from assistant.audio.soundcard import SoundCard, list_devices
from assistant.bench.card import RATE, VirtualCard
from assistant.errors import DeviceError

CLICK = AudioClip(np.full(48, 16_000, dtype=np.int16), RATE)
TONE = AudioClip(
    (8_000 * np.sin(2 * np.pi * 440 * np.arange(RATE * 20) / RATE)).astype(np.int16), RATE
)
FIVE_MS = 0.005


def clicks(every: float, count: int) -> Score:
    cues = tuple(Cue(n * every, CueKind.TONE, Phase.IN, n, "") for n in range(count))
    return Score(cues, count * every)


def onsets(clip: AudioClip) -> np.ndarray:
    """Return the seconds at which sound begins after silence."""
    loud = np.flatnonzero(np.abs(clip.samples.astype(int)) > 2_000)
    first = np.diff(loud, prepend=-RATE) > RATE // 20
    return loud[first] / clip.rate


def on_speaker(use: Callable[[PortAudioSpeaker], Awaitable[None]], name: str | None = None) -> None:
    """Open a speaker, use it, close it."""

    async def run() -> None:
        speaker = PortAudioSpeaker(SoundCard(), name)
        try:
            await use(speaker)
        finally:
            await speaker.aclose()

    asyncio.run(run())


def worst_cue(here: VirtualCard, score: Score) -> tuple[float, float]:
    """Play a score; return the largest error of its sounds and the usual one of its notices."""
    told = list[float]()

    async def use(speaker: PortAudioSpeaker) -> None:
        now = asyncio.get_running_loop().time
        await speaker.play(score, sounds=lambda cue: CLICK, on_cue=lambda cue: told.append(now()))

    recorder = here.record()
    on_speaker(use)
    heard = onsets(recorder.stop().assistant)
    expected = np.array([cue.at for cue in score.cues])
    errors = np.abs(heard - heard[0] - expected)
    return float(errors.max()), median(np.abs(np.array(told) - told[0] - expected))


def test_cues_sound_at_their_times(here: VirtualCard) -> None:
    """Ten seconds of cues are within 5 ms of the score, and are announced when they are heard.

    A starved machine can break the sound itself, so one whole take of three is enough.
    """
    takes = (worst_cue(here, clicks(0.73, 14)) for _ in range(3))

    assert any(heard < FIVE_MS and told < 0.03 for heard, told in takes)


def test_a_cut_sound_is_silent_within_a_tenth_of_a_second(here: VirtualCard) -> None:
    """From the cancelling to silence on the card, as the median of five, in the microphone."""
    taken = []

    async def run() -> None:
        card, now = SoundCard(), asyncio.get_running_loop().time
        speaker, microphone = PortAudioSpeaker(card), PortAudioMicrophone(card)
        here.set_echo(0.0)
        loud_at = [0.0]

        async def listen() -> None:
            async for frame in microphone.frames():
                if np.abs(frame.samples).max() > 500:
                    loud_at[0] = frame.ended_at

        listening = asyncio.create_task(listen())
        for _ in range(5):
            playing = asyncio.create_task(speaker.play(TONE))
            await asyncio.sleep(0.5)
            cut_at = now()
            playing.cancel()
            await asyncio.sleep(0.4)
            taken.append(loud_at[0] - cut_at)
        listening.cancel()
        await microphone.aclose()
        await speaker.aclose()

    asyncio.run(run())

    assert 0.0 < median(taken) < 0.1


def test_a_retimed_score_goes_on_at_its_new_pace(here: VirtualCard) -> None:
    """Cues to come move to the sample, those that sounded stay, none is lost or doubled."""
    scores = [clicks(0.5, 8)]

    async def use(speaker: PortAudioSpeaker) -> None:
        playing = asyncio.create_task(speaker.play(scores[0], sounds=lambda cue: CLICK))
        await asyncio.sleep(1.25)
        scores.append(scores[0].retimed(speaker.position, 0.6))
        speaker.retime(scores[1])
        await playing

    recorder = here.record()
    on_speaker(use)
    heard = onsets(recorder.stop().assistant)

    expected = np.array([cue.at for cue in scores[1].cues])
    assert np.abs((heard - heard[0]) - expected).max() < FIVE_MS


def test_an_unknown_device_is_refused_with_those_that_are_known(here: VirtualCard) -> None:
    async def use(speaker: PortAudioSpeaker) -> None:
        await speaker.play(CLICK)

    with pytest.raises(DeviceError) as caught:
        on_speaker(use, "kitchen")

    assert str(caught.value).startswith('speaker: "kitchen" is unknown; known: ')
    assert '"usbspeaker"' in str(caught.value)
    assert {"usbmic", "usbspeaker", "default"} <= {device.name for device in list_devices()}


def test_a_part_of_a_name_is_enough_when_it_is_the_only_one(here: VirtualCard) -> None:
    """`usbs` is the speaker; `usb` could be two devices and is refused."""

    async def use(speaker: PortAudioSpeaker) -> None:
        await speaker.play(CLICK)

    on_speaker(use, "USBs")
    with pytest.raises(DeviceError, match='"usb" names several devices'):
        on_speaker(use, "usb")


def test_what_is_said_into_the_microphone_arrives_in_frames(here: VirtualCard) -> None:
    """Frames follow each other without loss and hold what was played at its pitch."""
    frames: list[AudioFrame] = []

    async def run() -> None:
        microphone = PortAudioMicrophone(SoundCard(), "usbmic")
        with suppress(TimeoutError):
            async with asyncio.timeout(2.0):
                async for frame in microphone.frames():
                    if not frames:
                        here.play_into_microphone(AudioClip(TONE.samples[: RATE * 4], RATE))
                    frames.append(frame)
        await microphone.aclose()
        assert microphone.dropped == 0

    asyncio.run(run())

    end = np.concatenate([frame.samples for frame in frames])[-8_000:]
    peak = np.argmax(np.abs(np.fft.rfft(end * np.hanning(len(end))))) * 16_000 / len(end)
    assert peak == pytest.approx(440, abs=5)
    assert len(frames) == pytest.approx(2.0 / 0.02, abs=12)


def test_both_sides_of_a_recording_are_on_one_clock(here: VirtualCard) -> None:
    """A click that the microphone hears as an echo is on the same sample as in the speaker."""
    here.set_echo(-6.0)

    async def use(speaker: PortAudioSpeaker) -> None:
        await speaker.play(clicks(0.2, 3), sounds=lambda cue: CLICK)

    recorder = here.record()
    on_speaker(use)
    recording = recorder.stop()

    assert len(onsets(recording.assistant)) == 3
    assert np.array_equal(onsets(recording.assistant), onsets(recording.microphone))
    assert np.abs(recording.microphone.samples).max() == pytest.approx(8_000, rel=0.05)
