"""Settings: a frozen tree of all that config.yaml and a person's choices may say."""

from __future__ import annotations

import datetime
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

RECOGNIZERS = ("auto", "vosk", "whisper", "pocketsphinx")
SYNTHESIZERS = ("auto", "piper", "pyttsx3")
BACKGROUNDS = ("rain", "drone")
WAKERS = ("phrase", "key", "button", "always")
"""What calls it while no session is open."""
MINUTES_A_DAY = 24 * 60
PACES = (0.5, 2.0)
"""From the slowest to the fastest."""
_NAME = re.compile(r"[^\W\d_]+(?:[ '.-]+[^\W\d_]+){0,2}")
_COUNTRY = re.compile("[A-Z]{2}")
_WAKE_PHRASE = re.compile("[a-z']+(?: [a-z']+){1,3}")
_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


def is_name(text: str) -> bool:
    """Tell whether a text may be a person's name, spoken in one turn: one to three words."""
    return _NAME.fullmatch(text) is not None


def is_country(text: str) -> bool:
    """Tell whether a text may be an ISO code of a country."""
    return _COUNTRY.fullmatch(text) is not None


def is_wake_phrase(text: str) -> bool:
    """Tell whether a text may be a wake phrase, as far as that can be seen from its letters."""
    return _WAKE_PHRASE.fullmatch(text) is not None


def minute_of(time: str) -> int:
    """Return the minutes after midnight of a time such as 22:00; ValueError for another form."""
    if not _TIME.fullmatch(time):
        raise ValueError(f'a time of day such as 22:00 is expected here, not "{time}"')
    hours, minutes = map(int, time.split(":"))
    return hours * 60 + minutes


def _users_folder(variable: str, usual: str) -> Path:
    """Return a folder of the user's for this program, by the XDG base directory."""
    return Path(os.environ.get(variable) or Path.home() / usual) / "assistant"


@dataclass(frozen=True, slots=True)
class AudioSettings:
    """The devices, and how loud."""

    microphone: str = "default"
    """A device's name or a part of it; default is the system's choice."""
    speaker: str = "default"
    volume: float = 0.8
    """0 is silent, 1 is full."""
    echo_cancellation: str = "auto"
    """auto or off"""
    background: str = "none"
    """What sounds softly under practices: none, rain or drone."""
    earcons: bool = True
    """True where short tones tell that it was called, is thinking, or did not understand."""


@dataclass(frozen=True, slots=True)
class RecognizerSettings:
    """Which ears."""

    engine: str = "auto"


@dataclass(frozen=True, slots=True)
class SynthesizerSettings:
    """Which voice, and how fast."""

    engine: str = "auto"
    pace: float = 1.0
    """1.0 is the calm default; 0.5 is half as fast, 2.0 twice."""


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """The engines."""

    recognizer: RecognizerSettings = field(default_factory=RecognizerSettings)
    synthesizer: SynthesizerSettings = field(default_factory=SynthesizerSettings)


@dataclass(frozen=True, slots=True)
class CacheSettings:
    """Where rendered authored lines are kept."""

    folder: Path = field(default_factory=lambda: _users_folder("XDG_CACHE_HOME", ".cache"))
    limit_mb: float = 300
    """Megabytes; the least recently used go first."""


@dataclass(frozen=True, slots=True)
class MemorySettings:
    """Where is kept what someone agreed to have kept."""

    folder: Path = field(default_factory=lambda: _users_folder("XDG_DATA_HOME", ".local/share"))


@dataclass(frozen=True, slots=True)
class WakeSettings:
    """How it is called while no session is open."""

    by: str = "phrase"
    """One of WAKERS."""
    phrase: str = "hey haven"
    """What it is called by, in everyday English words; also after "stop listening" where it
    otherwise always listens."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The time of day in which it speaks softly, and never unasked."""

    start: int
    """Minutes after midnight; `end` too, which may be on the next day."""
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < MINUTES_A_DAY and 0 <= self.end < MINUTES_A_DAY):
            raise ValueError(f"minutes of a day are 0 to 1439, not {self.start} and {self.end}")

    def hold(self, minute: int) -> bool:
        """Tell whether a minute of the day lies in them."""
        length = (self.end - self.start) % MINUTES_A_DAY
        return (minute - self.start) % MINUTES_A_DAY < length


DarkHours = tuple[datetime.time, datetime.time]
"""From one time of day to another, which may be on the next day."""


@dataclass(frozen=True, slots=True)
class GpioSettings:
    """What is connected to the pins of a Raspberry Pi, by their GPIO numbers."""

    light: int | None = None
    """An LED."""
    ring: int = 0
    """APA102 LEDs on the SPI pins: how many."""
    button: int | None = None
    """Between this pin and ground."""
    dark: DarkHours | None = None
    """When no light shines; None where one always may."""

    @property
    def has_any(self) -> bool:
        """True where a pin is used."""
        return bool(self.ring) or self.light is not None or self.button is not None


@dataclass(frozen=True, slots=True)
class Contact:
    """The person's own someone, who is named in danger before any help line."""

    name: str
    """As it is spoken."""
    number: str
    """Digits in the groups in which they are spoken, as 07700 900 123."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything config.yaml may say."""

    country: str | None = None
    """ISO 3166 code for the help lines; None says "your local emergency number"."""
    contact: Contact | None = None
    name: str | None = None
    """What the person wants to be called."""
    quiet_hours: QuietHours | None = None
    audio: AudioSettings = field(default_factory=AudioSettings)
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    cache: CacheSettings = field(default_factory=CacheSettings)
    memory: MemorySettings = field(default_factory=MemorySettings)
    wake: WakeSettings = field(default_factory=WakeSettings)
    gpio: GpioSettings = field(default_factory=GpioSettings)
    packs: tuple[Path, ...] = ()
    """Folders of content beside the core pack."""
    models: Path = Path("models")
    """Folder of downloaded models."""
