"""The weights are read and added as numpy reads and adds them, without it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.understanding.arrays import read_array
from assistant.understanding.classifier import WordWeights


@pytest.mark.parametrize("columns", [1, 2, 7, 94])
def test_weights_are_added_as_numpy_adds_them(columns: int) -> None:
    """However many features a text has: each column holds the sum of its signed bytes."""
    table = np.random.default_rng(columns).integers(-128, 128, (900, columns), dtype=np.int8)
    table[:300] = -128
    table[300:600] = 127
    weights = WordWeights(table.tobytes(), columns)

    for rows in ([], [5], list(range(300)), list(range(300, 600)), list(range(900))):
        assert weights.added(rows) == table[rows].sum(axis=0, dtype=np.int64).tolist()
    assert weights.at(700, columns - 1) == table[700, columns - 1]


def test_arrays_are_read_as_numpy_wrote_them(tmp_path: Path) -> None:
    """Of every kind that the weights are stored in, packed and with names that hold a point."""
    rng = np.random.default_rng(3)
    halves, floats = rng.normal(size=(3, 5)).astype(np.float16), rng.normal(size=4)
    file = tmp_path / "some.npz"
    arrays: dict[str, Any] = {
        "a.halves": halves,
        "a.floats": floats.astype(np.float32),
        "a.hashes": np.array([0, 7, 2**32 - 1], dtype=np.uint32),
        "a.bytes": np.array([[-128, 127]], dtype=np.int8),
        "a.long": np.arange(40_000, dtype=np.uint32),
        "a.text": np.array("topic/trust command/stop"),
    }
    np.savez_compressed(file, **arrays)

    assert read_array(file, "a.halves").floats() == tuple(halves.ravel().tolist())
    assert read_array(file, "a.halves").shape == (3, 5)
    assert read_array(file, "a.floats").floats() == tuple(floats.astype(np.float32).tolist())
    assert list(read_array(file, "a.hashes").whole()) == [0, 7, 2**32 - 1]
    assert list(read_array(file, "a.long").whole()) == list(range(40_000))
    assert bytes(read_array(file, "a.bytes").data) == b"\x80\x7f"
    assert read_array(file, "a.text").text() == "topic/trust command/stop"
