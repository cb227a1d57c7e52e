"""A bundle is made of what the lock names, and nothing is installed from one that was changed."""

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent.parent
SCRIPTS = ("make-bundle", "setup", "install-service", "assistant.service")
HERE, THERE = "x86_64", "aarch64"
PYTHON = "3.13"
"""What is bundled for; another one than runs this."""


def wheel(folder: Path, name: str, tag: str) -> str:
    """Write a wheel of nothing but its name; return its hash."""
    path = folder / f"{name}-1.0-{tag}.whl"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr(f"{name}-1.0.dist-info/METADATA", f"Name: {name}\nVersion: 1.0\n")
        opened.writestr(f"{name}-1.0.dist-info/WHEEL", f"Wheel-Version: 1.0\nTag: {tag}\n")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pin(name: str, mark: str, *hashes: str) -> str:
    """Return an entry of a lock, as scripts/lock writes it."""
    return " \\\n    ".join([f"{name}==1.0 ; {mark}", *(f"--hash=sha256:{h}" for h in hashes)])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small project whose lock names packages of a registry beside it."""
    root, registry = tmp_path / "project", tmp_path / "registry"
    registry.mkdir()
    for name in SCRIPTS:
        (root / "scripts").mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / "scripts" / name, root / "scripts" / name)
    for name in ("assistant/main.py", "models/README.md", "README.md", "LICENSE", "pyproject.toml"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(f"{name}\n")
    (root / "config.yaml").write_text("models: models\n")
    tag = "cp313-cp313-manylinux_2_28"
    hashes = [wheel(registry, "calm", f"{tag}_{machine}") for machine in (HERE, THERE)]
    entries = [
        pin("calm", "python_version < '3.14'", *hashes),
        pin(
            "only_there",
            f"platform_machine == '{THERE}'",
            wheel(registry, "only_there", "py3-none-any"),
        ),
        pin("only_here", f"platform_machine == '{HERE}'", "0" * 64),
        pin("older", "python_full_version < '3.13'", "0" * 64),
    ]
    (root / "requirements").mkdir()
    (root / "requirements/voice.txt").write_text("\n".join(entries) + "\n")
    (root / "requirements/build.txt").write_text(entries[0] + "\n")
    return root


def make(root: Path) -> subprocess.CompletedProcess[str]:
    """Make a bundle in this project's folder, from the registry beside it and no other."""
    options = ["--machine", THERE, "--python", PYTHON, "--no-debian", "--output", "bundle.tar"]
    return subprocess.run(
        [sys.executable, "scripts/make-bundle", *options],
        cwd=root,
        env={
            "PATH": "/usr/bin:/bin",
            "PIP_CONFIG_FILE": "/dev/null",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(root.parent / "registry"),
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def bundle(root: Path) -> Path:
    """Return an unpacked bundle."""
    made = make(root)
    assert made.returncode == 0, made.stderr
    with tarfile.open(root / "bundle.tar") as archive:
        archive.extractall(root.parent, filter="data")
    return root.parent / "assistant-bundle"


def script(
    root: Path, name: str, *arguments: str | Path, dest: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a script of the project."""
    return subprocess.run(
        [root / "scripts" / name, *arguments],
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DESTDIR": str(dest or "")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_holds_what_the_lock_names_for_the_other_machine(root: Path, bundle: Path) -> None:
    """Not for this one: neither its wheels nor what is asked for here alone."""
    names = {path.name for path in (bundle / "wheels").iterdir()}
    assert names == {
        "calm-1.0-cp313-cp313-manylinux_2_28_aarch64.whl",
        "only_there-1.0-py3-none-any.whl",
    }
    assert (bundle / "assistant/main.py").read_text() == "assistant/main.py\n"
    assert script(root, "setup", "--verify", bundle).returncode == 0


def test_two_bundles_of_the_same_are_the_same(root: Path, bundle: Path) -> None:
    """Who made it, and when, is not in it."""
    first = (root / "bundle.tar").read_bytes()
    make(root)
    assert (root / "bundle.tar").read_bytes() == first


def test_a_package_that_is_not_the_locked_one_is_not_bundled(root: Path) -> None:
    """No file is left that looks like a bundle."""
    path = root.parent / "registry/only_there-1.0-py3-none-any.whl"
    path.write_bytes(path.read_bytes() + b" ")
    made = make(root)
    assert made.returncode == 1
    assert made.stderr.startswith("make-bundle: ")
    assert not (root / "bundle.tar").exists()


def change(bundle: Path) -> None:
    path = bundle / "assistant/main.py"
    path.write_text(path.read_text().replace("m", "n"))


def remove(bundle: Path) -> None:
    (bundle / "assistant/main.py").unlink()


def add(bundle: Path) -> None:
    (bundle / "assistant/yaml.py").touch()


def link(bundle: Path) -> None:
    (bundle / "assistant/yaml.py").symlink_to("/etc/passwd")


@pytest.mark.parametrize("tamper", [change, remove, add, link])
def test_nothing_is_installed_from_a_bundle_that_does_not_match(
    root: Path, bundle: Path, tmp_path: Path, tamper: Callable[[Path], None]
) -> None:
    """One line names the first file that differs."""
    tamper(bundle)
    done = script(root, "install-service", "--bundle", bundle, dest=tmp_path / "system")
    assert done.returncode == 1
    assert re.fullmatch(r"setup: \S+: assistant/(main|yaml)\.py .*\n", done.stderr)
    assert not (tmp_path / "system").exists()


def test_a_bundle_for_another_machine_is_refused_before_anything_is_done(
    root: Path, bundle: Path
) -> None:
    (bundle / "for").write_text("riscv64 3.13\n")
    sums = bundle / "SHA256SUMS"
    digest = hashlib.sha256(b"riscv64 3.13\n").hexdigest()
    sums.write_text(re.sub(r"\w{64}(?=  for\n)", digest, sums.read_text()))
    done = script(root, "setup", "--bundle", bundle)
    assert done.returncode == 1
    assert "is for riscv64, this is " in done.stderr
    assert not (root / ".venv").exists()


@pytest.mark.parametrize("what", ["nothing.tar", "README.md", "scripts"])
def test_what_is_no_bundle_is_refused(root: Path, tmp_path: Path, what: str) -> None:
    done = script(root, "install-service", "--bundle", root / what, dest=tmp_path / "system")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert what in done.stderr


def test_an_upgrade_from_a_bundle_keeps_what_belongs_to_people(
    root: Path, bundle: Path, tmp_path: Path
) -> None:
    """The program is the bundle's; settings and what was kept are theirs."""
    system = tmp_path / "system"
    script(root, "install-service", "--bundle", root / "bundle.tar", dest=system)
    settings = system / "etc/assistant/config.yaml"
    settings.write_text("country: IE\n")
    kept = system / "var/lib/assistant/journal.db"
    kept.parent.mkdir(parents=True)
    kept.write_text("a plan")
    (root / "assistant/main.py").write_text("newer\n")
    make(root)
    done = script(root, "install-service", "--bundle", root / "bundle.tar", dest=system)
    assert done.returncode == 0, done.stderr
    assert (system / "opt/assistant/assistant/main.py").read_text() == "newer\n"
    assert settings.read_text() == "country: IE\n"
    assert kept.read_text() == "a plan"


def test_every_package_that_setup_looks_for_is_bundled() -> None:
    """scripts/setup installs the Debian packages from a bundle, too."""
    setup = (REPOSITORY / "scripts/setup").read_text()
    needs = re.search(r'^RUN_NEEDS="(.*?)"', setup, re.MULTILINE | re.DOTALL)
    assert needs
    looked_for = {line.split("|")[1] for line in needs[1].splitlines()}
    bundled = re.search(
        r"^DEBIAN = \((.*)\)", (REPOSITORY / "scripts/make-bundle").read_text(), re.M
    )
    assert bundled
    assert looked_for == set(re.findall(r'"(\S+?)"', bundled[1]))
