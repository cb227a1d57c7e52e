"""Settings: what each may be, whoever gives it, and what holds where nothing is given."""

from pathlib import Path

import pytest

from assistant.settings import (
    CacheSettings,
    MemorySettings,
    QuietHours,
    is_country,
    is_name,
    is_wake_phrase,
    minute_of,
)


@pytest.mark.parametrize(
    ("hours", "inside", "outside"),
    [
        (QuietHours(22 * 60, 7 * 60), (22 * 60, 0, 7 * 60 - 1), (7 * 60, 12 * 60, 22 * 60 - 1)),
        (QuietHours(60, 120), (60, 119), (0, 59, 120)),
    ],
)
def test_quiet_hours_hold_from_their_start_to_before_their_end(
    hours: QuietHours, inside: tuple[int, ...], outside: tuple[int, ...]
) -> None:
    """Also over midnight."""
    assert [hours.hold(minute) for minute in inside] == [True] * len(inside)
    assert [hours.hold(minute) for minute in outside] == [False] * len(outside)


@pytest.mark.parametrize("minute", [-1, 24 * 60])
def test_quiet_hours_are_minutes_of_a_day(minute: int) -> None:
    with pytest.raises(ValueError, match="0 to 1439"):
        QuietHours(0, minute)


def test_what_is_spoken_or_listened_for_fits_into_a_turn() -> None:
    """A name of one to three words, a phrase of two to four, a country of two letters."""
    assert [is_name(text) for text in ("Zoë", "Aunt Mary-Lou", "a b c d", "R2")] == [1, 1, 0, 0]
    assert [is_wake_phrase(text) for text in ("hey haven", "haven", "hey Haven")] == [1, 0, 0]
    assert [is_country(text) for text in ("GB", "gb", "GBR")] == [1, 0, 0]


def test_a_time_of_day_is_minutes_after_midnight() -> None:
    assert [minute_of(time) for time in ("0:00", "07:30", "23:59")] == [0, 450, 1439]
    with pytest.raises(ValueError, match='such as 22:00 is expected here, not "24:00"'):
        minute_of("24:00")


def test_the_users_folders_are_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of the XDG base directory; beside the home folder where it says nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "clips"))
    monkeypatch.setenv("XDG_DATA_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))

    assert CacheSettings().folder == tmp_path / "clips/assistant"
    assert MemorySettings().folder == tmp_path / ".local/share/assistant"
