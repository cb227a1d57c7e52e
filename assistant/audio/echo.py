"""Takes our own voice out of what the microphone hears, with the speexdsp library."""

from __future__ import annotations

import ctypes
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Protocol

import numpy as np

from assistant.audio.devices import Microphone
from assistant.audio.frames import FRAME_SECONDS, SPEECH_RATE, AudioFrame, Samples

_LOUD_DB = -35.0
"""Of what is played: softer frames tell nothing about the room."""
_LEFT_DB = 22.0
"""Below what is played: an echo this faint is not taken for speech."""
_GOOD_FRAMES = 20
"""0.4 s of loud sound."""
LIBRARY = "libspeexdsp.so.1"
TAIL_SAMPLES = 4096
"""256 ms at 16 kHz: the longest way from the speaker back to the microphone."""
_BLOCK = 160
"""Samples the library works on at a time."""
_ECHO_SET_SAMPLING_RATE = 24
_PREPROCESS_SET_DENOISE = 0
_PREPROCESS_SET_ECHO_STATE = 24


class Reference(Protocol):
    """What the speaker played."""

    def at(self, started_at: float, samples: int) -> Samples | None:
        """Return what was in the air from `started_at`, 16 kHz; None where long silent."""
        ...


def why_no_echo_cancellation() -> str | None:
    """Return what is missing and how to get it, or None where the library is there."""
    try:
        ctypes.CDLL(LIBRARY)
    except OSError:
        return (
            f"its own voice is not taken out, so over it only stop and danger are heard: {LIBRARY} "
            "is missing; apt install libspeexdsp1"
        )
    return None


class EchoCanceller:
    """An adaptive filter that learns the way from speaker to microphone, and a suppressor."""

    def __init__(self) -> None:
        library = ctypes.CDLL(LIBRARY)
        for function in (library.speex_echo_state_init, library.speex_preprocess_state_init):
            function.restype = ctypes.c_void_p
        self._library = library
        self._echo = ctypes.c_void_p(library.speex_echo_state_init(_BLOCK, TAIL_SAMPLES))
        self._rest = ctypes.c_void_p(library.speex_preprocess_state_init(_BLOCK, SPEECH_RATE))
        rate, off = ctypes.c_int(SPEECH_RATE), ctypes.c_int(0)
        library.speex_echo_ctl(self._echo, _ECHO_SET_SAMPLING_RATE, ctypes.byref(rate))
        library.speex_preprocess_ctl(self._rest, _PREPROCESS_SET_ECHO_STATE, self._echo)
        library.speex_preprocess_ctl(self._rest, _PREPROCESS_SET_DENOISE, ctypes.byref(off))

    def process(self, heard: Samples, played: Samples) -> Samples:
        """Return `heard` without `played`; both int16, shape (n,), n a multiple of 160."""
        heard, played = np.ascontiguousarray(heard), np.ascontiguousarray(played)
        cleaned = np.empty_like(heard)
        for at in range(0, len(heard), _BLOCK):
            out = cleaned[at:].ctypes
            self._library.speex_echo_cancellation(
                self._echo,
                ctypes.c_void_p(heard[at:].ctypes.data),
                ctypes.c_void_p(played[at:].ctypes.data),
                ctypes.c_void_p(out.data),
            )
            self._library.speex_preprocess_run(self._rest, ctypes.c_void_p(out.data))
        return cleaned

    def __del__(self) -> None:
        if hasattr(self, "_rest"):
            self._library.speex_preprocess_state_destroy(self._rest)
            self._library.speex_echo_state_destroy(self._echo)


class Learning:
    """Tells when the canceller knows the room: little of what we play is left in what it gives.

    A room without an echo, as with headphones, is known as soon.
    """

    def __init__(self) -> None:
        self.done = False
        self._good_frames = 0

    def take(self, cleaned: Samples, played: Samples) -> None:
        """Judge one frame; a frame with a person's voice counts against it."""
        played_db = _level_db(played)
        if self.done or played_db < _LOUD_DB:
            return
        is_good = _level_db(cleaned) < played_db - _LEFT_DB
        self._good_frames = self._good_frames + 1 if is_good else max(0, self._good_frames - 2)
        self.done = self._good_frames >= _GOOD_FRAMES


def _level_db(samples: Samples) -> float:
    """Return the level in dB below full scale."""
    signal = samples.astype(np.float32)
    return float(10 * np.log10(np.dot(signal, signal) / len(signal) + 1) - 90.3)


class CancellingMicrophone:
    """A Microphone that does not hear our own voice.

    Without a canceller it only knows when it may hear it: what is doubtful then is acted on where
    it must be, so we take turns, but for "stop" and danger.
    """

    def __init__(
        self, microphone: Microphone, reference: Reference, canceller: EchoCanceller | None
    ) -> None:
        self.name = microphone.name
        self._microphone = microphone
        self._reference = reference
        self._canceller = canceller
        self._learning = Learning()

    async def frames(self) -> AsyncIterator[AudioFrame]:
        """Yield the frames, cleaned while we sound and shortly after, untouched else."""
        self._learning = Learning()
        async for frame in self._microphone.frames():
            started_at = frame.ended_at - FRAME_SECONDS
            played = self._reference.at(started_at, len(frame.samples))
            if played is None:
                yield frame
            else:
                samples = frame.samples
                if self._canceller:
                    samples = self._canceller.process(samples, played)
                self._learning.take(samples, played)
                yield replace(frame, samples=samples, doubtful=not self._learning.done)

    async def aclose(self) -> None:
        """Release the device."""
        await self._microphone.aclose()
