"""Synthetic people: one neural voice and plain ones of several accents, all at one loudness."""

from __future__ import annotations

import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.audio.frames import SPEECH_RATE, Samples
from assistant.audio.track import waveform_of
from assistant.audio.wavfile import read_wav, to_int16
from assistant.bench.people import LEVEL, PACE
from assistant.errors import AssistantError
from assistant.speech.engines.piper import Piper

PLAIN_VOICES = ("en-us", "en-gb", "en-gb-scotland", "en-us+f3")
VOICES = ("neural", *PLAIN_VOICES)
WORDS_A_MINUTE = 165
AUDIBLE = 100
"""What is so many times softer than the loudest sample is silence: 40 dB."""


@lru_cache(maxsize=1)
def _neural() -> Piper:
    return Piper()


def spoken(text: str, voice: str) -> Samples:
    """Return a text spoken by a voice, 16 kHz, at a normal distance's loudness."""
    if voice == "neural":
        samples = to_int16(waveform_of(_neural().synthesize(text, PACE), SPEECH_RATE))
    else:
        samples = _plain(text, voice)
    return at_level(_trimmed(samples), LEVEL)


def _trimmed(samples: Samples) -> Samples:
    """Return sound without the silence around it."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > np.abs(samples).max() // AUDIBLE)
    return samples[loud[0] : loud[-1] + 1]


def at_level(samples: Samples, level: float) -> Samples:
    """Return sound scaled to a root mean square; full scale is 1."""
    found = np.sqrt((samples.astype(np.float64) ** 2).mean()) / 32768
    scaled: Samples = np.clip(samples * (level / max(found, 1e-6)), -32768, 32767).astype(np.int16)
    return scaled


def with_noise(samples: Samples, below_db: float, seed: int) -> Samples:
    """Return speech in a noise that many decibels below it, like a fan's: less of it high up."""
    white = np.fft.rfft(np.random.default_rng(seed).standard_normal(len(samples)))
    pink = np.fft.irfft(white / np.sqrt(np.arange(len(white)) + 1.0), len(samples))
    level = np.sqrt((samples.astype(np.float64) ** 2).mean()) * 10 ** (-below_db / 20)
    noise = pink * (level / np.sqrt((pink**2).mean()))
    mixed: Samples = np.clip(samples + noise, -32768, 32767).astype(np.int16)
    return mixed


def _plain(text: str, voice: str) -> Samples:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoken.wav"
        command = ["espeak-ng", "-v", voice, "-s", str(WORDS_A_MINUTE), "-w", str(path), text]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise AssistantError(
                f"espeak-ng: voice {voice}: {error}; apt install espeak-ng"
            ) from error
        return read_wav(path).samples
