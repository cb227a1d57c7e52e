"""A track converts its clips as they sound, and shares them."""

import random
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from assistant.audio.frames import AudioClip
from assistant.audio.render import render_score
from assistant.audio.score import Cue, CueKind, Phase, Score
from assistant.audio.tones import tone_for
from assistant.audio.track import ClipReader, track_of, waveform_of
from assistant.audio.wavfile import read_wav


def noise(seconds: float, rate: int) -> AudioClip:
    samples = np.random.default_rng(3).integers(-9_000, 9_000, round(seconds * rate))
    return AudioClip(samples.astype(np.int16), rate)


def breaths(minutes: float, voice: bool) -> Score:
    """Return a score of breaths of ten seconds: a tone for each way, and a word if `voice`."""
    cues = list[Cue]()
    for cycle in range(round(minutes * 6)):
        for at, phase in ((0.0, Phase.IN), (5.0, Phase.OUT)):
            cues.append(Cue(cycle * 10 + at, CueKind.TONE, phase, cycle + 1, "", 5.0))
            if voice:
                cues.append(Cue(cycle * 10 + at, CueKind.VOICE, phase, cycle + 1, "word", 5.0))
    return Score(tuple(cues), minutes * 60)


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100, 48_000])
def test_a_clip_read_piece_by_piece_is_the_clip_converted_whole(rate: int) -> None:
    """Whatever a card asks for, not one sample differs."""
    clip, sizes = noise(1.3, rate), random.Random(rate)
    reader = ClipReader(clip, 48_000)

    parts = []
    while len(part := reader.take(sizes.choice((64, 441, 480, 1_024, 4_800)))):
        parts.append(part)

    assert np.array_equal(np.concatenate(parts), waveform_of(clip, 48_000))


def test_a_clip_can_be_read_from_its_middle() -> None:
    """From 10 ms after the start on, it is what it would have been."""
    low = AudioClip((8_000 * np.sin(np.arange(22_050) / 20)).astype(np.int16), 22_050)

    part = ClipReader(low, 48_000, start=12_000).take(12_000)

    assert np.abs(part - waveform_of(low, 48_000)[12_000:24_000])[480:].max() < 0.01


def test_cues_with_one_clip_share_it() -> None:
    """However many cues a score has, its track holds each clip once and as it was."""
    clip = noise(2.0, 22_050)
    track = track_of(breaths(5, voice=True), lambda cue: clip, 48_000)

    assert len(track.sounds) == 120
    assert all(sound.clip is clip for sound in track.sounds)


def test_the_memory_of_a_rendering_does_not_grow_with_its_length(tmp_path: Path) -> None:
    """Four minutes in which each word is another clip take as much as one: less than 2 MB.

    Held whole at the rate of the file they would take 12.
    """
    samples = noise(4.0, 22_050).samples
    tracemalloc.start()
    try:
        render_score(
            tmp_path / "out.wav",
            breaths(4, voice=True),
            lambda cue: AudioClip(samples, 22_050),
            16_000,
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 2_000_000
    assert read_wav(tmp_path / "out.wav", None).seconds == pytest.approx(240, abs=0.1)


@pytest.mark.parametrize("background", [None, "rain", "drone"])
def test_a_background_is_heard_between_the_tones_of_a_file(
    tmp_path: Path, background: str | None
) -> None:
    render_score(tmp_path / "out.wav", breaths(5, False), tone_for, background=background)

    clip = read_wav(tmp_path / "out.wav", None)
    between = clip.samples[round(64.985 * 48_000) : round(64.9999 * 48_000)]
    assert clip.seconds == pytest.approx(300, abs=0.1)
    assert (np.abs(between).max() > 100) == (background is not None)
