"""Arrays of an .npz file, read without numpy: who has no embedding needs none of its 15 MB.

The format is numpy's own (numpy.lib.format, version 1.0): a zip of files, each a header that is a
Python literal, and the numbers.
"""

from __future__ import annotations

import ast
import struct
import zipfile
from array import array
from dataclasses import dataclass
from pathlib import Path

_LENGTH = struct.Struct("<8xH")
"""The length of the header, behind the mark and the version."""
_BLOCK = 1 << 16
"""Bytes that are unpacked at a time."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One array as it is stored."""

    shape: tuple[int, ...]
    type: str
    """As numpy writes it: |i1, <u4, <f2, <f4 or <U and a number."""
    data: memoryview
    """The numbers row by row, the lowest byte first."""

    def floats(self) -> tuple[float, ...]:
        """Return numbers of 16 or 32 bits."""
        return struct.unpack(f"<{len(self.data) // int(self.type[-1])}{self._code}", self.data)

    def whole(self) -> array[int]:
        """Return whole numbers of 32 bits."""
        return array("I", bytes(self.data))

    def text(self) -> str:
        """Return a single text."""
        return bytes(self.data).decode("utf-32-le").rstrip("\0")

    @property
    def _code(self) -> str:
        return "e" if self.type == "<f2" else "f"


def read_array(path: Path, name: str) -> Stored:
    """Read one array of an .npz file."""
    with zipfile.ZipFile(path) as file:
        # Unpacked bit by bit into its place: read at once, it would be there twice for a moment.
        part = bytearray(file.getinfo(f"{name}.npy").file_size)
        with file.open(f"{name}.npy") as packed:
            for at in range(0, len(part), _BLOCK):
                part[at : at + _BLOCK] = packed.read(_BLOCK)
    start = _LENGTH.size + _LENGTH.unpack_from(part)[0]
    header = ast.literal_eval(part[_LENGTH.size : start].decode("latin-1"))
    return Stored(header["shape"], header["descr"], memoryview(part)[start:])
