"""The layers of assistant/: imports go down, never round in a circle, never to the network."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "assistant"

LAYERS = (
    {"errors", "events", "clock"},
    {"shape", "dates"},
    {"settings"},
    {"config"},
    {"audio", "understanding"},
    {"speech", "dialogue", "memory"},
    {"content"},
    {"speaking", "keeping"},
    {"hearing", "waking", "precedence", "adjusting", "exchange"},
    {"interpreting", "troubles"},
    {"interruptions"},
    {"turns", "choosing"},
    {"prompt", "practice", "speaking_turn", "clarifying"},
    {"playing", "resting"},
    {"conversation"},
    {"adapters", "captions", "typed"},
    {"room"},
    {"app"},
    {"bench", "doctor"},
    {"demo"},
    {"cli"},
    {"__main__"},
)
"""Modules and packages from the bottom up; each may import itself and what stands lower."""

STRANGERS = {"speech": {"understanding", "dialogue", "content"}, "content": {"speech"}}
"""What must not meet although it stands lower: speech and words meet in the conversation only."""

NETWORK = {"socket", "socketserver", "ssl", "http", "urllib", "ftplib", "smtplib", "xmlrpc"}
NETWORK |= {"requests", "urllib3", "httpx", "aiohttp", "websockets", "websocket", "paramiko"}


LOADERS = {"import_module", "__import__", "exec", "eval", "run_path", "run_module"}
"""What can import a module that no import line names."""
LOADS = {
    "assistant.cli",
    "assistant.speech.engines.packages",
    "assistant.speech.synthesizers",
    "assistant.understanding.sentences",
}
"""The modules that may: what they load stands in plain words, there or where they are called."""


def modules(package: Path) -> dict[str, Path]:
    """Return the files by dotted name."""
    names = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


def imported(path: Path) -> Iterator[str]:
    """Yield every module a file imports, wherever in the file, and every name it takes from one."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            dots = "." * node.level + (node.module or "")
            yield dots
            yield from (f"{dots}.{alias.name}" for alias in node.names)


def import_graph(package: Path) -> dict[str, set[str]]:
    """Return for each module those of the same package that it imports."""
    known = modules(package)
    return {name: {*imported(path)} & known.keys() - {name} for name, path in known.items()}


def upward_edges(package: Path) -> list[str]:
    """Return the imports that the layers forbid."""
    height = {name: row for row, names in enumerate(LAYERS) for name in names}
    edges = []
    for module, targets in import_graph(package).items():
        for target in targets:
            top, below = (f"{name}.".split(".")[1] for name in (module, target))
            if top == below or not {top, below} <= height.keys():
                continue
            if height[below] >= height[top] or below in STRANGERS.get(top, ()):
                edges.append(f"{module} imports {target}")
    return sorted(edges)


def network_imports(package: Path) -> list[str]:
    """Return the network clients that are imported outside the adapters."""
    return [
        f"{module} imports {target}"
        for module, path in modules(package).items()
        for target in imported(path)
        if target.split(".")[0] in NETWORK and not module.startswith("assistant.adapters")
    ]


def loaders(package: Path) -> set[str]:
    """Return the modules in which something is imported by a name that may be computed."""
    return {
        module
        for module, path in modules(package).items()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and _called(node.func) in LOADERS
    }


def _called(function: ast.expr) -> str:
    name = function.attr if isinstance(function, ast.Attribute) else function
    return name.id if isinstance(name, ast.Name) else str(name)


def strings(package: Path) -> Iterator[tuple[str, str]]:
    """Yield every string of the code with its module."""
    for module, path in modules(package).items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield module, node.value


def write(folder: Path, **sources: str) -> Path:
    """Write a made-up package of modules or sub-packages with one import line each."""
    package = folder / "assistant"
    for name, source in sources.items():
        path = package / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    return package


def test_every_module_has_its_layer() -> None:
    """A new module at the top of assistant/ is given a place in LAYERS."""
    there = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py"}
    there |= {path.parent.name for path in PACKAGE.glob("*/__init__.py")}

    assert there - {"__init__"} - set().union(*LAYERS) == set()


def test_imports_go_down() -> None:
    """No module imports what stands above or beside it."""
    assert upward_edges(PACKAGE) == []


def test_imports_form_no_cycle() -> None:
    """No module is imported, over any path, by what it imports."""
    assert list(TopologicalSorter(import_graph(PACKAGE)).static_order())


def test_nothing_imports_a_network_client() -> None:
    """Only adapters, which are off by default, may reach beyond this machine."""
    assert network_imports(PACKAGE) == []


def test_nothing_is_imported_by_a_computed_name() -> None:
    """But commands, engines and the embedding, by names that stand in plain words."""
    assert loaders(PACKAGE) == LOADS


def test_no_name_of_a_network_client_is_a_string() -> None:
    """So none is loaded by name, either."""
    named = {(module, text) for module, text in strings(PACKAGE) if text in NETWORK}

    assert named == set()


def test_imports_are_absolute() -> None:
    """A reader sees from the line alone what is imported."""
    relative = {n for n, p in modules(PACKAGE).items() for i in imported(p) if i.startswith(".")}

    assert relative == set()


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("audio__mixer", "from assistant.speech import voice"),
        ("speech__voice", "from assistant.dialogue.player import play"),
        ("errors", "def late() -> None:\n    import assistant.config"),
    ],
)
def test_an_upward_import_is_found(tmp_path: Path, module: str, source: str) -> None:
    """An import is found in every form, inside a function too."""
    targets = {"speech__voice": "", "dialogue__player": "", "config": ""}
    package = write(tmp_path, **{**targets, module: source})

    assert len(upward_edges(package)) == 1


def test_a_cycle_is_found(tmp_path: Path) -> None:
    """Two modules of one layer that import each other are a cycle."""
    package = write(
        tmp_path, audio__a="import assistant.audio.b", audio__b="from assistant.audio import a"
    )

    with pytest.raises(CycleError):
        list(TopologicalSorter(import_graph(package)).static_order())


def test_a_network_client_is_found_except_in_an_adapter(tmp_path: Path) -> None:
    """The same import is a fault in one place and allowed in the other."""
    line = "from urllib.request import urlopen"
    package = write(tmp_path, adapters__lights=line, speech__voice=line)

    assert {found.split()[0] for found in network_imports(package)} == {"assistant.speech.voice"}


@pytest.mark.parametrize(
    "line",
    [
        "import importlib\nimportlib.import_module('soc' + 'ket')",
        "from importlib import import_module\nimport_module('socket')",
        "__import__('socket')",
        "exec('import socket')",
    ],
)
def test_an_import_by_name_is_found(tmp_path: Path, line: str) -> None:
    """In each of its forms."""
    assert loaders(write(tmp_path, speech__voice=line)) == {"assistant.speech.voice"}
