"""The service is installed, upgraded and taken off without losing what belongs to people."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
UNIT = ROOT / "scripts" / "assistant.service"
MOST_EXPOSED = 2.0
"""Of 10: what systemd itself calls safe."""


def install(dest: Path, *options: str) -> str:
    """Run scripts/install-service under a folder; returns what it said."""
    done = subprocess.run(
        [ROOT / "scripts" / "install-service", *options],
        env={"PATH": "/usr/bin:/bin", "DESTDIR": str(dest)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Return a folder with the service in it."""
    install(tmp_path)
    return tmp_path


def test_program_settings_and_unit_are_put_where_the_unit_looks_for_them(installed: Path) -> None:
    unit = (installed / "etc/systemd/system/assistant.service").read_text()
    program, settings = re.findall(r"ExecStart=(\S+) run --config (\S+)", unit)[0]
    assert (installed / settings.lstrip("/")).is_file()
    assert (installed / program.lstrip("/")).parents[2] == installed / "opt/assistant"
    assert (installed / "opt/assistant/scripts/setup").is_file()
    assert (installed / "opt/assistant/assistant/conversation.py").is_file()


def test_an_upgrade_keeps_the_settings_and_drops_what_is_no_longer_part_of_it(
    installed: Path,
) -> None:
    settings = installed / "etc/assistant/config.yaml"
    settings.write_text("country: IE\n")
    old = installed / "opt/assistant/assistant/older_version.py"
    old.touch()
    install(installed)
    assert settings.read_text() == "country: IE\n"
    assert not old.exists()


@pytest.mark.parametrize("purge", [False, True])
def test_what_people_asked_it_to_keep_goes_only_when_told_so(installed: Path, purge: bool) -> None:
    kept = installed / "var/lib/assistant/journal.db"
    kept.parent.mkdir(parents=True)
    kept.touch()
    install(installed, "--uninstall", *(["--purge"] if purge else []))
    assert kept.exists() != purge
    assert (installed / "etc/assistant").exists() != purge
    assert not (installed / "opt/assistant").exists()
    assert not (installed / "etc/systemd/system/assistant.service").exists()


def test_an_unknown_option_is_refused() -> None:
    done = subprocess.run(
        [ROOT / "scripts" / "install-service", "--delete"],
        env={"PATH": "/usr/bin:/bin", "DESTDIR": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "usage" in done.stderr


def test_the_service_is_shut_in() -> None:
    """systemd's own tool finds little that it may do."""
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", UNIT],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
    assert found
    assert float(found[1]) <= MOST_EXPOSED


def test_the_service_file_has_no_fault_of_its_own(tmp_path: Path) -> None:
    """Nothing that systemd does not know, once there is something to start."""
    unit = tmp_path / "assistant.service"
    unit.write_text(UNIT.read_text().replace("/opt/assistant/.venv/bin/assistant", "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_systemd_is_told_of_readiness_and_of_life() -> None:
    """A program that hangs is started anew, see assistant/adapters/systemd.py."""
    lines = UNIT.read_text().splitlines()
    assert "Type=notify" in lines
    assert any(line.startswith("WatchdogSec=") for line in lines)


def test_the_service_reaches_no_network() -> None:
    lines = UNIT.read_text().splitlines()
    for line in ("PrivateNetwork=yes", "IPAddressDeny=any", "RestrictAddressFamilies=AF_UNIX"):
        assert line in lines
