"""The core pack's phrases and safety rules, read once for all tests of understanding."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

import assistant
from assistant.shape import read_yaml
from assistant.understanding.judge import shipped_judge
from assistant.understanding.phrases import PhraseBook, read_phrases
from assistant.understanding.router import Router
from assistant.understanding.safety import Safety, SafetyRules, read_safety

CORE = Path(assistant.__file__).parent / "content" / "packs" / "core"
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
"""Public text for measuring; beside the checkout, not part of the project."""
Example = tuple[str, str, dict[str, Any]]
"""What is meant, what is said, and the slots it gives."""


@functools.cache
def rules() -> SafetyRules:
    faults: list[str] = []
    found = read_safety(
        read_yaml(path, faults) for path in sorted((CORE / "safety").glob("*.yaml"))
    )
    assert not faults, "\n".join(faults)
    return found


@functools.cache
def book() -> PhraseBook:
    faults: list[str] = []
    found = read_phrases(
        [read_yaml(path, faults) for path in sorted((CORE / "intents").glob("*.yaml"))]
    )
    assert not faults, "\n".join(faults)
    return found


@functools.cache
def router() -> Router:
    return Router(book(), rules(), shipped_judge(with_sentences=False))


@functools.cache
def safety() -> Safety:
    return Safety(rules())


def examples() -> Iterator[Example]:
    """Yield (kind/label, text, slots) of every example of intents."""
    for path in sorted((CORE / "tests" / "intents").glob("*.yaml")):
        if path.stem not in ("in_context", "acts"):
            yield from _said(path.stem)


def act_examples() -> Iterator[Example]:
    """Yield (act, text, slots); "none" for what is no act."""
    return _said("acts")


def requests() -> Iterator[Example]:
    """Yield (kind/label, text, slots) of what is said to switch from one practice to another."""
    return _said("requests")


def _said(name: str) -> Iterator[Example]:
    found = yaml.safe_load((CORE / "tests" / "intents" / f"{name}.yaml").read_text("utf-8"))
    for meaning, texts in found.items():
        for text in texts:
            [(said, slots)] = text.items() if isinstance(text, dict) else [(text, {})]
            yield meaning, str(said), slots


def moments() -> list[dict[str, Any]]:
    """Return the examples that depend on what was asked."""
    path = CORE / "tests" / "intents" / "in_context.yaml"
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def safety_examples(name: str) -> dict[str, list[str]]:
    """Return the examples of one file of safety tests."""
    path = CORE / "tests" / "safety" / f"{name}.yaml"
    found: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found
