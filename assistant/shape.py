"""YAML values that know their file and line, so that every fault can be shown where it stands.

Readers take a Node and ask it for what they expect; what does not fit is noted in one list of
faults, a harmless value is given instead, and reading goes on, so that all faults show at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.errors import did_you_mean

# libyaml reads several times faster; a build of PyYAML without it lacks the class.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Node:
    """One YAML value with its place and the list its faults go to."""

    path: Path
    raw: yaml.Node | None
    faults: list[str]

    @property
    def line(self) -> int:
        """Line in the file, from 1."""
        return self.raw.start_mark.line + 1 if self.raw is not None else 1

    def fault(self, message: str) -> None:
        """Note that this value is wrong."""
        self.faults.append(f"{self.path}:{self.line}: {message}")

    def fields(self, known: Collection[str], required: Collection[str] = ()) -> dict[str, Node]:
        """Return a mapping's values by key; unknown, doubled and missing keys are faults."""
        found: dict[str, Node] = {}
        for key, value in self.pairs():
            if key in found:
                value.fault(f'"{key}" is given twice')
            elif key not in known:
                value.fault(f'unknown key "{key}"{did_you_mean(key, known)}')
            found[key] = value
        for key in required:
            if key not in found:
                self.fault(f'"{key}" is missing')
        return {key: value for key, value in found.items() if key in known}

    def pairs(self) -> Iterator[tuple[str, Node]]:
        """Yield a mapping's keys and values as they stand."""
        if isinstance(self.raw, yaml.MappingNode):
            for key, value in self.raw.value:
                yield str(key.value), Node(self.path, value, self.faults)
        elif not self.is_empty:
            self.fault("a mapping (key: value) is expected here")

    def items(self) -> list[Node]:
        """Return a list's entries; a single value counts as a list of one."""
        if self.is_empty:
            return []
        if isinstance(self.raw, yaml.SequenceNode):
            return [Node(self.path, value, self.faults) for value in self.raw.value]
        return [self]

    @property
    def is_empty(self) -> bool:
        """True where nothing, or null, stands."""
        return self.raw is None or (
            isinstance(self.raw, yaml.ScalarNode) and self.raw.tag == "tag:yaml.org,2002:null"
        )

    @property
    def is_blank(self) -> bool:
        """True for a text without a letter in it, as "" or spaces."""
        return isinstance(self.raw, yaml.ScalarNode) and not self.raw.value.strip()

    @property
    def is_mapping(self) -> bool:
        """True for key: value pairs."""
        return isinstance(self.raw, yaml.MappingNode)

    def text(self) -> str:
        """Return a text that is not blank, with runs of white space made one."""
        if isinstance(self.raw, yaml.ScalarNode) and self.raw.value.strip():
            return " ".join(self.raw.value.split())
        self.fault("a text is expected here")
        return ""

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts, or one text as a list of one."""
        return tuple(item.text() for item in self.items())

    def number(self, low: float, high: float) -> float:
        """Return a number from low to high, both included."""
        value = self._scalar()
        try:
            number = float(value)
        except ValueError:
            self.fault(f'a number from {low:g} to {high:g} is expected here, not "{value}"')
            return low
        if not low <= number <= high:
            self.fault(f"{number:g} is out of range; {low:g} to {high:g} is accepted")
            return low
        return number

    def flag(self) -> bool:
        """Return yes or no, also written true or false."""
        value = self._scalar().lower()
        if value not in {"true", "false", "yes", "no"}:
            self.fault(f'yes or no is expected here, not "{value}"')
        return value in {"true", "yes"}

    def choice(self, known: Collection[str]) -> str:
        """Return one of the known names."""
        value = self._scalar()
        if value not in known:
            self.fault(f'unknown name "{value}"{did_you_mean(value, known)}')
            return min(known)
        return value

    def _scalar(self) -> str:
        return str(self.raw.value) if isinstance(self.raw, yaml.ScalarNode) else "a list or mapping"


def read_yaml(path: Path, faults: list[str]) -> Node:
    """Read a YAML file; what cannot be read or parsed is a fault, and an empty node is given."""
    try:
        raw = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except OSError as error:
        faults.append(f"{path}: cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        faults.append(f"{path}: is not UTF-8 text")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        faults.append(f"{path}:{line}: is not YAML: {error.problem}")
    except yaml.YAMLError as error:
        faults.append(f"{path}: is not YAML: {error}".splitlines()[0])
    else:
        return Node(path, raw, faults)
    return Node(path, None, faults)
