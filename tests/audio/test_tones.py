"""Tones tell in and out apart by sound alone, and never click."""

import numpy as np
import pytest

from assistant.audio.frames import AudioClip
from assistant.audio.score import Cue, CueKind, Phase
from assistant.audio.tones import Earcon, bell, earcon_clip, glide, tone_for

PHASES = (Phase.IN, Phase.TOP_UP, Phase.HOLD_IN, Phase.OUT, Phase.HOLD_OUT)


def cue(phase: Phase, seconds: float = 4.0, kind: CueKind = CueKind.TONE) -> Cue:
    return Cue(0.0, kind, phase, 1, "", seconds)


def pitch(clip: AudioClip, at: float) -> float:
    """Return the strongest frequency of a fifth of the clip around `at`, from 0 to 1."""
    middle, half = round(at * len(clip.samples)), len(clip.samples) // 10
    part = clip.samples[middle - half : middle + half] * np.hanning(2 * half)
    spectrum = np.abs(np.fft.rfft(part, 1 << 18))
    return float(np.argmax(spectrum) * clip.rate / (1 << 18))


@pytest.mark.parametrize(
    "clip", [*(glide(p, 4.0) for p in PHASES), bell(), *map(earcon_clip, Earcon)]
)
def test_no_sound_clicks_or_clips(clip: AudioClip) -> None:
    """It begins and ends in silence, moves gently, and keeps 10 dB of room."""
    level = np.abs(clip.samples.astype(int))

    assert clip.samples[0] == clip.samples[-1] == 0
    assert level[:48].max() < 1500
    assert level[-48:].max() < 300
    assert np.abs(np.diff(clip.samples.astype(int), 2)).max() < 200
    assert 2000 < level.max() < 10_000


@pytest.mark.parametrize(
    ("phase", "direction"),
    [
        (Phase.IN, 1),
        (Phase.TOP_UP, 1),
        (Phase.HOLD_IN, 0),
        (Phase.OUT, -1),
        (Phase.HOLD_OUT, 0),
    ],
)
def test_pitch_follows_the_breath(phase: Phase, direction: int) -> None:
    """In rises, out falls, a hold stays."""
    clip = glide(phase, 4.0)

    change = pitch(clip, 0.85) / pitch(clip, 0.15)

    assert np.sign(round(np.log2(change), 1)) == direction


@pytest.mark.parametrize("seconds", [0.3, 1.0, 4.0, 8.0])
def test_a_tone_lasts_as_long_as_its_phase(seconds: float) -> None:
    clip = tone_for(cue(Phase.OUT, seconds), rate=44_100)

    assert clip is not None
    assert clip.rate == 44_100
    assert clip.seconds == pytest.approx(seconds, abs=1e-3)


def test_a_voice_a_count_and_a_rest_have_no_tone() -> None:
    assert tone_for(cue(Phase.IN, kind=CueKind.VOICE)) is None
    assert tone_for(cue(Phase.IN, kind=CueKind.COUNT)) is None
    assert tone_for(cue(Phase.REST)) is None


def test_a_bell_cue_is_the_bell() -> None:
    assert tone_for(cue(Phase.END, 0.0, CueKind.BELL), 48_000) is bell(48_000)


def test_the_same_cue_gives_the_same_samples() -> None:
    """Nothing is left to chance, so a recording can be compared."""
    glide.cache_clear()
    first = glide(Phase.IN, 3.0)
    glide.cache_clear()

    assert np.array_equal(first.samples, glide(Phase.IN, 3.0).samples)
