"""check, doctor, models, prepare and bench: keeping a machine and its content well."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial

from assistant.app import Program, load, open_voice
from assistant.app import prepare as prepare_voice
from assistant.cli.output import complain, tell_fault, until_told, write, write_json
from assistant.config import load_settings
from assistant.content.checks import check_packs
from assistant.doctor import Finding, examine, examine_devices, spoken_findings
from assistant.errors import AssistantError, ModelError
from assistant.events import Event, Fault
from assistant.speech.models import ModelFile, known_models, verify


def check(options: argparse.Namespace) -> int:
    """Check the settings, the shipped content and a folder of one's own."""
    is_config = options.path and options.path.is_file()
    settings = load_settings(options.path if is_config else options.config)
    folders = [*settings.packs, *([options.path] if options.path and not is_config else [])]
    faults = check_packs(folders)
    for fault in faults:
        complain(fault)
    if not faults:
        write("content and settings are well")
    return int(bool(faults))


def doctor(options: argparse.Namespace) -> int:
    """Look at this machine; 1 where something is not well."""
    settings = load_settings(options.config)
    if options.devices:
        findings = [finding for finding in examine_devices(settings) if not finding.well]
    else:
        program = load(settings)
        findings = examine(program)
    ill = [finding for finding in findings if not finding.well]
    for finding in findings:
        _tell(finding)
    if options.speak:
        until_told(_speak(load(settings), ill))
    if ill:
        complain(f"assistant: not well: {', '.join(finding.part for finding in ill)}")
    return int(bool(ill))


def _tell(finding: Finding) -> None:
    write(f"{'well ' if finding.well else 'ILL  '} {finding.part}: {finding.text}")


async def _speak(program: Program, ill: Sequence[Finding]) -> None:
    """Say each finding that is not well in plain words, so that nobody needs a screen for that."""
    from assistant.room import open_room

    voice = open_voice(program.settings, tell_fault)
    try:
        async with open_room(program.settings) as room:
            for text in spoken_findings(program.pack, ill):
                await room.speaker.play(await voice.clip(text))
    finally:
        await voice.aclose()


def models(options: argparse.Namespace) -> int:
    """List the model files, or check every byte of them."""
    found = known_models(load_settings(options.config).models)
    if options.action == "list":
        for model in found:
            write(f"{_state(model):8} {model.name}: {model.use} ({model.licence}) {model.path}")
        return 0
    verdicts = [_verified(model) for model in found]
    return int(not all(verdicts))


def _state(model: ModelFile) -> str:
    return "there" if model.path.exists() else "missing"


def _verified(model: ModelFile) -> bool:
    """Tell whether a model is as pinned; one that was never fetched is no fault."""
    if not model.path.exists() and model.optional:
        write(f"missing  {model.name}: not fetched; {model.mending}")
        return True
    try:
        verify(model)
    except ModelError as error:
        complain(f"assistant: {error}")
        return False
    write(f"well     {model.name}")
    return True


def prepare(options: argparse.Namespace) -> int:
    """Render all authored lines into the cache."""
    program = load(load_settings(options.config))
    until_told(_prepare(program))
    return 0


async def _prepare(program: Program) -> None:
    faults: list[Event] = []
    voice = open_voice(program.settings, faults.append)
    try:
        ready, lines = await prepare_voice(program, voice, partial(_show_progress, faults))
    finally:
        complain("")
        await voice.aclose()
    if ready < lines:
        limit = f"{program.settings.cache.limit_mb:g} MB (cache: limit_mb in config.yaml)"
        complain(f"{ready} of {lines} lines fit into {limit}; others are rendered as they are said")


def _show_progress(faults: list[Event], done: int, of: int) -> None:
    """Draw the bar, and tell faults; one of the cache leaves nothing to be done."""
    while faults:
        fault = faults.pop()
        if isinstance(fault, Fault) and fault.stage == "cache":
            raise AssistantError(fault.message)
        complain("")
        tell_fault(fault)
    bar = "#" * round(30 * done / of)
    print(f"\r[{bar:30}] {done}/{of} lines", end="", file=sys.stderr, flush=True)


def bench(options: argparse.Namespace) -> int:
    """Measure this machine, in recordings of a private virtual sound card."""
    from assistant.bench.measure import measure

    program = load(load_settings(options.config))
    figures = measure(program, options.config, quick=options.quick, tell=complain)
    if options.json:
        write_json(figures)
        return 0
    for name, figure in figures.items():
        write(f"{name:24} {figure}")
    return 0
