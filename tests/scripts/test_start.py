"""scripts/start in a made-up repository, whose programs only write down how they were called."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.scripts.fake_programs import program

SCRIPT = Path(__file__).parent.parent.parent / "scripts/start"
ASSISTANT = """
echo "$*" >>"$LOG"
if [ "$1 $2" = "doctor --devices" ] && [ "$DOCTOR" ]; then echo "$DOCTOR" >&2; exit 1; fi
"""
NO_DEVICES = """ILL   microphone: no microphone found; plug one in
ILL   speaker: no speaker found; plug one in"""


class Repository:
    """A repository whose start script is the real one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.log = root / "calls"
        (root / "models").mkdir()
        program(root / "scripts/setup", "exit 0")
        program(root / "scripts/fetch-models", 'echo "fetch $*" >>"$LOG"; exit "$FETCH"')
        program(root / ".venv/bin/assistant", ASSISTANT)
        shutil.copy(SCRIPT, root / "scripts/start")

    def start(
        self, *arguments: str, doctor: str = "", fetch: int = 0
    ) -> tuple[int, str, list[str]]:
        """Return the exit code, standard error, and the calls with the root left out."""
        self.log.unlink(missing_ok=True)
        result = subprocess.run(
            [self.root / "scripts/start", *arguments],
            env={
                "PATH": "/usr/bin:/bin",
                "LOG": str(self.log),
                "DOCTOR": doctor,
                "FETCH": str(fetch),
            },
            capture_output=True,
            text=True,
        )
        calls = self.log.read_text().replace(f"{self.root}/", "").splitlines()
        return result.returncode, result.stderr, calls


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository where everything has been installed and no model asked for."""
    return Repository(tmp_path)


def test_it_runs_the_spoken_loop_with_what_it_was_given(repository: Repository) -> None:
    """The settings are those of the repository, wherever it is started from."""
    _, _, calls = repository.start("--captions")

    assert calls[-1] == "run --config config.yaml --captions"


def test_a_missing_device_is_one_line_and_the_conversation_is_typed(repository: Repository) -> None:
    """Nothing is lost for want of a microphone but the voice."""
    code, errors, calls = repository.start("--captions", doctor=NO_DEVICES)

    assert code == 0
    assert calls[-1] == "chat --config config.yaml"
    assert errors.startswith("start: no microphone found and no speaker found; type instead")
    assert errors.count("\n") == 1


def test_a_fault_that_is_no_device_is_left_to_the_spoken_loop(repository: Repository) -> None:
    """A misspelt setting is told by its own line, not taken for a missing microphone."""
    _, errors, calls = repository.start(doctor="assistant: config.yaml:3: unknown key")

    assert calls[-1] == "run --config config.yaml"
    assert errors == ""


@pytest.mark.parametrize("option", ["--microphone", "--speaker=desk", "--speaker"])
def test_a_device_named_by_the_person_is_not_second_guessed(
    repository: Repository, option: str
) -> None:
    """A named device that is missing is the spoken loop's own fault to tell."""
    _, _, calls = repository.start(option, "usb", doctor=NO_DEVICES)

    assert calls[1:] == [f"run --config config.yaml {option} usb"]


def test_settings_given_replace_the_repositorys(repository: Repository) -> None:
    """--config reaches every command that is started, once."""
    _, _, calls = repository.start("--config", "mine.yaml")

    assert calls[1:] == ["doctor --devices --config mine.yaml", "run --config mine.yaml"]


def test_the_demo_needs_no_device(repository: Repository) -> None:
    """It does not look for a microphone, and leaves its file in the current folder."""
    _, _, calls = repository.start("--demo", "--seed", "1", doctor=NO_DEVICES)

    assert calls[1:] == ["demo --output demo.wav --config config.yaml --seed 1"]


@pytest.mark.parametrize("outcome", [0, 1, 3], ids=["fetched", "wrong", "unreachable"])
def test_the_model_is_asked_for_once(repository: Repository, outcome: int) -> None:
    """A second start does not touch the network, whatever the first one got."""
    _, _, first = repository.start(fetch=outcome)
    _, _, second = repository.start(fetch=outcome)

    assert first[0] == "fetch vosk-small-en"
    assert not any(call.startswith("fetch") for call in second)


def test_a_fetch_that_was_stopped_is_asked_for_again(repository: Repository) -> None:
    """Ctrl-C ends the start; the next one goes on."""
    code, _, _ = repository.start(fetch=130)
    _, _, second = repository.start()

    assert code == 130
    assert second[0] == "fetch vosk-small-en"
