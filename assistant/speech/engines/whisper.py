"""The embedded recogniser: whisper tiny.en, with a fast ear for short commands."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence

import numpy as np

from assistant.audio.frames import FRAME_SAMPLES, FRAME_SECONDS, SPEECH_RATE, Samples
from assistant.errors import ModelError
from assistant.speech.engines.command_ear import CommandEar
from assistant.speech.engines.whisper_model import Reading, WhisperModel, give_back_memory
from assistant.speech.engines.whole_clip import WholeClipRecognizer
from assistant.speech.models import check_size, verify, whisper_files
from assistant.speech.recognizer import Transcript
from assistant.speech.spoken_form import spoken_form

FULL_WINDOW_SECONDS = 30.0
"""The window Whisper was trained on; it costs ten times the short one."""
SHORT_WINDOW_SECONDS = 10.0
"""The shortest window that costs next to no words on clips of a few seconds."""
PADDING_SECONDS = 2.0
"""The least silence after a longer clip; with less, Whisper repeats itself."""
UNSURE_SCORE = -0.8
"""Mean log probability below which a clip is read again at the full window."""
NOISE_SCORE = -2.5
"""Mean log probability below which a text is invented: breathing gives -2.6 to -3."""
FAINT = 0.33
"""Confidence below which a reading is hardly believed: commands said over an echo gave 0.37 to
0.72, scraps of the echo itself 0.27 to 0.30."""
NO_SPEECH = 0.6
"""Probability from which a reading counts as noise."""
TOKENS_PER_SECOND = 8
"""More than anyone speaks: a cap on texts that run away."""
COMMAND_SECONDS = 2.0
"""Speech no longer than this may be a command and nothing else."""
LONGEST_SECONDS = 28.0
"""A longer clip is read in parts."""


class WhisperRecognizer(WholeClipRecognizer):
    """Reads open speech; `commands` are the phrases that matter most when a clip is short."""

    name = "whisper"

    def __init__(self, commands: Sequence[str] = (), threads: int | None = None) -> None:
        super().__init__()
        self._commands = tuple(commands)
        self._threads = threads or spare_threads()
        self._loaded: tuple[WhisperModel, CommandEar] | None = None

    def prepare(self) -> None:
        """Load the model; about half a second. Raises EngineError or ModelError."""
        self._engine()

    def expect(self, phrases: Sequence[str]) -> None:
        """Take short clips for one of these phrases more readily; empty for open speech."""
        self._engine()[1].expect(phrases)

    def transcribe(self, samples: Samples) -> Transcript:
        """Read one whole utterance: int16, 16 kHz mono, at least one sample."""
        parts = [self._read(part) for part in split(samples)]
        give_back_memory()
        return joined([part for part in parts if part.text])

    def compared(self, samples: Samples, phrase: str) -> tuple[float, float]:
        """Return how probable it is that what is said begins with a phrase, 0 to 1, and the same
        of the likeliest other beginning of as many words.
        """
        model = self._engine()[0]
        encoding = model.encode(samples, SHORT_WINDOW_SECONDS)
        read = model.read(encoding, 8 + TOKENS_PER_SECOND).hypotheses
        size = len(phrase.split())
        rivals = sorted({" ".join(one.text.split()[:size]) for one in read} - {""})
        ways = sorted(written_ways(phrase))
        likely = model.likelihoods(encoding, [model.tokens(text) for text in (*ways, *rivals)])
        return sum(likely[: len(ways)]), max(likely[len(ways) :], default=1.0)

    def _engine(self) -> tuple[WhisperModel, CommandEar]:
        if self._loaded is None:
            files = whisper_files()
            for file in files:
                check_size(file)
            try:
                model = WhisperModel(files[0].path.parent, self._threads)
            except ModelError:
                for file in files:  # to name the one that is corrupt
                    verify(file)
                raise
            self._loaded = model, CommandEar(model, self._commands)
        return self._loaded

    def _read(self, samples: Samples) -> Transcript:
        model, ear = self._engine()
        seconds = len(samples) / SPEECH_RATE
        limit = 8 + math.ceil(seconds * TOKENS_PER_SECOND)
        encoding = model.encode(samples, max(SHORT_WINDOW_SECONDS, seconds + PADDING_SECONDS))
        reading = model.read(encoding, limit)
        texts = texts_of(reading)
        if spoken_seconds(samples) <= COMMAND_SECONDS:
            command = ear.decide(encoding, samples, texts, is_noise(reading))
            if command:
                return Transcript(command, tuple(dict.fromkeys((command, *texts))), 0.5)
        elif is_unsure(reading):
            reading = model.read(model.encode(samples, FULL_WINDOW_SECONDS), limit)
            texts = texts_of(reading)
        if is_noise(reading) or not texts:
            return Transcript("")
        confidence = min(1.0, math.exp(reading.hypotheses[0].score))
        return Transcript(texts[0], texts, confidence, faint=confidence < FAINT)


def written_ways(phrase: str) -> set[str]:
    """Return the ways in which Whisper may write a phrase of several words."""
    words = phrase.split()
    first = " ".join([words[0].capitalize(), *words[1:]])
    with_pause = " ".join([f"{words[0].capitalize()},", *words[1:]])
    return {phrase, first, with_pause, " ".join(map(str.capitalize, words))}


def spare_threads() -> int:
    """Return how many threads to decode with: one core is left to the sound, four bring no more."""
    return max(1, min(4, (os.cpu_count() or 1) - 1))


def split(samples: Samples) -> Iterator[Samples]:
    """Yield stretches that fit the full window, cut where it is quietest."""
    block = SPEECH_RATE // 10
    while len(samples) > LONGEST_SECONDS * SPEECH_RATE:
        blocks = samples[: int(LONGEST_SECONDS * SPEECH_RATE)].reshape(-1, block)
        loudness = np.abs(blocks.astype(np.int32)).sum(axis=1)
        earliest = len(loudness) * 2 // 3
        cut = (earliest + int(loudness[earliest:].argmin())) * block + block // 2
        yield samples[:cut]
        samples = samples[cut:]
    yield samples


def joined(parts: Sequence[Transcript]) -> Transcript:
    """Return one transcript of stretches that follow one another."""
    if len(parts) == 1:
        return parts[0]
    text = " ".join(part.text for part in parts)
    confidence = min((part.confidence for part in parts), default=0.0)
    return Transcript(text, (text,) if text else (), confidence)


def spoken_seconds(samples: Samples) -> float:
    """Return the time from the first to the last 20 ms within 30 dB of the loudest."""
    whole = samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES].astype(np.float32)
    power = (whole.reshape(-1, FRAME_SAMPLES) ** 2).mean(axis=1)
    loud = np.flatnonzero(power >= power.max(initial=0.0) / 1000)
    return float(loud[-1] - loud[0] + 1) * FRAME_SECONDS if len(loud) else 0.0


def is_noise(reading: Reading) -> bool:
    """Tell whether nobody spoke."""
    return reading.no_speech > NO_SPEECH or reading.hypotheses[0].score < NOISE_SCORE


def is_unsure(reading: Reading) -> bool:
    """Tell whether the short window cost words: an unlikely text, or one that starts over."""
    if is_noise(reading):
        return False
    best = reading.hypotheses[0]
    words = without_repeats(spoken_form(best.text)).split()
    starts_over = any(words[at : at + 2] == words[:2] for at in range(2, len(words) - 1))
    return best.score < UNSURE_SCORE or starts_over


def texts_of(reading: Reading) -> tuple[str, ...]:
    """Return the different texts of a reading, best first."""
    spoken = (without_repeats(spoken_form(one.text)) for one in reading.hypotheses)
    return tuple(dict.fromkeys(text for text in spoken if text))


def without_repeats(text: str) -> str:
    """Return once what a text says over and over: Whisper fills silence with what it heard.

    >>> without_repeats("lock the door lock the")
    'lock the door'
    """
    words = text.split()
    for period in range(1, len(words)):
        again = len(words) - period
        enough = again >= period or (again >= 2 and period >= 3)
        if enough and all(words[at] == words[at - period] for at in range(period, len(words))):
            return " ".join(words[:period])
    return text
