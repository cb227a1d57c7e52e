"""The rules of the repository: what is promised in one file is kept in another."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import assistant

ROOT = Path(__file__).parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
SCRIPTS = sorted(
    path for path in (ROOT / "scripts").iterdir() if path.is_file() and not path.suffix
)
LONGEST_REPEAT = 8
"""Lines of code that may stand only once."""
NO_CODE = re.compile(r"$|#|import |from |self,|\w+: .*,$")
IMPORT = re.compile(r"^from \S+ import \([^)]*\)$", re.MULTILINE)


def locked(lock: Path) -> dict[str, list[str]]:
    """Return the hashes by `name==version ; marker`."""
    pins: dict[str, list[str]] = {}
    hashes: list[str] = []
    for line in lock.read_text("utf-8").splitlines():
        if line.startswith("    --hash=sha256:"):
            hashes.append(line)
        else:
            hashes = pins.setdefault(line.removesuffix(" \\"), [])
    return pins


def names(lock: Path) -> set[str]:
    """Return the names of the locked packages."""
    return {pin.partition("==")[0] for pin in locked(lock)}


def documented_commands() -> list[str]:
    """Return the commands in the fenced blocks of README.md, each once."""
    readme = ROOT / "README.md"
    text = readme.read_text("utf-8") if readme.exists() else ""
    blocks = re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL)
    found = re.findall(r"^(?:\$ )?assistant ([a-z]+)", "\n".join(blocks), re.MULTILINE)
    return sorted(set(found))


def _blank(found: re.Match[str]) -> str:
    """Return as many empty lines, so that places stay."""
    return "\n" * found.group().count("\n")


def repeated_blocks(folder: Path) -> Iterator[str]:
    """Yield each run of LONGEST_REPEAT lines that stands twice.

    Imports, comments and parameters do not count: a class repeats the signatures of its Protocol.
    """
    seen: dict[tuple[str, ...], str] = {}
    for path in sorted(folder.rglob("*.py")):
        code = IMPORT.sub(_blank, path.read_text("utf-8"))
        stripped = enumerate((line.strip() for line in code.splitlines()), 1)
        lines = [(n, text) for n, text in stripped if not NO_CODE.match(text)]
        for start in range(len(lines) - LONGEST_REPEAT + 1):
            block = lines[start : start + LONGEST_REPEAT]
            place = f"{path}:{block[0][0]}"
            first = seen.setdefault(tuple(text for _, text in block), place)
            if first != place:
                yield f"{place} repeats {first}"


def test_the_changelog_begins_with_the_version() -> None:
    """A release is never made without telling its users what changed."""
    heading = re.search(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)

    assert heading
    assert assistant.__version__ == heading[1]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_locked_package_has_an_exact_version_and_hashes(lock: Path) -> None:
    """What is installed is what was tried, whoever serves it."""
    loose = [pin for pin, hashes in locked(lock).items() if "==" not in pin or not hashes]

    assert locked(lock)
    assert loose == []
    assert "://" not in lock.read_text("utf-8")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_lock_is_part_of_the_one_for_tests(lock: Path) -> None:
    """People run the very versions that are tested."""
    assert locked(lock).items() <= locked(ROOT / "requirements/test.txt").items()


def test_the_gpl_voice_stays_out_of_the_base_lock() -> None:
    """The assistant can be installed without a GPL package."""
    assert "piper-tts" not in names(ROOT / "requirements/base.txt")
    assert "piper-tts" in names(ROOT / "requirements/voice.txt")


def test_every_installed_package_has_its_licence_named() -> None:
    """docs/licences.md has a row for each package that reaches a person's machine."""
    rows = re.findall(
        r"^\| ([\w-]+) ", (ROOT / "docs/licences.md").read_text("utf-8"), re.MULTILINE
    )

    assert names(ROOT / "requirements/voice.txt") - set(rows) == set()


def test_every_model_is_pinned() -> None:
    """A model is fetched over an encrypted line and checked against a hash from this repository."""
    manifest = yaml.safe_load((ROOT / "models/manifest.yaml").read_text("utf-8"))

    for model in manifest.values():
        assert model["url"].startswith("https://")
        assert model["bytes"] > 0
        assert re.fullmatch("[0-9a-f]{64}", model["sha256"])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_every_script_runs_and_says_what_it_is_for(script: Path) -> None:
    """A script is executable and its second line is a sentence."""
    shebang, purpose = script.read_text("utf-8").splitlines()[:2]

    assert os.access(script, os.X_OK)
    assert shebang.startswith("#!/usr/bin/env ")
    assert re.fullmatch(r'(# |""")[A-Z].*\.', purpose)


@pytest.mark.parametrize("command", documented_commands())
def test_every_command_in_the_readme_exists(command: str) -> None:
    """What the README tells people to type is there."""
    result = subprocess.run(
        [sys.executable, "-m", "assistant", command, "--help"], cwd=ROOT, capture_output=True
    )

    assert result.returncode == 0


def test_no_code_is_written_twice() -> None:
    """The same eight lines in two places are one function that was not made."""
    assert list(repeated_blocks(ROOT / "assistant")) == []


def test_a_repeated_block_is_found(tmp_path: Path) -> None:
    """Indentation, comments and empty lines hide no repetition."""
    lines = [f"step_{n}()" for n in range(LONGEST_REPEAT)]
    (tmp_path / "a.py").write_text("\n".join(lines))
    (tmp_path / "b.py").write_text("def again():\n    # once more\n\n    " + "\n    ".join(lines))

    assert list(repeated_blocks(tmp_path)) == [f"{tmp_path}/b.py:4 repeats {tmp_path}/a.py:1"]
