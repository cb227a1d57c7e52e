"""A dialogue may call another and come back, and goes by what was said about the thought."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.dialogue.actions import NoInput, Speak
from assistant.dialogue.lines import Variety
from assistant.dialogue.player import play
from assistant.dialogue.script import Book, Script
from assistant.dialogue.traps import read_trap
from assistant.understanding.intents import IntentMatch
from tests.dialogue.authoring import Stage, command, node, said, script, shared_book

HEAD = """
id: {id}
title: A test
not_for: [crisis]
source: [test]
on_worse: worse
"""
OUTER = """
  - {id: a, say: Before.}
  - {id: c, call: inner, left: early}
  - {id: b, end: done, say: "After {word}.", or: After.}
  - {id: early, end: done, say: Early.}
"""
INNER = """
  - {id: q, role: helper, ask: "Which word?", slot: word, skip: out}
  - {id: end, end: done}
  - {id: out, end: left}
"""


def book(**scripts: Script) -> Book:
    worse, reads = frozenset({"it makes it worse"}), {"rating": lambda text: None}
    return replace(shared_book(), scripts=scripts, worse=worse, reads=reads)


def stage(**slots: object) -> Stage:
    inner = script(INNER, HEAD.replace("{id}", "inner"))
    return Stage(script(OUTER), slots, book(inner=inner))


def test_a_call_comes_back_with_what_was_said_in_it() -> None:
    on = stage()

    assert on.prompt.source == "inner.q"
    assert on.reply(said("rain")) == ["After rain."]
    assert on.how == "done"


def test_a_call_that_is_left_early_leads_where_it_is_written() -> None:
    assert stage().reply(command("skip")) == ["Early."]


@pytest.mark.parametrize("how", ["silence", "worse"])
def test_silence_and_feeling_worse_in_a_call_end_the_whole(how: str) -> None:
    on = stage()
    replies = [NoInput()] * 3 if how == "silence" else [said("it makes it worse")]
    for reply in replies:
        on.reply(reply)

    assert on.how == how
    assert "After." not in on.spoken


def test_what_is_played_in_place_of_a_call_in_danger_is_the_end() -> None:
    inner = script(INNER, HEAD.replace("{id}", "inner"))
    gate = script("\n  - {id: g, end: done, say: Safe first.}", HEAD.replace("{id}", "gate"))
    dialogue = play(script(OUTER), {}, book(inner=inner), Variety(1), gate)
    spoken = [action.text for action in dialogue if isinstance(action, Speak)]

    assert spoken == ["Before.", "Safe first."]


def test_answers_are_counted_without_yes_and_no_over_all_dialogues() -> None:
    """And a number that was missing from a feeling belongs to it."""
    steps = """
  - {id: y, ask: "Shall we?", expects: yes_no}
  - {id: f, role: feeling, ask: "How is it?", slot: feeling, also: [rating]}
  - {id: r, role: rating, ask: "How strong?", expects: rating, slot: rating}
  - {id: c, call: inner}
  - {id: b, branch: answers, cases: {2..2: two}}
  - {id: e, end: done, say: Others.}
  - {id: two, end: done, say: Two.}
"""
    inner = script(INNER, HEAD.replace("{id}", "inner"))
    on = Stage(script(steps), {}, book(inner=inner))
    for reply in (command("yes"), said("sad"), command("number", rating=4), said("rain")):
        on.reply(reply)

    assert on.spoken[-1] == "Two."


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [(5, 7, "Worse."), (5, 6, "Same."), (5, 5, "Same."), (5, 2, "Lighter."), (None, 2, "Unknown.")],
)
def test_a_branch_may_go_by_a_difference(before: object, after: object, line: str) -> None:
    steps = """
  - {id: b, branch: after, against: before, cases: {2..10: worse_by_two, 0..1: same, -10..-1: less}}
  - {id: u, end: done, say: Unknown.}
  - {id: worse_by_two, end: done, say: Worse.}
  - {id: same, end: done, say: Same.}
  - {id: less, end: done, say: Lighter.}
"""
    assert Stage(script(steps), {"before": before, "after": after}).spoken == [line]


THOUGHT = """
  - {id: q, ask: "What is it?", slot: thought, also: [traps, theme]}
  - {id: t, say: "It is {trap.name}: {trap.means}.", or: No trap.}
  - {id: s, role: helper, ask: "{trap.question}", or: "What fits?"}
  - {id: e, end: done, say: "Or {trap_2.name}.", or: Done.}
"""
TRAP = """
name: {id}
means: [one way, one way]
question: ["Which part is a guess?"]
by_theme: {work: ["What did they say at work?"]}
"""


def traps() -> Book:
    known = ("mind_reading", "labeling")
    named = {id: read_trap(node(TRAP.replace("{id}", id.upper())), id) for id in known}
    return replace(shared_book(), traps=named, reads={"traps": lambda text: [], "theme": str.strip})


def test_a_thought_brings_its_traps_and_the_question_that_fits_the_theme() -> None:
    on = Stage(script(THOUGHT), {}, traps())
    told = on.reply(said("they hate me", traps=["mind_reading", "labeling"], theme="work"))

    assert told == ["It is MIND_READING: one way.", "What did they say at work?"]
    assert on.reply(said("nothing")) == ["Or LABELING."]


def test_a_thought_said_anew_has_its_own_traps() -> None:
    given: dict[str, object] = {"trap": "labeling", "trap_2": "mind_reading", "theme": "work"}
    on = Stage(script(THOUGHT), given, traps())
    told = on.reply(said("they hate me", traps=["mind_reading"], theme="ex"))

    assert told == ["It is MIND_READING: one way.", "Which part is a guess?"]
    assert on.reply(said("nothing")) == ["Done."]


def test_what_is_skipped_leaves_the_traps_as_they_are() -> None:
    on = Stage(script(THOUGHT), {"trap": "labeling"}, traps())

    assert on.reply(command("skip"))[0] == "It is LABELING: one way."


def test_a_thought_without_a_trap_has_no_words_for_one() -> None:
    on = Stage(script(THOUGHT), {}, traps())

    assert on.reply(said("it hurts", traps=[])) == ["No trap.", "What fits?"]


def test_words_of_an_author_about_a_trap_may_be_cached() -> None:
    on = Stage(script(THOUGHT), {}, traps())
    on.reply(said("they hate me", traps=["mind_reading"]))

    assert all(action.cacheable for action in on.actions if isinstance(action, Speak))


def test_another_way_may_be_asked_for_at_a_question_and_is_no_answer_to_it() -> None:
    on = Stage(script(THOUGHT), {}, traps())
    wish = replace(
        said("something else", "reframe/start"),
        match=IntentMatch("reframe", "start", act="something_else"),
    )

    assert not on.prompt.takes(wish)


def test_how_someone_feels_is_no_complaint() -> None:
    """ "Worse" answers how it is, and stops everything else."""
    steps = """
  - {id: q, role: feeling, ask: "How is it?", slot: feeling}
  - {id: e, end: done, say: Thank you.}
"""
    on = Stage(script(steps), {}, book())
    on.reply(said("it makes it worse"))

    assert on.how == "done"
