"""Are a breath, a sigh, a sob, a cough taken for words? They are made here, from source and filter.

No recording of any is at hand; what a person's own sounds like can only be tried with a person.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from assistant import events
from assistant.app import Manner, Program
from assistant.audio.frames import SPEECH_RATE, Samples
from assistant.bench.people import LEVEL
from assistant.clock import run_virtual
from scripts.measures.people import at_level
from scripts.measures.talking import Talk, recognizer_of, talking

Sound = npt.NDArray[np.float64]
OPEN, NARROW, NOSE = (700, 1200, 2600), (400, 1800, 2500), (300, 3500, 5500)
"""Resonances of the throat, Hz."""
LEVELS = LEVEL, LEVEL / 4


def _shaped(source: Sound, resonances: tuple[int, ...]) -> Sound:
    spectrum = np.fft.rfft(source)
    hertz = np.fft.rfftfreq(len(source), 1 / SPEECH_RATE)
    gain = sum(1 / (1 + ((hertz - at) / 150) ** 2) for at in resonances)
    return np.fft.irfft(spectrum * gain, len(source))


def _air(seconds: float, chance: np.random.Generator) -> Sound:
    return chance.standard_normal(round(seconds * SPEECH_RATE))


def _voiced(seconds: float, first: float, last: float, chance: np.random.Generator) -> Sound:
    """Return a buzz that glides from one pitch, Hz, to another, with some air in it."""
    length = round(seconds * SPEECH_RATE)
    pitch = np.linspace(first, last, length) * (1 + 0.02 * chance.standard_normal(length))
    buzz = np.sign(np.sin(2 * np.pi * np.cumsum(pitch) / SPEECH_RATE)) ** 3
    return buzz + 0.3 * chance.standard_normal(length)


def _swell(sound: Sound, attack: float) -> Sound:
    """Let a sound rise in a share of its length, and fall in the rest."""
    at = np.arange(len(sound)) / len(sound)
    return sound * np.minimum(at / attack, (1 - at) / (1 - attack))


def _row(*parts: Sound) -> Sound:
    """Return parts with a tenth of a second between them."""
    gap = np.zeros(SPEECH_RATE // 10)
    return np.concatenate([piece for part in parts for piece in (part, gap)])


SOUNDS: dict[str, Callable[[np.random.Generator], Sound]] = {
    "breath in": lambda c: _swell(_shaped(_air(2.0, c), NOSE), 0.6),
    "breath out": lambda c: _swell(_shaped(_air(3.0, c), OPEN), 0.2),
    "sigh": lambda c: _swell(_shaped(_voiced(1.4, 210, 120, c) * 0.4 + _air(1.4, c), OPEN), 0.15),
    "sob": lambda c: _row(
        *(_swell(_shaped(_voiced(0.18, 330, 290, c), OPEN), 0.2) for _ in range(4)),
        _swell(_shaped(_air(0.6, c), NARROW), 0.7),
    ),
    "cough": lambda c: _row(*(_swell(_shaped(_air(0.28, c), OPEN), 0.05) for _ in range(2))),
    "sniff": lambda c: _row(*(_swell(_shaped(_air(0.3, c), NOSE), 0.7) for _ in range(2))),
    "throat": lambda c: _row(
        *(_swell(_shaped(_voiced(0.3, 110, 90, c) + _air(0.3, c), NARROW), 0.2) for _ in range(2))
    ),
    "yawn": lambda c: _swell(_shaped(_voiced(1.8, 180, 130, c) * 0.5 + _air(1.8, c), OPEN), 0.4),
}


def measure(program: Program, times: int) -> int:
    """Make each sound so often in a practice and on the open floor; return what was acted on."""
    recognizer = recognizer_of(program)

    async def run() -> int:
        manner = Manner(stays_open=True, seed=1)
        async with talking(program, recognizer, -6.0, manner) as talk:
            await talk.watch.until(lambda event: isinstance(event, events.Spoken), 60)
            await asyncio.sleep(60.0)
            on_the_floor = await _count(talk, times, "on the open floor")
            talk.ears.tell("a body scan for twenty minutes")
            await asyncio.sleep(60.0)
            return on_the_floor + await _count(talk, times, "in a practice")

    return run_virtual(run())


async def _count(talk: Talk, times: int, where: str) -> int:
    acted_on = made = 0
    for name, make in SOUNDS.items():
        for seed in range(times):
            sound = _as_heard(make(np.random.default_rng(seed)), LEVELS[seed % len(LEVELS)])
            began = asyncio.get_running_loop().time()
            talk.room.say(sound)
            await asyncio.sleep(len(sound) / SPEECH_RATE + 3.0)
            heard = [event for _, event in talk.watch.since(began) if _is_taken(event)]
            made += 1
            acted_on += bool(heard)
            for event in heard:
                print(f"{where}: {name} {seed}: {event.to_dict()}", flush=True)
    print(f"{where}: {made} sounds, {acted_on} acted on", flush=True)
    return acted_on


def _as_heard(sound: Sound, level: float) -> Samples:
    return at_level((sound / np.abs(sound).max() * 20_000).astype(np.int16), level)


def _is_taken(event: events.Event) -> bool:
    is_heard = isinstance(event, events.Heard) and event.ignored is None
    return is_heard or isinstance(event, events.Interrupted | events.NoMatch)
