"""Evidence: one reason to believe that something was meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to believe in one meaning."""

    intent: tuple[str, str]
    """(kind, label)"""
    weight: float
    """0 to 1"""
    because: str
    act: str = ""
    """The act that was said; empty where only the kind and label are told."""


Sums = Mapping[tuple[str, str], tuple[float, str]]
"""What speaks for each (kind, label): a weight from 0 to 1, and the strongest reason."""
_SHARES = (1.0, 0.7, 0.5)
"""What the strongest, the second and the third reason for one meaning count."""


def added_up(reasons: Iterable[Evidence]) -> Sums:
    """Add up evidence by meaning; each further reason takes away from the doubt that is left."""
    found: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for reason in reasons:
        found[reason.intent].append(reason)
    sums: dict[tuple[str, str], tuple[float, str]] = {}
    for intent, items in found.items():
        items.sort(key=lambda item: -item.weight)
        doubt = 1.0
        for item, share in zip(items, _SHARES, strict=False):
            doubt *= 1 - share * item.weight
        sums[intent] = (1 - doubt, items[0].because)
    return sums


def few(source: str) -> str:
    """Return the first words of a template or phrase, enough to find it by."""
    return source if len(source) <= 40 else source[:39] + "\u2026"
