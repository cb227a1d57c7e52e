"""The command line: `assistant COMMAND`.

Exit codes: 0 done, 1 a fault (one line on stderr), 2 wrong usage. Ctrl-C and SIGTERM end kindly.
Each command's work is imported when it is called, so that a quick command starts quickly.
"""

from __future__ import annotations

import argparse
import importlib
import io
import math
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, TypeAlias

from assistant import __version__
from assistant.cli.output import complain, interrupt, told_to_end
from assistant.errors import AssistantError

Parsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def entry() -> NoReturn:
    """Run one command and leave at once: a thread inside a native call cannot be told to end."""
    # Before numpy is imported: our matrices are small, and a second thread costs more than it adds.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = main()
    with suppress(BrokenPipeError):
        sys.stdout.flush()
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal may lack a letter
        sys.stdout.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    module, function = options.runs.split(":")
    try:
        with told_to_end(interrupt):
            command = getattr(importlib.import_module(f"assistant.cli.{module}"), function)
            code: int = command(options)
    except AssistantError as error:
        complain(f"assistant: {error}")
        return 1
    # Told to end, be it as the command ends by itself, or the reader has enough.
    except (KeyboardInterrupt, BrokenPipeError):
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="assistant", description=_DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"assistant {__version__}")
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings (./config.yaml)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_talking(commands)
    _add_text(commands)
    _add_guidance(commands)
    _add_upkeep(commands)
    return parser


_DESCRIPTION = "An offline, hands-free companion for an anxious moment."


def _command(commands: Parsers, name: str, runs: str, help: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help, description=help)
    command.set_defaults(runs=runs)
    # Given after the command's name it must not undo the one given before it.
    command.add_argument(
        "--config", type=Path, metavar="FILE", default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )
    return command


def _amount(text: str) -> float:
    amount = float(text)
    if math.isnan(amount) or amount < 0:
        raise argparse.ArgumentTypeError(f"a number from 0 is expected, not {text}")
    return amount


def _add_events(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="events on stdout, one a line")
    command.add_argument(
        "--show-sensitive",
        action="store_true",
        help="events hold the words of dangerous speech as well",
    )
    command.add_argument("--seed", type=int, help="choose the same variants each time")


def _add_talking(commands: Parsers) -> None:
    run = _command(commands, "run", "talk:run", "the spoken loop")
    run.add_argument("--microphone", metavar="NAME|wav:FILE")
    run.add_argument("--speaker", metavar="NAME|wav:FILE")
    run.add_argument("--captions", action="store_true", help="print what is said")
    run.add_argument("--open", action="store_true", help="a session is open and stays open")
    _add_events(run)
    chat = _command(commands, "chat", "talk:chat", "the same conversation, typed")
    chat.add_argument("--script", type=Path, metavar="FILE", help="the person's turns, a line each")
    _add_events(chat)
    demo = _command(commands, "demo", "talk:demo", "a synthesised person talks to the assistant")
    demo.add_argument("--output", type=Path, default=Path("demo.wav"), metavar="FILE.wav")
    _add_events(demo)


def _add_text(commands: Parsers) -> None:
    route = _command(commands, "route", "route:route", "what the lines on stdin mean, as JSON")
    route.add_argument("--explain", action="store_true", help="with the runners-up")
    hear = _command(commands, "hear", "text:hear", "what is said in WAV files, as JSON")
    hear.add_argument("files", nargs="+", metavar="FILE")
    hear.add_argument("--engine", help="recogniser (as in the config)")
    say = _command(commands, "say", "text:say", "speak a text")
    say.add_argument("text", metavar="TEXT")
    say.add_argument("--output", type=Path, metavar="FILE.wav")
    say.add_argument("--engine", help="synthesiser (as in the config)")


def _add_guidance(commands: Parsers) -> None:
    for name, help in (
        ("practices", "what it can guide, with doses and cautions"),
        ("topics", "what it can talk about"),
    ):
        listing = _command(commands, name, f"guidance:{name}", help)
        listing.add_argument("--json", action="store_true")
    breathe = _command(commands, "breathe", "guidance:breathe", "one exercise, breathing or guided")
    breathe.add_argument("name", nargs="?", default="long_out_4_6", metavar="NAME")
    breathe.add_argument("--minutes", type=_amount)
    breathe.add_argument("--pace", type=_amount, default=1.0, help="2 is twice as fast")
    breathe.add_argument("--length", choices=("short", "full"), default="", help="of a guided one")
    breathe.add_argument("--no-holds", action="store_true", help="never hold the breath")
    breathe.add_argument("--background", choices=("rain", "drone"), help="a soft sound under it")
    breathe.add_argument("--output", type=Path, metavar="FILE.wav", help="render it to a file")
    breathe.add_argument("--cues", action="store_true", help="print its cues, as JSON lines")


def _add_upkeep(commands: Parsers) -> None:
    check = _command(commands, "check", "upkeep:check", "check content packs and settings")
    check.add_argument("path", nargs="?", type=Path, metavar="PATH")
    doctor = _command(commands, "doctor", "upkeep:doctor", "check this machine")
    doctor.add_argument("--speak", action="store_true", help="say what was found")
    doctor.add_argument("--devices", action="store_true", help="check only the sound devices")
    models = _command(commands, "models", "upkeep:models", "the models and voices on this machine")
    models.add_argument("action", choices=("list", "verify"), nargs="?", default="list")
    _command(commands, "prepare", "upkeep:prepare", "render all authored lines into the cache")
    journal = _command(commands, "journal", "journal:journal", "what you agreed to have kept")
    journal.add_argument("action", choices=("show", "export", "delete"), nargs="?", default="show")
    journal.add_argument("what", nargs="?", metavar="FILE|WHAT", help="to export to, or to delete")
    journal.add_argument("--yes", action="store_true", help="delete without asking")
    bench = _command(commands, "bench", "upkeep:bench", "measure this machine")
    bench.add_argument("--json", action="store_true")
    bench.add_argument("--quick", action="store_true", help="fewer tries")
