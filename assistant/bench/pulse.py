"""How exactly the cues of a practice sound, against the score's own rendering."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.app import Program
from assistant.audio.frames import AudioClip
from assistant.audio.score import CueKind, Score
from assistant.audio.wavfile import read_wav
from assistant.bench.card import RATE, VirtualCard
from assistant.bench.onset import first_sound, shift
from assistant.dialogue.course import course_of
from assistant.dialogue.exercise import Wish
from assistant.errors import AssistantError
from assistant.speech.estimate import estimated_seconds

WINDOW_SECONDS = 1.0
"""Of each cue's sound that is compared."""
MOST_ERROR_SECONDS = 0.2

EXERCISE = "long_out_4_6"


def cue_errors(program: Program, config: Path | None, minutes: float) -> list[tuple[float, float]]:
    """Return (seconds into the practice, seconds too late) for each toned cue, the first at 0."""
    with TemporaryDirectory() as folder, VirtualCard() as card:
        rendered = Path(folder) / "rendered.wav"
        _breathe(config, minutes, card.environment, "--output", str(rendered))
        reference = read_wav(rendered, RATE)
        recorder = card.record()
        _breathe(config, minutes, card.environment)
        heard = recorder.stop().assistant
    exercise = program.pack.exercises[EXERCISE]
    score = course_of(exercise, Wish(minutes), estimated_seconds).score
    return list(_errors(score, reference, heard))


def _errors(score: Score, reference: AudioClip, heard: AudioClip) -> Iterator[tuple[float, float]]:
    begins = [first_sound(clip) for clip in (reference, heard)]
    if begins[0] is None or begins[1] is None:
        raise AssistantError("the breathing practice made no sound")
    offset = begins[1] - begins[0]
    zero: float | None = None
    for cue in score.cues:
        if cue.kind is not CueKind.TONE:
            continue
        late = shift(_part(reference, cue.at), _part(heard, cue.at + offset), MOST_ERROR_SECONDS)
        zero = late if zero is None else zero
        yield cue.at, late - zero


def _part(clip: AudioClip, at: float) -> AudioClip:
    start = round(at * clip.rate)
    return AudioClip(clip.samples[start : start + round(WINDOW_SECONDS * clip.rate)], clip.rate)


def _breathe(
    config: Path | None, minutes: float, environment: Mapping[str, str], *more: str
) -> None:
    command = [sys.executable, "-m", "assistant", "breathe", EXERCISE, "--minutes", str(minutes)]
    command += ["--config", str(config)] if config else []
    subprocess.run([*command, *more], env=environment, check=True)
