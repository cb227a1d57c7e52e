"""hear and say: one stage of the pipeline at a time."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.app import load, open_voice
from assistant.audio.wavfile import read_wav, write_wav
from assistant.cli.output import complain, tell_fault, until_told, write_json
from assistant.config import load_settings
from assistant.errors import AudioFileError
from assistant.settings import Settings
from assistant.speech.recognizer import Recognizer
from assistant.speech.recognizers import open_recognizer
from assistant.speech.shaping import joined


def hear(options: argparse.Namespace) -> int:
    """One JSON answer a file; a bad file is told and the rest go on."""
    program = load(load_settings(options.config))
    engine = options.engine or program.settings.speech.recognizer.engine
    recognizer = open_recognizer(engine, program.settings.models, program.router.commands)
    recognizer.prepare()
    bad = sum("error" in _heard(recognizer, file) for file in options.files)
    if bad:
        complain(f"assistant: {bad} of {len(options.files)} files could not be read")
    return int(bad > 0)


def _heard(recognizer: Recognizer, file: str) -> Mapping[str, Any]:
    answer: dict[str, Any] = {"file": file}
    try:
        clip = read_wav(Path(file))
    except AudioFileError as error:
        answer["error"] = str(error)
    else:
        started_at = time.perf_counter()
        recognizer.reset()
        recognizer.accept(clip.samples)
        transcript = recognizer.finish()
        answer |= {
            "text": transcript.text,
            "alternatives": list(transcript.alternatives),
            "confidence": round(transcript.confidence, 3),
            "audio_seconds": round(clip.seconds, 3),
            "decode_seconds": round(time.perf_counter() - started_at, 3),
        }
    write_json(answer)
    return answer


def say(options: argparse.Namespace) -> int:
    """Speak a text, to the speaker or into a file."""
    settings = load_settings(options.config)
    if options.engine:
        speech = replace(
            settings.speech, synthesizer=replace(settings.speech.synthesizer, engine=options.engine)
        )
        settings = replace(settings, speech=speech)
    until_told(_say(settings, options.text, options.output))
    return 0


async def _say(settings: Settings, text: str, output: Path | None) -> None:
    from assistant.room import open_room

    voice = open_voice(settings, tell_fault)
    pace = settings.speech.synthesizer.pace
    try:
        if output:
            clips = [clip async for clip in voice.stream(text, pace)]
            write_wav(output, joined([(clip, 0.0) for clip in clips], clips[0].rate))
            return
        async with open_room(settings) as room:
            room.speaker.set_volume(settings.audio.volume)
            async for clip in voice.stream(text, pace):
                await room.speaker.play(clip)
    finally:
        await voice.aclose()
