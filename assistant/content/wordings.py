"""What people say, as the packs hold it: phrases and safety rules, without what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.errors import ContentError
from assistant.shape import Node, read_yaml
from assistant.understanding.judge import Judge
from assistant.understanding.phrases import PhraseBook, read_phrases
from assistant.understanding.router import Router
from assistant.understanding.safety import SafetyRules, read_safety

CORE = Path(__file__).parent / "packs" / "core"
"""The pack that is shipped."""


def nodes(pattern: str, roots: Sequence[Path], faults: list[str]) -> list[Node]:
    """Read the files of some folders that fit a pattern, in order."""
    return [read_yaml(path, faults) for root in roots for path in sorted(root.glob(pattern))]


def read_wordings(roots: Sequence[Path], faults: list[str]) -> tuple[PhraseBook, SafetyRules]:
    """Read the phrases and the safety rules of some folders."""
    phrases = read_phrases(nodes("intents/*.yaml", roots, faults))
    return phrases, read_safety(nodes("safety/*.yaml", roots, faults))


def load_router(folders: Sequence[Path], judge: Judge) -> Router:
    """Load what a router needs, and nothing else. Raises ContentError."""
    faults: list[str] = []
    phrases, safety = read_wordings([CORE, *folders], faults)
    if faults:
        raise ContentError(faults)
    return Router(phrases, safety, judge)
