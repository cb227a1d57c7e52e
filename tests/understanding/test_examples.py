"""What people say is understood as the examples of the core pack state."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import pytest

from assistant.understanding.intents import KINDS, Context
from scripts.training.garble import garble
from tests.understanding.core import examples, moments, router

EXAMPLES = list(examples())


@pytest.mark.parametrize(("name", "said", "slots"), EXAMPLES)
def test_every_example_is_understood_with_its_slots(
    name: str, said: str, slots: dict[str, Any]
) -> None:
    match = router().route([said])
    assert match.name == name, match.because
    assert {key: match.slots.get(key) for key in slots} == slots


@pytest.mark.parametrize("moment", moments(), ids=lambda moment: moment["say"])
def test_what_was_asked_decides_how_an_answer_is_taken(moment: dict[str, Any]) -> None:
    match = router().route([moment["say"]], Context(expects=moment.get("expects")))
    if "not" in moment:
        assert match.name != moment["not"], match.because
    else:
        assert match.name == moment["means"], match.because
    for key, value in moment.get("slots", {}).items():
        assert match.slots[key] == value


def test_every_label_but_crisis_and_unsure_has_examples() -> None:
    tested = Counter(name for name, _, _ in EXAMPLES)
    labels = {
        f"{kind}/{label}" for kind in KINDS.keys() - {"crisis", "unsure"} for label in KINDS[kind]
    }
    assert not labels - tested.keys()


def test_text_garbled_by_rule_is_still_mostly_understood() -> None:
    right = [router().route([garble(said, 1)]).name == name for name, said, _ in EXAMPLES]
    share = sum(right) / len(right)
    print(f"garbled by rule: {share:.3f} of {len(right)} labels right")
    assert share > 0.88


def test_an_utterance_takes_milliseconds() -> None:
    for _, said, _ in EXAMPLES:
        router().route([said])
    spent = []
    for _, said, _ in EXAMPLES:
        began = time.process_time()
        router().route([said])
        spent.append((time.process_time() - began) * 1000)
    spent.sort()
    print(f"route: p50 {spent[len(spent) // 2]:.1f} ms, p95 {spent[len(spent) * 95 // 100]:.1f} ms")
    assert spent[len(spent) // 2] < 100
