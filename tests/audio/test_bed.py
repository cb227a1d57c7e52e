"""What loops under a track comes and goes softly and makes room for the voice.

The background under test is a constant 0.5 and the sounds are silent, so that every sample
rendered tells the bed's gain.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.audio.frames import AudioClip, silence
from assistant.audio.mixer import Mixer
from assistant.audio.score import Cue, CueKind, Phase, Score
from assistant.audio.track import Track, Waveform, track_of

RATE = 48_000
ONES: Waveform = np.full(RATE, 0.5, dtype=np.float32)
SLOWEST_STEP = 0.5 / (0.008 * RATE)
"""Of a sample to the next in the shortest fade there is."""


def cue(at: float, kind: CueKind = CueKind.VOICE) -> Cue:
    return Cue(at, kind, Phase.IN, 1, "")


def track(cues: Sequence[Cue], seconds: float, sound: float = 1.0) -> Track:
    """Return a track over the constant background whose cues have silent sounds."""
    return track_of(Score(tuple(cues), seconds), lambda _: silence(sound, RATE), RATE, ONES)


def gains(mixer: Mixer, seconds: float, block: int = 480) -> Waveform:
    """Render and return the gain of the background at each sample."""
    blocks = [mixer.render(block)[0] for _ in range(round(seconds * RATE / block))]
    return np.concatenate(blocks) / np.float32(0.5)


def at(gain: Waveform, seconds: float) -> float:
    return float(gain[round(seconds * RATE)])


def steepest(gain: Waveform) -> float:
    return float(np.abs(np.diff(gain)).max())


@pytest.mark.parametrize("block", [64, 480, 2_400])
def test_it_fades_in_over_two_seconds_and_out_over_the_last_four(block: int) -> None:
    """Both are straight lines, and nothing of it is left when the track ends."""
    mixer = Mixer(RATE)
    mixer.play(track([], 12.0))

    gain = gains(mixer, 12.5, block)

    expected = {0.0: 0.0, 0.5: 0.25, 1.0: 0.5, 2.0: 1.0, 7.9: 1.0, 9.0: 0.75, 11.0: 0.25, 12.0: 0.0}
    assert [at(gain, when) for when in expected] == pytest.approx([*expected.values()], abs=0.02)
    assert not gain[12 * RATE :].any()
    assert steepest(gain) < 2 / (2.0 * RATE)


def test_a_track_shorter_than_its_fades_still_ends_in_silence() -> None:
    """It rises for a second, then falls for four; one of three seconds has none."""
    mixer = Mixer(RATE)
    mixer.play(track([], 5.0))
    gain = gains(mixer, 5.5)
    mixer.play(track([], 3.0))
    none = gains(mixer, 3.5)

    assert (gain.max(), at(gain, 3.0)) == pytest.approx((0.5, 0.25), abs=0.01)
    assert not gain[5 * RATE :].any()
    assert steepest(gain) < 1 / RATE
    assert not none.any()


@pytest.mark.parametrize("kind", [CueKind.VOICE, CueKind.COUNT])
def test_it_makes_room_for_a_voice(kind: CueKind) -> None:
    """It sinks to 0.35 within 0.16 s of the voice and is back 1.3 s after it."""
    mixer = Mixer(RATE)
    mixer.play(track([cue(4.0, kind)], 20.0))

    gain = gains(mixer, 8.0)

    assert at(gain, 3.98) == 1.0
    assert at(gain, 4.16) == pytest.approx(0.35, abs=1e-3)
    assert at(gain, 5.45) == pytest.approx(0.35, abs=1e-3)
    assert at(gain, 5.9) == pytest.approx(0.68, abs=0.05)
    assert at(gain, 6.32) == pytest.approx(1.0, abs=1e-3)
    assert steepest(gain) < 0.65 / (0.14 * RATE)


@pytest.mark.parametrize("kind", [CueKind.TONE, CueKind.BELL])
def test_it_makes_no_room_for_a_tone_or_a_bell(kind: CueKind) -> None:
    mixer = Mixer(RATE)
    mixer.play(track([cue(4.0, kind)], 20.0))

    assert gains(mixer, 8.0)[2 * RATE :].min() == 1.0


def test_it_does_not_pump_between_counts_a_second_apart() -> None:
    mixer = Mixer(RATE)
    counts = [cue(float(second), CueKind.COUNT) for second in range(4, 9)]
    mixer.play(track(counts, 20.0, sound=0.55))

    gain = gains(mixer, 9.0)

    assert gain[round(4.2 * RATE) : round(8.9 * RATE)].max() < 0.36


def test_stop_silences_it_within_the_fade_of_the_track() -> None:
    """8 ms after the stop there is nothing left, and no step was larger than that fade needs."""
    mixer, playing = Mixer(RATE), track([cue(1.0)], 60.0)
    mixer.play(playing)
    gains(mixer, 5.0)

    mixer.stop(playing)
    gain = gains(mixer, 0.5)

    assert not gain[round(0.008 * RATE) :].any()
    assert steepest(gain) < 3 * SLOWEST_STEP
    assert not mixer.sounding


def test_a_retimed_track_keeps_its_background() -> None:
    """Nothing is heard of the change, also while it makes room."""
    mixer, playing = Mixer(RATE), track([cue(5.0), cue(9.0)], 60.0)
    mixer.play(playing)
    gains(mixer, 4.0)

    mixer.retime(playing, track([cue(5.0), cue(8.0)], 50.0))
    gain = gains(mixer, 6.0)

    assert at(gain, 0.5) == 1.0
    assert at(gain, 4.2) == pytest.approx(0.35, abs=1e-3)
    assert steepest(gain) < 0.65 / (0.14 * RATE)


def test_its_end_moves_with_the_end_of_the_track() -> None:
    """A practice made longer in its last seconds brings it back; cut short it ends in time."""
    mixer, short, long, cut = Mixer(RATE), track([], 10.0), track([], 30.0), track([], 12.0)
    mixer.play(short)
    gains(mixer, 8.0)
    mixer.retime(short, long)
    back = gains(mixer, 3.0)
    mixer.retime(long, cut)
    falling = gains(mixer, 0.2)
    mixer.retime(cut, track([cue(11.6)], 11.6))
    ending = gains(mixer, 1.5)

    assert (back[0], at(back, 2.01), falling[-1]) == pytest.approx((0.5, 1.0, 0.8), abs=0.01)
    assert not ending[round(0.41 * RATE) :].any()
    assert steepest(np.concatenate((back, falling, ending))) < 1 / (0.39 * RATE)


def test_it_is_switched_on_off_and_exchanged_with_a_fade() -> None:
    """On in two seconds, off in one; two that change places are heard together meanwhile."""
    mixer, none = Mixer(RATE), replace(track([], 60.0), background=None)
    one, other = replace(none, background=ONES), replace(none, background=ONES * np.float32(0.5))
    mixer.play(none)
    parts = [gains(mixer, 1.0)]
    for old, new in ((none, one), (one, other), (other, none)):
        mixer.retime(old, new)
        parts.append(gains(mixer, 3.0))
    off, on, exchanged, left = parts

    assert not off.any()
    assert (at(on, 1.0), on[-1]) == pytest.approx((0.5, 1.0), abs=0.02)
    assert (at(exchanged, 1.0), exchanged[-1]) == pytest.approx((0.25, 0.5), abs=0.02)
    assert (at(left, 0.5), at(left, 1.01)) == pytest.approx((0.25, 0.0), abs=0.02)
    assert steepest(np.concatenate(parts)) < 2 / RATE


def test_it_goes_on_at_its_place_in_the_loop() -> None:
    """Sample p of the track is heard with sample p of the loop, after its end with the first."""
    loop = np.random.default_rng(1).uniform(-0.5, 0.5, 10_007).astype(np.float32)
    mixer, length = Mixer(RATE), 60 * RATE
    mixer.play(Track((), length, loop), start=2 * RATE)
    blocks = [mixer.render(481)[0] for _ in range(500)]
    heard = np.concatenate(blocks)[3 * RATE :]

    begun = 5 * RATE
    assert np.allclose(heard, np.take(loop, np.arange(begun, begun + len(heard)) % len(loop)))


def test_a_clip_may_have_a_background() -> None:
    mixer = Mixer(RATE)
    mixer.play(track_of(AudioClip(np.zeros(10 * RATE, np.int16), RATE), None, RATE, ONES))

    assert gains(mixer, 5.0)[3 * RATE] == 1.0
