"""The synthetic person who talks to the assistant in measurements."""

from __future__ import annotations

import numpy as np

from assistant.app import Program
from assistant.audio.frames import SPEECH_RATE, AudioClip, Samples
from assistant.audio.track import waveform_of
from assistant.audio.wavfile import to_int16
from assistant.errors import EngineError
from assistant.speech.engines.piper import Piper
from assistant.speech.engines.pyttsx3 import Pyttsx3
from assistant.speech.synthesizer import Synthesizer

COMMANDS = ("help me breathe", "help", "what can you do", "breathe with me")
STOPS = ("stop", "stop", "please stop", "stop it")
LEVEL = 0.12
"""Root mean square of speech at a normal distance from the microphone; full scale is 1."""
PACE = 1.35
"""The assistant's calm pace is slow; a person talks at about this multiple of it."""


class Person:
    """Speaks with each voice there is, in turn."""

    def __init__(self) -> None:
        self._voices = [voice for voice in (Piper(), Pyttsx3()) if _can_speak(voice)]

    def clip(self, text: str, turn: int = 0) -> AudioClip:
        """Return a text spoken at normal level by the turn's voice."""
        clip = self._voices[turn % len(self._voices)].synthesize(text, PACE)
        level = np.sqrt((clip.samples.astype(np.float64) ** 2).mean()) / 32768
        scaled = np.clip(clip.samples * (LEVEL / max(level, 1e-6)), -32768, 32767)
        return AudioClip(scaled.astype(np.int16), clip.rate)

    def heard(self, text: str, turn: int = 0) -> Samples:
        """Return a text as a recogniser takes it: 16 kHz with silence around."""
        speech = to_int16(waveform_of(self.clip(text, turn), SPEECH_RATE))
        around = np.zeros(round(0.3 * SPEECH_RATE), dtype=np.int16)
        return np.concatenate([around, speech, around])

    def close(self) -> None:
        """Release the voices."""
        for voice in self._voices:
            voice.close()


def _can_speak(voice: Synthesizer) -> bool:
    try:
        voice.prepare()
    except EngineError:
        return False
    return True


def sentences(program: Program) -> list[str]:
    """Return sentences of the kind that people say to it: the examples of the phrase book."""
    phrases = [phrase for intent in program.pack.phrases.intents for phrase in intent.phrases]
    return sorted(phrase for phrase in phrases if len(phrase.split()) >= 3)
