"""The estimate of spoken length covers both voices."""

from __future__ import annotations

import pytest

from assistant.errors import EngineError
from assistant.speech.estimate import estimated_seconds
from assistant.speech.synthesizers import ENGINES
from tests.speech.spoken_lines import LINES


@pytest.mark.engine
@pytest.mark.parametrize("name", ENGINES)
def test_no_line_is_spoken_longer_than_its_estimate_and_a_tenth(name: str) -> None:
    """Scores leave room by the estimate; it is not wildly long either."""
    engine = ENGINES[name]()
    try:
        engine.check()
    except EngineError as error:
        pytest.skip(str(error))
    ratios = {line: engine.synthesize(line).seconds / estimated_seconds(line) for line in LINES}
    engine.close()

    assert {line: ratio for line, ratio in ratios.items() if not 0.6 < ratio <= 1.1} == {}


def test_pauses_between_sentences_count() -> None:
    """Two sentences take longer than one of the same letters."""
    assert estimated_seconds("One. Two.") > estimated_seconds("One two.") + 0.5


def test_nothing_to_say_takes_no_time() -> None:
    """An empty line is instant."""
    assert estimated_seconds(" ... ") == 0.0
