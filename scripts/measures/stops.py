"""Is "stop" heard over its own voice, and how soon is it silent?"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable

from assistant import events
from assistant.app import Manner, Program
from assistant.audio.frames import SPEECH_RATE
from assistant.bench.people import STOPS
from assistant.clock import run_virtual
from scripts.measures.people import VOICES, spoken
from scripts.measures.talking import Talk, recognizer_of, talking

REQUESTS = ("what can you do", "help me breathe", "a body scan", "tell me it will be okay")
OVER_VOICE_SECONDS = 0.6
"""Of a line that is under way when "stop" begins."""
MOST_SECONDS = 0.9
"""After a stop; what sounds on after that was missed."""
AUDIBLE = 180
"""Sample of int16 from which something sounds: -45 dB."""


def measure(program: Program, times: int, echo_db: float) -> int:
    """Say stop so often; return how often it was missed."""
    recognizer = recognizer_of(program)
    program.judge.prepare()

    async def run() -> list[float | None]:
        manner = Manner(stays_open=True, seed=1)
        async with talking(program, recognizer, echo_db, manner) as talk:
            await talk.watch.until(_is(events.Spoken), 60)
            return [await _stopped(talk, number) for number in range(times)]

    taken = run_virtual(run())
    silences = [seconds for seconds in taken if seconds is not None]
    print(
        f"silent after {statistics.median(silences):.2f} s (median), {max(silences):.2f} s (most), "
        f"{sum(s > 0.5 for s in silences)} over 0.5 s; {taken.count(None)} of {times} missed"
    )
    return taken.count(None)


async def _stopped(talk: Talk, number: int) -> float | None:
    """Ask for something, say stop over its voice; return the time to silence, None for a miss."""
    voice, word = VOICES[number % len(VOICES)], STOPS[number % len(STOPS)]
    await asyncio.sleep(3.0)
    talk.ears.tell(REQUESTS[number % len(REQUESTS)])
    await talk.watch.until(_is(events.Said), 10)
    for _ in range(number // len(REQUESTS) % 3):  # not always over the first line
        await talk.watch.until(_is(events.Said), 20)
    await asyncio.sleep(OVER_VOICE_SECONDS)
    speech = spoken(word, voice)
    began = asyncio.get_running_loop().time()
    talk.room.say(speech)
    ended_at = began + len(speech) / SPEECH_RATE
    silent_at = await _silence(talk, ended_at)
    seconds = silent_at - ended_at if silent_at else None
    how = "missed" if seconds is None else f"{seconds:.2f} s"
    print(f"{number}: {word} ({voice}): {how}", flush=True)
    if seconds is None:
        for at, event in talk.watch.since(began):
            print(f"    {at - ended_at:.2f} {event.to_dict()}"[:160])
        talk.ears.tell("stop")
    await talk.watch.until(_is(events.Spoken), 5)
    return seconds


async def _silence(talk: Talk, ended_at: float) -> float | None:
    """Return when our last sound was, before the time is up; None where it sounds on."""
    loop = asyncio.get_running_loop()
    last = ended_at
    while loop.time() < ended_at + MOST_SECONDS:
        await asyncio.sleep(0.01)
        if talk.room.loudest > AUDIBLE and loop.time() > ended_at:
            last = loop.time()
    is_stopped = any(
        isinstance(event, events.Intent) and event.label == "stop"
        for _, event in talk.watch.since(ended_at - 1.5)
    )
    return last if is_stopped and last < loop.time() - 0.2 else None


def _is(kind: type[events.Event]) -> Callable[[events.Event], bool]:
    return lambda event: isinstance(event, kind)
