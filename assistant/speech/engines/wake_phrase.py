"""An ear for the wake phrase: while that is all that is expected, nothing else is recognised.

Two must hear it. pocketsphinx spots it by its sounds and lets in too much; the recogniser then
tells how likely it would write it there, however unlikely, and beside what it would rather write:
a plain voice in noise is hard to read, but there nothing else is likely either. Chosen on forty
calls by five voices at 15 and 5 dB, which all are believed, and on 400 sentences by the same
voices, a third of them in noise, of which 4 would be. What is said after it is recognised.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np

from assistant.audio.frames import FRAME_SAMPLES, SPEECH_RATE, Samples
from assistant.errors import EngineError
from assistant.speech.engines.packages import load_package
from assistant.speech.engines.whole_clip import WholeClipRecognizer
from assistant.speech.recognizer import Recognizer, Transcript

LEAST_PROBABILITY, LEAST_ODDS = 5e-7, 3e-5
"""That the recogniser would write the phrase, and beside what it would rather write there."""
PHONE_THRESHOLD, ALONE_THRESHOLD = 1e-4, 1e-3
"""Of the search, for each phone of the phrase: beside a recogniser that is asked, and alone."""
FEWEST_PHONES = 5
"""A shorter phrase is in half of all sentences."""
DITHERS_DB = (20, 12)
"""Noise that is added, below the speech: on digital silence the search finds nothing, and a voice
that one noise hides from it, another does not."""
LOUDEST = 5
"""One frame in so many is taken for speech, the loudest ones."""
LATEST_END = round(2.5 * SPEECH_RATE)
"""Sample by which the phrase has been said, slowly and after a sigh: who calls begins with it."""
RESULT_FRAME = SPEECH_RATE // 100
"""Samples in a frame of the search's result."""
ALONE_SAMPLES = round(0.1 * SPEECH_RATE)
"""Sound that is kept after the phrase when that is asked about alone: the search ends it early."""
LEAST_REST_SECONDS = 0.35
"""Sound after the phrase that may hold a word."""


@runtime_checkable
class Asked(Protocol):
    """A recogniser that can be asked about a phrase."""

    def compared(self, samples: Samples, phrase: str) -> tuple[float, float]:
        """Return how probable a phrase is, and what would rather be written at its place."""
        ...


class WakePhraseRecognizer(WholeClipRecognizer):
    """Wraps a recogniser; `expect((phrase,))` puts it to sleep, anything else wakes it."""

    def __init__(self, inner: Recognizer, phrase: str) -> None:
        super().__init__()
        self.name = inner.name
        self._inner = inner
        self._asked = inner if isinstance(inner, Asked) else None
        self._phrase = phrase
        self._asleep = False
        self._decoder: Any = None

    def prepare(self) -> None:
        """Load both; raises EngineError, also where the phrase cannot be spotted."""
        self._inner.prepare()
        self.learn(self._phrase)

    def learn(self, phrase: str) -> None:
        """Answer to another phrase; raises EngineError, and keeps the old one, where it cannot."""
        package = load_package("pocketsphinx", "pocketsphinx")
        phones = check_phrase(phrase)
        threshold = PHONE_THRESHOLD if self._asked else ALONE_THRESHOLD
        self._decoder = package.Decoder(
            lm=None, keyphrase=phrase, kws_threshold=threshold**phones, loglevel="FATAL"
        )
        self._phrase = phrase

    def expect(self, phrases: Sequence[str]) -> None:
        """Sleep while nothing but the phrase is expected; pass on what else is."""
        self._asleep = tuple(phrases) == (self._phrase,)
        if not self._asleep:
            self._inner.expect(phrases)

    def accept(self, samples: Samples) -> None:
        """Take the next stretch of the utterance."""
        if self._asleep:
            super().accept(samples)
        else:
            self._inner.accept(samples)

    def partial(self) -> Transcript:
        """Read what has been accepted so far, and keep it."""
        return super().partial() if self._asleep else self._inner.partial()

    def finish(self) -> Transcript:
        """Give the final transcript and start afresh."""
        return super().finish() if self._asleep else self._inner.finish()

    def reset(self) -> None:
        """Forget what has been accepted."""
        super().reset()
        self._inner.reset()

    def transcribe(self, samples: Samples) -> Transcript:
        """Return the phrase and what was said after it; nothing where it was not said."""
        ends = self._spotted(samples)
        if not ends or ends[0] > LATEST_END or not self._is_likely(samples, ends[0]):
            return Transcript("")
        end = ends[-1]
        said = Transcript("")
        if len(samples) - end > LEAST_REST_SECONDS * SPEECH_RATE:
            self._inner.expect(())
            self._inner.accept(samples[end:])
            said = self._inner.finish()
        texts = said.alternatives or (said.text,)
        called = tuple(f"{self._phrase} {text}".strip() for text in texts)
        return Transcript(called[0], called, said.confidence or 1.0)

    def _is_likely(self, samples: Samples, end: int) -> bool:
        """Ask about the phrase alone, then with what follows: in noise one may hide it."""
        asked = self._asked
        looks = (samples[: end + ALONE_SAMPLES], samples)
        return not asked or any(self._is_believed(asked, part) for part in looks)

    def _is_believed(self, asked: Asked, samples: Samples) -> bool:
        likely, rival = asked.compared(samples, self._phrase)
        return likely >= LEAST_PROBABILITY and likely >= LEAST_ODDS * rival

    def _spotted(self, samples: Samples) -> list[int]:
        """Return the samples at which the phrase has been said: some call three times at once."""
        noise = np.random.default_rng(0).standard_normal(len(samples)) * _level(samples)
        for below in DITHERS_DB:
            heard = samples + noise * 10 ** (-below / 20)
            self._decoder.start_utt()
            self._decoder.process_raw(
                np.clip(heard, -32768, 32767).astype(np.int16).tobytes(), full_utt=True
            )
            self._decoder.end_utt()
            if self._decoder.hyp() is not None:
                ends = sorted(found.end_frame for found in self._decoder.seg())
                return [int(end + 1) * RESULT_FRAME for end in ends]
        return []


def _level(samples: Samples) -> float:
    """Return the root mean square of the loudest frames."""
    whole = samples[: max(len(samples) // FRAME_SAMPLES, 1) * FRAME_SAMPLES].astype(np.float64)
    frames = np.resize(whole, (-(-len(whole) // FRAME_SAMPLES), FRAME_SAMPLES))
    power = np.sort((frames**2).mean(axis=1))
    return float(np.sqrt(power[-max(1, len(power) // LOUDEST) :].mean()))


def check_phrase(phrase: str) -> int:
    """Return how many phones a phrase has; raises EngineError where it cannot be spotted."""
    decoder = load_package("pocketsphinx", "pocketsphinx").Decoder(lm=None, loglevel="FATAL")
    said = {word: decoder.lookup_word(word) for word in phrase.split()}
    unknown = [word for word, phones in said.items() if phones is None]
    if unknown:
        raise EngineError(
            f'wake phrase "{phrase}": nobody has told how "{unknown[0]}" is said; '
            "choose everyday English words, such as hey haven"
        )
    phones = sum(len(phones.split()) for phones in said.values())
    if phones < FEWEST_PHONES:
        raise EngineError(
            f'wake phrase "{phrase}": has {phones} sounds, and {FEWEST_PHONES} are needed, or it '
            "would be heard everywhere; choose two or three words, such as hey haven"
        )
    return phones
