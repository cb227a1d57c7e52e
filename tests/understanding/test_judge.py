"""The classifier and the judge: what was learned, with a reason, and never an exception."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ContentError
from assistant.understanding.classifier import (
    PINNED,
    WEIGHTS,
    Classifiers,
    found_for,
)
from assistant.understanding.evidence import Sums
from assistant.understanding.features import features
from assistant.understanding.intents import KINDS, Context
from assistant.understanding.judge import Judge, shipped_judge
from assistant.understanding.router import Router
from assistant.understanding.sentences import is_installed
from scripts.training.corpus import read, training
from scripts.training.fit import Data, fit
from scripts.training.garble import garble
from scripts.training.weights import Trained, stored
from tests.understanding.core import book, router, rules, safety

HELD_OUT = WEIGHTS.parents[2] / "tests" / "understanding" / "held_out"
STRANGE = ("", "a", "😀 😀", "привет как дела", "\x00\x01 \x7f", "no " * 5000, "9" * 300)


def test_the_weights_are_the_ones_that_were_trained() -> None:
    trained = WEIGHTS.read_bytes()
    sums = [hashlib.sha256(trained).hexdigest(), f"{zlib.crc32(trained):08x}"]
    assert PINNED.read_text().split() == sums


def test_weights_that_are_not_the_trained_ones_are_refused(tmp_path: Path) -> None:
    weights = tmp_path / "weights.npz"
    weights.write_bytes(WEIGHTS.read_bytes()[:-1] + b"x")
    weights.with_suffix(".sha256").write_text(PINNED.read_text())

    with pytest.raises(ContentError, match="not the file that was trained"):
        Classifiers(weights)
    with pytest.raises(ContentError, match="install again"):
        Classifiers(tmp_path / "none.npz")


def test_a_label_that_stands_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    """Else what is written first would be learned by nobody, and nobody would see it."""
    file = tmp_path / "some.yaml"
    file.write_text(
        "command/stop:\n  - [stop]\ncommand/yes:\n  - [yes]\ncommand/stop:\n  - [halt]\n"
    )

    with pytest.raises(ValueError, match=r"some\.yaml: command/stop: stands twice"):
        read(file)


def test_features_are_the_same_everywhere() -> None:
    """They are hashes of the text alone; the weights stand or fall with that."""
    assert features("breathe with me")[:3] == (40534500, 91116882, 110067018)
    assert len(features("")) == 0


def test_every_label_but_unsure_can_be_named() -> None:
    known = {f"{kind}/{label}" for kind in KINDS for label in KINDS[kind] if label}

    assert set(Classifiers()["label"].classes) == known


@pytest.mark.parametrize("text", STRANGE)
def test_whatever_is_said_the_likelihoods_add_up(text: str) -> None:
    judge = shipped_judge(with_sentences=False)

    assert sum(judge.likely(text, {})) == pytest.approx(1.0, abs=1e-4)
    assert router().route([text]).kind in KINDS


@pytest.mark.skipif(not is_installed(), reason="the embedding is not installed")
def test_the_embedding_is_used_once_it_is_loaded() -> None:
    judge = shipped_judge()
    before = judge.likely("my stomach is in knots over him", {})
    judge.prepare()
    after = judge.likely("my stomach is in knots over him", {})

    assert not np.allclose(before, after)
    assert judge.embed
    assert np.allclose(before, Judge(Classifiers()).likely("my stomach is in knots over him", {}))


def test_a_reason_is_words_of_the_text() -> None:
    because = router().route(["the wife has gone all quiet on me and i fear the worst"]).because

    named = because.removeprefix("classifier: ").split(", ")
    assert "classifier" not in because or set(named) <= set(
        "the wife has gone all quiet on me and i fear the worst".split()
    )


def test_while_an_open_question_waits_nothing_likely_is_a_command() -> None:
    for said in training()[::7]:
        match = router().route([said.text], Context(expects="open"))
        assert match.kind != "command" or match.score >= 0.9, said.text


def test_a_second_alternative_helps_where_the_first_makes_no_sense() -> None:
    assert router().route(["bald rind xylo", "guide me through a body scan"]).label == "body_scan"


def test_found_evidence_stands_at_its_class() -> None:
    sums = {("topic", "trust"): (0.8, "pattern")}

    assert found_for(sums, ["topic/growth", "topic/trust"]) == {1: pytest.approx(0.8)}


def test_training_is_the_same_each_time_and_learns() -> None:
    """Twice the same data give the same weights; what was shown is known."""
    rng = np.random.default_rng(1)
    rows = [np.array([n % 3, 3 + n % 5]) for n in range(90)]
    dense = rng.normal(size=(90, 2)).astype(np.float32)
    targets = np.array([n % 3 for n in range(90)])
    data = Data(rows, dense, targets, np.ones(90, dtype=np.float32))
    first, second = (fit(data, 8, 3) for _ in range(2))

    assert np.array_equal(first.words, second.words)
    scores = np.stack([first.words[row].sum(axis=0) for row in rows]) + dense @ first.dense
    assert (scores.argmax(axis=1) == targets).all()
    arrays = {"x": np.arange(3)}
    assert stored(Trained(arrays)) == stored(Trained(arrays))


def test_training_and_held_out_speech_share_no_wording() -> None:
    held_out = {said.text for said in read(*sorted(HELD_OUT.glob("*.yaml")))}
    shared = held_out & {said.text for said in training() if len(said.text.split()) > 4}

    assert not shared


def test_held_out_speech_is_mostly_understood_by_words_alone() -> None:
    """`scripts/evaluate` has the figures; this holds a floor under them."""
    said = read(HELD_OUT / "ordinary.yaml")
    sample = random.Random(1).sample(said, 300)
    right = sum(router().route([one.text]).name == one.label for one in sample)
    garbled = sum(router().route([garble(one.text, 7)]).name == one.label for one in sample)

    print(f"held out, words alone: {right / 300:.3f}, garbled {garbled / 300:.3f}")
    assert right > 0.68 * 300
    assert garbled > 0.64 * 300


class Alarmed(Judge):
    """A judge that senses some risk in everything."""

    def dangers(self, text: str, sums: Sums) -> dict[str, float]:
        return {"check": 0.95}

    def likely(self, text: str, sums: Sums) -> list[float]:
        shares = {"crisis/check": 0.5, "out_of_scope/info": 0.5}
        return [shares.get(name, 0.0) for name in self.classes]


@pytest.mark.parametrize(
    ("practice", "kind"), [(None, "crisis"), ("box_4", "out_of_scope")], ids=["floor", "practice"]
)
def test_a_sensed_risk_is_asked_about_and_over_a_practice_it_takes_more(
    practice: str | None, kind: str
) -> None:
    """The gentle question, never an alarm; the room's talk over a breath is not asked about."""
    alarmed = Router(book(), rules(), Alarmed(Classifiers()))
    match = alarmed.route(["could you look up a train to leeds"], Context(practice=practice))

    assert match.kind == kind
    assert match.tier in (None, "T2", "S")


class AlarmedByOne(Judge):
    """A judge that senses a risk wherever a train is named, and nothing else."""

    def dangers(self, text: str, sums: Sums) -> dict[str, float]:
        return {"check": 0.85 if "train" in text else 0.05}

    def likely(self, text: str, sums: Sums) -> list[float]:
        sure = {"out_of_scope/info": 0.2 if "train" in text else 0.98, "crisis/check": 0.02}
        return [sure.get(name, 0.0) for name in self.classes]


@pytest.mark.parametrize(
    "heard",
    [
        ["could you look up a train to leeds", "could you look up a drain in leeds"],
        ["could you look up a drain in leeds", "could you look up a train to leeds"],
    ],
    ids=["first", "second"],
)
def test_what_else_may_have_been_heard_does_not_talk_a_risk_down(heard: list[str]) -> None:
    """Each alternative is judged by itself; that another one is harmless counts for nothing."""
    alarmed = Router(book(), rules(), AlarmedByOne(Classifiers()))

    assert alarmed.route(heard).kind == "crisis"


def test_a_whole_command_is_no_risk() -> None:
    """Stop is stop, whatever has been learned."""
    alarmed = Router(book(), rules(), Alarmed(Classifiers()))

    assert alarmed.route(["stop"]).name == "command/stop"


def test_learned_risk_finds_danger_that_no_rule_names_and_spares_ordinary_speech() -> None:
    """`scripts/evaluate --safety` has the figures; this holds a bound on both sides."""
    oblique = [said for said in read(HELD_OUT / "crisis.yaml") if said.how == "oblique"]
    ordinary = random.Random(2).sample(read(HELD_OUT / "ordinary.yaml"), 300)
    by_rule = sum(safety().check([said.text]) is not None for said in oblique)
    found = sum(router().route([said.text]).kind == "crisis" for said in oblique)

    assert found > by_rule
    assert sum(router().route([said.text]).kind == "crisis" for said in ordinary) <= 3


def test_words_are_judged_without_numpy() -> None:
    """Where no embedding is installed, its 15 MB are not needed either."""
    route = (
        "import sys; from assistant.understanding import sentences; "
        "sentences.PACKAGE = 'not_installed'; from assistant.cli import main; "
        "main(['route']); sys.exit('numpy' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", route],
        input="help me breathe\n",
        text=True,
        capture_output=True,
    )
    assert told.returncode == 0, told.stderr
    assert '"breathing"' in told.stdout
