"""The utterances that authors wrote, by label and family, as the classifier is trained on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
HARMLESS = "harmless"
"""What sounds dangerous and is not; of no label."""


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance."""

    text: str
    label: str
    """kind/label, or HARMLESS."""
    family: str
    """Near-copies share one; they never part between training and test."""
    author: str
    """File it stands in."""
    how: str = ""
    """Of danger: explicit or oblique."""
    traps: tuple[str, ...] | None = None
    theme: str = ""
    slots: dict[str, Any] = field(default_factory=dict)


def read(*paths: Path) -> list[Said]:
    """Read files of utterances; raises ValueError naming the file and label that do not fit."""
    return [said for path in paths for said in _read(path)]


def training() -> list[Said]:
    """Read everything that is for training."""
    return read(*sorted(FOLDER.glob("*.yaml")))


def _read(path: Path) -> Iterator[Said]:
    for label, families in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for number, family in enumerate(families):
            entry = family if isinstance(family, dict) else {"say": family}
            texts = entry["say"] if isinstance(entry["say"], list) else [entry["say"]]
            if not all(isinstance(text, str) for text in texts):
                raise ValueError(f"{path}: {label}: every wording is a text, not {texts}")
            traps = entry.get("traps")
            for text in texts:
                yield Said(
                    text,
                    label,
                    f"{path.stem}/{label}/{number}",
                    path.stem,
                    entry.get("how", ""),
                    None if traps is None else tuple(traps),
                    entry.get("theme") or "",
                    entry.get("slots") or {},
                )
