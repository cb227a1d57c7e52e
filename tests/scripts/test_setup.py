"""scripts/setup where nothing may be installed: what it refuses, and when it only looks."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.scripts.fake_programs import program

REPOSITORY = Path(__file__).parent.parent.parent


def setup(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script of this root, with the programs in its `fakes` before the system's."""
    return subprocess.run(
        [root / "scripts/setup", *arguments],
        env={"PATH": f"{root}/fakes:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(root)},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose packages are installed, by what its stamp says."""
    for name in ("scripts/setup", "pyproject.toml", "requirements/build.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(REPOSITORY / name, tmp_path / name)
    (tmp_path / "requirements/voice.txt").write_text("numpy==2.4.6\n")
    program(tmp_path / "fakes/apt-get", "exit 1")
    program(tmp_path / ".venv/bin/python", f"echo touched >>{tmp_path}/touched; exit 1")
    files = ("pyproject.toml", "requirements/build.txt", "requirements/voice.txt")
    digest = hashlib.sha256(b"".join((tmp_path / name).read_bytes() for name in files))
    (tmp_path / ".venv/.installed-voice").write_text(f"{digest.hexdigest()}\n{tmp_path}\n")
    return tmp_path


def assert_refused(result: subprocess.CompletedProcess[str], *words: str) -> None:
    """Assert one line that holds these words, and exit 1."""
    assert result.returncode == 1
    assert all(word in result.stderr for word in words)
    assert result.stderr.count("\n") == 1


def test_what_is_installed_is_only_looked_at(root: Path) -> None:
    """No package program is started, nothing is printed."""
    result = setup(root)

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert not (root / "touched").exists()


def test_a_changed_lock_is_installed(root: Path) -> None:
    """An update of the repository reaches the installed packages at the next start."""
    (root / "requirements/voice.txt").write_text("numpy==2.4.7\n")

    setup(root)

    assert (root / "touched").exists()


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [("uname", "armv7l", "armv7l"), ("getconf", "32", "32-bit")],
)
def test_a_32_bit_system_is_told_what_to_install(
    root: Path, name: str, answer: str, words: str
) -> None:
    """A 64-bit kernel under 32-bit programs, as one Raspberry Pi OS has it, counts as 32-bit."""
    program(root / "fakes" / name, f"echo {answer}")

    assert_refused(setup(root), words, "64-bit Raspberry Pi OS")


def test_a_python_outside_the_range_is_refused_by_its_version(root: Path) -> None:
    """The line says what was found and what is accepted."""
    shutil.rmtree(root / ".venv")
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        program(root / "fakes" / name, '[ "$1" = -V ] && echo Python 3.9.2 && exit 0; exit 1')

    assert_refused(setup(root), "Python 3.9.2", "3.11, 3.12 and 3.13")


def test_an_unknown_part_is_refused_with_the_usage(root: Path) -> None:
    """Nothing is installed for a slip of the finger."""
    assert_refused(setup(root, "tests"), "usage: scripts/setup [test |")
