"""The doctor: what this machine has, what is wrong with it, and what mends that."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from assistant.adapters.gpio import open_pins
from assistant.app import Program, open_ears
from assistant.audio.echo import why_no_echo_cancellation
from assistant.audio.soundcard import find_device, list_devices
from assistant.clock import is_plausible
from assistant.content.loader import Pack
from assistant.dialogue.lines import Variety
from assistant.errors import AssistantError
from assistant.memory.journal import FILE, Journal
from assistant.room import WAV_PREFIX
from assistant.settings import Settings
from assistant.speech.models import ModelFile, check_size, known_models
from assistant.speech.synthesizers import open_synthesizer

ROOM_MB = 200
"""Megabytes that the cache of rendered lines may come to need."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    part: str
    """What was looked at, as it is spoken."""
    well: bool
    text: str
    """What was found; where it is not well, also what to do."""


def examine(program: Program) -> list[Finding]:
    """Look at everything that a spoken conversation stands on."""
    parts = [_finding(part, partial(look, program)) for part, look in _PARTS]
    return [*examine_devices(program.settings), *parts]


def examine_devices(settings: Settings) -> list[Finding]:
    """Look at the microphone and the speaker only; needs no content."""
    devices = (
        ("microphone", partial(_device, "input", settings.audio.microphone)),
        ("speaker", partial(_device, "output", settings.audio.speaker)),
    )
    return [_finding(part, look) for part, look in devices]


Look = Callable[[Program], str]
"""Returns what is well; raises AssistantError for what is not."""


def _finding(part: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(part, True, look())
    except AssistantError as error:
        return Finding(part, False, str(error))


def _device(direction: Literal["input", "output"], name: str) -> str:
    if name.startswith(WAV_PREFIX):
        return name
    find_device(direction, None if name == "default" else name)
    known = [
        f'"{device.name}"'
        for device in list_devices()
        if (device.inputs if direction == "input" else device.outputs)
    ]
    return f"{name}; known: {', '.join(known)}"


def _recognizer(program: Program) -> str:
    return open_ears(program).name


def _voice(program: Program) -> str:
    wanted = program.settings.speech.synthesizer.engine
    reasons: list[str] = []
    name = open_synthesizer(wanted, reasons.append).name
    return "; ".join([name, *reasons])


def _models(program: Program) -> str:
    files = [model for model in known_models(program.settings.models) if _wanted(model)]
    for file in files:
        check_size(file)
    return f"{len(files)} files are there; `assistant models verify` checks their bytes"


def _wanted(model: ModelFile) -> bool:
    return not model.optional or model.path.exists()


def _echo(program: Program) -> str:
    return why_no_echo_cancellation() or "its own voice is taken out of what it hears"


def _pins(program: Program) -> str:
    if not program.settings.gpio.has_any:
        return "no light and no button is in use"
    open_pins()
    return "the light and the button of the settings can be reached"


def _help_lines(program: Program) -> str:
    country = program.settings.country
    lines = program.pack.helplines
    known = lines.countries
    if lines.refused:
        raise AssistantError(f"{'; '.join(lines.refused)}; not used until that is mended")
    if country in known:
        unverified = ", ".join(lines.unverified(country)) or "none"
        return f"help lines for {country}; not verified by anyone: {unverified}"
    raise AssistantError(
        f"no help lines for country {country or '(none set)'}: it will say "
        f'"your local emergency number"; set `country` in config.yaml to one of '
        f"{', '.join(sorted(known))} for the numbers"
    )


def _clock(program: Program) -> str:
    now = datetime.datetime.now()
    if not is_plausible(now):
        raise AssistantError(
            f"the clock says {now:%Y-%m-%d}; dates and times are not used until it is right: "
            "set it with `sudo date`, or give the board a clock with a battery"
        )
    return f"{now:%Y-%m-%d %H:%M}"


def _memory(program: Program) -> str:
    folder = program.settings.memory.folder
    there = _existing(folder)
    if not (there.is_dir() and os.access(there, os.W_OK)):
        raise AssistantError(
            f"{there}: no folder that may be written, so nothing can be kept; name another "
            "`memory.folder` in config.yaml"
        )
    kept = len(Journal(folder / FILE).entries())
    return f"{kept} things are kept in {folder}; `assistant journal` shows them"


def _existing(folder: Path) -> Path:
    """Return the folder, or where it would be made the nearest one above that is there."""
    return next(path for path in (folder, *folder.parents) if os.path.lexists(path))


def _disk(program: Program) -> str:
    there = _existing(program.settings.cache.folder)
    if not there.is_dir():
        raise AssistantError(f"{there}: is no folder; name another `cache.folder` in config.yaml")
    if not os.access(there, os.W_OK):
        raise AssistantError(f"{there}: not writable; lines will be rendered anew each time")
    free = shutil.disk_usage(there).free // 1_000_000
    wanted = min(ROOM_MB, program.settings.cache.limit_mb)
    if free < wanted:
        raise AssistantError(f"{there}: {free} MB free; {wanted:g} MB are wanted for the cache")
    return f"{free} MB free at {there}"


def _permissions(program: Program) -> str:
    devices = list(_sound_devices())
    closed = [path for path in devices if not os.access(path, os.R_OK | os.W_OK)]
    if closed:
        raise AssistantError(
            f"{closed[0]}: not allowed; add this user to the group audio (`sudo usermod -aG "
            "audio $USER`) and log in again"
        )
    return "the sound devices may be used" if devices else "no sound devices of the kernel's"


def _sound_devices() -> Iterable[Path]:
    folder = Path("/dev/snd")
    return sorted(folder.glob("pcm*")) if folder.is_dir() else ()


def _choices(program: Program) -> str:
    if program.damage:
        raise AssistantError(f"{program.damage}; choose again by voice, or delete the file")
    return "what was chosen by voice can be read"


def spoken_findings(pack: Pack, ill: Sequence[Finding]) -> list[str]:
    """Return what is wrong as it is spoken, a line for each part; that all is well for none."""
    if not ill:
        return [pack.lines["doctor_well"].text(Variety())]
    faults = [pack.lines["doctor_ill"].text(Variety(), part=finding.part) for finding in ill]
    return [*faults, pack.lines["doctor_more"].text(Variety())]


_PARTS: tuple[tuple[str, Look], ...] = (
    ("recogniser", _recognizer),
    ("voice", _voice),
    ("models", _models),
    ("echo", _echo),
    ("permissions", _permissions),
    ("pins", _pins),
    ("help lines", _help_lines),
    ("clock", _clock),
    ("disk", _disk),
    ("memory", _memory),
    ("choices", _choices),
)
