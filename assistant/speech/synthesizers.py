"""Synthesisers by name, and what takes over where one cannot be had or fails."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar, cast

from assistant.audio.frames import AudioClip
from assistant.errors import EngineError, did_you_mean
from assistant.speech.synthesizer import Synthesizer

T = TypeVar("T")


class CheckableSynthesizer(Synthesizer, Protocol):
    """A synthesiser that can say cheaply whether it is installed."""

    def check(self) -> None:
        """Raise EngineError, naming what to install, where the engine cannot be had."""
        ...


Factory = Callable[[], CheckableSynthesizer]


def _engine(module: str, class_name: str) -> Factory:
    def build() -> CheckableSynthesizer:
        found = importlib.import_module(f"assistant.speech.engines.{module}")
        return cast(CheckableSynthesizer, getattr(found, class_name)())

    return build


ENGINES: Mapping[str, Factory] = {
    "piper": _engine("piper", "Piper"),
    "pyttsx3": _engine("pyttsx3", "Pyttsx3"),
}
"""Best first: the order in which one takes over from another."""


def open_synthesizer(
    engine: str,
    on_fallback: Callable[[str], None],
    engines: Mapping[str, Factory] = ENGINES,
) -> FallbackSynthesizer:
    """Return the engine of that name, or the best for `auto`, with the others behind it.

    `on_fallback` gets one line whenever another engine takes over, here or later, on the
    thread that synthesises. Raises EngineError for an unknown name, or where none can be had.
    """
    if engine != "auto" and engine not in engines:
        known = ("auto", *engines)
        raise EngineError(f'synthesizer "{engine}" is unknown{did_you_mean(engine, known)}')
    named = sorted(engines, key=lambda name: name != engine)
    return FallbackSynthesizer([engines[name]() for name in named], on_fallback)


class FallbackSynthesizer:
    """Speaks with the first engine that can; one that fails is left for good.

    The constructor asks each engine whether it is installed and loads none.
    """

    def __init__(
        self, engines: Sequence[CheckableSynthesizer], on_fallback: Callable[[str], None]
    ) -> None:
        self._engines = list(engines)
        self._on_fallback = on_fallback
        self._first_that(lambda engine: engine.check())

    @property
    def name(self) -> str:
        """Name of the engine in use."""
        return self._engines[0].name

    @property
    def voice(self) -> str:
        """Name of the voice in use."""
        return self._engines[0].voice

    def prepare(self) -> None:
        """Load the voice in use, or the next that can be loaded. Raises EngineError."""
        self._first_that(lambda engine: engine.prepare())

    def synthesize(self, text: str, pace: float = 1.0) -> AudioClip:
        """Speak with the engine in use, or the next that can. Raises EngineError."""
        return self._first_that(lambda engine: engine.synthesize(text, pace))

    def close(self) -> None:
        """Release the engines."""
        for engine in self._engines:
            engine.close()

    def _first_that(self, act: Callable[[CheckableSynthesizer], T]) -> T:
        while True:
            try:
                return act(self._engines[0])
            except EngineError as error:
                if len(self._engines) == 1:
                    raise
                self._engines.pop(0).close()
                self._on_fallback(f"{error}; {self.name} speaks instead")
