"""The streams of a sound card: one direction each, alive, asleep or dead."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar, Literal

import sounddevice

from assistant.audio.frames import Samples
from assistant.audio.track import Waveform
from assistant.errors import DeviceError

Direction = Literal["input", "output"]
KINDS = {"input": "microphone", "output": "speaker"}

LATENCY_SECONDS = 0.04
"""Below 0.02 a block of 10 ms underflows on PulseAudio; twice that rides out a busy machine."""
NICENESS = -15
REAL_TIME_PRIORITY = 5
"""Of the audio threads, as far as the system grants it: on a busy machine an ordinary thread is
late several times a minute, and every time the sound breaks for 20 to 60 ms."""
STALL_SECONDS = 2.0
"""A stream whose last callback is older is dead: a suspended device stays `active`."""
LINGER_SECONDS = 30.0
"""Silence after which an output stream sleeps: running costs 2.3 % of a core, waking takes no
longer than a running stream does, but an echo canceller has to learn the way anew."""
PREFERRED_RATE = 48_000
"""Hertz: what nearly every card runs at; ALSA's plug-ins claim 44 100 by default."""


class CardStream:
    """One direction of the card, opened by name and opened again by name when it has died."""

    direction: ClassVar[Direction]
    block_seconds: ClassVar[float]

    def __init__(self, name: str | None) -> None:
        self.name = name
        self.rate = PREFERRED_RATE
        self.wanted = False
        self.asleep = False
        self._stream: Any = None
        self._running = False
        self._last_callback = 0.0

    @property
    def title(self) -> str:
        """What to call it in a message."""
        return f'{KINDS[self.direction]} "{self.name or "default"}"'

    @property
    def alive(self) -> bool:
        """True while the device calls back."""
        fresh = time.monotonic() - self._last_callback < STALL_SECONDS
        return self._running and not self.asleep and fresh

    def start(self, device: int | None) -> None:
        """Open the device of that index, None for the default, and start; blocks.

        Raises DeviceError.
        """
        try:
            self.rate, channels = self._format(device)
            with _urgent_threads():
                self._stream = self._make(
                    device=device,
                    samplerate=self.rate,
                    channels=channels,
                    blocksize=round(self.rate * self.block_seconds),
                    latency=LATENCY_SECONDS,
                    finished_callback=self._finished,
                )
                self._run()
        except sounddevice.PortAudioError as error:
            raise DeviceError(f"{self.title} does not open: {error.args[0]}") from error

    def wake(self) -> bool:
        """Run a sleeping stream again; blocks. Return False where it is not asleep or is gone."""
        if not self.asleep:
            return False
        try:
            with _urgent_threads():
                self._stream.stop()
                self._run()
        except sounddevice.PortAudioError:
            return False
        return True

    def close(self) -> None:
        """Stop and release the device; blocks."""
        self._running = False
        stream, self._stream = self._stream, None
        if stream:
            stream.close(ignore_errors=True)

    def _run(self) -> None:
        self._last_callback = time.monotonic()
        self.asleep = False
        self._running = True
        self._stream.start()

    def _finished(self) -> None:
        """Note that PortAudio calls no more, on its thread."""
        self._running = False

    def _make(self, **settings: Any) -> Any:
        raise NotImplementedError

    def _format(self, device: int | None) -> tuple[int, int]:
        """Return rate and channels the device takes: 48 kHz mono if it can."""
        is_input = self.direction == "input"
        check = sounddevice.check_input_settings if is_input else sounddevice.check_output_settings
        own = int(sounddevice.query_devices(device, self.direction)["default_samplerate"])
        for rate, channels in ((PREFERRED_RATE, 1), (PREFERRED_RATE, 2), (own, 1)):
            try:
                check(device=device, channels=channels, samplerate=rate)
            except sounddevice.PortAudioError:
                continue
            return rate, channels
        return own, 2


class InputStream(CardStream):
    """Gives `captured` each block, int16, shape (n,), valid during the call, and its end time."""

    direction = "input"
    block_seconds = 0.02
    """A block of 10 ms costs 1.9 % of a core, one of 20 ms 1.0 %."""

    def __init__(self, name: str | None, captured: Callable[[Samples, float], None]) -> None:
        super().__init__(name)
        self._captured = captured

    def _make(self, **settings: Any) -> Any:
        return sounddevice.InputStream(dtype="int16", callback=self._call, **settings)

    def _call(self, data: Samples, frames: int, times: Any, status: Any) -> None:
        self._last_callback = now = time.monotonic()
        self._captured(data[:, 0], now)


class OutputStream(CardStream):
    """Asks `render` for each block and the time it is heard; sleeps after a while of None."""

    direction = "output"
    block_seconds = 0.01

    def __init__(self, name: str | None, render: Callable[[int, float], Waveform | None]) -> None:
        super().__init__(name)
        self._render = render
        self._last_sound = 0.0

    def _make(self, **settings: Any) -> Any:
        return sounddevice.OutputStream(dtype="float32", callback=self._call, **settings)

    def _run(self) -> None:
        self._last_sound = time.monotonic()
        super()._run()

    def _call(self, data: Waveform, frames: int, times: Any, status: Any) -> None:
        self._last_callback = now = time.monotonic()
        block = self._render(frames, now + times.outputBufferDacTime - times.currentTime)
        if block is not None:
            self._last_sound = now
            data[:] = block[:, None]
            return
        data.fill(0.0)
        if now - self._last_sound > LINGER_SECONDS:
            self.asleep = True
            raise sounddevice.CallbackStop


@contextmanager
def _urgent_threads() -> Iterator[None]:
    """Raise the priority of the threads that are started within: PortAudio's and PulseAudio's."""
    before = _threads()
    yield
    for thread in _threads() - before:
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, NICENESS)
            os.sched_setscheduler(thread, os.SCHED_RR, os.sched_param(REAL_TIME_PRIORITY))


def _threads() -> set[int]:
    return {int(path.name) for path in Path("/proc/self/task").glob("*")}
