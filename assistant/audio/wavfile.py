"""WAV files in and out: any common form is read, 16-bit PCM is written."""

from __future__ import annotations

import struct
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr

from assistant.audio.frames import SPEECH_RATE, AudioClip, Samples
from assistant.errors import AudioFileError

_ACCEPTED = "accepted: WAV with 8, 16, 24 or 32-bit PCM or 32 or 64-bit float, 4 to 192 kHz"
_EXTENSIBLE = 0xFFFE


@dataclass(frozen=True, slots=True)
class _Format:
    """What the "fmt " chunk says."""

    encoding: int
    channels: int
    rate: int
    """Hertz"""
    bits: int
    """Bits of one sample."""

    @classmethod
    def from_chunk(cls, chunk: bytes) -> _Format:
        """Read the chunk; the true encoding of WAVE_FORMAT_EXTENSIBLE opens its sub-format GUID."""
        encoding, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
        if encoding == _EXTENSIBLE and len(chunk) >= 26:
            (encoding,) = struct.unpack_from("<H", chunk, 24)
        return cls(encoding, channels, rate, bits)


def read_wav(path: Path, rate: int | None = SPEECH_RATE) -> AudioClip:
    """Read a file as mono, resampled to `rate` Hz, or at its own rate where that is None.

    Raises AudioFileError for a file that is missing, empty, cut short, compressed or no WAV.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise AudioFileError(f"{path}: {error.strerror}; {_ACCEPTED}") from error
    wav_format, body = _chunks(data, path)
    mono = _decode(wav_format, body, path)
    if rate is not None and rate != wav_format.rate:
        mono = soxr.resample(mono, wav_format.rate, rate)
    return AudioClip(to_int16(mono), rate or wav_format.rate)


def write_wav(path: Path, clip: AudioClip) -> None:
    """Write a clip as 16-bit mono. Raises AudioFileError."""
    _write(path, clip.samples, clip.rate, channels=1)


def write_stereo(path: Path, left: AudioClip, right: AudioClip) -> None:
    """Write two clips of one rate side by side; the shorter is followed by silence.

    Raises AudioFileError where the file cannot be written.
    """
    if left.rate != right.rate:
        raise ValueError(f"both sides have one rate, not {left.rate} and {right.rate} Hz")
    both = np.zeros((max(len(left.samples), len(right.samples)), 2), dtype=np.int16)
    both[: len(left.samples), 0] = left.samples
    both[: len(right.samples), 1] = right.samples
    _write(path, both, left.rate, channels=2)


def to_int16(samples: npt.NDArray[np.float32]) -> Samples:
    """Return samples of -1 to 1 as int16, louder ones clipped."""
    scaled = np.rint(samples * np.float32(32768.0))
    return np.asarray(np.clip(scaled, -32768, 32767), dtype=np.int16)


def _chunks(data: bytes, path: Path) -> tuple[_Format, bytes]:
    """Return the format and the sample bytes of a RIFF file."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise AudioFileError(f"{path}: {_description(data)}, not a WAV; {_ACCEPTED}")
    wav_format, at = None, 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + size]
        if name == b"fmt " and len(body) >= 16:
            wav_format = _Format.from_chunk(body)
        elif name == b"data" and wav_format:
            return wav_format, _whole(body, size, path)
        at += 8 + size + size % 2
    missing = "samples" if wav_format else "format"
    raise AudioFileError(f"{path}: a WAV without its {missing} (cut short?); {_ACCEPTED}")


def _description(data: bytes) -> str:
    return f"begins with {data[:4]!r}" if data else "empty"


def _whole(body: bytes, size: int, path: Path) -> bytes:
    """Refuse a body shorter than announced, unless a streaming writer left the size open."""
    streamed = size >= 0x7FFFF000
    if not body:
        raise AudioFileError(f"{path}: holds no samples; {_ACCEPTED}")
    if len(body) < size and not streamed:
        raise AudioFileError(f"{path}: cut short, {len(body)} of {size} bytes; {_ACCEPTED}")
    return body


def _decode(wav_format: _Format, body: bytes, path: Path) -> npt.NDArray[np.float32]:
    """Return mono float32 samples of -1 to 1."""
    width = wav_format.bits // 8
    if not wav_format.channels or not 4_000 <= wav_format.rate <= 192_000:
        found = f"{wav_format.channels} channels at {wav_format.rate} Hz"
        raise AudioFileError(f"{path}: {found}; {_ACCEPTED}")
    frame = width * wav_format.channels
    body = body[: len(body) // frame * frame] if frame else body
    samples: npt.NDArray[np.floating]
    match wav_format.encoding, wav_format.bits:
        case (1, 8):
            samples = np.frombuffer(body, np.uint8) / np.float32(2**7) - np.float32(1)
        case (1, 16):
            samples = np.frombuffer(body, "<i2") / np.float32(2**15)
        case (1, 24):
            samples = _from_24_bit(body)
        case (1, 32):
            samples = np.frombuffer(body, "<i4") / np.float32(2**31)
        case (3, 32 | 64):
            samples = np.frombuffer(body, f"<f{width}")
        case (encoding, bits):
            found = f"encoding 0x{encoding:04x} at {bits} bits"
            raise AudioFileError(f"{path}: {found} is not supported; {_ACCEPTED}")
    mono = np.asarray(samples.reshape(-1, wav_format.channels).mean(axis=1), dtype=np.float32)
    mono[~np.isfinite(mono)] = 0.0
    return mono


def _from_24_bit(body: bytes) -> npt.NDArray[np.floating]:
    octets = np.frombuffer(body, np.uint8).reshape(-1, 3)
    padded = np.zeros((len(octets), 4), np.uint8)
    padded[:, 1:] = octets
    return np.frombuffer(padded.tobytes(), "<i4") / np.float32(2**31)


@contextmanager
def wav_writer(path: Path, rate: int, channels: int = 1) -> Iterator[wave.Wave_write]:
    """Open a 16-bit WAV to write. Raises AudioFileError where it, or what is written, fails."""
    try:
        with path.open("wb") as raw, wave.open(raw, "wb") as file:
            file.setnchannels(channels)
            file.setsampwidth(2)
            file.setframerate(rate)
            yield file
    except OSError as error:
        raise AudioFileError(f"{path}: cannot be written: {error.strerror}") from error


def _write(path: Path, samples: Samples, rate: int, channels: int) -> None:
    with wav_writer(path, rate, channels) as file:
        file.writeframes(samples.astype("<i2").tobytes())
