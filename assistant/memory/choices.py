"""What a person chose by voice: a small file that goes before config.yaml.

A choice remembers what config.yaml said when it was made. Once the same setting says something
else there, that is the later word, and the choice no longer counts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from assistant.errors import ChoicesError
from assistant.settings import (
    PACES,
    WAKERS,
    QuietHours,
    Settings,
    is_country,
    is_name,
    is_wake_phrase,
    minute_of,
)
from assistant.shape import Node, read_yaml

FILE = "choices.yaml"
_TO = " to "
_HEAD = "# What was chosen by voice. It counts until the same setting is changed in config.yaml.\n"
_MENDING = "free some space, or make memory.folder of config.yaml a folder that may be written"


@dataclass(frozen=True, slots=True)
class Choice:
    """One setting that may be chosen by voice, as text."""

    read: Callable[[Settings], str]
    """Gives what holds now; "" for nothing."""
    put: Callable[[Settings, str], Settings]
    """Gives the settings with it; ValueError for a text that cannot be."""


def _put_name(settings: Settings, text: str) -> Settings:
    if text and not is_name(text):
        raise ValueError("a name is one to three words")
    return replace(settings, name=text or None)


def _put_country(settings: Settings, text: str) -> Settings:
    if text and not is_country(text):
        raise ValueError("a country is a two-letter code")
    return replace(settings, country=text or None)


def _put_phrase(settings: Settings, text: str) -> Settings:
    if not is_wake_phrase(text):
        raise ValueError("a wake phrase is two to four words")
    return replace(settings, wake=replace(settings.wake, phrase=text))


def _put_wake(settings: Settings, text: str) -> Settings:
    if text not in WAKERS:
        raise ValueError("unknown way to wake")
    return replace(settings, wake=replace(settings.wake, by=text))


def _put_pace(settings: Settings, text: str) -> Settings:
    synthesizer = replace(settings.speech.synthesizer, pace=_number(text, *PACES))
    return replace(settings, speech=replace(settings.speech, synthesizer=synthesizer))


def _put_volume(settings: Settings, text: str) -> Settings:
    return replace(settings, audio=replace(settings.audio, volume=_number(text, 0.0, 1.0)))


def _put_earcons(settings: Settings, text: str) -> Settings:
    if text not in ("yes", "no"):
        raise ValueError("yes or no")
    return replace(settings, audio=replace(settings.audio, earcons=text == "yes"))


def _put_quiet_hours(settings: Settings, text: str) -> Settings:
    if not text:
        return replace(settings, quiet_hours=None)
    start, _, end = text.partition(_TO)
    return replace(settings, quiet_hours=QuietHours(minute_of(start), minute_of(end)))


def _number(text: str, low: float, high: float) -> float:
    number = float(text)
    if not low <= number <= high:
        raise ValueError(f"{low:g} to {high:g}")
    return number


def _quiet_hours(settings: Settings) -> str:
    hours = settings.quiet_hours
    return hours_text(hours.start, hours.end) if hours else ""


def hours_text(start: int, end: int) -> str:
    """Return two minutes of the day as the file holds quiet hours: 22:00 to 07:00."""
    return _TO.join(f"{minute // 60:02}:{minute % 60:02}" for minute in (start, end))


CHOICES: Mapping[str, Choice] = {
    "name": Choice(lambda settings: settings.name or "", _put_name),
    "country": Choice(lambda settings: settings.country or "", _put_country),
    "wake": Choice(lambda settings: settings.wake.by, _put_wake),
    "phrase": Choice(lambda settings: settings.wake.phrase, _put_phrase),
    "pace": Choice(lambda settings: f"{settings.speech.synthesizer.pace:.2f}", _put_pace),
    "volume": Choice(lambda settings: f"{settings.audio.volume:.2f}", _put_volume),
    "quiet_hours": Choice(_quiet_hours, _put_quiet_hours),
    "earcons": Choice(lambda settings: "yes" if settings.audio.earcons else "no", _put_earcons),
}
"""Everything that may be chosen by voice."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One choice that was made."""

    value: str
    instead_of: str
    """What config.yaml said at the time."""


class Choices:
    """The choices of one device, in a file that is written anew as a whole for each of them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def settled(self, settings: Settings) -> Settings:
        """Return settings with what was chosen. Raises ChoicesError, whatever the fault is."""
        chosen = self._read()
        settled = settings
        for key, choice in chosen.items():
            if CHOICES[key].read(settings) == choice.instead_of:
                settled = CHOICES[key].put(settled, choice.value)
        return settled

    def keep(self, key: str, value: str, settings: Settings) -> None:
        """Keep a choice over what `settings`, those of config.yaml, say; on the disk on return.

        A damaged file is replaced. Raises ChoicesError, and then nothing has changed.
        """
        try:
            chosen = self._read()
        except ChoicesError:
            chosen = {}
        self._write({**chosen, key: Chosen(value, CHOICES[key].read(settings))})

    def clear(self) -> None:
        """Forget every choice. Raises ChoicesError."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise self._unusable(error) from error

    def _read(self) -> dict[str, Chosen]:
        try:
            if not self.path.exists():
                return {}
        except OSError as error:
            raise self._unusable(error) from error
        faults: list[str] = []
        chosen = {}
        for key, node in read_yaml(self.path, faults).pairs():
            fields = node.fields({"is", "instead_of"}, required=("is", "instead_of"))
            if key not in CHOICES:
                node.fault("unknown")
            elif fields.keys() == {"is", "instead_of"}:
                chosen[key] = Chosen(_text(fields["is"]), _text(fields["instead_of"]))
                if not _can_be(key, chosen[key].value):
                    node.fault("unusable")
        if faults:
            raise ChoicesError(f"{self.path}: is damaged; what was chosen by voice is not used")
        return chosen

    def _write(self, chosen: Mapping[str, Chosen]) -> None:
        entries = {key: {"is": c.value, "instead_of": c.instead_of} for key, c in chosen.items()}
        content = _HEAD + yaml.safe_dump(entries, allow_unicode=True, sort_keys=True)
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self.path, content.encode())
        except OSError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> ChoicesError:
        return ChoicesError(f"{self.path}: cannot be used: {error.strerror}; {_MENDING}")


def _can_be(key: str, value: str) -> bool:
    try:
        CHOICES[key].put(Settings(), value)
    except ValueError:
        return False
    return True


def _text(node: Node) -> str:
    return "" if node.is_blank else node.text()


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in place of another at once: after a power cut one of the two is there, whole.

    It is for its owner alone. Raises OSError, and then the old one stands.
    """
    part = path.with_name(f"{path.name}.part")
    handle = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)  # or a power cut may bring the old name back
    finally:
        os.close(folder)
