"""Does it take its own voice for somebody's? It leads its own practices in a room with an echo."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from assistant import events
from assistant.app import Manner, Program
from assistant.bench.card import VirtualCard
from assistant.bench.people import Person
from assistant.bench.subject import Subject
from assistant.clock import run_virtual
from assistant.errors import AssistantError
from scripts.measures.talking import Talk, recognizer_of, talking

REST_SECONDS = 40.0
"""After a practice: its closing question is met with silence."""


def measure(program: Program, minutes: float, echo_db: float, cancels: bool) -> int:
    """Lead practices for so many minutes; return how often it acted on what nobody said."""
    began = time.monotonic()
    recognizer = recognizer_of(program)
    program.judge.prepare()

    async def lead() -> int:
        manner = Manner(stays_open=True, seed=1)
        async with talking(program, recognizer, echo_db, manner, cancels) as talk:
            await talk.watch.until(lambda event: isinstance(event, events.Spoken), 60)
            return await _lead_for(talk, program, minutes * 60)

    made_up = run_virtual(lead())
    print(f"in {time.monotonic() - began:.0f} s: {made_up} acted on")
    return made_up


async def _lead_for(talk: Talk, program: Program, seconds: float) -> int:
    loop = asyncio.get_running_loop()
    made_up = 0
    requests = _requests(program)
    while loop.time() < seconds:
        await asyncio.sleep(REST_SECONDS)
        asked_at, request = loop.time(), next(requests)
        talk.ears.tell(request)
        await talk.watch.until(lambda event: isinstance(event, events.Ended), 1500)
        await asyncio.sleep(REST_SECONDS)
        made_up += _report(talk, asked_at, request)
    return made_up


def measure_live(config: Path | None, minutes: float, echo_db: float) -> int:
    """Lead breathing for so many minutes in real time; return as `measure` does."""
    made_up = 0
    arguments = ["--seed", "1", *(["--config", str(config)] if config else [])]
    ends_at = time.monotonic() + minutes * 60
    with (
        closing(Person()) as person,
        VirtualCard(echo_db) as card,
        Subject(card.environment, arguments) as subject,
    ):
        subject.wait_for("spoken", 60)
        while time.monotonic() < ends_at:
            subject.wait_for("listening", 60)
            time.sleep(1.0)
            card.play_into_microphone(person.clip("help me breathe for ten minutes")).wait()
            subject.wait_for("started", 10)
            before = len(subject.events)
            with suppress(AssistantError):  # time may be up inside the practice
                subject.wait_for("ended", max(1.0, min(700.0, ends_at - time.monotonic())))
            heard = [event for event in subject.events[before:] if event["event"] == "heard"]
            acted_on = [event for event in heard if event["ignored"] is None]
            made_up += len(acted_on)
            print(f"heard {len(heard)}, acted on {[e['text'] for e in acted_on]}", flush=True)
    return made_up


def _requests(program: Program) -> Iterator[str]:
    """Yield a wish for each practice at its fullest, over and over."""
    while True:
        for exercise in program.pack.exercises.values():
            yield f"{exercise.how_to_ask} for twenty minutes"


def _report(talk: Talk, asked_at: float, request: str) -> int:
    """Print what was heard since a practice was asked for; return what was acted on, unasked."""
    since = talk.watch.since(asked_at)
    heard = [(at, event) for at, event in since if isinstance(event, events.Heard)]
    acted_on = [(at, event) for at, event in heard[1:] if event.ignored is None]
    minutes = (asyncio.get_running_loop().time() - asked_at) / 60
    print(f"{request}: {minutes:.1f} min, heard {len(heard) - 1}, acted on {len(acted_on)}")
    for at, event in heard[1:]:
        print(f"    at {at - asked_at:.1f}: {event.text} ({event.ignored})", flush=True)
    return len(acted_on)
