"""The core pack's phrases and safety rules, read once for all tests of understanding."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

import assistant
from assistant.shape import read_yaml
from assistant.understanding.phrases import read_phrases
from assistant.understanding.router import Router
from assistant.understanding.safety import Safety, SafetyRules, read_safety

CORE = Path(assistant.__file__).parent / "content" / "packs" / "core"
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
"""Public text for measuring; beside the checkout, not part of the project."""


@functools.cache
def rules() -> SafetyRules:
    faults: list[str] = []
    found = read_safety(
        read_yaml(path, faults) for path in sorted((CORE / "safety").glob("*.yaml"))
    )
    assert not faults, "\n".join(faults)
    return found


@functools.cache
def router() -> Router:
    faults: list[str] = []
    book = read_phrases(
        [read_yaml(path, faults) for path in sorted((CORE / "intents").glob("*.yaml"))]
    )
    assert not faults, "\n".join(faults)
    return Router(book, rules())


@functools.cache
def safety() -> Safety:
    return Safety(rules())


def examples() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (kind/label, text, slots) of every example of intents."""
    for path in sorted((CORE / "tests" / "intents").glob("*.yaml")):
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name, texts in found.items() if isinstance(found, dict) else ():
            for text in texts:
                [(said, slots)] = text.items() if isinstance(text, dict) else [(text, {})]
                yield name, str(said), slots


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
