"""Settings: a frozen tree read from config.yaml, with every fault shown at its line."""

from __future__ import annotations

import datetime
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import ConfigError
from assistant.shape import Node, read_yaml

RECOGNIZERS = ("auto", "vosk", "whisper", "pocketsphinx")
SYNTHESIZERS = ("auto", "piper", "pyttsx3")
BACKGROUNDS = ("rain", "drone")
WAKERS = ("phrase", "key", "button", "always")
"""What calls it while no session is open."""
MINUTES_A_DAY = 24 * 60
LAST_PIN = 27
"""Of the GPIO numbers of a Raspberry Pi's header."""
MOST_LEDS = 64
"""That the clock of one APA102 row is passed on through in time."""
_CONTACT = {
    "name": (
        r"[^\W\d_]+(?:[ '.-]+[^\W\d_]+){0,2}",
        "one to three words without digits are expected here",
    ),
    "number": (
        r"(?=(?:\D*\d){3,15}\D*$)\d+(?: \d+)*",
        "3 to 15 digits in groups are expected here, as 07700 900 123",
    ),
}
"""What each part of a contact must be; more would not fit into one spoken turn."""


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


def default_cache_folder() -> Path:
    """Return the user's cache folder for this program (XDG base directory)."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "assistant"


def default_memory_folder() -> Path:
    """Return the user's data folder for this program (XDG base directory)."""
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "assistant"


@dataclass(frozen=True, slots=True)
class CacheSettings:
    """Where rendered authored lines are kept."""

    folder: Path = field(default_factory=default_cache_folder)
    limit_mb: float = 300
    """Megabytes; the least recently used go first."""


@dataclass(frozen=True, slots=True)
class MemorySettings:
    """Where is kept what someone agreed to have kept."""

    folder: Path = field(default_factory=default_memory_folder)


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
    keys = node.fields(
        "country contact name quiet_hours audio speech cache memory wake gpio content "
        "models".split()
    )
    defaults = Settings()
    content = keys["content"].fields({"packs"}) if "content" in keys else {}
    packs = content["packs"].texts() if "packs" in content else ()
    return Settings(
        country=_country(keys["country"]) if "country" in keys else None,
        contact=_contact(keys["contact"]) if "contact" in keys else None,
        name=_name(keys["name"]) if "name" in keys else None,
        quiet_hours=_quiet_hours(keys["quiet_hours"]) if "quiet_hours" in keys else None,
        audio=_audio(keys["audio"]) if "audio" in keys else defaults.audio,
        speech=_speech(keys["speech"]) if "speech" in keys else defaults.speech,
        cache=_cache(keys["cache"]) if "cache" in keys else defaults.cache,
        memory=_memory(keys["memory"]) if "memory" in keys else defaults.memory,
        wake=_wake(keys["wake"]) if "wake" in keys else defaults.wake,
        gpio=_gpio(keys["gpio"]) if "gpio" in keys else defaults.gpio,
        packs=tuple(_beside(node, pack) for pack in packs),
        models=_beside(node, keys["models"].text() if "models" in keys else "models"),
    )


def _country(node: Node) -> str | None:
    if node.is_empty:
        return None
    code = node.text().upper()
    if not re.fullmatch("[A-Z]{2}", code):
        node.fault(f'a country is a two-letter ISO code such as GB, not "{code}"')
    return code


def _contact(node: Node) -> Contact | None:
    keys = node.fields({"name", "number"})
    given = {key: value for key, value in keys.items() if not value.is_empty}
    if not given:
        return None
    for key in {"name", "number"} - given.keys():
        node.fault(f'a contact has a name and a number; "{key}" is missing')
    for key, value in given.items():
        pattern, accepted = _CONTACT[key]
        if not re.fullmatch(pattern, value.text()):
            value.fault(f'{accepted}, to be spoken, not "{value.text()}"')
    return Contact(**{key: given[key].text() if key in given else "" for key in ("name", "number")})


def _name(node: Node) -> str | None:
    if node.is_empty:
        return None
    pattern, accepted = _CONTACT["name"]
    if not re.fullmatch(pattern, node.text()):
        node.fault(f'{accepted}, to be spoken, not "{node.text()}"')
    return node.text()


def _quiet_hours(node: Node) -> QuietHours | None:
    """Read two times of day; where none stands there are no quiet hours."""
    given = {key: value for key, value in node.fields({"from", "to"}).items() if not value.is_empty}
    if not given:
        return None
    for key in {"from", "to"} - given.keys():
        node.fault(f'quiet hours are from one time to another; "{key}" is missing')
    return QuietHours(*(_minute(given[key]) if key in given else 0 for key in ("from", "to")))


def _minute(node: Node) -> int:
    """Read a time of day as 22:00, in minutes after midnight."""
    try:
        return minute_of(node.text())
    except ValueError as error:
        node.fault(str(error))
        return 0


def minute_of(time: str) -> int:
    """Return the minutes after midnight of a time such as 22:00; ValueError for another form."""
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", time):
        raise ValueError(f'a time of day such as 22:00 is expected here, not "{time}"')
    hours, minutes = map(int, time.split(":"))
    return hours * 60 + minutes


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


def is_wake_phrase(text: str) -> bool:
    """Tell whether a text may be a wake phrase, as far as that can be seen from its letters."""
    return re.fullmatch("[a-z']+( [a-z']+){1,3}", text) is not None


def _gpio(node: Node) -> GpioSettings:
    keys = node.fields({"light", "ring", "button", "dark"})
    given = {key: value for key, value in keys.items() if not value.is_empty}
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


def _audio(node: Node) -> AudioSettings:
    known = {"microphone", "speaker", "volume", "echo_cancellation", "background", "earcons"}
    keys = node.fields(known)
    default = AudioSettings()

    def choice(key: str, known: tuple[str, ...], usual: str) -> str:
        return keys[key].choice(known) if key in keys else usual

    return AudioSettings(
        microphone=keys["microphone"].text() if "microphone" in keys else default.microphone,
        speaker=keys["speaker"].text() if "speaker" in keys else default.speaker,
        volume=keys["volume"].number(0, 1) if "volume" in keys else default.volume,
        echo_cancellation=choice("echo_cancellation", ("auto", "off"), default.echo_cancellation),
        background=choice("background", ("none", *BACKGROUNDS), default.background),
        earcons=keys["earcons"].flag() if "earcons" in keys else default.earcons,
    )


def _speech(node: Node) -> SpeechSettings:
    keys = node.fields({"recognizer", "synthesizer"})
    ears = keys["recognizer"].fields({"engine"}) if "recognizer" in keys else {}
    voice = keys["synthesizer"].fields({"engine", "pace"}) if "synthesizer" in keys else {}
    return SpeechSettings(
        RecognizerSettings(ears["engine"].choice(RECOGNIZERS) if "engine" in ears else "auto"),
        SynthesizerSettings(
            voice["engine"].choice(SYNTHESIZERS) if "engine" in voice else "auto",
            voice["pace"].number(0.5, 2.0) if "pace" in voice else 1.0,
        ),
    )


def _memory(node: Node) -> MemorySettings:
    keys = node.fields({"folder"})
    if "folder" not in keys:
        return MemorySettings()
    return MemorySettings(_beside(keys["folder"], keys["folder"].text()))


def _cache(node: Node) -> CacheSettings:
    keys = node.fields({"folder", "limit_mb"})
    default = CacheSettings()
    return CacheSettings(
        _beside(keys["folder"], keys["folder"].text()) if "folder" in keys else default.folder,
        keys["limit_mb"].number(1, 100_000) if "limit_mb" in keys else default.limit_mb,
    )


def _beside(node: Node, folder: str) -> Path:
    """Return a folder as named from the config file, with ~ for the home folder."""
    try:
        return (node.path.parent / Path(folder).expanduser()).resolve()
    except (RuntimeError, ValueError):
        node.fault(f'no folder can be called "{folder}"; a path such as ~/.cache is accepted')
        return Path(folder)
