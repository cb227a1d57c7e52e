"""Help lines: spoken digit by digit, dated, and never guessed."""

import datetime
import re

import pytest

from assistant.content.helplines import Helplines, read_helplines
from tests.content.shipped import shipped
from tests.dialogue.authoring import node

LINES: Helplines = shipped().helplines
COUNTRIES = ("US", "CA", "GB", "IE", "AU", "NZ", "IN", "DE", "FR", "EU")


def test_every_country_has_its_emergency_number_and_a_crisis_line() -> None:
    assert set(LINES.countries) == set(COUNTRIES)
    assert all({"emergency", "suicide"} <= set(LINES.countries[code]) for code in COUNTRIES)


@pytest.mark.parametrize(
    ("country", "fact", "spoken"),
    [
        ("US", "emergency", "nine one one"),
        ("US", "suicide", "nine eight eight"),
        ("US", "text", "text home to seven four one, seven four one"),
        ("GB", "suicide", "Samaritans on one one six, one two three"),
        ("gb", "emergency", "nine nine nine"),
        ("AU", "emergency", "zero zero zero"),
        ("FR", "suicide", "three one one four"),
        ("EU", "suicide", "one one six, one two three, if it works where you are"),
        ("NL", "emergency", "one one two"),
    ],
)
def test_a_number_is_spoken_digit_by_digit(country: str, fact: str, spoken: str) -> None:
    assert LINES.facts(country)[f"helpline.{fact}"] == spoken


@pytest.mark.parametrize("country", [None, "", "XX", "BR"])
def test_no_number_is_guessed_for_an_unknown_country(country: str | None) -> None:
    facts = LINES.facts(country)

    assert facts["helpline.emergency"] == "your local emergency number"
    digits = re.compile(r"\d|zero|nine|eight")
    assert not any(digits.search(text) for text in facts.values())


def test_a_member_of_the_union_shares_its_emergency_number_and_nothing_else() -> None:
    assert LINES.facts("NL")["helpline.suicide"] == LINES.facts(None)["helpline.suicide"]


def test_lines_that_nobody_has_verified_are_named() -> None:
    assert "emergency" in LINES.unverified("GB")
    assert LINES.unverified("XX") == []


ENTRY = """
countries:
  US:
    emergency: {number: "911", source: 911.gov, evidence: read, verified_on: 2026-01-01}
    suicide: {number: "988", source: 988lifeline.org, evidence: read, verified_on: null}
"""


def test_a_line_verified_too_long_ago_is_a_fault() -> None:
    lines = read_helplines(node(ENTRY))
    day = datetime.date(2026, 1, 1)

    assert lines.expired(day + datetime.timedelta(180)) == []
    (fault,) = lines.expired(day + datetime.timedelta(181))
    assert fault.startswith("test.yaml:4: verified on 2026-01-01")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"911"', '"nine"', "digits in groups"),
        ('"911"', "''", "a text is expected"),
        ("2026-01-01", "yesterday", "a date such as"),
        ("evidence: read, verified_on: 2", "evidence: seen, verified_on: 2", "unknown name"),
        ("    suicide", "    suicides", '"suicide" is missing'),
        (", verified_on: null", "", '"verified_on" is missing'),
    ],
)
def test_a_badly_written_entry_is_told_with_its_line(old: str, new: str, fault: str) -> None:
    faults: list[str] = []
    read_helplines(node(ENTRY.replace(old, new), faults))

    assert any(fault in found and found.startswith("test.yaml:") for found in faults), faults
