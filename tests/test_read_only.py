"""It works from a read-only system with one small folder that may be written, as a Pi's card is."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

WAYS = (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"])
"""To mounts of one's own, as root and as anybody else."""
SHUT = """
mount --make-rprivate /
mount -t tmpfs -o size=$2m tmpfs "$1"
cut -d ' ' -f 2 /proc/self/mounts | while read -r place; do
    case $place in "$1" | /proc* | /sys* | /dev*) continue ;; esac
    mount -o remount,bind,ro "$place" || exit
done
mount -t tmpfs -o ro tmpfs /dev/shm
cd "$3"
shift 3
exec "$@"
"""
FOLDER_MB = 40
ROOT = Path(__file__).parent.parent


class ReadOnly:
    """A system on which nothing may be written but `folder`, which starts empty each time."""

    def __init__(self, way: list[str], folder: Path) -> None:
        self._way, self.folder = way, folder

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run commands in a shell, at home in the folder."""
        shut: list[str | Path] = [
            *self._way,
            "sh",
            "-ec",
            SHUT,
            "sh",
            self.folder,
            str(FOLDER_MB),
            ROOT,
        ]
        home = {"HOME": str(self.folder), "PATH": os.environ["PATH"]}
        if path := os.environ.get("PYTHONPATH"):
            home["PYTHONPATH"] = path
        return subprocess.run(
            [*shut, *command], env=home, capture_output=True, text=True, timeout=300, check=False
        )


@pytest.fixture
def system(tmp_path: Path) -> Iterator[ReadOnly]:
    """Return a read-only system."""
    folder = tmp_path / "state"
    folder.mkdir()
    for way in WAYS:
        system = ReadOnly(way, folder)
        if system.run("true").returncode == 0:
            yield system
            return
    pytest.skip("this system gives no mounts of one's own")


def test_nothing_else_can_be_written_indeed(system: ReadOnly) -> None:
    """Neither beside the folder, nor in the program, nor in the usual places for passing things."""
    places: list[str | Path] = [
        system.folder.parent,
        ROOT,
        "/tmp",
        "/var/tmp",
        "/dev/shm",
        "/root",
        "/run",
    ]
    tried = "touch $1/here; shift; for place; do touch $place/here 2>/dev/null && echo $place; done"
    done = system.run("sh", "-c", f"{tried}; true", "sh", system.folder, *places)
    assert done.stdout == ""
    assert done.stderr == ""


def test_a_talk_and_a_practice_need_one_small_folder(system: ReadOnly, tmp_path: Path) -> None:
    """A thought is talked through, a breath is rendered, and the doctor finds no fault in that."""
    assistant = f'"{sys.executable}" -m assistant'
    config = tmp_path / "config.yaml"
    config.write_text("cache: {folder: state/cache, limit_mb: 20}\nmemory: {folder: state/kept}\n")
    own = f"--config {config}"
    script = tmp_path / "talk.txt"
    script.write_text("i think they are going to leave me\nyes\nhelp me breathe\n~ 30s\nstop\n")
    done = system.run(
        "sh",
        "-ec",
        f"{assistant} chat --script {script} --json {own}"
        f" && {assistant} breathe long_out_4_6 --minutes 1 --output ~/breath.wav {own}"
        f" && wc -c <~/breath.wav"
        f" && {assistant} doctor {own} | grep -E ' (disk|memory|voice|models): '",
    )
    assert done.returncode == 0, done.stderr
    assert '"how": "stopped"' in done.stdout
    size, *findings = done.stdout.splitlines()[-5:]
    assert int(size) > 1_000_000
    assert [line.split()[0] for line in findings] == ["well"] * 4
