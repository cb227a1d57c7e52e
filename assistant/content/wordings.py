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
TAKES_AWAY = ("figures", "guards", "people")
"""Parts of a safety file by which less is heard as danger: the shipped pack alone has them."""
SHARED = ("words", "heard_as")
"""Parts of a safety file whose entries have names."""


def nodes(pattern: str, roots: Sequence[Path], faults: list[str]) -> list[Node]:
    """Read the files of some folders that fit a pattern, in order."""
    return [read_yaml(path, faults) for root in roots for path in sorted(root.glob(pattern))]


def read_wordings(roots: Sequence[Path], faults: list[str]) -> tuple[PhraseBook, SafetyRules]:
    """Read the phrases and the safety rules of some folders."""
    phrases = read_phrases(nodes("intents/*.yaml", roots, faults))
    own, *others = (nodes("safety/*.yaml", [root], faults) for root in roots)
    _only_add(own, [node for files in others for node in files])
    return phrases, read_safety([*own, *(node for files in others for node in files)])


def _only_add(own: Sequence[Node], others: Sequence[Node]) -> None:
    """Note a fault at whatever would have less danger heard than the shipped rules hear."""
    taken = {
        (part, name)
        for file in own
        for part, entries in file.pairs()
        if part in SHARED
        for name, _ in entries.pairs()
    }
    for file in others:
        for part, entries in file.pairs():
            if part in TAKES_AWAY:
                entries.fault(f'a pack adds to what is heard as danger; "{part}" would take away')
            for name, entry in entries.pairs() if part in SHARED else ():
                if (part, name) in taken:
                    entry.fault(f'"{name}" has its meaning already; a pack only adds')


def load_router(folders: Sequence[Path], judge: Judge) -> Router:
    """Load what a router needs, and nothing else. Raises ContentError."""
    faults: list[str] = []
    phrases, safety = read_wordings([CORE, *folders], faults)
    if faults:
        raise ContentError(faults)
    return Router(phrases, safety, judge)
