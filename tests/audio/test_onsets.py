"""Every exercise, rendered: each phase begins on its sample, at any pace and after changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from assistant.audio.frames import AudioClip
from assistant.audio.mixer import Mixer
from assistant.audio.render import render_score
from assistant.audio.score import Cue, CueKind, Score
from assistant.audio.tones import tone_for
from assistant.audio.track import track_of
from assistant.audio.wavfile import read_wav
from assistant.dialogue.course import Course, course_of
from assistant.dialogue.exercise import Wish
from assistant.dialogue.steering import steered
from tests.content.shipped import shipped

EXERCISES = shipped().exercises
TONED = sorted(name for name, e in EXERCISES.items() if not e.guided and e.cycle_seconds < 60)
RATE = 48_000
AUDIBLE = 0.01
"""Of full scale: under the level a tone opens to, over the end of the tone before."""
HALF_WAVE = round(0.003 * RATE)
"""Samples: no tone stays quiet for as long inside a wave."""
PHASE_ERROR, WHOLE_ERROR = 0.005, 0.010
"""Seconds: the goals of the design."""


def estimate(text: str) -> float:
    return 0.3 + 0.4 * len(text.split())


def starts(score: Score) -> list[float]:
    """Return when the score's tones begin."""
    return [cue.at for cue in score.cues if cue.kind is CueKind.TONE]


def onsets(samples: np.ndarray, near: list[float]) -> Iterator[float]:
    """Yield the second at which sound sets in after a dip, looked for around expected times."""
    for at in near:
        first = max(round((at - 0.05) * RATE), 0)
        level = np.abs(samples[first : first + round(0.1 * RATE)])
        envelope = sliding_window_view(level, HALF_WAVE).max(axis=1)
        dip = int(np.argmin(envelope[: round(0.07 * RATE)]))
        yield (first + dip + np.argmax(envelope[dip:] > AUDIBLE)) / RATE


def assert_exact(heard: list[float], written: list[float]) -> None:
    for (h1, h2), (w1, w2) in zip(pairwise(heard), pairwise(written), strict=True):
        assert abs((h2 - h1) - (w2 - w1)) <= PHASE_ERROR
    assert abs((heard[-1] - heard[0]) - (written[-1] - written[0])) <= WHOLE_ERROR


def tones(cue: Cue) -> AudioClip | None:
    return tone_for(cue, RATE)


@pytest.mark.parametrize("name", TONED)
@pytest.mark.parametrize("pace", [0.5, 0.8, 1.0, 1.37, 2.0])
def test_each_phase_of_a_rendered_file_begins_where_it_is_written(
    name: str, pace: float, tmp_path: Path
) -> None:
    score = course_of(EXERCISES[name], Wish(rounds=8, pace=pace), estimate).score
    render_score(tmp_path / "x.wav", score, tones, RATE)
    samples = read_wav(tmp_path / "x.wav", RATE).samples / 32768

    assert_exact(list(onsets(samples, starts(score))), starts(score))


def played(name: str) -> tuple[Course, np.ndarray]:
    """Play an exercise, changing its pace five times in mid-breath; return it as it came."""
    course = course_of(EXERCISES[name], Wish(rounds=8), estimate)
    mixer = Mixer(RATE)
    track = track_of(course.score, tones, RATE)
    mixer.play(track)
    blocks = []
    changes = ["slower", "slower", "faster", "slower", "faster"]
    body = [placed for placed in course.placed if placed.block.key[0] == 1]
    due = [placed.at + 0.37 * placed.seconds for placed in body[1::3]]
    while mixer.sounding:
        if changes and mixer.position / RATE >= due[0]:
            due.pop(0)
            course = steered(course, mixer.position / RATE, changes.pop(0))
            changed = track_of(course.score, tones, RATE)
            mixer.retime(track, changed)
            track = changed
        blocks.append(mixer.render(480)[0])
    assert not changes
    return course, np.concatenate(blocks)


@pytest.mark.parametrize("name", TONED)
def test_after_five_changes_of_pace_each_phase_still_begins_on_time(name: str) -> None:
    course, samples = played(name)
    written = starts(course.score)

    assert_exact(list(onsets(samples, written)), written)
