"""config.yaml: read into settings, with every fault shown at its line."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Set
from pathlib import Path
from typing import Any

from assistant.errors import ConfigError
from assistant.settings import (
    BACKGROUNDS,
    PACES,
    RECOGNIZERS,
    SYNTHESIZERS,
    WAKERS,
    AudioSettings,
    CacheSettings,
    Contact,
    DarkHours,
    GpioSettings,
    MemorySettings,
    QuietHours,
    RecognizerSettings,
    Settings,
    SpeechSettings,
    SynthesizerSettings,
    WakeSettings,
    is_country,
    is_name,
    is_wake_phrase,
    minute_of,
)
from assistant.shape import Node, read_yaml

LAST_PIN = 27
"""Of the GPIO numbers of a Raspberry Pi's header."""
MOST_LEDS = 64
"""That the clock of one APA102 row is passed on through in time."""
Readers = Mapping[str, Callable[[Node], Any]]
"""What reads a value, by its key, into the field of settings of the same name."""
_NUMBER = re.compile(r"(?=(?:\D*\d){3,15}\D*$)\d+(?: \d+)*")
_SPOKEN: Mapping[str, tuple[Callable[[str], object], str]] = {
    "name": (is_name, "one to three words without digits are expected here"),
    "number": (
        _NUMBER.fullmatch,
        "3 to 15 digits in groups are expected here, as 07700 900 123",
    ),
}
"""What each part of a contact must be; more would not fit into one spoken turn."""


def load_settings(path: Path | None) -> Settings:
    """Read a config file, or give the defaults where there is none.

    Without a path, ./config.yaml is used when it exists. Raises ConfigError with every fault.
    """
    if path is None:
        path = Path("config.yaml")
        if not path.exists():
            return Settings()
    faults: list[str] = []
    settings = _settings(read_yaml(path, faults))
    if faults:
        raise ConfigError("\n".join(faults))
    return settings


def _settings(node: Node) -> Settings:
    keys = node.fields({*_READERS, "content", "models"})
    content = keys["content"].fields({"packs"}) if "content" in keys else {}
    packs = content["packs"].texts() if "packs" in content else ()
    return Settings(
        **_read(keys, _READERS),
        packs=tuple(_beside(node, pack) for pack in packs),
        models=_beside(node, keys["models"].text() if "models" in keys else "models"),
    )


def _read(keys: Mapping[str, Node], readers: Readers) -> dict[str, Any]:
    """Return what the keys that stand there hold; for any other the default holds."""
    return {key: read(keys[key]) for key, read in readers.items() if key in keys}


def _section(kind: Callable[..., Any], readers: Readers) -> Callable[[Node], Any]:
    """Return what reads a part of the file into its settings."""
    return lambda node: kind(**_read(node.fields(readers), readers))


def _given(node: Node, known: Set[str]) -> dict[str, Node]:
    """Return the keys of a part at which something stands."""
    return {key: value for key, value in node.fields(known).items() if not value.is_empty}


def _both(node: Node, known: Set[str], rule: str) -> dict[str, Node]:
    """Return two keys that are given together, or none; what is missing is a fault."""
    given = _given(node, known)
    for key in known - given.keys() if given else ():
        node.fault(f'{rule}; "{key}" is missing')
    return given


def _country(node: Node) -> str | None:
    if node.is_empty:
        return None
    code = node.text().upper()
    if not is_country(code):
        node.fault(f'a country is a two-letter ISO code such as GB, not "{code}"')
    return code


def _contact(node: Node) -> Contact | None:
    given = _both(node, _SPOKEN.keys(), "a contact has a name and a number")
    texts = {key: _spoken(value, key) for key, value in given.items()}
    return Contact(texts.get("name", ""), texts.get("number", "")) if given else None


def _name(node: Node) -> str | None:
    return None if node.is_empty else _spoken(node, "name")


def _spoken(node: Node, what: str) -> str:
    """Read a name or a number that is to be spoken."""
    text = node.text()
    fits, accepted = _SPOKEN[what]
    if not fits(text):
        node.fault(f'{accepted}, to be spoken, not "{text}"')
    return text


def _quiet_hours(node: Node) -> QuietHours | None:
    """Read two times of day; where none stands there are no quiet hours."""
    given = _both(node, {"from", "to"}, "quiet hours are from one time to another")
    minutes = {key: _minute(value) for key, value in given.items()}
    return QuietHours(minutes.get("from", 0), minutes.get("to", 0)) if given else None


def _minute(node: Node) -> int:
    """Read a time of day as 22:00, in minutes after midnight."""
    try:
        return minute_of(node.text())
    except ValueError as error:
        node.fault(str(error))
        return 0


def _wake(node: Node) -> WakeSettings:
    keys = node.fields({"by", "phrase"})
    by = keys["by"].choice(WAKERS) if "by" in keys else "phrase"
    if "phrase" not in keys:
        return WakeSettings(by)
    if keys["phrase"].is_empty:
        return WakeSettings("always" if by == "phrase" else by)
    phrase = keys["phrase"].text().lower()
    if not is_wake_phrase(phrase):
        keys["phrase"].fault(f'a wake phrase is two to four words, not "{phrase}"')
    return WakeSettings(by, phrase)


def _gpio(node: Node) -> GpioSettings:
    given = _given(node, {"light", "ring", "button", "dark"})
    settings = GpioSettings(
        light=_whole(given["light"], LAST_PIN) if "light" in given else None,
        ring=_whole(given["ring"], MOST_LEDS) if "ring" in given else 0,
        button=_whole(given["button"], LAST_PIN) if "button" in given else None,
        dark=_hours(given["dark"]) if "dark" in given else None,
    )
    if settings.light is not None and settings.ring:
        given["ring"].fault("one light can be had, `light` or `ring`; leave one of them empty")
    if settings.button is not None and settings.button == settings.light:
        given["button"].fault(f"pin {settings.button} has the light already")
    return settings


def _whole(node: Node, most: int) -> int:
    number = node.number(0, most)
    if number != int(number):
        node.fault(f"a whole number from 0 to {most} is expected here, not {number}")
    return int(number)


def _hours(node: Node) -> DarkHours | None:
    found = re.fullmatch(r"(\d\d?):(\d\d) ?- ?(\d\d?):(\d\d)", node.text())
    try:
        begin_hour, begin_minute, end_hour, end_minute = map(int, found.groups() if found else ())
        begin, end = datetime.time(begin_hour, begin_minute), datetime.time(end_hour, end_minute)
    except ValueError:
        node.fault(f'hours are written as 22:00-07:00, not "{node.text()}"')
        return None
    return begin, end


def _folder(node: Node) -> Path:
    return _beside(node, node.text())


def _beside(node: Node, folder: str) -> Path:
    """Return a folder as named from the config file, with ~ for the home folder."""
    try:
        return (node.path.parent / Path(folder).expanduser()).resolve()
    except (RuntimeError, ValueError):
        node.fault(f'no folder can be called "{folder}"; a path such as ~/.cache is accepted')
        return Path(folder)


_AUDIO: Readers = {
    "microphone": Node.text,
    "speaker": Node.text,
    "volume": lambda node: node.number(0, 1),
    "echo_cancellation": lambda node: node.choice(("auto", "off")),
    "background": lambda node: node.choice(("none", *BACKGROUNDS)),
    "earcons": Node.flag,
}
_RECOGNIZER: Readers = {"engine": lambda node: node.choice(RECOGNIZERS)}
_SYNTHESIZER: Readers = {
    "engine": lambda node: node.choice(SYNTHESIZERS),
    "pace": lambda node: node.number(*PACES),
}
_SPEECH: Readers = {
    "recognizer": _section(RecognizerSettings, _RECOGNIZER),
    "synthesizer": _section(SynthesizerSettings, _SYNTHESIZER),
}
_CACHE: Readers = {"folder": _folder, "limit_mb": lambda node: node.number(1, 100_000)}
_READERS: Readers = {
    "country": _country,
    "contact": _contact,
    "name": _name,
    "quiet_hours": _quiet_hours,
    "audio": _section(AudioSettings, _AUDIO),
    "speech": _section(SpeechSettings, _SPEECH),
    "cache": _section(CacheSettings, _CACHE),
    "memory": _section(MemorySettings, {"folder": _folder}),
    "wake": _wake,
    "gpio": _gpio,
}
"""What reads each part of the file, but content and models."""
