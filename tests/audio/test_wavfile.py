"""Any common WAV is read as mono; anything else is refused by one plain line."""

import struct
import wave
from pathlib import Path

import numpy as np
import pytest

from assistant.audio.frames import AudioClip
from assistant.audio.wavfile import read_wav, write_stereo, write_wav
from assistant.errors import AudioFileError

PCM, FLOAT, MU_LAW, EXTENSIBLE = 1, 3, 7, 0xFFFE


def sine(rate: int, seconds: float = 0.5) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * 440 * np.arange(round(rate * seconds)) / rate)


def encode(signal: np.ndarray, encoding: int, bits: int) -> bytes:
    if encoding == FLOAT:
        return bytes(signal.astype(f"<f{bits // 8}"))
    if bits == 8:
        return bytes(np.rint(signal * 127 + 128).astype(np.uint8))
    whole = np.rint(signal * (2 ** (bits - 1) - 1)).astype("<i4")
    return bytes(whole.view(np.uint8).reshape(-1, 4)[:, : bits // 8].tobytes())


def riff(
    body: bytes, encoding: int, bits: int, rate: int, channels: int = 1, guid: int | None = None
) -> bytes:
    """Return the bytes of a WAV, with a chunk to be skipped before its samples."""
    width = bits // 8 * channels
    form = struct.pack("<HHIIHH", encoding, channels, rate, rate * width, width, bits)
    if guid is not None:
        form += struct.pack("<HHIH", 22, bits, 0, guid) + bytes(14)
    chunks = b"fmt " + struct.pack("<I", len(form)) + form
    chunks += b"LIST" + struct.pack("<I", 3) + b"abc\0"
    chunks += b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def loudness(clip: AudioClip) -> float:
    return float(np.sqrt(np.mean((clip.samples / 32768.0) ** 2)))


@pytest.mark.parametrize(
    ("encoding", "bits"), [(PCM, 8), (PCM, 16), (PCM, 24), (PCM, 32), (FLOAT, 32), (FLOAT, 64)]
)
@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_every_common_sample_form_and_rate_is_read_at_16_khz(
    tmp_path: Path, encoding: int, bits: int, rate: int
) -> None:
    """The sound keeps its length and loudness whatever it was written as."""
    path = tmp_path / "in.wav"
    path.write_bytes(riff(encode(sine(rate), encoding, bits), encoding, bits, rate))

    clip = read_wav(path)

    assert clip.rate == 16_000
    assert abs(clip.seconds - 0.5) < 0.001
    assert loudness(clip) == pytest.approx(0.5 / np.sqrt(2), rel=0.02)


def test_stereo_is_mixed_and_extensible_is_opened(tmp_path: Path) -> None:
    """The mean of both sides is heard; a sub-format says what EXTENSIBLE holds."""
    left = sine(48_000)
    body = encode(np.column_stack((left, np.zeros_like(left))).ravel(), PCM, 24)
    path = tmp_path / "in.wav"
    path.write_bytes(riff(body, EXTENSIBLE, 24, 48_000, channels=2, guid=PCM))

    clip = read_wav(path, rate=None)

    assert clip.rate == 48_000
    assert loudness(clip) == pytest.approx(0.25 / np.sqrt(2), rel=0.02)


GOOD = riff(encode(sine(8_000), PCM, 16), PCM, 16, 8_000)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "empty"),
        (b"OggS" + bytes(40), "begins with b'OggS'"),
        (GOOD[:14], "without its format"),
        (GOOD[:40], "without its samples"),
        (GOOD[:2000], "cut short, "),
        (riff(b"", PCM, 16, 8_000), "holds no samples"),
        (riff(bytes(80), MU_LAW, 8, 8_000), "encoding 0x0007 at 8 bits"),
        (riff(bytes(80), PCM, 12, 8_000), "encoding 0x0001 at 12 bits"),
        (riff(bytes(80), PCM, 16, 1), "at 1 Hz"),
        (riff(bytes(80), PCM, 16, 8_000, channels=0), "0 channels"),
    ],
)
def test_what_cannot_be_read_is_refused_by_one_line(
    tmp_path: Path, content: bytes, found: str
) -> None:
    """The line names the file, what was found and what is accepted."""
    path = tmp_path / "bad.wav"
    path.write_bytes(content)

    with pytest.raises(AudioFileError) as caught:
        read_wav(path)

    line = str(caught.value)
    assert line.startswith(f"{path}: ")
    assert found in line
    assert "accepted: WAV" in line
    assert "\n" not in line


def test_every_cut_of_a_good_file_is_refused_or_read(tmp_path: Path) -> None:
    """No length of a broken file ends in anything but an AudioFileError."""
    path = tmp_path / "cut.wav"
    for length in range(120):
        path.write_bytes(GOOD[:length])
        with pytest.raises(AudioFileError):
            read_wav(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match=r"none\.wav: No such file"):
        read_wav(tmp_path / "none.wav")


def test_a_written_clip_is_read_back_as_it_was(tmp_path: Path) -> None:
    clip = AudioClip(np.arange(-500, 500, dtype=np.int16), 22_050)

    write_wav(tmp_path / "out.wav", clip)

    again = read_wav(tmp_path / "out.wav", rate=None)
    assert again.rate == 22_050
    assert np.array_equal(again.samples, clip.samples)


def test_the_shorter_side_of_a_stereo_file_is_followed_by_silence(tmp_path: Path) -> None:
    left = AudioClip(np.full(100, 1000, dtype=np.int16), 16_000)
    right = AudioClip(np.full(40, -2000, dtype=np.int16), 16_000)

    write_stereo(tmp_path / "both.wav", left, right)

    with wave.open(str(tmp_path / "both.wav")) as file:
        both = np.frombuffer(file.readframes(100), "<i2").reshape(-1, 2)
    assert (both[:, 0] == 1000).all()
    assert (both[:40, 1] == -2000).all()
    assert (both[40:, 1] == 0).all()
