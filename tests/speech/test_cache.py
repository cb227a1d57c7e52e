"""The disk cache: whole or missing, bounded, private, and never in the way."""

from __future__ import annotations

import os
import resource
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from assistant.audio.frames import AudioClip
from assistant.events import Fault
from assistant.speech.cache import ClipCache, clip_key

CLIP = AudioClip(np.arange(2205, dtype=np.int16), 22_050)
KEY = clip_key("piper", "joe", 1.0, "I am here.")


class Shelf:
    """A cache in a folder, and the faults it reported."""

    def __init__(self, folder: Path, limit_bytes: int = 1_000_000) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self.cache = ClipCache(folder, limit_bytes, self.faults.append)

    def files(self) -> list[Path]:
        return sorted(self.folder.iterdir())


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "speech")


def test_a_kept_clip_comes_back_whole(shelf: Shelf) -> None:
    """Also through another cache on the same folder."""
    shelf.cache.put(KEY, CLIP)

    found = Shelf(shelf.folder).cache.get(KEY)

    assert found is not None
    assert found.rate == CLIP.rate
    assert np.array_equal(found.samples, CLIP.samples)


def test_what_was_never_kept_is_missing(shelf: Shelf) -> None:
    """Even where the folder does not exist."""
    assert shelf.cache.get(KEY) is None
    assert shelf.faults == []


@pytest.mark.parametrize(
    "other",
    [
        ("pyttsx3", "joe", 1.0, "I am here."),
        ("piper", "amy", 1.0, "I am here."),
        ("piper", "joe", 0.85, "I am here."),
        ("piper", "joe", 1.0, "I am here!"),
    ],
)
def test_engine_voice_pace_and_text_each_make_another_key(
    other: tuple[str, str, float, str],
) -> None:
    """No line is ever played in the wrong voice or at the wrong pace."""
    assert clip_key(*other) != KEY


def test_file_names_reveal_no_text_and_the_folder_is_the_persons_own(shelf: Shelf) -> None:
    """A look into the folder tells nothing; others may not look."""
    shelf.cache.put(KEY, CLIP)

    assert [path.name for path in shelf.files()] == [f"{KEY}.wav"]
    assert len(KEY) == 64
    assert shelf.folder.stat().st_mode & 0o077 == 0


def test_a_kept_file_is_a_wav(shelf: Shelf) -> None:
    """Any player can open it."""
    shelf.cache.put(KEY, CLIP)

    with wave.open(str(shelf.files()[0]), "rb") as wav:
        assert (wav.getnchannels(), wav.getframerate(), wav.getnframes()) == (1, 22_050, 2205)


@pytest.mark.parametrize("cut", [0, 10, 100, 4000])
def test_a_truncated_file_is_a_miss_and_is_removed(shelf: Shelf, cut: int) -> None:
    """Half a line is never played."""
    shelf.cache.put(KEY, CLIP)
    os.truncate(shelf.files()[0], cut)

    assert shelf.cache.get(KEY) is None
    assert shelf.files() == []


def test_a_file_with_one_wrong_byte_is_a_miss_and_is_removed(shelf: Shelf) -> None:
    """A failing memory card does not crackle."""
    shelf.cache.put(KEY, CLIP)
    content = bytearray(shelf.files()[0].read_bytes())
    content[1000] ^= 0x40
    shelf.files()[0].write_bytes(content)

    assert shelf.cache.get(KEY) is None
    assert shelf.files() == []


def test_the_least_recently_used_goes_first(tmp_path: Path) -> None:
    """Reading counts as use; the limit holds after each write."""
    shelf = Shelf(tmp_path, limit_bytes=10_000)
    shelf.cache.put("a", CLIP)
    shelf.cache.put("b", CLIP)
    os.utime(tmp_path / "a.wav", ns=(1, 1))
    os.utime(tmp_path / "b.wav", ns=(2, 2))
    assert shelf.cache.get("a") is not None

    shelf.cache.put("c", CLIP)

    assert [path.name for path in shelf.files()] == ["a.wav", "c.wav"]


def test_what_a_crash_left_half_written_counts_and_goes(tmp_path: Path) -> None:
    """Abandoned files do not fill the disk."""
    shelf = Shelf(tmp_path, limit_bytes=10_000)
    (tmp_path / "lost.part").write_bytes(bytes(9_000))
    os.utime(tmp_path / "lost.part", ns=(1, 1))

    shelf.cache.put(KEY, CLIP)

    assert [path.name for path in shelf.files()] == [f"{KEY}.wav"]


def test_a_folder_that_cannot_be_made_is_one_fault_however_many_lines(tmp_path: Path) -> None:
    """The fault names the folder and what to do, and nothing is raised."""
    (tmp_path / "taken").write_bytes(b"")
    shelf = Shelf(tmp_path / "taken" / "speech")

    for key in ("a", "b", "c"):
        shelf.cache.put(key, CLIP)
        assert shelf.cache.get(key) is None

    assert [fault.stage for fault in shelf.faults] == ["cache"]
    assert "taken/speech" in shelf.faults[0].message
    assert "config.yaml" in shelf.faults[0].message


@contextmanager
def disk_full_after(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes: the write fails where a full disk would fail it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_one_fault_and_leaves_no_file_behind(shelf: Shelf) -> None:
    """What cannot be written whole is not kept at all; once there is room, keeping goes on."""
    with disk_full_after(1000):
        shelf.cache.put("a", CLIP)
        shelf.cache.put("b", CLIP)
    assert shelf.files() == []

    shelf.cache.put("c", CLIP)

    assert len(shelf.faults) == 1
    assert [path.name for path in shelf.files()] == ["c.wav"]


def test_a_file_that_another_process_takes_away_is_no_fault(shelf: Shelf) -> None:
    """A name that is listed and gone, as of a clip that is being finished."""
    shelf.folder.mkdir()
    (shelf.folder / "one.part").symlink_to(shelf.folder / "renamed")

    shelf.cache.put(KEY, CLIP)

    assert shelf.faults == []


def test_there_is_room_beforehand_until_most_of_it_is_taken(tmp_path: Path) -> None:
    """The rest is kept for what is asked for; another cache on the folder sees the same."""
    size = len(_file_of(tmp_path / "probe"))
    shelf = Shelf(tmp_path / "speech", limit_bytes=10 * size)
    assert shelf.cache.has_room()

    for number in range(8):
        assert shelf.cache.has_room()
        shelf.cache.put(clip_key("piper", "joe", 1.0, f"Line {number}."), CLIP)

    assert not shelf.cache.has_room()
    assert not Shelf(shelf.folder, limit_bytes=10 * size).cache.has_room()


def test_what_is_marked_used_is_dropped_last(tmp_path: Path) -> None:
    """Of lines marked together, those marked first are dropped before the others."""
    size = len(_file_of(tmp_path / "probe"))
    shelf = Shelf(tmp_path / "speech", limit_bytes=4 * size)
    keys = [clip_key("piper", "joe", 1.0, f"Line {number}.") for number in range(4)]
    for key in keys:
        shelf.cache.put(key, CLIP)

    shelf.cache.mark_used([keys[3], keys[1], keys[0], "never kept"])
    shelf.cache.put(clip_key("piper", "joe", 1.0, "One more."), CLIP)
    shelf.cache.put(clip_key("piper", "joe", 1.0, "Another."), CLIP)

    assert [key in shelf.cache for key in keys] == [True, True, False, False]


def _file_of(folder: Path) -> bytes:
    """What a kept clip takes."""
    shelf = Shelf(folder)
    shelf.cache.put(KEY, CLIP)
    return shelf.files()[0].read_bytes()
