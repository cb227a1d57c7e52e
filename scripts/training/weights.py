"""The training: what authors wrote becomes weights in a file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from assistant.content.loader import load_packs
from assistant.understanding.classifier import Known, found_for, known_rows
from assistant.understanding.evidence import Sums, added_up
from assistant.understanding.features import MOST_WORDS, features, strangeness
from assistant.understanding.intents import Context
from assistant.understanding.judge import NO_RISK
from assistant.understanding.normalize import normalize
from assistant.understanding.phrases import PhraseBook
from assistant.understanding.sentences import embed
from scripts.training.corpus import FROM_PACK, HARMLESS, HEARD, RISK_ONLY, Said
from scripts.training.fit import Data, Floats, fit
from scripts.training.garble import garble

FEWEST = 3
"""Utterances that must have a feature; what a single one has teaches nothing."""
FROM_PACK_WEIGHT = 2.0
"""How much an example of the pack counts: where authors differ, the pack says what is meant."""
HEARD_WEIGHT = 0.7
"""How much what a recogniser made of an utterance counts, each of its alternatives."""
HARMLESS_WEIGHT = 2.0
"""How much it counts what sounds dangerous and is not, against other ordinary speech."""
WORRIED = frozenset({"reframe", "reassurance"})
WORRY_WEIGHT = 5.0
"""How much it counts that a worry is no danger: it is what people say most here, and to be asked
about suicide upon it hurts."""
HEARD_DANGER_WEIGHT = 0.5
"""How much what a recogniser made of danger counts as danger, against the rest of what it made."""
GARBLED = 0.5
"""How much a garbled copy counts, against the utterance itself."""


@dataclass(frozen=True, slots=True)
class Target:
    """One text and what it is to be taken for."""

    text: str
    """Normalised."""
    name: str
    weight: float
    counts_found: bool = True
    """False where what the phrase book finds is left out."""


@dataclass(frozen=True, slots=True)
class Trained:
    """Everything that the file holds, by key."""

    arrays: Mapping[str, npt.NDArray[np.generic]]


@cache
def book() -> PhraseBook:
    """Return the phrase book whose findings are learned along."""
    return load_packs().phrases


def trained(said: Sequence[Said]) -> Trained:
    """Train all classifiers, with and without embeddings."""
    named = [one for one in said if one.label != HARMLESS and one.author not in RISK_ONLY]
    labels = [target for one in named for target in _copies(one, one.label)]
    hashes = _vocabulary(labels)
    classes = sorted({target.name for target in labels})
    arrays: dict[str, npt.NDArray[np.generic]] = {"hashes": hashes}
    thoughts = [one for one in said if one.traps is not None]
    traps = [t for one in thoughts for t in _trap_targets(one)]
    themes = [t for one in thoughts for t in _copies(one, one.theme or "none")]
    risks = [target for one in said for target in _risk_targets(one)]
    taught = {"label": labels, "trap": traps, "theme": themes, "risk": risks}
    for name, targets in taught.items():
        names = sorted({target.name for target in targets})
        found = np.stack([_found(target, classes) for target in targets])
        sentences = np.stack([sentence(t.text) for t in targets])
        for key, extra in ((name, sentences[:, :0]), (f"{name}+sentence", sentences)):
            arrays |= _train(key, targets, names, hashes, found, extra)
    arrays["found"] = np.array(" ".join(classes))
    return Trained(arrays)


@cache
def evidence(text: str) -> Sums:
    """Return what the phrase book finds in a text, each text's once."""
    return added_up((*book().acts.weigh(text, Context()), *book().weigh(text)))


@cache
def sentence(text: str) -> Floats:
    """Return the embedding, each text's once."""
    return embed(text)


def _copies(said: Said, name: str, weight: float = 1.0) -> Iterable[Target]:
    text = normalize(said.text)
    counts = said.author != FROM_PACK
    if said.author == FROM_PACK:
        weight *= FROM_PACK_WEIGHT
    if said.author in HEARD:
        yield Target(book().mend(text), name, weight * HEARD_WEIGHT, counts)
        return
    yield Target(book().mend(text), name, weight, counts)
    for seed in (1, 2):
        worse = book().mend(normalize(garble(said.text, seed)))
        if worse != text:
            yield Target(worse, name, weight * GARBLED, counts)


def _found(target: Target, classes: Sequence[str]) -> Floats:
    found = np.zeros(len(classes), dtype=np.float32)
    if target.counts_found:
        for at, weight in found_for(evidence(target.text), classes).items():
            found[at] = weight
    return found


def _trap_targets(said: Said) -> Iterable[Target]:
    traps = said.traps or ("none",)
    for place, trap in enumerate(traps):
        yield from _copies(said, trap, (1.0, 0.5)[min(place, 1)])


def _risk_targets(said: Said) -> Iterable[Target]:
    if said.label.startswith("crisis/"):
        danger = said.label.partition("/")[2]
        return _copies(said, danger, HEARD_DANGER_WEIGHT if said.author in HEARD else 1.0)
    if said.label == HARMLESS:
        return _copies(said, NO_RISK, HARMLESS_WEIGHT)
    return _copies(said, NO_RISK, WORRY_WEIGHT if said.label.split("/")[0] in WORRIED else 1.0)


def _vocabulary(targets: Sequence[Target]) -> npt.NDArray[np.uint32]:
    seen = [feature for t in targets if t.weight == 1.0 for feature in features(t.text)]
    hashes, counts = np.unique(np.array(seen, dtype=np.uint32), return_counts=True)
    strange = np.array(strangeness(MOST_WORDS), dtype=np.uint32)
    return np.union1d(hashes[counts >= FEWEST], strange)


def _train(
    key: str,
    targets: Sequence[Target],
    names: Sequence[str],
    hashes: npt.NDArray[np.uint32],
    found: Floats,
    sentences: Floats,
) -> Mapping[str, npt.NDArray[np.generic]]:
    index = np.array([names.index(target.name) for target in targets])
    shares = _evened(key, targets) * [target.weight for target in targets]
    known = Known(hashes.tolist())
    rows = [np.array(known_rows(known, t.text), dtype=np.int64) for t in targets]
    dense = np.concatenate([found, sentences], axis=1)
    model = fit(Data(rows, dense, index, shares.astype(np.float32)), len(hashes), len(names))
    scale = np.abs(model.words).max(axis=0) / 127 + 1e-9
    return {
        f"{key}.classes": np.array(" ".join(names)),
        f"{key}.words": np.round(model.words / scale).astype(np.int8),
        f"{key}.scale": scale.astype(np.float32),
        f"{key}.found": model.dense[: found.shape[1]].astype(np.float16),
        f"{key}.sentence": model.dense[found.shape[1] :].astype(np.float16),
        f"{key}.bias": model.bias,
    }


def _evened(key: str, targets: Sequence[Target]) -> npt.NDArray[np.float64]:
    """Return how much each target counts for its class being rare; all dangers are one here."""
    as_one = key.startswith("risk")
    names = [t.name == NO_RISK if as_one else t.name for t in targets]
    _, index, counts = np.unique(names, return_inverse=True, return_counts=True)
    shares: npt.NDArray[np.float64] = np.sqrt(counts.mean() / counts)[index]
    return shares


def stored(weights: Trained) -> bytes:
    """Return the file as bytes: an npz with no times in it, so that it is the same each time."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in sorted(weights.arrays.items()):
            part = io.BytesIO()
            np.lib.format.write_array(part, np.asarray(array), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", date_time=(2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, part.getvalue())
    return file.getvalue()
