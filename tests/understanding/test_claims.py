"""What someone says about themselves counts, and what they deny does not."""

from __future__ import annotations

import functools

import pytest

from assistant.shape import read_yaml
from assistant.understanding.claims import DENIALS, DENIALS_AND_NO, claims
from assistant.understanding.normalize import normalize
from tests.understanding.core import CORE


@functools.cache
def phrases(name: str) -> frozenset[str]:
    faults: list[str] = []
    found = read_yaml(CORE / f"{name}.yaml", faults).texts()
    assert not faults, faults
    return frozenset(map(normalize, found))


@pytest.mark.parametrize(
    "said",
    [
        "i'm dizzy",
        "dizzy",
        "i feel so light headed",
        "tingly",
        "my fingers are tingling",
        "air hunger",
        "i can't breathe",
        "no i can't breathe",
        "not enough air",
        "i am not getting enough air",
        "this makes it worse",
        "no this is worse",
        "i hate this",
        "my heart is pounding now",
        "it's making me panic",
        "i feel faint",
        "i'm going to pass out",
        "i think i'm gonna pass out",
        "seeing stars",
        "my hands are numb",
        "my lips are numb",
        "my lips have gone numb",
        "i feel worse than before",
        "i'm panicking",
        "the room is spinning",
        "i feel sick",
    ],
)
def test_what_does_no_good_is_heard(said: str) -> None:
    assert claims(said, phrases("worse"))


@pytest.mark.parametrize(
    "said",
    [
        "that is better",
        "less dizzy",
        "i am less dizzy now",
        "not dizzy any more",
        "i'm not feeling so dizzy",
        "i'm no longer dizzy",
        "never dizzy",
        "it does not feel worse",
        "it isn't getting worse",
        "i don't feel faint",
        "my heart is not pounding",
        "i am not panicking any more",
        "i don't hate this",
        "it's not too much for me",
        "i can breathe again",
        "that helped",
        "slower",
        "my hands are warm",
        "hold on",
    ],
)
def test_what_does_good_or_is_denied_is_no_alarm(said: str) -> None:
    assert not claims(said, phrases("worse"))


@pytest.mark.parametrize(
    "said",
    [
        "i'm pregnant",
        "i am six months pregnant",
        "i have asthma",
        "no i have asthma",
        "i have asma",
        "i've got c o p d",
        "i'm short of breath",
        "a heart condition",
        "i have a bad heart",
        "there's some heart trouble",
        "a bit of high blood pressure",
        "i had a seizure once",
        "epilepsy",
        "i had surgery last week",
        "an operation",
        "i'm driving",
        "i'm in the car",
        "i'm in the bath",
        "i'm in the shower",
        "i'm swimming",
        "i'm in the pool",
        "i am panicking",
        "it's a panic attack",
        "i'm standing up",
    ],
)
def test_what_rules_out_holding_the_breath_is_heard(said: str) -> None:
    assert claims(said, phrases("no_hold"), DENIALS_AND_NO)


@pytest.mark.parametrize(
    "said",
    [
        "my heart hurts because they left",
        "my heart is broken",
        "he broke my heart",
        "i'm not pregnant",
        "no asthma",
        "no asthma no heart problems",
        "i don't have asthma",
        "i don't have any heart problems",
        "i never had a seizure",
        "i'm not driving",
        "he drives me mad",
        "we are expecting a call",
        "none of those",
        "i stand by what i said",
        "box breathing please",
        "without asthma",
    ],
)
def test_a_figure_of_speech_or_a_denial_rules_nothing_out(said: str) -> None:
    assert not claims(said, phrases("no_hold"), DENIALS_AND_NO)


def test_a_no_before_a_sentence_denies_nothing_unless_it_is_asked_to() -> None:
    assert claims("no trouble", {"trouble"}, DENIALS)
    assert not claims("no trouble", {"trouble"}, DENIALS_AND_NO)


def test_a_claim_counts_beside_a_denial_of_another() -> None:
    assert claims("not dizzy but faint", {"dizzy", "faint"})
    assert claims("i was not dizzy and now i am dizzy", {"dizzy"})


def test_phrases_are_whole_words() -> None:
    assert not claims("the operational plan", {"operation"})
