"""Help lines: spoken digit by digit, dated, and never guessed."""

import datetime
import re
from pathlib import Path

import pytest

from assistant.content.checks import check_packs
from assistant.content.helplines import (
    BUILT_IN,
    KINDS,
    Helplines,
    load_helplines,
    read_helplines,
)
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
    emergency: {number: "911", hours: always, source: gov, evidence: read, verified_on: 2026-01-01}
    suicide: {number: "988", hours: always, source: org, evidence: read, verified_on: null}
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
        ('"988", hours: always', '"988"', '"hours" is missing'),
        ('"988"', '"988", name: ""', "a text is expected"),
        ('"988"', '"988", name: Line 24/7', "words without digits or signs"),
        ('"988"', '"988", note: "(free)"', "words without digits or signs"),
        ("countries:", "nations:", '"countries" is missing'),
    ],
)
def test_a_badly_written_entry_is_told_with_its_line(old: str, new: str, fault: str) -> None:
    faults: list[str] = []
    read_helplines(node(ENTRY.replace(old, new), faults))

    assert any(fault in found and found.startswith("test.yaml:") for found in faults), faults


def helplines_file(folder: Path, text: str | None) -> Helplines:
    """Read a folder that ships help lines as the shipped pack does; None is without the file."""
    if text is not None:
        (folder / "helplines.yaml").write_text(text, encoding="utf-8")
    return load_helplines([folder])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (None, ": cannot be read"),
        ("", ':1: "countries" is missing'),
        ("countries: [\n", "is not YAML"),
        ("countries: nothing\n", ":1: a mapping"),
        (ENTRY.replace('"911"', '"nine"'), ":4: digits in groups"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_no_number_of_it_is_said(
    tmp_path: Path, text: str | None, fault: str
) -> None:
    """What is built in is said instead, so that danger is answered all the same."""
    lines = helplines_file(tmp_path, text)

    assert any(f"{tmp_path / 'helplines.yaml'}" in one and fault in one for one in lines.refused)
    assert lines.facts("US") == {f"helpline.{kind}": text for kind, text in BUILT_IN.items()}


def test_a_folder_that_is_refused_leaves_the_lines_of_the_others(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, text in ((first, ENTRY), (second, ENTRY.replace("US", "BR").replace("911", "x"))):
        folder.mkdir()
        (folder / "helplines.yaml").write_text(text, encoding="utf-8")
    lines = load_helplines([first, second])

    assert lines.facts("US")["helpline.suicide"] == "nine eight eight"
    assert lines.facts("BR")["helpline.suicide"] == BUILT_IN["suicide"]
    assert len(lines.refused) == 1


def test_an_expired_line_is_not_said_any_more(tmp_path: Path) -> None:
    """The others of its country are."""
    lines = helplines_file(tmp_path, ENTRY)
    on_time = lines.without_expired(datetime.date(2026, 6, 30))
    late = lines.without_expired(datetime.date(2026, 7, 1))

    assert on_time.facts("US")["helpline.emergency"] == "nine one one"
    assert late.facts("US")["helpline.emergency"] == "your local emergency number"
    assert late.facts("US")["helpline.suicide"] == "nine eight eight"
    assert len(late.refused) == 1
    assert ":4: verified on 2026-01-01" in late.refused[0]


def test_what_is_said_without_a_country_is_speakable_for_every_kind_to_call() -> None:
    assert set(BUILT_IN) == set(LINES.unknown) == set(KINDS) - {"text"}


@pytest.mark.parametrize("fault", ["verified on 2020-01-01", "digits in groups"])
def test_check_fails_on_an_expired_and_on_an_unspeakable_entry(tmp_path: Path, fault: str) -> None:
    (tmp_path / "helplines.yaml").write_text(
        "countries:\n  BR:\n"
        '    emergency: {number: "190", hours: always, source: gov.br, evidence: memory, '
        "verified_on: 2020-01-01}\n"
        f'    suicide: {{number: "{"188" if "2020" in fault else "one"}", hours: always, '
        "source: cvv.org.br, evidence: memory, verified_on: null}\n",
        encoding="utf-8",
    )
    (found,) = [one for one in check_packs([tmp_path]) if "helplines.yaml" in one]

    assert found.startswith(f"{tmp_path / 'helplines.yaml'}:")
    assert fault in found
