"""No test touches what the person who runs it keeps, and none reaches for a network."""

import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

THIS_MACHINE = "127.0.0.1"
NO_FAMILY = -1
"""Of a socket that is made from an open file."""


@dataclass(slots=True)
class Border:
    """What this process may open: UNIX sockets; for some tests, those of this machine alone."""

    loopback: bool = False

    def watch(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Stop, as it is about to happen, what would reach further: an audit hook."""
        match event:
            case "socket.__new__":
                inner = socket.AF_INET if self.loopback else socket.AF_UNIX
                self._require(arguments[1] in (socket.AF_UNIX, inner, NO_FAMILY), event)
            case "socket.connect" | "socket.bind" | "socket.sendto" if type(arguments[1]) is tuple:
                self._require(arguments[1][0] == THIS_MACHINE, event)
            case "socket.getaddrinfo" | "socket.gethostbyname":
                self._require(self.loopback and arguments[0] == THIS_MACHINE, event)

    def _require(self, allowed: bool, event: str) -> None:
        if not allowed:
            raise AssertionError(f"{event}: only UNIX sockets are opened here")


BORDER = Border()
sys.addaudithook(BORDER.watch)


@pytest.fixture(autouse=True)
def within_the_border(request: pytest.FixtureRequest) -> Iterator[None]:
    """Open the way to this machine itself, and no further, for a test that is marked `loopback`."""
    BORDER.loopback = request.node.get_closest_marker("loopback") is not None
    yield
    BORDER.loopback = False


@pytest.fixture(autouse=True, scope="session")
def memory_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give this run, and the programs it starts, a data folder of their own."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield
