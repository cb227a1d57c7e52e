"""The utterances that authors wrote, by label and family, as the classifier is trained on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
PACK = FOLDER.parents[1] / "assistant" / "content" / "packs" / "core"
HELD_OUT = FOLDER.parents[1] / "tests" / "understanding" / "held_out"
RISK = FOLDER / "risk"
"""Folder of what teaches the hearing of risk alone."""
RISK_ONLY = ("danger_told", "ordinary_life", "heard_risk")
"""Authors of what stands there."""
HEARD = ("heard", "heard_danger", "heard_risk")
"""Authors of what the recogniser made of others' utterances (scripts/hear-training)."""
FROM_PACK = "pack"
"""Author of what stands in the pack: the phrase book finds it, so it teaches words alone."""
_NOT_EXAMPLES = frozenset({"in_context", "acts", "requests"})
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
    """Read everything that is for training, what the pack itself holds among it.

    What an author of held-out speech happened to write as well is left out.
    """
    held_out = {said.text for said in read(*sorted(HELD_OUT.glob("*.yaml")))}
    said = [*read(*sorted(FOLDER.glob("*.yaml")), *sorted(RISK.glob("*.yaml"))), *_from_pack()]
    return [one for one in said if one.text not in held_out]


def _from_pack() -> Iterator[Said]:
    for path in sorted((PACK / "intents").glob("*.yaml")):
        for intent in yaml.safe_load(path.read_text(encoding="utf-8")).get("intents") or ():
            label = intent["intent"]
            for text in (*intent.get("short", ()), *intent.get("phrases", ())):
                yield Said(str(text), label, f"pack/{label}/{text}", FROM_PACK)
    for path in sorted((PACK / "tests" / "intents").glob("*.yaml")):
        if path.stem not in _NOT_EXAMPLES:
            for label, entries in yaml.safe_load(path.read_text(encoding="utf-8")).items():
                for entry in entries:
                    text = str(next(iter(entry)) if isinstance(entry, dict) else entry)
                    yield Said(text, label, f"pack/{label}/{text}", FROM_PACK)


def _read(path: Path) -> Iterator[Said]:
    text = path.read_text(encoding="utf-8")
    # YAML lets a later key silently take the place of an earlier one.
    whole = yaml.compose(text)
    labels = Counter(key.value for key, _ in (whole.value if whole else ()))
    if twice := [label for label, count in labels.items() if count > 1]:
        raise ValueError(f"{path}: {', '.join(twice)}: stands twice; put both lists into one")
    for label, families in yaml.safe_load(text).items():
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
