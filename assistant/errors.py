"""Every fault this program names, as one tree.

    AssistantError              one line: where, what was found, what is accepted, what to do
    ├── ConfigError             config.yaml or a command-line value
    ├── ContentError            a content pack (holds every fault found, not only the first)
    ├── DeviceError             a microphone or speaker that is missing, dead or refused
    ├── AudioFileError          a WAV that cannot be read
    ├── JournalError            the file of what is kept: full, refused or damaged
    ├── ChoicesError            the file of what was chosen by voice: the same
    └── EngineError             an engine that is unknown, not installed or failed
        └── ModelError          a model or voice file that is missing or corrupt

Messages never hold what a person said.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process


class AssistantError(Exception):
    """A fault with one plain line for the person or the maker."""


class ConfigError(AssistantError):
    """A setting that is misspelt, of the wrong type or out of range."""


class ContentError(AssistantError):
    """A content pack that breaks its shape or a content rule; one line per fault."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class DeviceError(AssistantError):
    """A microphone or speaker that is missing, dead or refused by the sound system."""


class AudioFileError(AssistantError):
    """A file that is not a WAV this program can read."""


class JournalError(AssistantError):
    """What was asked to be kept cannot be written, read or deleted."""


class ChoicesError(AssistantError):
    """What was chosen by voice cannot be written, read or used."""


class EngineError(AssistantError):
    """A recogniser or synthesiser that is unknown, not installed or failed."""


class ModelError(EngineError):
    """A model or voice file that is missing or does not match its pinned hash."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return '; did you mean "x"?' for a near miss, else the sorted list of what is known."""
    names = sorted(known)
    near = process.extractOne(word, names, score_cutoff=70)
    if near:
        return f'; did you mean "{near[0]}"?'
    return f"; known: {', '.join(names) or 'none'}"
