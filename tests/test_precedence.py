"""What may take the place of a line or prompt depends on which one it is."""

import pytest

from assistant.dialogue.actions import Answer, Listen
from assistant.precedence import Precedence
from assistant.understanding.intents import IntentMatch
from tests.content.shipped import shipped

PACK = shipped()
GRAVE = IntentMatch("crisis", "suicide_active", tier="T3")
GRAVEST = IntentMatch("crisis", "suicide_active", tier="T4")
SAFETY = "safety_t3"
PROMPT = Listen("open", "feeling", "reframe.a")


@pytest.mark.parametrize("here", ["", "home", "reframe.hear", f"{SAFETY}.a"])
def test_what_ends_everything_is_urgent_anywhere(here: str) -> None:
    for label in ("stop", "goodbye", "sleep"):
        assert Precedence(PACK, here).is_urgent(IntentMatch("command", label))


def test_a_danger_is_urgent_until_the_dialogue_that_answers_it() -> None:
    """There it is an answer; a graver one is urgent again."""
    assert Precedence(PACK, "home").is_urgent(GRAVE)
    assert Precedence(PACK, "reframe.hear").is_urgent(GRAVE)
    assert not Precedence(PACK, f"{SAFETY}.a").is_urgent(GRAVE)
    assert Precedence(PACK, f"{SAFETY}.a").is_urgent(GRAVEST)


def test_a_setting_by_name_is_chosen_anywhere_but_in_danger() -> None:
    """With its value where it has one."""
    match = IntentMatch("command", "settings", act="set_name")
    named, bare = Answer("call me sam", match), Answer("call me", match)
    at_home, in_danger = Precedence(PACK, "home"), Precedence(PACK, f"{SAFETY}.a")

    assert at_home.gives_way(PROMPT, named)
    assert not at_home.gives_way(PROMPT, bare)
    assert in_danger.answers_danger()
    assert not in_danger.gives_way(PROMPT, named)


def test_a_wish_for_comfort_takes_the_place_of_anything_but_comfort_and_safety() -> None:
    plea = IntentMatch("reassurance", "reassure")
    script = PACK.dialogue_for(plea)

    assert script is not None
    assert Precedence(PACK, "reframe.hear").is_plea(plea)
    assert not Precedence(PACK, f"{script.id}.a").is_plea(plea)
    assert not Precedence(PACK, f"{SAFETY}.a").is_plea(plea)
    assert not Precedence(PACK, "home").is_plea(plea)
