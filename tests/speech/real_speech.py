"""Recordings of real people, where the test data lies beside the checkout."""

from pathlib import Path

import numpy as np
import pytest

from assistant.audio.frames import Samples
from assistant.audio.wavfile import read_wav

DATA = Path(__file__).parents[3] / "shared" / "data"
EDGE = np.zeros(4_800, np.int16)


def clips(folder: str) -> list[Path]:
    """Return the WAV files of a folder of the test data; skips the test where it is absent."""
    if not (DATA / folder).is_dir():
        pytest.skip(f"the test data {folder} is not beside the checkout")
    return sorted((DATA / folder).glob("*.wav"))


def padded(path: Path) -> Samples:
    """Return a clip at 16 kHz with 300 ms of silence on either side."""
    return np.concatenate([EDGE, read_wav(path).samples, EDGE])
