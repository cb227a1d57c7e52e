"""Killed at any moment, the program leaves whole files: old or new, never half of one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import numpy as np

from assistant.audio.frames import AudioClip
from assistant.events import Fault
from assistant.memory.journal import FILE, Journal
from assistant.speech.cache import ClipCache, clip_key

KILLS = 6
WRITES = """
import sys
from pathlib import Path
import numpy as np
from assistant.audio.frames import AudioClip
from assistant.memory.journal import FILE, Journal
from assistant.speech.cache import ClipCache, clip_key
folder = Path(sys.argv[1])
journal, cache = Journal(folder / FILE), ClipCache(folder / "cache", 10**9, print)
n = int(sys.argv[2])
while True:
    n += 1
    journal.keep({"first": f"{n} " * 2000, "second": f"{n} " * 2000})
    clip = AudioClip(np.full(20_000, n % 30_000, dtype=np.int16), 16_000)
    cache.put(clip_key("engine", "voice", 1.0, str(n % 10)), clip)
    print(n, flush=True)
"""


def killed(folder: Path, begins: int, spins: int) -> int:
    """Write until killed, a moment after the first write; return the last one confirmed."""
    command = [sys.executable, "-c", WRITES, str(folder), str(begins)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        first = writer.stdout.readline()
        for _ in range(spins):  # a moment that is never the same
            pass
        writer.kill()
        rest = [line for line in writer.stdout.read().splitlines(keepends=True) if line[-1] == "\n"]
    return int([first, *rest][-1])


def test_a_kill_at_a_random_moment_leaves_whole_files(tmp_path: Path) -> None:
    """What was confirmed is there, two texts that belong together agree, and no clip is cut."""
    chance = Random(1)
    faults: list[Fault] = []
    last = 0
    for _ in range(KILLS):
        last = killed(tmp_path, last, chance.randrange(2_000_000))
        entries = Journal(tmp_path / FILE).entries()
        kept = {entry.what: int(entry.text.split()[0]) for entry in entries}
        assert kept["first"] == kept["second"]
        assert last <= kept["first"] <= last + 1
        last = kept["first"]
        cache = ClipCache(tmp_path / "cache", 10**9, faults.append)
        for digit in range(10):
            clip = cache.get(clip_key("engine", "voice", 1.0, str(digit)))
            assert clip is None or is_whole(clip, digit)
    assert faults == []


def is_whole(clip: AudioClip, digit: int) -> bool:
    """Tell whether a clip is one that was written, to its last sample."""
    return len(clip.samples) == 20_000 and bool(np.all(clip.samples % 10 == digit))
