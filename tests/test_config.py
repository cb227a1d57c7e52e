"""Settings: what is accepted, and how faults are told."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from assistant.config import load_settings
from assistant.errors import ConfigError
from assistant.settings import Contact, GpioSettings, Settings


def load(tmp_path: Path, text: str) -> Settings:
    """Load settings from a file that holds `text`."""
    path = tmp_path / "config.yaml"
    path.write_text(text)
    return load_settings(path)


def test_no_file_gives_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program runs with nothing configured."""
    monkeypatch.chdir(tmp_path)

    assert load_settings(None) == Settings()


def test_every_key_of_the_shipped_file_is_known() -> None:
    """The config.yaml in the repository loads."""
    settings = load_settings(Path(__file__).parents[1] / "config.yaml")

    assert settings.audio.microphone == "default"
    assert settings.contact is None


def test_values_reach_the_settings(tmp_path: Path) -> None:
    """What is written is what is used; folders are found beside the file."""
    settings = load(
        tmp_path,
        "country: ie\naudio: {speaker: usb, volume: 0.5}\n"
        "speech: {recognizer: {engine: whisper}, synthesizer: {pace: 0.9}}\n"
        "cache: {folder: clips, limit_mb: 5}\ncontent: {packs: [mine]}\n"
        "memory: {folder: kept}\ncontact: {name: Aunt Jo, number: 07700 900 123}\n"
        "gpio: {ring: 3, button: 17, dark: 22:00-07:30}\n",
    )

    assert settings.country == "IE"
    assert settings.audio.speaker == "usb"
    assert settings.speech.synthesizer.pace == 0.9
    assert settings.cache.folder == tmp_path / "clips"
    assert settings.memory.folder == tmp_path / "kept"
    assert settings.contact == Contact("Aunt Jo", "07700 900 123")
    assert settings.gpio == GpioSettings(None, 3, 17, (time(22), time(7, 30)))
    assert settings.packs == (tmp_path / "mine",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("audio:\n  speeker: usb\n", ':2: unknown key "speeker"; did you mean "speaker"?'),
        ("audio:\n  volume: 3\n", ":2: 3 is out of range; 0 to 1 is accepted"),
        ("audio:\n  volume: loud\n", ':2: a number from 0 to 1 is expected here, not "loud"'),
        (
            "speech:\n  recognizer:\n    engine: wisper\n",
            ':3: unknown name "wisper"; did you mean "whisper"?',
        ),
        ("country: Britain\n", ':1: a country is a two-letter ISO code such as GB, not "BRITAIN"'),
        ("country: GB\ncountry: IE\n", ':2: "country" is given twice'),
        ("contact: {name: Sam}\n", ':1: a contact has a name and a number; "number" is missing'),
        (
            "contact:\n  name: Sam\n  number: +44 ring me\n",
            ':3: 3 to 15 digits in groups are expected here, as 07700 900 123, to be spoken, not "',
        ),
        ("contact:\n  name: S4m\n  number: 123\n", ":2: one to three words without digits are exp"),
        ("memory:\n  folders: x\n", ':2: unknown key "folders"; did you mean "folder"?'),
        ("gpio:\n  light: 99\n", ":2: 99 is out of range; 0 to 27 is accepted"),
        ("gpio:\n  button: 1.5\n", ":2: a whole number from 0 to 27 is expected here, not 1.5"),
        ("gpio:\n  ring: 3\n  light: 18\n", ":2: one light can be had, `light` or `ring`; "),
        ("gpio:\n  light: 18\n  button: 18\n", ":3: pin 18 has the light already"),
        ("gpio:\n  dark: 22-7\n", ':2: hours are written as 22:00-07:00, not "22-7"'),
        ("gpio:\n  dark: 25:00-07:00\n", ":2: hours are written as 22:00-07:00"),
        ("audio: [1, 2]\n", ":1: a mapping (key: value) is expected here"),
        ("audio: {\n", ":2: is not YAML: "),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(tmp_path: Path, text: str, told: str) -> None:
    """Where, what was found, what is accepted."""
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)

    assert f"{tmp_path / 'config.yaml'}{told}" in str(caught.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Nobody has to mend one fault to see the next."""
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, "audio: {volume: 7, mic: x}\ncolour: red\n")

    assert len(str(caught.value).splitlines()) == 3


def test_a_missing_file_is_told_by_name(tmp_path: Path) -> None:
    """A named file must exist."""
    with pytest.raises(ConfigError, match=r"none\.yaml: cannot be read: No such file"):
        load_settings(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    "switch",
    [
        "safety: off",
        "crisis: {enabled: no}",
        "speech: {safety: off}",
        "content: {safety: off}",
        "content: {rules: none}",
    ],
)
def test_danger_is_heard_whatever_the_settings_say(tmp_path: Path, switch: str) -> None:
    """No setting turns it off: a key that would is unknown, and the program does not start."""
    with pytest.raises(ConfigError, match=r"config\.yaml:1: unknown key"):
        load(tmp_path, f"{switch}\n")
