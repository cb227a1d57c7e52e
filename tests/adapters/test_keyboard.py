"""A key of the terminal is something to press; a terminal is left as it was found."""

from __future__ import annotations

import asyncio
import os
import pty
import termios
from collections.abc import Iterator

import pytest

from assistant.adapters.keyboard import open_keyboard
from assistant.errors import DeviceError


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Return both ends of a terminal: where keys are pressed, and where they are read."""
    ends = pty.openpty()
    yield ends
    for end in ends:
        os.close(end)


def pressed(terminal: tuple[int, int], keys: bytes, seconds: float = 0.2) -> list[bool]:
    """Return what a keyboard tells within a while of some keys."""
    told: list[bool] = []

    async def main() -> None:
        with open_keyboard(terminal[1]) as keyboard:
            os.write(terminal[0], keys)
            async with asyncio.timeout(seconds):
                while True:
                    told.append(await keyboard.changed())

    with pytest.raises(TimeoutError):
        asyncio.run(main())
    return told


@pytest.mark.parametrize("key", [b"\r", b"\n", b" "])
def test_enter_and_space_go_down_and_up(terminal: tuple[int, int], key: bytes) -> None:
    assert pressed(terminal, key) == [True, False]


def test_other_keys_mean_nothing(terminal: tuple[int, int]) -> None:
    assert pressed(terminal, b"abc") == []


def test_the_terminal_is_left_as_it_was(terminal: tuple[int, int]) -> None:
    before = termios.tcgetattr(terminal[1])
    pressed(terminal, b" ")

    assert termios.tcgetattr(terminal[1]) == before


def test_where_there_is_no_terminal_it_says_what_to_choose_instead() -> None:
    here, there = os.pipe()
    try:
        with pytest.raises(DeviceError, match="needs a terminal"), open_keyboard(here):
            pass
    finally:
        os.close(here)
        os.close(there)
