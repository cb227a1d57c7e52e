"""Voice activity: speech is found soon and left late, noise and quiet are not speech."""

import time
from itertools import pairwise

import numpy as np
import pytest

from assistant.audio.frames import FRAME_SAMPLES, SPEECH_RATE, AudioFrame, Samples
from assistant.speech.vad import LoudnessGate, SileroVad
from tests.speech.real_speech import clips, padded


def frames(samples: Samples) -> list[AudioFrame]:
    starts = range(0, len(samples) - FRAME_SAMPLES + 1, FRAME_SAMPLES)
    return [AudioFrame(samples[start : start + FRAME_SAMPLES], 0.0) for start in starts]


def noise(level: float, seconds: float) -> Samples:
    random = np.random.default_rng(1)
    return random.normal(0, level, round(seconds * SPEECH_RATE)).astype(np.int16)


def open_share(gate: LoudnessGate, samples: Samples) -> float:
    return float(np.mean([gate.is_open(frame.samples) for frame in frames(samples)]))


@pytest.mark.parametrize("level", [0, 20, 300])
def test_the_gate_rests_in_a_steady_room(level: float) -> None:
    """Once the level of the room is known, steady sound keeps the gate shut."""
    gate = LoudnessGate()
    open_share(gate, noise(level, 15))

    assert open_share(gate, noise(level, 5)) == 0


def test_the_gate_opens_with_the_first_loud_frame_and_holds() -> None:
    """A sound 10 dB above the room opens it at once; half a second of quiet shuts it."""
    gate = LoudnessGate()
    open_share(gate, noise(100, 10))

    assert gate.is_open(noise(400, 0.02))
    states = [gate.is_open(frame.samples) for frame in frames(noise(100, 1))]
    assert sum(states) == pytest.approx(25, abs=2)
    assert sum(before != after for before, after in pairwise(states)) == 1


def test_the_gate_follows_a_room_that_falls_quiet() -> None:
    """After loud noise ends, a soft voice still opens it."""
    gate = LoudnessGate()
    open_share(gate, noise(2000, 5))
    open_share(gate, noise(20, 1))

    assert gate.is_open(noise(100, 0.02))


@pytest.mark.engine
@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(SPEECH_RATE * 3, np.int16),
        noise(30, 3),
        noise(2000, 3),
        (8000 * np.sin(np.arange(SPEECH_RATE * 3) * 2 * np.pi * 100 / SPEECH_RATE)).astype(
            np.int16
        ),
    ],
    ids=["silence", "quiet room", "loud noise", "hum"],
)
def test_noise_is_not_speech(sound: Samples) -> None:
    """No frame of noise counts as speech."""
    vad = SileroVad()

    assert not any(vad.is_speech(frame) for frame in frames(sound))


@pytest.mark.engine
def test_real_words_are_speech() -> None:
    """A single word of a real person is found in 14 of 15 clips at least, with silence around."""
    spoken = clips("speech_commands/stop")[:15]
    found = 0
    for path in spoken:
        vad = SileroVad()
        verdicts = [vad.is_speech(frame) for frame in frames(padded(path))]
        found += sum(verdicts) >= 3
        assert not verdicts[0]

    assert found >= 14


@pytest.mark.engine
def test_speech_is_found_after_a_long_quiet_as_at_once() -> None:
    """The model is given what came just before the gate opened, so nothing is lost."""
    word = padded(clips("speech_commands/stop")[0])
    fresh, rested = SileroVad(), SileroVad()
    for frame in frames(noise(10, 5)):
        rested.is_speech(frame)

    at_once = sum(fresh.is_speech(frame) for frame in frames(word))
    assert sum(rested.is_speech(frame) for frame in frames(word)) == pytest.approx(at_once, abs=3)


@pytest.mark.engine
def test_reset_forgets_speech_under_way() -> None:
    """After a reset the newest frame is judged afresh."""
    vad = SileroVad()
    for frame in frames(padded(clips("speech_commands/stop")[0]))[:45]:
        vad.is_speech(frame)
    vad.reset()

    assert vad.probability == 0
    assert not vad.is_speech(frames(np.zeros(FRAME_SAMPLES, np.int16))[0])


@pytest.mark.engine
def test_after_a_reset_a_clip_is_judged_as_by_a_new_detector() -> None:
    """Nothing of earlier speech colours what comes after."""
    clip = frames(padded(clips("speech_commands/stop")[1]))
    fresh, used = SileroVad(), SileroVad()
    for frame in clip[:50]:
        used.is_speech(frame)
    used.reset()

    judged = [(used.is_speech(frame), used.probability) for frame in clip]
    assert judged == [(fresh.is_speech(frame), fresh.probability) for frame in clip]


@pytest.mark.engine
def test_a_quiet_room_costs_next_to_nothing() -> None:
    """Twenty seconds of a quiet room take less than 3 % of one core."""
    vad, room = SileroVad(), frames(noise(20, 20))
    started = time.process_time()
    for frame in room:
        vad.is_speech(frame)

    assert time.process_time() - started < 0.6
