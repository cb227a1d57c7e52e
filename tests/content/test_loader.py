"""Packs: what starts what, and what is known to be spoken."""

import pytest

from assistant.dialogue.breathing import Exercise
from assistant.understanding.intents import KINDS, IntentMatch
from tests.content.shipped import shipped


@pytest.mark.parametrize(
    ("name", "tier", "dialogue"),
    [
        ("breathing/box", None, "breathe"),
        ("reassurance/reassure", None, "reassure"),
        ("reassurance/urge", None, "urge"),
        ("reframe/start", None, "reframe"),
        ("reframe/thought", None, "reframe"),
        ("checkin/start", None, "checkin"),
        ("crisis/suicide_active", "T4", "safety_t4"),
        ("crisis/suicide_active", "T3", "safety_t3"),
        ("crisis/self_harm", "T3", "safety_t3"),
        ("crisis/suicide_passive", "T2", "safety_t2"),
        ("crisis/check", "T2", "safety_t2"),
        ("crisis/abuse", "S", "safety_abuse"),
        ("crisis/abuse", "T4", "safety_abuse"),
        ("crisis/medical", "S", "safety_medical"),
        ("crisis/third_party", "S", "safety_third_party"),
        ("crisis/harm_others", "S", "safety_harm_others"),
        ("crisis/hotline", "S", "safety_hotline"),
    ],
)
def test_each_meaning_starts_its_dialogue(name: str, tier: str | None, dialogue: str) -> None:
    kind, label = name.split("/")
    script = shipped().dialogue_for(IntentMatch(kind, label, tier=tier))

    assert script is not None
    assert script.id == dialogue


@pytest.mark.parametrize("label", sorted(KINDS["breathing"]))
def test_every_breath_that_can_be_asked_for_is_led_without_a_hold(label: str) -> None:
    exercise = shipped().exercise_for(IntentMatch("breathing", label))

    assert isinstance(exercise, Exercise)
    assert not exercise.holds


def test_a_thought_said_at_once_is_kept_for_the_dialogue() -> None:
    match = IntentMatch("reframe", "thought", {"theme": "no_reply"})
    slots = shipped().slots_for(match, "he hates me")

    assert slots == {"theme": "no_reply", "what": "reframe/thought", "thought": "he hates me"}
    assert "thought" not in shipped().slots_for(IntentMatch("reframe", "start"), "help me")


def test_every_text_known_beforehand_is_listed_for_the_country() -> None:
    lines = shipped().spoken_lines("GB")

    assert "Please call nine nine nine now. I'm so glad you told me." in lines
    assert "One more." in lines
    assert "That's a painful thought to have." in lines
    assert not any("{" in line for line in lines)
