"""The voice that is always there: its child may die, hang or lie."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import EngineError
from assistant.speech.engines.pyttsx3 import Pyttsx3
from tests.speech.speech_measures import first_sound_seconds, speech_rms, words_per_minute
from tests.speech.spoken_lines import GUIDED, HOSTILE

READY = "import sys; print('{\"ready\": true}', flush=True); "
HANGS = READY + "sys.stdin.read()"
DIES = READY + "sys.stdin.readline(); sys.exit(1)"
LIES = READY + "sys.stdin.readline(); print('not json', flush=True); sys.stdin.read()"
REFUSES = 'print(\'{"error": "no espeak"}\', flush=True)'
SPEAKS = (
    "sys.stdin.readline(); sys.stdout.buffer.write(b'{\"bytes\": 4000}\\n' + b'\\x00\\x40' * 2000)"
)
DIES_ONCE = (
    READY + "import pathlib; mark = pathlib.Path(sys.argv[1]); been = mark.exists(); mark.touch(); "
    f"sys.stdin.readline() and sys.exit(1) if not been else None; {SPEAKS}"
)
PARENT = (
    "import os, signal; from assistant.speech.engines.pyttsx3 import Pyttsx3; engine = Pyttsx3(); "
    "engine.prepare(); print(open(f'/proc/self/task/{os.getpid()}/children').read(), flush=True); "
    "os.kill(os.getpid(), signal.SIGKILL)"
)


def child(code: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code, *arguments)


@pytest.fixture(scope="module")
def pyttsx3() -> Iterator[Pyttsx3]:
    engine = Pyttsx3()
    try:
        engine.check()
    except EngineError as error:
        pytest.skip(str(error))
    engine.prepare()
    yield engine
    engine.close()


def test_a_missing_library_names_the_debian_package() -> None:
    """The error says what to install."""
    with pytest.raises(EngineError, match="apt-get install libespeak-ng1"):
        Pyttsx3(library="libnosuch.so.1").check()


@pytest.mark.parametrize("code", [HANGS, DIES, LIES])
def test_a_child_that_fails_twice_is_an_error_that_does_not_hold_the_text(code: str) -> None:
    """One new child is tried; then EngineError, without what was to be said."""
    engine = Pyttsx3(child(code), timeout=0.5)

    with pytest.raises(EngineError, match="failed twice") as caught:
        engine.synthesize("my secret")

    assert "secret" not in str(caught.value)


def test_a_child_that_dies_once_is_replaced(tmp_path: Path) -> None:
    """The line is spoken by the second child."""
    engine = Pyttsx3(child(DIES_ONCE, str(tmp_path / "been")))

    assert engine.synthesize("Hello.").seconds > 0.05
    engine.close()


def test_a_child_that_cannot_start_says_why() -> None:
    """The engine's own reason is passed on."""
    with pytest.raises(EngineError, match="did not start: no espeak"):
        Pyttsx3(child(REFUSES)).prepare()


@pytest.mark.engine
def test_the_child_dies_with_its_parent(pyttsx3: Pyttsx3) -> None:
    """A parent that is killed leaves no orphan."""
    parent = subprocess.run([sys.executable, "-c", PARENT], capture_output=True, text=True)
    orphan = int(parent.stdout)

    assert parent.returncode == -signal.SIGKILL
    assert any(not _runs(orphan) for _ in range(100))


def _runs(pid: int) -> bool:
    time.sleep(0.05)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return state != "Z"


@pytest.mark.engine
@pytest.mark.parametrize("cue", ["Breathe in", "Breathe out", "Hold", "Rest", "Three"])
def test_a_cue_starts_at_once_and_fits_its_phase(pyttsx3: Pyttsx3, cue: str) -> None:
    """Sound starts within 25 ms, and a cue takes less than 40 % of a four-second phase."""
    clip = pyttsx3.synthesize(cue)

    assert first_sound_seconds(clip) < 0.025
    assert 0.3 < clip.seconds < 1.6


@pytest.mark.engine
def test_guided_text_is_calm_and_as_loud_as_the_other_voice(pyttsx3: Pyttsx3) -> None:
    """120 to 150 words a minute, -20 dBFS, no sample at full scale."""
    clip = pyttsx3.synthesize(GUIDED)

    assert 120 <= words_per_minute(GUIDED, clip) <= 150
    assert speech_rms(clip) == pytest.approx(0.1, rel=0.2)
    assert np.abs(clip.samples.astype(np.int32)).max() < 32_000


@pytest.mark.engine
@pytest.mark.parametrize("text", [*HOSTILE, "word " * 500])
def test_any_text_gives_a_clip(pyttsx3: Pyttsx3, text: str) -> None:
    """Nothing a person or an author writes can break the voice or reach a shell."""
    assert pyttsx3.synthesize(text).seconds > 0


@pytest.mark.engine
def test_every_one_of_many_lines_is_whole(pyttsx3: Pyttsx3) -> None:
    """A reused child never gives the line before, or half of one."""
    seconds = {text: pyttsx3.synthesize(text).seconds for text in ("Yes.", GUIDED)}

    for _ in range(20):
        for text, expected in seconds.items():
            assert pyttsx3.synthesize(text).seconds == pytest.approx(expected, rel=0.05)
