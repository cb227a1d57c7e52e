"""Help lines that cannot be used are told of, and danger is answered without their numbers."""

from pathlib import Path

import pytest

from tests.cli.running import Commands

LINES = """countries:
  BR:
    emergency: {number: "190", hours: always, source: gov.br, evidence: memory, verified_on: null}
    suicide: {number: "188", hours: always, source: cvv.org.br, evidence: memory, verified_on: null}
"""
BAD = {
    "expired": (
        "memory, verified_on: null}\n    suicide",
        "memory, verified_on: 2020-01-01}\n    suicide",
    ),
    "unspeakable": ('"190"', '"one nine"'),
    "empty": (LINES, ""),
}


@pytest.fixture
def pack(commands: Commands) -> Path:
    """Return the help-line file of a pack of one's own, for Brazil."""
    path = commands.folder / "mine" / "helplines.yaml"
    path.parent.mkdir()
    path.write_text(LINES)
    config = commands.folder / "config.yaml"
    text = config.read_text().replace("GB", "BR")
    config.write_text(f"{text}content: {{packs: [{path.parent}]}}\n")
    return path


def in_danger(commands: Commands) -> tuple[str, str]:
    """Return what is said, and complained of, when someone is in danger."""
    (commands.folder / "script.txt").write_text("i took all my pills\n")
    ran = commands.run("chat", "--script", str(commands.folder / "script.txt"))
    assert ran.code == 0
    return ran.out, ran.err


def test_good_lines_are_said_and_doctor_warns_that_nobody_verified_them(
    commands: Commands, pack: Path
) -> None:
    assert commands.run("check").code == 0
    out, err = in_danger(commands)

    assert "Please call one nine zero now" in out
    assert err == ""
    doctor = commands.run("doctor").out
    assert (
        "well  help lines: help lines for BR; not verified by anyone: emergency, suicide" in doctor
    )


@pytest.mark.parametrize("how", BAD)
def test_a_bad_line_is_told_with_its_place_and_no_number_of_it_is_said(
    commands: Commands, pack: Path, how: str
) -> None:
    """At the start, by check, and by doctor; danger is answered all the same."""
    old, new = BAD[how]
    pack.write_text(LINES.replace(old, new))
    place = f"{pack}:{1 if how == 'empty' else 3}: "
    out, err = in_danger(commands)

    assert "Please call your local emergency number now" in out
    assert place in err
    check = commands.run("check")
    assert check.code == 1
    assert place in check.err
    doctor = commands.run("doctor")
    assert doctor.code == 1
    assert f"ILL   help lines: {place}" in doctor.out
