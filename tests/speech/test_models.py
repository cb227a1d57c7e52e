"""Model files are pinned: what is missing or altered is named with the command that mends it."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.speech.models import (
    VOSK_FILES,
    ModelFile,
    check_size,
    known_models,
    packaged_path,
    verify,
    vosk_folder,
)


@pytest.fixture
def model(tmp_path: Path) -> ModelFile:
    path = tmp_path / "model.bin"
    path.write_bytes(b"weights")
    sha256 = hashlib.sha256(b"weights").hexdigest()
    return ModelFile("ear", path, 7, sha256, "MIT", "a test", "run scripts/start")


def vosk_in(folder: Path) -> ModelFile:
    model = vosk_folder(folder)
    for name in VOSK_FILES:
        (model.path / name).parent.mkdir(parents=True, exist_ok=True)
        (model.path / name).write_bytes(name.encode())
    return model


def test_an_intact_file_passes(model: ModelFile) -> None:
    """A file of the pinned size and hash raises nothing."""
    check_size(model)
    verify(model)


def test_a_missing_file_is_named_with_its_remedy(model: ModelFile) -> None:
    """The error tells the path and the command that mends it."""
    model.path.unlink()

    with pytest.raises(ModelError, match=r"model\.bin is missing; run scripts/start"):
        check_size(model)


def test_a_truncated_file_fails_before_it_is_hashed(model: ModelFile) -> None:
    """The quick check finds a wrong size."""
    model.path.write_bytes(b"weigh")

    with pytest.raises(ModelError, match="has 5 bytes, not 7; run scripts/start"):
        check_size(model)


def test_an_altered_file_of_the_right_size_fails_verification(model: ModelFile) -> None:
    """Only the full hash finds a flipped byte."""
    model.path.write_bytes(b"weightz")

    check_size(model)
    with pytest.raises(ModelError, match=r"has sha256 .*, not .*; run scripts/start"):
        verify(model)


def test_an_incomplete_vosk_folder_is_named_with_its_remedy(tmp_path: Path) -> None:
    """The error tells which file is missing and the command that fetches it."""
    model = vosk_in(tmp_path)
    (model.path / "graph/HCLr.fst").unlink()

    with pytest.raises(ModelError, match=r"HCLr\.fst is missing; run scripts/fetch-models vosk-sm"):
        verify(model)


def test_a_folder_is_verified_by_its_own_sums(tmp_path: Path) -> None:
    """An altered file inside a folder that has a SHA256SUMS is found."""
    model = vosk_in(tmp_path)
    sums = [f"{hashlib.sha256(name.encode()).hexdigest()}  {name}" for name in VOSK_FILES]
    (model.path / "SHA256SUMS").write_text("\n".join(sums), "utf-8")
    verify(model)

    (model.path / "am/final.mdl").write_bytes(b"altered")
    with pytest.raises(ModelError, match=r"final\.mdl has sha256"):
        verify(model)


@pytest.mark.engine
def test_the_installed_models_match_their_pins(tmp_path: Path) -> None:
    """Every model that a package carries has the pinned bytes."""
    for model in known_models(tmp_path):
        if model.bytes:
            verify(model)


def test_every_pin_is_a_whole_hash(tmp_path: Path) -> None:
    """A pinned file has a size and 64 hexadecimal digits; names are unique."""
    models = known_models(tmp_path)
    files = [model for model in models if model.bytes]

    assert all(len(model.sha256) == 64 and int(model.sha256, 16) for model in files)
    assert len({model.name for model in models}) == len(models)


def test_a_file_of_a_missing_package_is_missing(model: ModelFile) -> None:
    """A package that is not installed reads like a missing file."""
    absent = replace(model, path=packaged_path("no_such_package/model.bin"))

    with pytest.raises(ModelError, match=r"no_such_package/model\.bin is missing"):
        check_size(absent)
