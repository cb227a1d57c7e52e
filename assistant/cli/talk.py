"""run, chat and demo: the conversation, spoken, typed, or with a synthesised person."""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import replace

from assistant import events
from assistant.adapters.systemd import supervisor
from assistant.app import Manner, Program, conversation, load, spoken
from assistant.audio.silent import SilentSpeaker
from assistant.captions import Captions, JsonLines
from assistant.cli.output import complain, tell_fault, until_told, write
from assistant.clock import run_virtual
from assistant.config import load_settings
from assistant.doctor import examine_devices
from assistant.errors import DeviceError
from assistant.settings import MINUTES_A_DAY, Settings
from assistant.typed import SilentVoice, TypedEars, from_script, from_stream, read_script

STARTED_AT = time.monotonic()
NOON = 12 * 3600.0
"""Seconds of the day at which every script begins, so that it always goes the same."""


def run(options: argparse.Namespace) -> int:
    """The spoken loop."""
    settings = _with_devices(load_settings(options.config), options)
    missing = [finding.text for finding in examine_devices(settings) if not finding.well]
    if missing:
        raise DeviceError("; ".join(missing))
    program = _load(settings)
    observe = _observer(options, time.monotonic, STARTED_AT, captions=options.captions)
    manner = Manner(
        stays_open=options.open,
        wakes=not options.open,
        introduces=not options.open,
        signals=not options.open,
        show_sensitive=options.show_sensitive,
        seed=options.seed,
    )

    from assistant.room import open_room

    watched = supervisor(os.environ)

    def tell(event: events.Event) -> None:
        observe(event)
        if watched:
            watched.observe(event)

    async def talk() -> None:
        alive = asyncio.ensure_future(watched.keep_alive()) if watched else None
        async with (
            open_room(program.settings) as room,
            spoken(program, room, tell, manner) as talking,
        ):
            await talking.run()
        if alive:
            alive.cancel()

    until_told(talk())
    return 0


def chat(options: argparse.Namespace) -> int:
    """The same conversation, typed; on a virtual clock where it is scripted."""
    program = _load(load_settings(options.config))
    manner = Manner(
        stays=False,
        stays_open=True,
        waits=options.script is not None,
        show_sensitive=options.show_sensitive,
        seed=options.seed,
    )
    if options.script:
        return _scripted(program, options, replace(manner, seed=options.seed or 0))
    observe = _observer(options, time.monotonic, STARTED_AT, captions=True, person=False)
    ears = TypedEars(from_stream(_keyboard()))
    talking = conversation(
        program, ears, SilentSpeaker(), SilentVoice(instant=True), observe, manner
    )
    until_told(talking.run())
    return 0


def _load(settings: Settings) -> Program:
    """Load the content, and tell which help lines are not used."""
    program = load(settings)
    for fault in program.pack.helplines.refused:
        complain(f"assistant: {fault}; not used: danger gets what stands elsewhere, or no number")
    return program


def _keyboard() -> Callable[[], str]:
    """Return what reads a line: unbuffered, for a buffer's lock cannot be left while it waits."""
    keyboard = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115 - open until the end
    return lambda: keyboard.readline().decode(errors="replace")


def _scripted(program: Program, options: argparse.Namespace, manner: Manner) -> int:
    ears = TypedEars(from_script(read_script(options.script)), patient=True)

    async def talk() -> None:
        clock = asyncio.get_running_loop().time
        observe = _observer(options, clock, 0.0, captions=True)
        talking = conversation(program, ears, SilentSpeaker(), SilentVoice(), observe, manner)
        talking.wall_clock = lambda: time.strftime("%-I:%M %p", time.gmtime(NOON + clock()))
        talking.choosing.minute = lambda: int((NOON + clock()) // 60) % MINUTES_A_DAY
        await talking.run()

    until_told(talk(), run_virtual)
    return 0


def demo(options: argparse.Namespace) -> int:
    """A synthesised person talks to the assistant through the real recogniser."""
    from assistant.demo import talk

    program = _load(load_settings(options.config))
    manner = Manner(stays=False, show_sensitive=options.show_sensitive, seed=options.seed or 0)
    started_at = time.monotonic()
    observe = _observer(options, time.monotonic, started_at, captions=True)
    if until_told(talk(program, options.output, observe, manner)):
        complain(f"both voices are in {options.output}: the person left, the assistant right")
    return 0


def _with_devices(settings: Settings, options: argparse.Namespace) -> Settings:
    audio = settings.audio
    audio = replace(
        audio,
        microphone=options.microphone or audio.microphone,
        speaker=options.speaker or audio.speaker,
    )
    wake = replace(settings.wake, by="always") if options.open else settings.wake
    return replace(settings, audio=audio, wake=wake)


def _observer(
    options: argparse.Namespace,
    clock: Callable[[], float],
    zero: float,
    captions: bool,
    person: bool = True,
) -> events.Observer:
    def since() -> float:
        return clock() - zero

    if options.json:
        return JsonLines(write, since)
    if captions:
        return Captions(write, since, person)
    return tell_fault
