"""PortAudio's devices and streams, and the one owner that may open the library again.

PortAudio reads its list of devices once, so a device that came back is found only after every
stream is closed and the library is initialised anew. That concerns both directions at once.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import sounddevice

from assistant.audio.alsa_log import redirect_alsa_log
from assistant.audio.frames import Samples
from assistant.audio.track import Waveform
from assistant.errors import DeviceError

Direction = Literal["input", "output"]

LATENCY_SECONDS = 0.04
"""Below 0.02 a block of 10 ms underflows on PulseAudio; twice that rides out a busy machine."""
PRIORITY = -15
"""Niceness of the audio threads: with two busy loops on two cores, cues stay on their sample,
where at 0 several in a minute come late. Kept at 0 where the system does not grant it."""
STALL_SECONDS = 2.0
"""A stream whose last callback is older is dead: a suspended device stays `active`."""
LINGER_SECONDS = 30.0
"""Silence after which an output stream sleeps: running costs 2.3 % of a core, waking takes no
longer than a running stream does, but an echo canceller has to learn the way anew."""
RETRY_SECONDS = 1.0
BUSY_RETRY_SECONDS = 10.0
"""Between looks for a missing device: each makes a gap of 0.1 s in what the other one plays."""
_POLL_SECONDS = 0.2
PREFERRED_RATE = 48_000
"""Hertz: what nearly every card runs at; ALSA's plug-ins claim 44 100 by default."""

_KINDS = {"input": "microphone", "output": "speaker"}


@dataclass(frozen=True, slots=True)
class Device:
    """A sound device by the name the sound system gives it."""

    name: str
    inputs: int
    """Channels."""
    outputs: int
    """Channels."""


def list_devices() -> tuple[Device, ...]:
    """Return the devices PortAudio knows."""
    return tuple(
        Device(found["name"], found["max_input_channels"], found["max_output_channels"])
        for found in sounddevice.query_devices()
    )


def find_device(direction: Direction, name: str | None) -> int | None:
    """Return the index of a device by its name or a part of it; None for the default device.

    Raises DeviceError, with the known names, where none or several match.
    """
    kind = _KINDS[direction]
    named = [
        (index, device.name)
        for index, device in enumerate(list_devices())
        if (device.inputs if direction == "input" else device.outputs) > 0
    ]
    if not named:
        raise DeviceError(f"no {kind} found; plug one in, or use --{kind} wav:FILE")
    if name is None:
        return None
    exact = [index for index, known in named if known == name]
    near = exact or [index for index, known in named if name.casefold() in known.casefold()]
    if len(near) == 1:
        return near[0]
    known = ", ".join(f'"{known}"' for _, known in named)
    problem = f'"{name}" names several devices' if near else f'"{name}" is unknown'
    raise DeviceError(f"{kind}: {problem}; known: {known}")


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
        self._last_callback = 0.0
        self._thread = 0

    @property
    def title(self) -> str:
        """What to call it in a message."""
        return f'{_KINDS[self.direction]} "{self.name or "default"}"'

    @property
    def alive(self) -> bool:
        """True while the device calls back."""
        fresh = time.monotonic() - self._last_callback < STALL_SECONDS
        return bool(self._stream and not self.asleep and self._stream.active and fresh)

    def start(self) -> None:
        """Open and start; blocks. Raises DeviceError."""
        self.wanted = True
        try:
            device = find_device(self.direction, self.name)
            self.rate, channels = self._format(device)
            self._stream = self._make(
                device=device,
                samplerate=self.rate,
                channels=channels,
                blocksize=round(self.rate * self.block_seconds),
                latency=LATENCY_SECONDS,
            )
            self._run()
        except sounddevice.PortAudioError as error:
            raise DeviceError(f"{self.title} does not open: {error.args[0]}") from error

    def wake(self) -> bool:
        """Run a sleeping stream again; blocks. Return False where it is not asleep or is gone."""
        if not self.asleep:
            return False
        try:
            self._stream.stop()
            self._run()
        except sounddevice.PortAudioError:
            return False
        return True

    def close(self) -> None:
        """Stop and release the device; blocks."""
        stream, self._stream = self._stream, None
        if stream:
            stream.close(ignore_errors=True)

    def _run(self) -> None:
        self._last_callback = time.monotonic()
        self.asleep = False
        self._stream.start()

    def _called(self) -> float:
        """Note the callback and return its time; the first one on a thread raises its priority."""
        if threading.get_native_id() != self._thread:
            self._thread = threading.get_native_id()
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._thread, PRIORITY)
        self._last_callback = time.monotonic()
        return self._last_callback

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
        self._captured(data[:, 0], self._called())


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
        now = self._called()
        block = self._render(frames, now + times.outputBufferDacTime - times.currentTime)
        if block is not None:
            self._last_sound = now
            data[:] = block[:, None]
            return
        data.fill(0.0)
        if now - self._last_sound > LINGER_SECONDS:
            self.asleep = True
            raise sounddevice.CallbackStop


class SoundCard:
    """Owns PortAudio in this process and every stream on it."""

    def __init__(self) -> None:
        self._streams: list[CardStream] = []
        self._lock = threading.Lock()
        self._looked_at = -BUSY_RETRY_SECONDS
        redirect_alsa_log()

    async def open(self, stream: CardStream) -> None:
        """Start a stream that is not alive: wake it, or find its device by name.

        Tried again soon after a failure, it waits first, so that a caller may simply loop.
        Raises DeviceError where the device is missing or refuses.
        """
        if stream.alive:
            return
        # The pause ends by the clock or when the other stream falls idle; nothing signals either.
        while stream.wanted and not stream.asleep and self._just_looked:  # noqa: ASYNC110
            await asyncio.sleep(_POLL_SECONDS)
        await asyncio.to_thread(self._open, stream)

    async def has_died(self, stream: CardStream) -> bool:
        """Return whether a stream is dead, not merely closed while another one is reopened."""
        return not stream.alive and await asyncio.to_thread(self._is_dead, stream)

    async def close(self, stream: CardStream) -> None:
        """Release a stream's device for good."""
        await asyncio.to_thread(self._close, stream)

    @property
    def _just_looked(self) -> bool:
        busy = any(stream.alive for stream in self._streams)
        pause = BUSY_RETRY_SECONDS if busy else RETRY_SECONDS
        return time.monotonic() - self._looked_at < pause

    def _is_dead(self, stream: CardStream) -> bool:
        with self._lock:
            return not stream.alive

    def _open(self, stream: CardStream) -> None:
        with self._lock:
            if stream.alive or stream.wake():
                return
            if stream not in self._streams:
                self._streams.append(stream)
            elif stream.wanted:
                self._initialize_again(besides=stream)
            stream.start()

    def _close(self, stream: CardStream) -> None:
        with self._lock:
            stream.wanted = False
            stream.close()

    def _initialize_again(self, besides: CardStream) -> None:
        """Close all streams, let PortAudio look for devices, start the other streams again."""
        for stream in self._streams:
            stream.close()
        restart_portaudio()
        self._looked_at = time.monotonic()
        for stream in self._streams:
            if stream.wanted and stream is not besides:
                self._try_start(stream)

    def _try_start(self, stream: CardStream) -> None:
        """Start a stream whose own user will see it dead, should it not start."""
        try:
            stream.start()
        except DeviceError:
            stream.close()


def restart_portaudio() -> None:
    """Let PortAudio read the list of devices anew; every stream must be closed."""
    while sounddevice._initialized:
        sounddevice._terminate()
    sounddevice._initialize()
