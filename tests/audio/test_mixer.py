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


def tones(*starts: float, kind: CueKind = CueKind.TONE, last: CueKind = CueKind.TONE) -> Track:
    """Return two-second level sounds, then one silent cue of kind `last` at the last start."""
    kinds = (*(kind for _ in starts[1:]), last)
    cues = tuple(
        Cue(at, what, Phase.IN, n, "")
        for n, (at, what) in enumerate(zip(starts, kinds, strict=True))
    )
    sounds = (level(0.5) if cue.at < starts[-1] else None for cue in cues)
    return track_of(Score(cues, 5.0), lambda cue: next(sounds), RATE)


@pytest.mark.parametrize("last", [CueKind.TONE, CueKind.BELL])
def test_a_tone_gives_way_to_the_next_one_without_a_click(last: CueKind) -> None:
    """What still sounds when a tone or bell begins is whole until then and gone 60 ms later."""
    mixer = Mixer(RATE)
    mixer.play(tones(0.0, 1.0, last=last))

    block, _ = render(mixer, 2.5)

    fade = round(0.06 * RATE)
    assert np.allclose(block[:RATE], 0.5, atol=1e-3)
    assert block[RATE + fade // 2] == pytest.approx(0.25, abs=1e-3)
    assert not block[RATE + fade :].any()
    assert np.abs(np.diff(block[1:])).max() < 1.1 * 0.5 / fade


@pytest.mark.parametrize("kind", [CueKind.VOICE, CueKind.COUNT, CueKind.BELL])
def test_only_a_tone_gives_way(kind: CueKind) -> None:
    """A voice is spoken to its end and a bell rings out, whatever tone begins."""
    mixer = Mixer(RATE)
    mixer.play(tones(0.0, 1.0, kind=kind))

    block, _ = render(mixer, 2.5)

    assert np.allclose(block[: 2 * RATE], 0.5, atol=1e-3)


def test_a_tone_goes_on_under_a_voice_and_beside_a_tone_of_the_same_moment() -> None:
    mixer = Mixer(RATE)
    mixer.play(tones(0.0, 1.0, last=CueKind.VOICE))
    under_voice, _ = render(mixer, 5.1)
    mixer.play(tones(0.0, 0.0, 3.0))
    together, _ = render(mixer, 5.1)

    assert np.allclose(under_voice[: 2 * RATE], 0.5, atol=1e-3)
    assert np.allclose(together[: 2 * RATE], 1.0, atol=1e-3)


def test_what_gave_way_does_not_come_back_when_the_track_is_resumed() -> None:
    """Begun at 1.5 s, a tone that gave way at 1.0 s is silent; one begun at 1.02 s fades on."""
    mixer = Mixer(RATE)
    mixer.play(tones(0.0, 1.0), start=round(1.5 * RATE))
    gone, _ = render(mixer, 4.0)
    mixer.play(tones(0.0, 1.0), start=round(1.02 * RATE))
    going, _ = render(mixer, 0.5)

    assert not gone.any()
    assert going[round(0.01 * RATE)] == pytest.approx(0.25, abs=0.01)
    assert not going[round(0.04 * RATE) :].any()


def test_a_cue_sounds_at_its_gain() -> None:
    """One clip serves loud and soft cues; a gain outside of 0 to 1 is refused."""
    gains = (1.0, 0.5, 0.25)
    cues = tuple(Cue(3.0 * n, CueKind.VOICE, Phase.IN, n, "", gain=g) for n, g in enumerate(gains))
    clip, mixer = level(0.8), Mixer(RATE)
    mixer.play(track_of(Score(cues, 9.0), lambda cue: clip, RATE))

    block, _ = render(mixer, 9.5)

    heard_at = [float(block[round((3.0 * n + 1.0) * RATE)]) for n in range(3)]
    assert heard_at == pytest.approx([0.8, 0.4, 0.2], abs=1e-3)
    with pytest.raises(ValueError, match="a cue's gain is 0 to 1"):
        Cue(0.0, CueKind.VOICE, Phase.IN, 1, "", gain=1.2)
