"""What is said of being hurt is spoken softly; measured in the sound that leaves the speaker."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from assistant import events
from assistant.app import Manner, conversation, load
from assistant.audio.frames import AudioClip
from assistant.audio.simulated import WavSpeaker
from assistant.audio.wavfile import read_wav
from assistant.clock import run_virtual
from assistant.settings import Settings
from assistant.typed import ScriptLine, SilentVoice, TypedEars, from_script
from tests.fakes import Recorder

RATE = 22_050


@dataclass(frozen=True)
class Humming(SilentVoice):
    """A voice that hums every line equally loudly."""

    async def clip(self, text: str, pace: float = 1.0) -> AudioClip:
        seconds = np.arange(2 * RATE) / RATE
        return AudioClip((8000 * np.sin(880 * np.pi * seconds)).astype(np.int16), RATE)


def loudness(path: Path, script: Sequence[str]) -> dict[str, float]:
    """Type a conversation; return the loudness of each line as it left the speaker, in dB."""
    recorder = Recorder()
    started: list[float] = []

    async def main() -> None:
        speaker = WavSpeaker(path)
        started.append(asyncio.get_running_loop().time())
        speaker.start()
        ears = TypedEars(from_script([ScriptLine(line) for line in script]), patient=True)
        manner = Manner(stays=False, stays_open=True, seed=1)
        program = load(Settings(country="GB"))
        await conversation(program, ears, speaker, Humming(), recorder, manner).run()
        await speaker.aclose()

    run_virtual(main())
    samples = read_wav(path).samples.astype(float)
    rate = 16_000  # what every file is read as
    found = {}
    for at, event in recorder.events:
        if isinstance(event, events.Said):
            begin = round((at - started[0] + 0.5) * rate)
            part = samples[begin : begin + rate // 2]
            found[event.source] = 20 * float(np.log10(np.sqrt(np.mean(part**2))))
    return found


def test_an_answer_to_being_hurt_is_eight_decibels_softer(tmp_path: Path) -> None:
    """And so is the word that it has stopped; what is begun after that is as loud as ever."""
    script = ["thank you", "he hits me", "stop", "i want to kill myself"]
    found = loudness(tmp_path / "out.wav", script)

    usual = found["thanks"]
    assert found["safety_abuse.believe"] == pytest.approx(usual - 8, abs=0.3)
    assert found["safety_abuse.ask"] == pytest.approx(usual - 8, abs=0.3)
    assert found["stopped"] == pytest.approx(usual - 8, abs=0.3)
    assert found["safety_t3.care"] == pytest.approx(usual, abs=0.3)


def test_a_dialogue_that_leads_to_such_an_answer_goes_on_as_softly(tmp_path: Path) -> None:
    script = ["should we try couples therapy", "yes", "me", "stop"]
    found = loudness(tmp_path / "out.wav", script)

    usual = found["topic_couples_therapy.safe"]
    assert found["safety_abuse.believe"] == pytest.approx(usual - 8, abs=0.3)
    assert found["stopped"] == pytest.approx(usual - 8, abs=0.3)
