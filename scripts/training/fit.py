"""Multinomial logistic regression in numpy, over sparse and dense features alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Rows = Sequence[npt.NDArray[np.int64]]

EPOCHS, BATCH, RATE = 20, 64, 0.3
DECAY_WORDS, DECAY_DENSE = 2e-5, 3e-4
SEED = 20


@dataclass(frozen=True, slots=True)
class Data:
    """Examples, one row each."""

    rows: Rows
    """Places of the features each one has."""
    dense: Floats
    """Shape (examples, dense features)."""
    targets: npt.NDArray[np.int64]
    shares: Floats
    """How much each example counts."""


@dataclass(slots=True)
class Model:
    """Weights under training."""

    words: Floats
    dense: Floats
    bias: Floats


def fit(data: Data, features: int, classes: int) -> Model:
    """Return the weights. AdaGrad (Duchi and others 2011) with a rate that falls to nothing."""
    width = data.dense.shape[1]
    shapes = ((features, classes), (width, classes), (classes,))
    model = Model(*(np.zeros(shape, dtype=np.float32) for shape in shapes))
    steps = Model(*(np.full(shape, 1e-3, dtype=np.float32) for shape in shapes))
    rng = np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        rate = RATE * (1 - epoch / EPOCHS)
        order = rng.permutation(len(data.rows))
        for start in range(0, len(order), BATCH):
            _step(model, steps, data, order[start : start + BATCH], rate)
    return model


def _step(
    model: Model, steps: Model, data: Data, batch: npt.NDArray[np.int64], rate: float
) -> None:
    rows, dense = [data.rows[index] for index in batch], data.dense[batch]
    roots = np.sqrt([max(len(row), 1) for row in rows], dtype=np.float32)[:, None]
    total = np.stack([model.words[row].sum(axis=0) for row in rows]) / roots
    total += dense @ model.dense + model.bias
    odds = np.exp(total - total.max(axis=1, keepdims=True))
    error = odds / odds.sum(axis=1, keepdims=True)
    error[np.arange(len(batch)), data.targets[batch]] -= 1
    error *= data.shares[batch][:, None] / len(batch)
    _step_words(model, steps, rows, error / roots, rate)
    slope = dense.T @ error + DECAY_DENSE * model.dense
    steps.dense += slope**2
    model.dense -= rate * slope / np.sqrt(steps.dense)
    slope = error.sum(axis=0)
    steps.bias += slope**2
    model.bias -= rate * slope / np.sqrt(steps.bias)


def _step_words(model: Model, steps: Model, rows: Rows, error: Floats, rate: float) -> None:
    used, inverse = np.unique(np.concatenate(rows), return_inverse=True)
    slope = DECAY_WORDS * model.words[used]
    np.add.at(slope, inverse, np.repeat(error, [len(row) for row in rows], axis=0))
    steps.words[used] += slope**2
    model.words[used] -= rate * slope / np.sqrt(steps.words[used])
