"""What answers "did you mean this, or that?"."""

from __future__ import annotations

import pytest

from assistant.dialogue.offer import Offer
from assistant.understanding.intents import IntentMatch

OFFER = Offer(
    (("reframe", "thought"), ("mindfulness", "loving_kindness")),
    ("to look at that thought", "kind wishes"),
    "some long words",
)
NOISE = IntentMatch("out_of_scope", "noise")


@pytest.mark.parametrize(
    ("match", "text", "at"),
    [
        (IntentMatch("command", "yes"), "yes", 0),
        (NOISE, "that", 0),
        (NOISE, "the second one", 1),
        (NOISE, "the kind wishes thing", 1),
        (IntentMatch("mindfulness", "loving_kindness"), "wishing well", 1),
        (IntentMatch("command", "no"), "neither", None),
        (NOISE, "the third", None),
        (NOISE, "a look at the thought or kind wishes", None),
        (IntentMatch("breathing", "box"), "box breathing", None),
    ],
)
def test_a_place_a_name_or_a_yes_picks_one(match: IntentMatch, text: str, at: int | None) -> None:
    """What picks neither, or both, picks none."""
    assert OFFER.chosen(match, text) == at


def test_danger_is_never_taken_for_a_choice() -> None:
    """Not even where it holds the words of a name."""
    danger = IntentMatch("crisis", "suicide_active", tier="T3")

    assert OFFER.chosen(danger, "the second one") is None
