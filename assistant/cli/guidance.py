"""practices, topics and breathe: what it can guide."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from assistant.app import Program, load, open_room, open_voice
from assistant.audio.render import render_score
from assistant.audio.score import Score
from assistant.cli.output import complain, tell_fault, until_told, write, write_json
from assistant.config import load_settings
from assistant.dialogue.breathing import Exercise, compile_score, cycles_for
from assistant.errors import AssistantError, did_you_mean
from assistant.speaking import sounds_of
from assistant.speech.estimate import estimated_seconds
from assistant.speech.voice import Voice


def practices(options: argparse.Namespace) -> int:
    """What it can guide, with doses, cautions and how to ask."""
    exercises = load(load_settings(options.config)).pack.exercises.values()
    rows = [_practice(exercise) for exercise in sorted(exercises, key=lambda e: e.id)]
    if options.json:
        write_json(rows)
        return 0
    for row in rows:
        write(f"{row['id']}: {row['name']}, {row['minutes']:g} minutes")
        write(f"    ask: {row['ask']}")
        write(f"    caution: {row['caution']}")
    return 0


def _practice(exercise: Exercise) -> dict[str, object]:
    return {
        "id": exercise.id,
        "name": exercise.name,
        "ask": exercise.how_to_ask,
        "minutes": round(exercise.dose * exercise.cycle_seconds / 60, 1),
        "most_minutes": round(exercise.ceiling * exercise.cycle_seconds / 60, 1),
        "holds": exercise.holds,
        "caution": exercise.caution,
        "not_for": list(exercise.not_for),
        "evidence": exercise.evidence,
        "sources": list(exercise.sources),
    }


def topics(options: argparse.Namespace) -> int:
    """What it can talk about."""
    pack = load(load_settings(options.config)).pack
    rows = [
        {"id": script.id, "title": script.title, "starts_on": list(script.starts_on)}
        for script in sorted(pack.dialogues.values(), key=lambda script: script.id)
    ]
    if options.json:
        write_json(rows)
        return 0
    for row in rows:
        write(f"{row['id']}: {row['title']}")
    return 0


def breathe(options: argparse.Namespace) -> int:
    """One exercise: aloud, into a file, or as its cues."""
    program = load(load_settings(options.config))
    exercises = program.pack.exercises
    if options.name not in exercises:
        raise AssistantError(
            f'no exercise is called "{options.name}"{did_you_mean(options.name, exercises)}'
        )
    exercise = exercises[options.name]
    score = compile_score(exercise, options.minutes, estimate=estimated_seconds)
    if cycles_for(exercise, options.minutes)[1]:
        complain(exercise.limit)
    if options.cues:
        _print_cues(score)
    if options.output:
        until_told(_render(program, score, options.output))
    elif not options.cues:
        until_told(_lead(program, score))
    return 0


async def _render(program: Program, score: Score, output: Path) -> None:
    async with _voice(program) as voice:
        sounds = await sounds_of(score, voice, program.settings.speech.synthesizer.pace)
    render_score(output, score, sounds)


async def _lead(program: Program, score: Score) -> None:
    settings = program.settings
    async with open_room(settings) as room, _voice(program) as voice:
        room.speaker.set_volume(settings.audio.volume)
        await room.speaker.play(
            score, await sounds_of(score, voice, settings.speech.synthesizer.pace)
        )


@asynccontextmanager
async def _voice(program: Program) -> AsyncIterator[Voice]:
    voice = open_voice(program.settings, tell_fault)
    try:
        yield voice
    finally:
        await voice.aclose()


def _print_cues(score: Score) -> None:
    for cue in score.cues:
        write_json(
            {
                "at": round(cue.at, 3),
                "kind": cue.kind,
                "phase": cue.phase,
                "cycle": cue.cycle,
                "text": cue.text,
            }
        )
