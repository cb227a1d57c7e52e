"""The router answers every text, keeps its order, and says why."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from assistant.shape import read_yaml
from assistant.understanding.intents import Context
from assistant.understanding.phrases import read_phrases
from assistant.understanding.router import Router
from assistant.understanding.safety import SafetyRules
from tests.understanding.core import router

BOOK = """
words: {please: please|kindly}
politeness: {before: [can you|hey], after: ["{please}"]}
mishearings: {zdop: stop}
intents:
  - {intent: command/stop, short: [stop]}
  - {intent: breathing/box, patterns: ["box (breath|breathing)"]}
  - {intent: breathing/sigh, phrases: [help me to sigh it all away]}
  - {intent: topic/trust, patterns: [trust], veto: [pocket]}
"""


def small_router(tmp_path: Path, text: str = BOOK) -> Router:
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    faults: list[str] = []
    book = read_phrases([read_yaml(path, faults)])
    assert not faults, faults
    return Router(book, SafetyRules())


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Stop!", "command/stop"),
        ("hey, can you stop please", "command/stop"),
        ("zdop", "command/stop"),
        ("i want to stop feeling this way", "out_of_scope/noise"),
        ("some box breathing now", "breathing/box"),
        ("sighing it all away", "breathing/sigh"),
        ("about trust", "topic/trust"),
        ("pocket trust", "out_of_scope/noise"),
        ("", "out_of_scope/noise"),
    ],
)
def test_whole_utterances_patterns_and_likeness(tmp_path: Path, said: str, name: str) -> None:
    assert small_router(tmp_path).route([said]).name == name


@pytest.mark.parametrize("said", ["no thank you dear", "no thanks love", "no ta pet"])
def test_thanks_that_lost_their_no_to_politeness_are_still_a_no(said: str) -> None:
    assert router().route([said]).name == "command/no"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("leave longer gaps between the words", "command/slower"),
        ("less of a gap between the words", "command/faster"),
        ("the volume is too low", "command/louder"),
        ("the volume is too high", "command/quieter"),
        ("little slow please", "command/slower"),
        ("little fast please", "command/faster"),
    ],
)
def test_opposites_in_complaints_rest_on_rules(said: str, name: str) -> None:
    match = router().route([said])
    assert match.name == name
    assert match.because.startswith("whole")


def test_the_fast_ear_listens_for_the_short_commands(tmp_path: Path) -> None:
    assert small_router(tmp_path).commands == ("stop",)
    assert {"stop", "pause", "wait", "slower", "yes", "no"} <= set(router().commands)


def test_a_lower_alternative_is_taken_where_the_first_means_nothing(tmp_path: Path) -> None:
    assert (
        small_router(tmp_path).route(["blocks breeding", "box breathing"]).name == "breathing/box"
    )


def test_no_alternatives_are_noise(tmp_path: Path) -> None:
    assert small_router(tmp_path).route([]).name == "out_of_scope/noise"


def test_two_meanings_equally_near_are_asked_about(tmp_path: Path) -> None:
    text = """
intents:
  - {intent: topic/trust, hints: [green, round]}
  - {intent: journal/read, hints: [green, round]}
"""
    match = small_router(tmp_path, text).route(["something green and round"])
    assert match.kind == "unsure"
    assert set(match.options) == {("topic", "trust"), ("journal", "read")}


@pytest.mark.parametrize(
    ("one", "other"), [("slower", "faster"), ("louder", "quieter"), ("yes", "no")]
)
def test_opposites_never_meet(one: str, other: str) -> None:
    assert router().route([one]).label == one
    assert router().route([other]).label == other


def test_every_answer_says_why() -> None:
    for said in ("stop", "breathe with me", "qzx", "he will leave me", "what is trust"):
        assert router().route([said]).because


def test_no_text_raises_or_goes_unanswered() -> None:
    rng = random.Random(3)
    words = (
        "stop i 7 can't \u4f60 \x00 \u2019 {a} [b (c *^$| kill box \U0001f600 \u0661 \u00b2".split(
            " "
        )
    )
    contexts = [Context(), Context("yes_no"), Context("rating"), Context("open"), Context("choice")]
    for _ in range(300):
        noise = "".join(chr(rng.randrange(1, 0xD7FF)) for _ in range(rng.randrange(30)))
        said = " ".join(rng.choices([*words, noise], k=rng.randrange(12)))
        assert router().route([said], rng.choice(contexts)).kind
    for said in ("a", "word " * 5000, "stop " * 5000, "7 " * 5000, "9" * 5000, "\ud800"):
        assert router().route([said, said]).kind


def test_every_fault_in_an_intents_file_shows_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(
        "intents:\n"
        "  - {intent: command/stopp}\n"
        "  - {intent: command/stop, exact: ['a (b']}\n"
        "  - {intent: command/stop, patterns: ['{nolist} a', 'what?', '[]']}\n"
        "  - {intent: command/stop, pattern: [x]}\n",
        encoding="utf-8",
    )
    faults: list[str] = []
    read_phrases([read_yaml(path, faults)])
    lines = [int(fault.split(":")[1]) for fault in faults]
    assert sorted(lines) == [2, 3, 4, 4, 4, 5]
