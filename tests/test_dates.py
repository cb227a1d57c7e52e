"""Today's date as it is spoken."""

import datetime

import pytest

from assistant.dates import spoken_date


@pytest.mark.parametrize(
    ("day", "spoken"),
    [
        ("2026-05-01", "the 1st of May"),
        ("2026-05-02", "the 2nd of May"),
        ("2026-05-03", "the 3rd of May"),
        ("2026-05-11", "the 11th of May"),
        ("2026-05-12", "the 12th of May"),
        ("2026-05-13", "the 13th of May"),
        ("2026-11-22", "the 22nd of November"),
        ("2026-11-30", "the 30th of November"),
        ("2026-12-31", "the 31st of December"),
    ],
)
def test_a_day_has_its_ordinal_and_its_month(day: str, spoken: str) -> None:
    assert spoken_date(datetime.date.fromisoformat(day)) == spoken


def test_a_clock_that_was_never_set_tells_no_date() -> None:
    """As that of a machine without a battery and a network."""
    assert spoken_date(datetime.date(1970, 1, 1)) == ""
