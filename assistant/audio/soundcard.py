"""PortAudio's devices, and the one owner that may open the library again.

PortAudio reads its list of devices once, so a device that came back is found only after every
stream is closed and the library is initialised anew. That concerns both directions at once.
"""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import sounddevice

from assistant.audio.alsa_log import redirect_alsa_log
from assistant.audio.streams import KINDS, CardStream, Direction
from assistant.errors import DeviceError

RETRY_SECONDS = 1.0
BUSY_RETRY_SECONDS = 2.0
"""Between looks for a missing device while another one is in use: each look makes a gap of 0.1 s
in what that one plays or hears."""
STILL_RETRY_SECONDS = 10.0
"""The same while the kernel's devices, where it has any, stay as they are."""
CARDS = Path("/dev/snd")
_POLL_SECONDS = 0.2


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
    kind = KINDS[direction]
    named = [
        (index, device.name)
        for index, device in enumerate(list_devices())
        if (device.inputs if direction == "input" else device.outputs) > 0
    ]
    if not named:
        raise DeviceError(f"no {kind} found; plug one in, or name a wav:FILE for it in config.yaml")
    if name is None:
        return None
    exact = [index for index, known in named if known == name]
    near = exact or [index for index, known in named if name.casefold() in known.casefold()]
    if len(near) == 1:
        return near[0]
    known = ", ".join(f'"{known}"' for _, known in named)
    problem = f'"{name}" names several devices' if near else f'"{name}" is unknown'
    raise DeviceError(f"{kind}: {problem}; known: {known}")


class SoundCard:
    """Owns PortAudio in this process and every stream on it."""

    def __init__(self, cards: Path = CARDS) -> None:
        self._streams: list[CardStream] = []
        self._lock = threading.Lock()
        self._looked_at = self._changed_at = -STILL_RETRY_SECONDS
        self._cards = cards
        self._known_cards = self._list_cards()
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
        return time.monotonic() - self._looked_at < self._pause

    @property
    def _pause(self) -> float:
        """Seconds between two looks: few where they disturb nobody, or promise something."""
        cards = self._list_cards()
        if cards != self._known_cards:
            self._known_cards, self._changed_at = cards, time.monotonic()
        has_changed = time.monotonic() - self._changed_at < STILL_RETRY_SECONDS
        if has_changed or not any(stream.alive for stream in self._streams):
            return RETRY_SECONDS
        return BUSY_RETRY_SECONDS if cards is None else STILL_RETRY_SECONDS

    def _list_cards(self) -> list[str] | None:
        """Return the kernel's sound devices; None where only a sound server knows of any."""
        return sorted(path.name for path in self._cards.iterdir()) if self._cards.is_dir() else None

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
            stream.wanted = True
            stream.start(find_device(stream.direction, stream.name))

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
            stream.start(find_device(stream.direction, stream.name))
        except DeviceError:
            stream.close()


def restart_portaudio() -> None:
    """Let PortAudio read the list of devices anew; every stream must be closed."""
    while sounddevice._initialized:
        sounddevice._terminate()
    sounddevice._initialize()
