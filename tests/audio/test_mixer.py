"""The mixer puts every cue on its sample, whatever happens on the way."""

import random
from dataclasses import replace

import numpy as np
import pytest

from assistant.audio.frames import AudioClip
from assistant.audio.mixer import DUCK_GAIN, Mixer
from assistant.audio.playback import Notice
from assistant.audio.score import Cue, CueKind, Phase, Score
from assistant.audio.track import Track, Waveform, track_of

RATE = 48_000
CLICK = AudioClip(np.array([16_000], dtype=np.int16), RATE)


def clicks(*times: float, seconds: float) -> Score:
    """Return a score with a one-sample click at each time."""
    cues = tuple(Cue(at, CueKind.TONE, Phase.IN, n, "") for n, at in enumerate(times))
    return Score(cues, seconds)


def track(score: Score) -> Track:
    return track_of(score, lambda cue: CLICK, RATE)


def render(mixer: Mixer, seconds: float) -> tuple[Waveform, list[Notice]]:
    """Render in uneven blocks, as a card may ask for."""
    sizes = random.Random(seconds)
    blocks: list[Waveform] = []
    notices: list[Notice] = []
    at, end = 0, round(seconds * RATE)
    while at < end:
        block, found = mixer.render(min(end - at, sizes.choice((64, 480, 441, 1024))))
        notices += [replace(notice, offset=at + notice.offset) for notice in found]
        blocks.append(block)
        at += len(block)
    return np.concatenate(blocks), notices


def heard(block: Waveform) -> list[int]:
    """Return the samples on which a click sounds."""
    return [int(at) for at in np.flatnonzero(np.abs(block) > 0.01)]


def level(gain: float) -> AudioClip:
    return AudioClip(np.full(RATE * 2, gain * 32_767, dtype=np.int16), RATE)


def test_five_minutes_of_cues_land_on_their_samples() -> None:
    """A cue at t sounds and is announced at sample round(t * rate): no error, no drift."""
    times = [0.37 + n * 1.6180339 for n in range(180)]
    mixer = Mixer(RATE)
    mixer.play(track(clicks(*times, seconds=300.0)))

    block, notices = render(mixer, 300.2)

    expected = [round(at * RATE) for at in times]
    assert heard(block) == expected
    assert [notice.offset for notice in notices if notice.cue] == expected
    assert notices[-1].ended


def test_five_retimes_keep_every_later_cue_on_its_new_sample() -> None:
    """After each change of pace, what is still to come is exactly where the new score has it."""
    score = clicks(*(0.25 + n * 1.1 for n in range(60)), seconds=70.0)
    mixer, playing = Mixer(RATE), track(score)
    mixer.play(playing)
    parts = []
    for factor in (1.3, 0.8, 1.5, 0.7, 1.1):
        parts.append(render(mixer, 7.77)[0])
        score = score.retimed(mixer.position / RATE, factor)
        old, playing = playing, track(score)
        mixer.retime(old, playing)
    parts.append(render(mixer, 90.0)[0])

    assert heard(np.concatenate(parts)) == [round(cue.at * RATE) for cue in score.cues]


def test_a_cue_is_neither_lost_nor_repeated_when_the_score_is_retimed_late() -> None:
    """Cues keep their number: one that was played stays played, one now overdue plays at once."""
    score = clicks(1.0, 1.1, 2.0, seconds=3.0)
    mixer, playing = Mixer(RATE), track(score)
    mixer.play(playing)
    before, _ = render(mixer, 1.05)

    mixer.retime(playing, track(clicks(1.0, 1.02, 1.5, seconds=2.0)))
    after, notices = render(mixer, 1.0)

    assert heard(before) == [RATE]
    assert heard(after) == [0, round(0.45 * RATE)]
    assert sum(notice.ended for notice in notices) == 1


def test_what_is_cut_goes_on_at_the_sample_where_it_was() -> None:
    """Cut and played again from its position, no click is lost, doubled or moved."""
    times = [0.5 + n * 0.9 for n in range(40)]
    playing = track(clicks(*times, seconds=40.0))
    mixer = Mixer(RATE)
    mixer.play(playing)

    played = []
    for _ in range(3):
        played.append(render(mixer, 4.03)[0])
        position = mixer.position
        mixer.stop(playing)
        render(mixer, 0.5)
        mixer.play(playing, position)
    played.append(render(mixer, 40.0)[0])

    found = heard(np.concatenate(played))
    assert found == [round(at * RATE) for at in times]


def test_a_sound_that_goes_on_in_its_middle_fades_in() -> None:
    """No sample of the first 8 ms is louder than a straight line from silence allows."""
    mixer = Mixer(RATE)
    mixer.play(track_of(level(0.5), None, RATE), RATE // 4)

    block, _ = render(mixer, 0.1)

    line = np.arange(1, len(block) + 1) / round(0.008 * RATE)
    assert np.all(np.abs(block) <= 0.5 * np.minimum(line, 1.0) + 0.001)
    assert np.abs(block[-1]) > 0.4


def test_stop_is_silent_within_its_fade_and_does_not_click() -> None:
    """The fade lasts 8 ms and no step in it is larger than a straight line needs."""
    playing = track_of(level(0.5), None, RATE)
    mixer = Mixer(RATE)
    mixer.play(playing)
    render(mixer, 0.5)

    mixer.stop(playing)
    block, _ = render(mixer, 0.1)

    fade = round(0.008 * RATE)
    assert np.abs(np.diff(block[:fade])).max() < 1.5 * 0.5 / fade
    assert not block[fade:].any()
    assert not mixer.sounding


def test_a_stop_that_comes_late_leaves_the_next_sound_alone() -> None:
    """Stopping a track that no longer plays does nothing."""
    first, second = track_of(level(0.5), None, RATE), track_of(level(0.25), None, RATE)
    mixer = Mixer(RATE)
    mixer.play(first)
    mixer.play(second)
    mixer.stop(first)

    block, _ = render(mixer, 0.1)

    assert block[-1] == pytest.approx(0.25, abs=1e-3)


def test_ducking_is_a_smooth_step_of_15_db() -> None:
    mixer = Mixer(RATE)
    mixer.play(track_of(level(0.5), None, RATE))
    render(mixer, 0.1)

    mixer.set_gain(DUCK_GAIN)
    block, _ = render(mixer, 0.1)

    assert 20 * np.log10(block[-1] / 0.5) == pytest.approx(-15, abs=0.5)
    assert np.abs(np.diff(block)).max() < 0.001


def test_playing_can_start_in_the_middle() -> None:
    """What began before is heard from there on and not announced; what follows keeps its time."""
    mixer = Mixer(RATE)
    mixer.play(track_of(level(0.5), None, RATE), start=RATE)

    block, notices = render(mixer, 1.5)

    assert np.abs(block[RATE - 1] - 0.5) < 1e-3
    assert not block[RATE:].any()
    assert [notice.offset for notice in notices if notice.cue] == []
    assert RATE <= notices[-1].offset < RATE + 1024


def test_loud_sounds_together_stay_inside_full_scale() -> None:
    score = clicks(0.0, 0.0, 0.0, seconds=1.0)
    mixer = Mixer(RATE)
    mixer.play(track_of(score, lambda cue: level(0.9), RATE))

    block, _ = render(mixer, 0.5)

    assert block.max() == 1.0


def test_a_last_sound_rings_out_past_the_end_of_its_score() -> None:
    mixer = Mixer(RATE)
    mixer.play(track_of(clicks(1.0, seconds=1.0), lambda cue: level(0.5), RATE))

    block, notices = render(mixer, 4.0)

    assert heard(block) == list(range(RATE, 3 * RATE))
    assert notices[-1].ended
    assert 3 * RATE <= notices[-1].offset < 3 * RATE + 1024
