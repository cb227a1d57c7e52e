"""Topics: reached in many wordings, short between two answers, with something done in each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from assistant.content.lengths import longest_minutes
from assistant.content.rules import LONGEST_TURN
from assistant.dialogue.actions import (
    Done,
    Failed,
    Guide,
    Keep,
    Listen,
    NoInput,
    Recall,
    Recalled,
    Reply,
    Speak,
)
from assistant.dialogue.lines import Variety
from assistant.dialogue.player import play
from assistant.dialogue.reflection import LONGEST_ECHO, LONGEST_KEPT
from assistant.dialogue.script import Script
from assistant.dialogue.steps import Ask, Continue, Say
from assistant.dialogue.steps import Guide as Leads
from assistant.speech.estimate import estimated_seconds
from assistant.understanding.intents import KINDS
from assistant.understanding.judge import shipped_judge
from assistant.understanding.router import Router
from assistant.understanding.sentences import is_installed
from tests.content.shipped import shipped
from tests.dialogue.authoring import command, said

PACK = shipped()
HERE = Path(__file__).parent
TESTS = Path("assistant/content/packs/core/tests/dialogues")
TOPICS = {id: script for id, script in PACK.dialogues.items() if id.startswith("topic_")}
CAUSES = sorted(id for id in TOPICS if id.startswith("topic_cause_"))
FOR_TWO = frozenset({"talk_for_two", "gratitude_for_two", "weekly_talk", "time_out_for_two"})
LED = {id: PACK.dialogues[id] for id in (*TOPICS, *FOR_TWO, "what_happened", "path", "path_next")}
"""What is led as topics are."""
SKILLS = sorted(set(TOPICS) - {*CAUSES, "topic_overview", "topic_causes"})
WORDINGS: dict[str, list[str]] = yaml.safe_load((HERE / "topic_wordings.yaml").read_text("utf-8"))
FEWEST_WORDINGS = 6
MOST_BETWEEN_ANSWERS = 60
"""Words that are said before the person has the floor again, pauses or not."""
WALKS = 40


@pytest.fixture(
    scope="module",
    params=[
        False,
        pytest.param(True, marks=pytest.mark.skipif(not is_installed(), reason="no embedding")),
    ],
    ids=["words alone", "with the embedding"],
)
def router(request: pytest.FixtureRequest) -> Router:
    """The words must be enough: the embedding is not installed everywhere."""
    judge = shipped_judge(request.param)
    judge.prepare()
    return Router(PACK.phrases, PACK.safety, judge)


@pytest.mark.parametrize("label", sorted(WORDINGS))
def test_each_topic_is_reached_in_many_wordings(label: str, router: Router) -> None:
    matches = {wording: router.route([wording]) for wording in WORDINGS[label]}
    reached = {wording: PACK.dialogue_for(match) for wording, match in matches.items()}

    assert len(reached) >= FEWEST_WORDINGS
    assert {script and script.id for script in reached.values()} == {f"topic_{label}"}


def test_every_label_of_a_topic_has_a_dialogue_and_wordings() -> None:
    assert set(WORDINGS) == set(KINDS["topic"])
    assert set(TOPICS) == {f"topic_{label}" for label in KINDS["topic"]}


def test_every_topic_there_is_has_wordings_and_says_how_to_ask(router: Router) -> None:
    assert {f"topic_{label}" for label in WORDINGS} == set(TOPICS)
    for script in TOPICS.values():
        assert PACK.dialogue_for(router.route([script.how_to_ask])) is script


def reply_to(prompt: Listen, chance: Random) -> Reply:
    """Return a long answer, a choice, yes, no, a skip, or nothing."""
    dialogue, _, id = prompt.source.partition(".")
    step = PACK.dialogues[dialogue].steps[id]
    assert isinstance(step, Ask)
    if (roll := chance.random()) < 0.15:
        return NoInput() if roll < 0.05 else command("skip")
    if step.options:
        return said(chance.choice(chance.choice(step.options).words))
    if step.expects == "yes_no":
        return command("yes" if roll < 0.7 else "no")
    count = LONGEST_KEPT if roll < 0.5 else LONGEST_ECHO
    return said(" ".join(["word"] * count))


def walk(script: Script, seed: int) -> Iterator[list[str]]:
    """Yield what is said between two answers, text by text, on one way through a dialogue.

    Where it leads to an answer to danger, that keeps to rules of its own.
    """
    chance = Random(seed)
    played = play(script, {}, PACK.book("GB"), Variety(seed))
    spoken: list[str] = []
    reply: Reply | None = None
    try:
        while True:
            action = next(played) if reply is None else played.send(reply)
            reply = Done()
            match action:
                case Speak():
                    script = PACK.dialogues[action.source.partition(".")[0]]
                    spoken += [] if script.answers_danger else [action.text]
                case Listen() | Guide():
                    yield spoken
                    spoken = []
                    reply = reply_to(action, chance) if isinstance(action, Listen) else Done()
                case Recall(names):
                    kept = " ".join(["word"] * LONGEST_KEPT)
                    reply = Recalled(dict.fromkeys(names, kept) if seed % 2 else {})
    except StopIteration:
        yield spoken


@pytest.mark.parametrize("name", sorted(TOPICS))
def test_no_turn_is_a_lecture_whatever_is_answered(name: str) -> None:
    """Also where a person's own words are said back at their longest."""
    for seed in range(WALKS):
        for spoken in walk(TOPICS[name], seed):
            lengths = [len(text.split()) for text in spoken]
            assert max(lengths, default=0) <= LONGEST_TURN, spoken
            assert sum(lengths) <= MOST_BETWEEN_ANSWERS, spoken


def expected(name: str) -> set[str]:
    """Return the steps that the transcripts of a dialogue expect."""
    root = Path(__file__).parents[2]
    talks: list[dict[str, Any]] = yaml.safe_load((root / TESTS / f"{name}.yaml").read_text("utf-8"))
    turns = (turn for talk in talks for turn in talk["talk"])
    return {step for turn in turns for step in turn.get("expect", ())}


@pytest.mark.parametrize("name", sorted(LED))
def test_every_step_that_speaks_and_every_way_out_stands_in_a_transcript(name: str) -> None:
    spoken = expected(name)
    for step in LED[name].steps.values():
        if step.lines:
            assert step.id in spoken
        elif isinstance(step, Continue) and step.dialogue not in ("ease", "afterwards"):
            assert any(entry.startswith(f"{step.dialogue}.") for entry in spoken)


@pytest.mark.parametrize("name", SKILLS)
def test_a_skill_is_practised_for_two_to_six_minutes(name: str) -> None:
    script = TOPICS[name]

    assert 2 <= longest_minutes(script, PACK.exercises, estimated_seconds) <= 6
    assert any(isinstance(step, Leads) or step.role == "act" for step in script.steps.values())


@pytest.mark.parametrize("name", CAUSES)
def test_a_cause_is_told_in_half_a_minute_to_a_minute(name: str) -> None:
    """In two parts and what is told on request; one common path, and no verdict."""
    told = [TOPICS[name].steps[id] for id in ("path", "path_on", "fate", "more")]
    shortest = longest = 0.0
    for step in told:
        assert isinstance(step, Say)
        seconds = [estimated_seconds(variant.text) for variant in step.line.variants()]
        shortest, longest = shortest + min(seconds), longest + max(seconds)

    assert 30 <= shortest <= longest <= 60
    fate = TOPICS[name].steps["fate"].lines[0].variants()
    assert all("one common path, not your fate" in variant.text for variant in fate)


@pytest.mark.parametrize("name", CAUSES)
def test_after_each_cause_something_is_done(name: str) -> None:
    after = list(TOPICS[name].steps.values())
    practice = after[after.index(TOPICS[name].steps["offer"]) :]

    assert any(isinstance(step, Leads) or step.role == "act" for step in practice)


OPENINGS = ("start", "hear", "what", "none")
"""The steps that a topic may open with, for who has nothing kept."""


@pytest.mark.parametrize("name", sorted(LED.keys() - {"time_out_for_two"}))
def test_lines_that_open_a_topic_come_in_three_wordings(name: str) -> None:
    script = LED[name]
    opening = next(script.steps[id] for id in OPENINGS if id in script.steps)

    assert len(opening.lines[0].variants()) >= 3
    if "leave" in script.steps:
        assert len(script.steps["leave"].lines[0].variants()) >= 3


PRACTISED_WITH_OTHERS = (
    "communication active_listening trust follow_through reassurance personal_space boundaries "
    "couples_therapy gratitude security growth emotional_regulation"
)
WITH_OTHERS = {f"topic_{label}" for label in PRACTISED_WITH_OTHERS.split()}


@pytest.mark.parametrize("name", sorted(WITH_OTHERS | FOR_TWO | {"round_for_two"}))
def test_what_is_practised_with_someone_is_not_led_after_violence(name: str) -> None:
    assert PACK.dialogues[name].for_two


@pytest.mark.parametrize("name", sorted(WITH_OTHERS - {"topic_follow_through"}))
@pytest.mark.parametrize(
    "words", ["i am single", "i have no partner", "i do not have a partner", "my husband died"]
)
def test_who_has_no_partner_is_not_left_out(name: str, words: str) -> None:
    """Follow-through asks about a promise to anyone, oneself too."""
    start = TOPICS[name].steps["start"]
    assert isinstance(start, Ask)
    fitting = [o for o in start.options if any(f" {w} " in f" {words} " for w in o.words)]

    assert "alone" in [o.id for o in fitting] or "loss" in [o.id for o in fitting]


@pytest.mark.parametrize("name", sorted(LED))
def test_no_line_takes_a_partner_for_granted(name: str) -> None:
    for step in LED[name].steps.values():
        for line in step.lines:
            for variant in line.variants():
                assert "your partner" not in variant.text
                assert "your relationship" not in variant.text


@pytest.mark.parametrize("answer", ["me", "them", "yes", "i don't know", "sometimes", "skip", ""])
def test_help_for_two_is_told_only_to_who_says_that_no_one_is_hurt(answer: str) -> None:
    """Whatever else is said, nothing for two is led; where someone is hurt, all that day."""
    slots: dict[str, object] = {}
    played = play(TOPICS["topic_couples_therapy"], slots, PACK.book("GB"), Variety(1))
    action = next(played)
    sources = []
    replies = iter([said("yes", "command/yes"), *([said(answer)] if answer else [NoInput()] * 2)])
    while not isinstance(action, Listen) or not action.source.startswith("safety_"):
        sources.append(getattr(action, "source", ""))
        try:
            reply = next(replies, NoInput()) if isinstance(action, Listen) else Done()
            action = played.send(reply)
        except StopIteration:
            break

    assert not {"topic_couples_therapy.reason", "topic_couples_therapy.invite"} & set(sources)
    assert (slots.get("weigh") == "never") is (answer in ("me", "them", "yes"))


@pytest.mark.parametrize("reply", [Failed(), Recalled({})])
def test_wins_that_cannot_be_read_are_not_written_over(reply: Reply) -> None:
    played = play(TOPICS["topic_small_wins"], {}, PACK.book("GB"), Variety(1))
    action, keeps = next(played), False
    try:
        while True:
            keeps = keeps or isinstance(action, Keep)
            match action:
                case Recall():
                    action = played.send(reply)
                case Listen(expects="yes_no"):
                    action = played.send(command("yes"))
                case Listen():
                    action = played.send(said("i waited an hour"))
                case _:
                    action = played.send(Done())
    except StopIteration:
        assert keeps is isinstance(reply, Recalled)
