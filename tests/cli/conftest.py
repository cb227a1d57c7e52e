"""A folder with settings of its own for each test of a command."""

from pathlib import Path

import pytest

from tests.cli.running import Commands


@pytest.fixture
def commands(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Commands:
    """Give commands whose cache, models and devices are files of the test's own."""
    (tmp_path / "config.yaml").write_text(
        "country: GB\n"
        f"audio: {{microphone: 'wav:{tmp_path}/in.wav', speaker: 'wav:{tmp_path}/out.wav'}}\n"
        f"cache: {{folder: {tmp_path}/cache}}\nmemory: {{folder: {tmp_path}/memory}}\n"
    )
    return Commands(capsys, tmp_path)
