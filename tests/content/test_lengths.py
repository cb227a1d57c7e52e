"""How long a dialogue takes is told by its longest way."""

import pytest

from assistant.content.lengths import ANSWER_SECONDS, longest_minutes
from tests.content.shipped import shipped
from tests.dialogue.authoring import script

WAYS = """
  - {id: a, say: Hello., pause_s: 4}
  - {id: q, ask: Shall we wait., expects: yes_no, patience_s: 1, "yes": long, "no": end}
  - {id: long, wait: 60}
  - {id: end, end: done, say: Good.}
"""


def test_the_longest_way_counts_with_its_pauses_and_answers() -> None:
    seconds = 4 * 10.0 - 10 + 4 + ANSWER_SECONDS["yes_no"] + 1 + 60

    minutes = longest_minutes(script(WAYS), {}, lambda text: 10.0)

    assert minutes == pytest.approx(seconds / 60)


def test_a_practice_inside_counts_with_all_its_time() -> None:
    steps = """
  - {id: g, guide: long_out_4_6, rounds: 6}
  - {id: end, end: done}
"""
    exercises = shipped().exercises
    without = longest_minutes(script(steps), {}, lambda text: 1.0)

    assert without == pytest.approx(1 / 60)  # the way for who feels worse says one line
    assert longest_minutes(script(steps), exercises, lambda text: 1.0) >= 1.0
