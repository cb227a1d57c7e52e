"""Third-party packages, loaded only when the engine that needs them is."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from assistant.errors import EngineError


def load_package(package: str, engine: str) -> Any:
    """Return the package's module; raises EngineError that names the engine and the remedy."""
    try:
        return import_module(package)
    except (ImportError, OSError) as missing:  # OSError: a shared library that does not load
        raise EngineError(
            f"{engine}: the package {package} does not load ({missing}); run scripts/start"
        ) from missing
