"""A private sound card for each test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.audio.soundcard import restart_portaudio
from assistant.bench.card import VirtualCard
from assistant.errors import DeviceError

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as one that needs a sound card."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.sound)


@pytest.fixture
def card() -> Iterator[VirtualCard]:
    """Give a card; `card.environment` is for the programs that shall use it."""
    try:
        running = VirtualCard().__enter__()
    except DeviceError as error:
        pytest.skip(str(error))
    yield running
    running.close()


@pytest.fixture
def here(card: VirtualCard, monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualCard]:
    """Give a card that this process itself uses."""
    with monkeypatch.context() as environment:
        for name, value in card.environment.items():
            environment.setenv(name, value)
        restart_portaudio()
        yield card
    # PortAudio lets go of the card before its files are gone: without them it aborts.
    restart_portaudio()
