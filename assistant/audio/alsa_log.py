"""Sends what ALSA writes to stderr to the log instead."""

from __future__ import annotations

import ctypes
import logging
from contextlib import suppress

_LOG = logging.getLogger(__name__)

_Handler = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)


def _log(file: bytes, line: int, function: bytes, error: int, message: bytes) -> None:
    """Log the format string; the values that C passes after it cannot be read from here."""
    _LOG.debug("ALSA %s:%d: %s", function.decode(), line, message.decode(errors="replace"))


_HANDLER = _Handler(_log)
"""Kept for as long as the library may call it."""


def redirect_alsa_log() -> None:
    """Install the handler, for good; nothing happens where ALSA is not used."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_HANDLER)
