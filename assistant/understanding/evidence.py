"""Evidence: one reason to believe that something was meant."""

from __future__ import annotations

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


def few(source: str) -> str:
    """Return the first words of a template or phrase, enough to find it by."""
    return source if len(source) <= 40 else source[:39] + "\u2026"
