"""The demo: a synthesised person talks to the assistant, through the real recogniser, in real time.

It needs no hardware: the person's voice goes straight into the listener, the assistant's into a
file. Both end up in one stereo WAV.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant import events
from assistant.app import Manner, Program, spoken
from assistant.audio.devices import Room
from assistant.audio.frames import (
    FRAME_SAMPLES,
    FRAME_SECONDS,
    SPEECH_RATE,
    AudioClip,
    AudioFrame,
    Samples,
    silence,
)
from assistant.audio.simulated import RATE, WavSpeaker
from assistant.audio.track import waveform_of
from assistant.audio.wavfile import read_wav, to_int16, write_stereo
from assistant.bench.people import Person
from assistant.content.loader import CORE
from assistant.typed import ScriptLine, read_script

SCRIPT = CORE / "demo.txt"
BREATH_SECONDS = 0.7
"""Between getting the floor and speaking."""
_SILENCE: Samples = silence(FRAME_SECONDS).samples


class DemoPerson:
    """A Microphone in front of which a script is spoken when the floor is free."""

    name = "demo"

    def __init__(self, script: Sequence[ScriptLine], voice: Person) -> None:
        self._script, self._voice = script, voice
        self._floor = asyncio.Event()
        self._practice = asyncio.Event()
        self._greeted = False
        self._saying: deque[Samples] = deque()
        self._taped: list[Samples] = []

    @property
    def tape(self) -> AudioClip:
        """What has been said, with the silence between, from the start."""
        return AudioClip(np.concatenate(self._taped), SPEECH_RATE)

    def observe(self, event: events.Event) -> None:
        """Follow whose floor it is."""
        match event:
            case events.Listening() if self._greeted:
                self._floor.set()
            case events.Cue():
                self._practice.set()
            case events.Said(role=role) if role not in ("cue", "guide"):
                self._greeted = True
                self._floor.clear()

    async def speak(self) -> None:
        """Say the script, line by line: after a wait in a practice, else with the floor."""
        in_practice = False
        for line in self._script:
            if line.wait:
                await self._practice.wait()
                await asyncio.sleep(line.wait)
                in_practice = True
                continue
            if not in_practice:
                await self._floor.wait()
            in_practice = False
            await asyncio.sleep(BREATH_SECONDS)
            self._floor.clear()
            speech = to_int16(waveform_of(self._voice.clip(line.text, turn=1), SPEECH_RATE))
            whole = len(speech) // FRAME_SAMPLES * FRAME_SAMPLES
            self._saying.extend(speech[:whole].reshape(-1, FRAME_SAMPLES))

    async def frames(self) -> AsyncIterator[AudioFrame]:
        """Yield what is said, or silence, frame by frame in real time."""
        loop = asyncio.get_running_loop()
        ended_at = loop.time()
        while True:
            ended_at += FRAME_SECONDS
            await asyncio.sleep(max(ended_at - loop.time(), 0))
            samples = self._saying.popleft() if self._saying else _SILENCE
            self._taped.append(samples)
            yield AudioFrame(samples, ended_at)

    async def aclose(self) -> None:
        """Have nothing to release."""


async def talk(program: Program, output: Path, observe: events.Observer, manner: Manner) -> None:
    """Hold the scripted conversation and write both voices to a stereo WAV."""
    voice = await asyncio.to_thread(Person)
    person = DemoPerson(read_script(SCRIPT), voice)

    def observe_both(event: events.Event) -> None:
        observe(event)
        person.observe(event)

    with TemporaryDirectory() as folder:
        heard = Path(folder) / "assistant.wav"
        speaker = WavSpeaker(heard)
        room = Room(person, speaker)
        try:
            async with spoken(program, room, observe_both, manner) as talking:
                speaker.start()
                speaking = asyncio.create_task(person.speak())
                await talking.run()
                speaking.cancel()
        finally:
            voice.close()
            await speaker.aclose()
        write_stereo(
            output, AudioClip(to_int16(waveform_of(person.tape, RATE)), RATE), read_wav(heard, RATE)
        )
