"""Danger is heard in every wording, figures of speech raise no alarm, and nothing turns it off."""

from __future__ import annotations

import csv
import inspect
import json
from pathlib import Path

import pytest

from assistant.shape import read_yaml
from assistant.understanding.intents import Context
from assistant.understanding.router import Router
from assistant.understanding.safety import TIERS, Danger, Safety, read_safety
from scripts.training.garble import garble
from tests.understanding.core import DATA, router, rules, safety, safety_examples

DANGER = [(key, said) for key, texts in safety_examples("danger").items() for said in texts]
ORDINARY = safety_examples("ordinary")


@pytest.mark.parametrize(("key", "said"), DANGER)
def test_danger_is_heard_with_its_tier_and_label(key: str, said: str) -> None:
    tier, label = key.split()
    found = safety().check([said])
    assert found is not None
    assert TIERS.index(found.tier) <= TIERS.index(tier), found.because
    if tier != "T2":
        assert found.label == label, found.because


@pytest.mark.parametrize("said", ORDINARY["nothing"])
def test_ordinary_speech_gets_no_safety_answer(said: str) -> None:
    assert safety().check([said]) is None


@pytest.mark.parametrize("said", ORDINARY["no alarm"])
def test_films_and_jokes_get_the_gentle_question_at_most(said: str) -> None:
    found = safety().check([said])
    assert found is None or found.tier == "T2"


@pytest.mark.parametrize("expects", [None, "yes_no", "rating", "choice", "open"])
def test_danger_comes_before_whatever_is_awaited(expects: str | None) -> None:
    match = router().route(["i want to kill myself"], Context(expects=expects, practice="box_4"))
    assert (match.kind, match.tier) == ("crisis", "T3")


def test_danger_in_a_lower_alternative_only_is_asked_about() -> None:
    found = safety().check(["i want to fill my shelf", "i want to kill myself"])
    assert found is not None
    assert (found.tier, found.label) == ("T2", "check")


def test_danger_at_the_end_of_five_thousand_words_is_heard() -> None:
    found = safety().check(["and then we went home " * 1000 + "i want to kill myself"])
    assert found is not None
    assert found.tier == "T3"


def test_a_second_oblique_remark_is_more_than_the_first() -> None:
    first = safety().check(["i can't do this any more"])
    assert first is not None
    again = safety().check(["i can't do this any more"], recent=[first])
    assert first.label == "check"
    assert again is not None
    assert again.label == "suicide_passive"


@pytest.mark.parametrize("mark", ["'", "\u2019", "\u02bc", ""])
def test_every_apostrophe_and_none_are_read_alike(mark: str) -> None:
    assert safety().check([f"i don{mark}t want to be here any more"]) is not None


def test_whole_words_only() -> None:
    assert safety().check(["skilled people overkill the subsuicidal"]) is None


def test_why_names_rules_and_never_what_was_said() -> None:
    ids = {rule.id for rule in rules().rules}
    for _, said in DANGER:
        found = safety().check([said])
        assert found is not None
        assert found.because.split(",")[0] in ids


def test_most_danger_survives_garbling_by_rule() -> None:
    heard = [safety().check([garble(said, 2)]) is not None for _, said in DANGER]
    print(f"danger garbled by rule: {sum(heard) / len(heard):.3f} of {len(heard)} heard")
    assert sum(heard) / len(heard) > 0.85


def test_the_detector_has_no_switch() -> None:
    assert list(inspect.signature(Safety.__init__).parameters) == ["self", "rules"]
    assert not [name for name in inspect.signature(Router.route).parameters if "safety" in name]


def test_a_pack_adds_rules_and_every_fault_shows_its_line(tmp_path: Path) -> None:
    good = tmp_path / "good.yaml"
    good.write_text("rules:\n  - {id: x, tier: T3, label: check, patterns: [purple alarm]}\n")
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        "rules:\n  - {id: y, tier: T9, label: check, patterns: ['(open']}\n  - {id: z}\n"
    )
    faults: list[str] = []
    found = read_safety([read_yaml(good, faults), read_yaml(bad, faults)])
    assert Safety(found).check(["a purple alarm"]) == Danger("T3", "check", "x")
    assert any("bad.yaml:2" in fault and "T9" in fault for fault in faults)
    assert any("bad.yaml:2" in fault and "not closed" in fault for fault in faults)
    assert any("bad.yaml:3" in fault and "missing" in fault for fault in faults)


@pytest.mark.skipif(not DATA.exists(), reason="public text is not beside this checkout")
def test_public_crisis_text_is_heard_and_public_chatter_is_not() -> None:
    lines = (DATA / "text_crisis_small" / "crisis_small.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    danger = [row["text"] for row in rows if row["label"] in {"crisis", "danger"}]
    missed = [text for text in danger if safety().check([text]) is None]
    with (DATA / "text_goemotions" / "dev.tsv").open(encoding="utf-8") as file:
        chatter = [row[0] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    alarms = sum(safety().check([text]) is not None for text in chatter)
    print(f"missed {len(missed)} of {len(danger)}; {alarms} of {len(chatter)} answered")
    assert not missed
    assert alarms / len(chatter) < 0.015
