"""practices, topics and breathe: what it can guide."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from assistant.app import Program, load, open_voice
from assistant.audio.render import render_score
from assistant.audio.score import Score
from assistant.cli.output import complain, tell_fault, until_told, write, write_json
from assistant.config import load_settings
from assistant.content.lengths import longest_minutes
from assistant.content.loader import Pack
from assistant.dialogue.course import course_of, lay_out
from assistant.dialogue.exercise import MORE, Exercise, Wish, form_for
from assistant.dialogue.script import Script
from assistant.errors import AssistantError, did_you_mean
from assistant.speaking import sounds_of
from assistant.speech.estimate import estimated_seconds
from assistant.speech.voice import Voice


def practices(options: argparse.Namespace) -> int:
    """What it can guide, with doses, cautions and how to ask."""
    pack = load(load_settings(options.config)).pack
    rows = [_practice(exercise) for exercise in pack.exercises.values()]
    rows += [_talked_practice(script) for script in pack.dialogues.values() if script.minutes]
    rows.sort(key=lambda row: str(row["id"]))
    if options.json:
        write_json(rows)
        return 0
    for row in rows:
        write(f"{row['id']}: {row['name']}, {row['minutes']:g} minutes")
        write(f"    ask: {row['ask']}")
        write(f"    caution: {row['caution']}")
    return 0


def _practice(exercise: Exercise) -> dict[str, object]:
    most = exercise.ceiling_minutes
    if not exercise.guided:
        most = exercise.ceiling * exercise.cycle_seconds / 60
    lengths = {
        length: _minutes(exercise, Wish(length=length))
        for length in (("short", "full") if exercise.guided else ())
    }
    return {
        "id": exercise.id,
        "name": exercise.name,
        "ask": exercise.how_to_ask,
        "minutes": _minutes(exercise, Wish()),
        **{f"{length}_minutes": minutes for length, minutes in lengths.items()},
        "most_minutes": round(most, 1),
        "holds": exercise.holds,
        "caution": exercise.caution,
        "not_for": list(exercise.not_for),
        "why": exercise.why,
        "evidence": exercise.evidence,
        "sources": list(exercise.sources),
    }


def _minutes(exercise: Exercise, wish: Wish) -> float:
    """Return how long it takes, breaths alone where there are breaths."""
    form, _ = form_for(exercise, wish, estimated_seconds)
    if not exercise.guided:
        return round(form.cycles * exercise.cycle_seconds / 60, 1)
    return round(lay_out(exercise, form, estimated_seconds).score.seconds / 60, 1)


def _talked_practice(script: Script) -> dict[str, object]:
    return {
        "id": script.id,
        "name": script.title,
        "ask": script.how_to_ask,
        "minutes": script.minutes,
        "holds": False,
        "caution": script.caution,
        "not_for": list(script.not_for),
        "why": script.why,
        "evidence": script.evidence,
        "sources": list(script.sources),
    }


def topics(options: argparse.Namespace) -> int:
    """What it can talk about."""
    pack = load(load_settings(options.config)).pack
    rows = [_topic(pack.dialogues[id], pack) for id in sorted(pack.dialogues)]
    if options.json:
        write_json(rows)
        return 0
    for row in rows:
        write(f"{row['id']}: {row['title']}, up to {row['minutes']:g} minutes")
        if row["ask"]:
            write(f"    ask: {row['ask']}")
        write(f"    source: {row['source']}")
    return 0


def _topic(script: Script, pack: Pack) -> dict[str, object]:
    return {
        "id": script.id,
        "title": script.title,
        "ask": script.how_to_ask,
        "starts_on": list(script.starts_on),
        "minutes": round(longest_minutes(script, pack.exercises, estimated_seconds), 1),
        "source": "; ".join(pack.sources[source] for source in script.sources),
    }


def breathe(options: argparse.Namespace) -> int:
    """One exercise: aloud, into a file, or as its cues."""
    program = load(load_settings(options.config))
    exercises = program.pack.exercises
    if options.name not in exercises:
        raise AssistantError(
            f'no exercise is called "{options.name}"{did_you_mean(options.name, exercises)}'
        )
    exercise = exercises[options.name]
    if options.no_holds:
        exercise = exercise.without_holds()
    wish = Wish(options.minutes, pace=options.pace, length=options.length)
    score = course_of(exercise, wish, estimated_seconds).score
    if form_for(exercise, wish, estimated_seconds)[1] == MORE:
        complain(exercise.limit)
    if options.cues:
        _print_cues(score)
    if options.output:
        until_told(_render(program, score, options.output, options.background))
    elif not options.cues:
        until_told(_lead(program, score, options.background))
    return 0


async def _render(program: Program, score: Score, output: Path, background: str | None) -> None:
    async with _voice(program) as voice:
        sounds = await sounds_of(score, voice, program.settings.speech.synthesizer.pace)
    render_score(output, score, sounds, background=background)


async def _lead(program: Program, score: Score, background: str | None) -> None:
    from assistant.room import open_room

    settings = program.settings
    async with open_room(settings) as room, _voice(program) as voice:
        room.speaker.set_volume(settings.audio.volume)
        sounds = await sounds_of(score, voice, settings.speech.synthesizer.pace)
        await room.speaker.play(score, sounds=sounds, background=background)


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
