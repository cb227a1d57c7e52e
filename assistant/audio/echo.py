"""Takes our own voice out of what the microphone hears, with the speexdsp library."""

from __future__ import annotations

import ctypes
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Protocol

import numpy as np

from assistant.audio.devices import Microphone
from assistant.audio.frames import FRAME_SECONDS, SPEECH_RATE, AudioFrame, Samples

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
        return f"its own voice is not taken out: {LIBRARY} is missing; apt install libspeexdsp1"
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


class CancellingMicrophone:
    """A Microphone that does not hear our own voice."""

    def __init__(
        self, microphone: Microphone, reference: Reference, canceller: EchoCanceller
    ) -> None:
        self.name = microphone.name
        self._microphone = microphone
        self._reference = reference
        self._canceller = canceller

    async def frames(self) -> AsyncIterator[AudioFrame]:
        """Yield the frames, cleaned while we sound and shortly after, untouched else."""
        async for frame in self._microphone.frames():
            started_at = frame.ended_at - FRAME_SECONDS
            played = self._reference.at(started_at, len(frame.samples))
            if played is None:
                yield frame
            else:
                yield replace(frame, samples=self._canceller.process(frame.samples, played))

    async def aclose(self) -> None:
        """Release the device."""
        await self._microphone.aclose()
