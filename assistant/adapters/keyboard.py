"""A key of the terminal as something to press: Enter or space."""

from __future__ import annotations

import asyncio
import os
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import DeviceError

KEYS = frozenset(b"\r\n ")
_MOST_BYTES = 64


class Keyboard:
    """Presses of Enter or space; other keys mean nothing."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._presses = asyncio.Event()
        self._is_down = False

    def take(self) -> None:
        """Read what was typed; a terminal that is gone is never pressed again."""
        try:
            typed = os.read(self._descriptor, _MOST_BYTES)
        except OSError:
            typed = b""
        if not typed:
            asyncio.get_running_loop().remove_reader(self._descriptor)
        if not KEYS.isdisjoint(typed):
            self._presses.set()

    async def changed(self) -> bool:
        """Wait until it goes down, True, or up, False: a terminal tells no more than a press."""
        if self._is_down:
            self._is_down = False
            return False
        await self._presses.wait()
        self._presses.clear()
        self._is_down = True
        return True


@contextmanager
def open_keyboard(descriptor: int | None = None) -> Iterator[Keyboard]:
    """Follow the keys of a terminal, standard input unless one is named; Ctrl-C still ends.

    Raises DeviceError where it is no terminal.
    """
    descriptor = sys.stdin.fileno() if descriptor is None else descriptor
    if not os.isatty(descriptor):
        raise DeviceError(
            "wake.by: key needs a terminal, and standard input is none; "
            "start it in a terminal, or choose phrase, button or always in config.yaml"
        )
    before = termios.tcgetattr(descriptor)
    keyboard, loop = Keyboard(descriptor), asyncio.get_running_loop()
    tty.setcbreak(descriptor)
    loop.add_reader(descriptor, keyboard.take)
    try:
        yield keyboard
    finally:
        loop.remove_reader(descriptor)
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
