"""Acts: finer meanings, understood where they belong, and never in the way of a plain stop."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from assistant.shape import read_yaml
from assistant.understanding.intents import Context
from assistant.understanding.phrases import PhraseBook, read_phrases
from assistant.understanding.router import Router
from assistant.understanding.safety import SafetyRules
from scripts.training.garble import garble
from tests.understanding.core import DATA, act_examples, book, requests, router

PRACTICE = Context(practice="box_4")
KNOWN = {act.name: act for act in book().acts.known}
EXAMPLES = [example for example in act_examples() if example[0] != "none"]
NO_ACTS = [said for act, said, _ in act_examples() if act == "none"]
BOOK = """
intents:
  - {intent: command/stop, short: [stop], exact: [stop counting]}
  - {intent: command/help, short: [help, help me]}
  - {intent: breathing/box, patterns: [box]}
politeness: {before: ["no|please"], after: [please]}
acts:
  - {act: quiet_count, intent: command/settings, in: practice, change: true,
     exact: [no counting, stop counting, longer], patterns: [without counting]}
  - {act: plea, intent: command/help, exact: [help me, stop]}
  - {act: small_box, intent: breathing/box, patterns: [small box]}
  - {act: stroll, intent: topic/trust, patterns: [little stroll]}
  - {act: smallest_box, intent: breathing/box, patterns: [very small box]}
"""


def small_book(tmp_path: Path, text: str = BOOK) -> tuple[PhraseBook, list[str]]:
    path = tmp_path / "acts.yaml"
    path.write_text(text, encoding="utf-8")
    faults: list[str] = []
    return read_phrases([read_yaml(path, faults)]), faults


def small_router(tmp_path: Path) -> Router:
    found, faults = small_book(tmp_path)
    assert not faults, faults
    return Router(found, SafetyRules())


@pytest.mark.parametrize(("act", "said", "slots"), EXAMPLES)
def test_every_wording_of_an_act_is_understood(act: str, said: str, slots: dict[str, Any]) -> None:
    match = router().route([said], PRACTICE)

    assert match.act == act, match.because
    assert match.name == "/".join(KNOWN[act].intent)
    assert {key: match.slots.get(key) for key in slots} == slots


@pytest.mark.parametrize(
    ("act", "said"), [(act, said) for act, said, _ in EXAMPLES if not KNOWN[act].within]
)
def test_an_act_that_needs_no_practice_is_understood_without_one(act: str, said: str) -> None:
    assert router().route([said]).act == act


@pytest.mark.parametrize("said", [said for act, said, _ in EXAMPLES if KNOWN[act].within])
def test_an_act_of_a_practice_means_nothing_outside_one(said: str) -> None:
    assert router().route([said]).act in {act.name for act in KNOWN.values() if not act.within} | {
        ""
    }


@pytest.mark.parametrize("said", NO_ACTS)
@pytest.mark.parametrize("context", [Context(), PRACTICE], ids=["outside", "in a practice"])
def test_ordinary_speech_and_plain_commands_are_no_acts(said: str, context: Context) -> None:
    assert router().route([said], context).act == ""


def test_every_act_of_the_core_pack_has_examples() -> None:
    assert KNOWN.keys() == {act for act, _, _ in EXAMPLES}
    assert book().act_names == KNOWN.keys()


@pytest.mark.parametrize("context", [Context(), PRACTICE, Context("yes_no"), Context("open")])
@pytest.mark.parametrize("said", ["stop", "please stop", "just stop", "okay stop", "stop it"])
def test_a_plain_stop_is_always_stop(said: str, context: Context) -> None:
    assert router().route([said], context).name == "command/stop"


@pytest.mark.parametrize(("name", "said", "slots"), list(requests()))
def test_another_practice_asked_for_in_a_practice_is_sure(
    name: str, said: str, slots: dict[str, Any]
) -> None:
    match = router().route([said], PRACTICE)

    assert match.name == name
    assert match.score >= 0.9, match.because


def test_an_act_word_for_word_comes_before_other_commands(tmp_path: Path) -> None:
    match = small_router(tmp_path).route(["stop counting"], PRACTICE)
    assert (match.name, match.act) == ("command/settings", "quiet_count")


def test_a_command_that_ends_comes_word_for_word_before_acts(tmp_path: Path) -> None:
    match = small_router(tmp_path).route(["stop"], PRACTICE)
    assert (match.name, match.act) == ("command/stop", "")


def test_an_act_with_the_words_of_its_command_stays_as_sure(tmp_path: Path) -> None:
    match = small_router(tmp_path).route(["help me"])
    assert (match.act, match.score) == ("plea", 1.0)


def test_an_act_is_found_without_politeness_and_in_a_later_alternative(tmp_path: Path) -> None:
    route = small_router(tmp_path).route
    assert route(["please no counting please"], PRACTICE).act == "quiet_count"
    assert route(["know county", "no counting"], PRACTICE).act == "quiet_count"


def test_a_no_before_an_act_is_no_politeness(tmp_path: Path) -> None:
    assert small_router(tmp_path).route(["no longer"], PRACTICE).act == ""


def test_the_longest_pattern_tells_which_act_of_a_meaning_it_is(tmp_path: Path) -> None:
    route = small_router(tmp_path).route
    assert route(["the small box one"]).act == "small_box"
    assert route(["the very small box one"]).act == "smallest_box"
    assert route(["the box one"]).act == ""


def test_while_an_open_question_waits_acts_count_only_word_for_word(tmp_path: Path) -> None:
    route = small_router(tmp_path).route
    assert route(["help me"], Context("open")).act == "plea"
    assert route(["please help me"], Context("open")).act == ""
    assert route(["the small box one"], Context("open")).act == ""
    assert route(["a little stroll"]).act == "stroll"
    assert route(["a little stroll"], Context("open")).name == "out_of_scope/noise"


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ("five minutes of box breathing, just tones", ("just_tones",)),
        ("box breathing without the holds", ("skip_hold",)),
        ("coherent breathing with rain sounds and no counting", ("no_counting", "rain_sound")),
        ("breathe with me at my own pace", ("own_pace",)),
        ("box breathing with counting please", ("counting",)),
        ("the sigh with a low drone", ("drone_sound",)),
        ("ten minutes of breathing with just your voice", ("just_voice",)),
        ("box breathing, no hold please", ("skip_hold",)),
        ("five minutes of box breathing, slowly", ()),
        ("turn off the tones", ()),
        ("it rained when he left", ()),
        ("he holds my hand", ()),
        ("it takes its toll", ()),
    ],
)
def test_changes_are_found_inside_a_request(said: str, changes: tuple[str, ...]) -> None:
    assert book().changes(said) == changes


@pytest.mark.skipif(not DATA.exists(), reason="public text is not beside this checkout")
def test_public_chatter_holds_almost_no_acts() -> None:
    with (DATA / "text_goemotions" / "dev.tsv").open(encoding="utf-8") as file:
        chatter = [row[0] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    acts = [said for said in chatter[:1500] if router().route([said], PRACTICE).act]
    print(f"{len(acts)} of 1500 taken for acts")
    assert len(acts) <= 8


def test_every_fault_in_a_list_of_acts_shows_its_line(tmp_path: Path) -> None:
    text = """acts:
  - {act: one, intent: command/stopp, exact: [x]}
  - {act: two, intent: command/help, exact: ['a (b']}
  - {act: two, intent: command/help, exact: [y]}
  - {act: Three, intent: command/help, exact: [y]}
  - {act: four, intent: command/help}
  - {act: five, intent: command/help, change: true, exact: [y]}
  - {act: six, intent: command/help, in: bed, exact: [y]}
  - {act: seven, exact: [y]}
  - {act: eight, intent: command/help, pattern: [y]}
"""
    _, faults = small_book(tmp_path, text)

    lines = [int(fault.split(":")[1]) for fault in faults]
    assert sorted(set(lines)) == [2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert any('"two" stands already' in fault for fault in faults)


def test_acts_garbled_by_rule_are_still_mostly_understood() -> None:
    right = [router().route([garble(said, 3)], PRACTICE).act == act for act, said, _ in EXAMPLES]
    share = sum(right) / len(right)
    print(f"acts garbled by rule: {share:.3f} of {len(right)} right")
    assert share > 0.72


def test_garbled_speech_without_acts_stays_without() -> None:
    taken = [said for said in NO_ACTS if router().route([garble(said, 3)], PRACTICE).act]
    assert not taken
