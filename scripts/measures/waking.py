"""Does it wake when it is called, and only then?"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant import events
from assistant.app import Manner, Program
from assistant.audio.frames import SPEECH_RATE, Samples
from assistant.audio.wavfile import read_wav
from assistant.bench.people import LEVEL
from assistant.clock import run_virtual
from assistant.errors import AssistantError
from scripts.measures.people import VOICES, at_level, spoken, with_noise
from scripts.measures.talking import Talk, recognizer_of, talking

UPON = ("", "help me breathe", "i need some help", "stop")
"""What is said after the phrase."""
NOISES_DB = (None, 15.0, 5.0)
"""Below the speech; None for none."""
CALLED = Manner(wakes=True, seed=1)


def measure_calls(program: Program, phrase: str) -> int:
    """Call it by each voice in each noise; return how often it did not wake."""
    tries = [(voice, noise, upon) for noise in NOISES_DB for voice in VOICES for upon in UPON]

    async def run() -> list[bool]:
        async with talking(program, recognizer_of(program, True), None, CALLED) as talk:
            await talk.watch.until(lambda event: isinstance(event, events.Spoken), 60)
            return [await _woke(talk, phrase, *one) for one in tries]

    woke = run_virtual(run())
    for noise in NOISES_DB:
        heard = [w for w, (_, level, _) in zip(woke, tries, strict=True) if level == noise]
        print(f"noise {noise} dB below: woken {sum(heard)} of {len(heard)}")
    return woke.count(False)


async def _woke(talk: Talk, phrase: str, voice: str, noise: float | None, upon: str) -> bool:
    speech = spoken(f"{phrase} {upon}".strip(), voice)
    around = np.zeros(SPEECH_RATE // 2, dtype=np.int16)
    speech = np.concatenate((around, speech, around))
    if noise is not None:
        speech = with_noise(speech, noise, seed=len(upon))
    await asyncio.sleep(2.0)
    talk.room.say(speech)
    woke = await talk.watch.until(_is_session, len(speech) / SPEECH_RATE + 6) is not None
    if not woke:
        print(f"not woken: {voice}, {noise}, {upon}", flush=True)
        return False
    await asyncio.sleep(4.0)
    talk.ears.tell("goodbye")
    await talk.watch.until(lambda event: isinstance(event, events.Ended), 30)
    await asyncio.sleep(6.0)
    return True


def _is_session(event: events.Event) -> bool:
    return isinstance(event, events.Started) and event.what == "session"


def measure_others(program: Program, minutes: float, clips: Path | None, texts: Path) -> int:
    """Let others talk and noise sound for so long; return how often it woke."""

    async def run() -> int:
        async with talking(program, recognizer_of(program, True), None, CALLED) as talk:
            await talk.watch.until(lambda event: isinstance(event, events.Spoken), 60)
            return await _listen(talk, _others(clips, texts), minutes * 60)

    wakes = run_virtual(run())
    print(f"woken {wakes} times in {minutes:g} minutes")
    return wakes


async def _listen(talk: Talk, others: Iterator[tuple[str, Samples]], seconds: float) -> int:
    wakes, loop = 0, asyncio.get_running_loop()
    while loop.time() < seconds:
        what, sound = next(others)
        began = loop.time()
        talk.room.say(sound)
        await asyncio.sleep(len(sound) / SPEECH_RATE + 0.5)
        if any(_is_session(event) for _, event in talk.watch.since(began)):
            wakes += 1
            print(f"woken at {began:.0f}: {what}", flush=True)
            talk.ears.tell("goodbye")
            await asyncio.sleep(10.0)
    return wakes


def _others(clips: Path | None, texts: Path) -> Iterator[tuple[str, Samples]]:
    """Yield recordings first, then texts by one voice after another, a third of them in noise."""
    for path in sorted(clips.rglob("*.wav")) if clips else ():
        yield path.name, at_level(read_wav(path).samples, LEVEL)
    for number, text in enumerate(_texts(texts)):
        sound = spoken(text, VOICES[number % len(VOICES)])
        noise = {1: 15.0, 2: 5.0}.get(number % 6)
        yield f"text {number}", with_noise(sound, noise, number) if noise else sound
    raise AssistantError(f"{texts}: is too short for the time; name a longer file")


def _texts(path: Path) -> Sequence[str]:
    """Return the first column of a TSV file, or all texts of a JSON one."""
    if path.suffix == ".json":
        return [text for pairs in json.loads(path.read_text()).values() for text, _ in pairs]
    return [line.partition("\t")[0] for line in path.read_text("utf-8").splitlines()]
