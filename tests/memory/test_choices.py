"""What was chosen by voice goes before config.yaml, survives a power cut, and may be damaged."""

from __future__ import annotations

import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import ChoicesError
from assistant.memory.choices import CHOICES, FILE, Choices
from assistant.settings import QuietHours, Settings, WakeSettings

WRITTEN = Settings(country="GB")
CHOSEN = {
    "name": "Mary Ann",
    "country": "IE",
    "wake": "always",
    "phrase": "dear lantern",
    "pace": "0.85",
    "volume": "0.50",
    "quiet_hours": "22:00 to 07:00",
    "earcons": "no",
}


def choose(folder: Path, chosen: dict[str, str], written: Settings = WRITTEN) -> Settings:
    """Keep some choices and return the settings a next start has."""
    for key, value in chosen.items():
        Choices(folder).keep(key, value, written)
    return Choices(folder).settled(written)


def test_every_choice_holds_at_the_next_start(tmp_path: Path) -> None:
    settled = choose(tmp_path / "state", CHOSEN)

    assert {key: choice.read(settled) for key, choice in CHOICES.items()} == CHOSEN
    assert settled.quiet_hours == QuietHours(22 * 60, 7 * 60)


def test_without_a_file_config_yaml_holds(tmp_path: Path) -> None:
    assert Choices(tmp_path / "nowhere").settled(WRITTEN) is WRITTEN


def test_what_is_changed_in_config_yaml_afterwards_is_the_later_word(tmp_path: Path) -> None:
    """Only that setting: the others stay as they were chosen."""
    choose(tmp_path, CHOSEN)
    settled = Choices(tmp_path).settled(replace(WRITTEN, country="NZ"))

    assert (settled.country, settled.name) == ("NZ", "Mary Ann")


def test_a_country_called_no_is_norway(tmp_path: Path) -> None:
    """YAML takes a bare NO for false."""
    assert choose(tmp_path, {"country": "NO"}).country == "NO"


def test_what_is_chosen_to_be_empty_is_empty(tmp_path: Path) -> None:
    written = replace(WRITTEN, name="Sam", quiet_hours=QuietHours(0, 60))
    settled = choose(tmp_path, {"name": "", "quiet_hours": ""}, written)

    assert (settled.name, settled.quiet_hours) == (None, None)


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    choose(tmp_path / "state", {"name": "Sam"})

    assert stat.S_IMODE((tmp_path / "state" / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "content",
    [
        "country: IE",
        "\x00\x00\x00",
        "country: {is: IRELAND, instead_of: GB}",
        "volume: {is: loud, instead_of: '0.80'}",
        "wake: {is: drum, instead_of: phrase}",
        "phrase: {is: one, instead_of: hey haven}",
        "quiet_hours: {is: 25:00 to 07:00, instead_of: ''}",
        "colour: {is: blue, instead_of: red}",
        "country: {is: IE",
    ],
)
def test_a_damaged_file_is_refused_as_a_whole_and_replaced_by_the_next_choice(
    tmp_path: Path, content: str
) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(ChoicesError, match="damaged"):
        Choices(tmp_path).settled(WRITTEN)

    assert choose(tmp_path, {"name": "Sam"}).name == "Sam"


def test_a_fault_of_the_file_holds_no_word_of_it(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("name: {is: Wintergreen 7, instead_of: ''}")

    with pytest.raises(ChoicesError) as raised:
        Choices(tmp_path).settled(WRITTEN)
    assert "Wintergreen" not in str(raised.value)


def test_where_nothing_can_be_written_it_is_an_error_and_the_old_choice_stands(
    tmp_path: Path,
) -> None:
    choose(tmp_path, {"country": "IE"})
    (tmp_path / f"{FILE}.part").mkdir()

    with pytest.raises(ChoicesError, match=r"memory\.folder"):
        Choices(tmp_path).keep("country", "NZ", WRITTEN)
    assert Choices(tmp_path).settled(WRITTEN).country == "IE"


def test_a_power_cut_before_the_new_file_stands_leaves_the_old_one(tmp_path: Path) -> None:
    """All that it can leave behind is a part, which the next choice takes over."""
    choose(tmp_path, {"country": "IE"})
    (tmp_path / f"{FILE}.part").write_text("country: {is: N")

    assert Choices(tmp_path).settled(WRITTEN).country == "IE"
    assert choose(tmp_path, {"country": "NZ"}).country == "NZ"
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_all_choices_can_be_undone(tmp_path: Path) -> None:
    choose(tmp_path, CHOSEN)
    Choices(tmp_path).clear()

    assert Choices(tmp_path).settled(WRITTEN) == WRITTEN
    assert WRITTEN.wake == WakeSettings()


WRITES = """
import sys
from pathlib import Path
from assistant.settings import Settings
from assistant.memory.choices import Choices
for count in range(1000):
    Choices(Path(sys.argv[1])).keep("volume", f"{count / 1000:.3f}", Settings())
    print(count, flush=True)
"""


@pytest.mark.parametrize("kept", [1, 7, 40])
def test_a_program_that_is_killed_while_it_writes_loses_nothing_it_has_told(
    tmp_path: Path, kept: int
) -> None:
    """What it had told to be kept, or the choice after that, holds at the next start."""
    command = [sys.executable, "-c", WRITES, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(kept):
            process.stdout.readline()
        process.kill()
        told = [kept - 1, *map(int, process.stdout.read().split())][-1]
    volume = Choices(tmp_path).settled(Settings()).audio.volume

    assert round(volume * 1000) in (told, told + 1)
