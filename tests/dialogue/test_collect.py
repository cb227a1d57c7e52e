"""A step that listens for several things: it counts, waits, moves on, and always ends."""

import random

import pytest

from assistant.dialogue.actions import Listen, NoInput, NoMatch, Reply, Speak
from assistant.dialogue.script import read_script
from tests.dialogue.authoring import Stage, command, node, said, script

SENSES = """
  - id: see
    collect: Name three things you can see.
    count: 3
    slot: seen
    more: ["Good. And {left} more.", "And {left}."]
    enough: Good.
    help: Look around.
    no_input: Silently is fine too.
  - id: hear
    collect: Name two things you can hear.
    count: 2
    more: "{left} more."
    skip: end
  - {id: end, end: done, say: Welcome back.}
"""


def test_it_asks_openly_and_guides() -> None:
    stage = Stage(script(SENSES))

    assert stage.spoken == ["Name three things you can see."]
    assert stage.prompt == Listen("open", "guide", "test.see", patience=2.5)


def test_all_named_at_once_leads_on() -> None:
    assert Stage(script(SENSES)).reply(said("the lamp the chair and a door")) == [
        "Good.",
        "Name two things you can hear.",
    ]


def test_what_is_left_is_told_in_words_and_in_other_words_the_next_time() -> None:
    stage = Stage(script(SENSES))

    assert stage.reply(said("a lamp")) == ["Good. And two more."]
    assert stage.reply(said("the chair")) == ["And one."]
    assert stage.reply(said("my hand")) == ["Good.", "Name two things you can hear."]


def test_the_number_left_holds_no_words_of_the_person() -> None:
    stage = Stage(script(SENSES))
    stage.reply(said("a lamp"))

    assert all(action.cacheable for action in stage.actions if isinstance(action, Speak))


def test_what_was_named_is_kept_in_the_slot() -> None:
    stage = Stage(script(SENSES))
    for text in ("a lamp", "um", "the chair", "my hand"):
        stage.reply(said(text))

    assert stage.slots == {"seen": "a lamp, the chair, my hand"}


def test_who_thinks_aloud_is_left_to_think() -> None:
    stage = Stage(script(SENSES))

    assert stage.reply(said("um let me see")) == []
    assert stage.reply(command("yes")) == []
    assert stage.prompt.source == "test.see"


def test_fillers_alone_do_not_go_on_for_ever() -> None:
    stage = Stage(script(SENSES))
    stage.reply(said("um"))
    stage.reply(said("hmm"))

    assert stage.reply(said("well")) == ["moving_on 1", "Name two things you can hear."]


@pytest.mark.parametrize("text", ["i don't know", "that's all", "done"])
def test_who_has_no_more_to_name_moves_on(text: str) -> None:
    stage = Stage(script(SENSES))
    stage.reply(said("a lamp"))

    assert stage.reply(said(text)) == ["Name two things you can hear."]


def test_no_moves_on_and_skip_goes_where_it_is_written() -> None:
    stage = Stage(script(SENSES))

    assert stage.reply(command("no")) == ["Name two things you can hear."]
    assert stage.reply(command("skip")) == ["Welcome back."]


def test_silence_is_met_once_where_the_step_has_words_for_it_and_then_moves_on() -> None:
    stage = Stage(script(SENSES))

    assert stage.reply(NoInput()) == ["Silently is fine too."]
    assert stage.reply(NoInput()) == ["Name two things you can hear."]
    assert stage.reply(NoInput()) == ["Welcome back."]
    assert stage.how == "done"


def test_silence_after_some_were_named_moves_on_as_well() -> None:
    stage = Stage(script(SENSES))
    stage.reply(said("a lamp"))
    stage.reply(NoInput())

    assert stage.reply(NoInput()) == ["Name two things you can hear."]


def test_a_long_answer_is_no_miss() -> None:
    stage = Stage(script(SENSES))
    story = "there was my grandmother and her old house with the garden " * 6

    assert stage.prompt.takes(said(story))
    assert stage.reply(said(story)) == ["Good.", "Name two things you can hear."]


def test_what_is_not_understood_is_said_so_and_not_endlessly() -> None:
    stage = Stage(script(SENSES))

    assert stage.reply(NoMatch()) == ["missed_open 1"]
    assert stage.reply(NoMatch()) == ["missed_open 2"]
    assert stage.reply(NoMatch())[0] == "moving_on 1"


def test_help_explains_and_back_returns_to_the_question_before() -> None:
    stage = Stage(script(SENSES))

    assert stage.reply(command("help")) == ["Look around.", "Name three things you can see."]
    stage.reply(said("a lamp a chair a door"))
    assert stage.reply(command("back")) == ["Name three things you can see."]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("box breathing", "breathing/box"),
        ("a body scan", "mindfulness/body_scan"),
        ("play rain", "command/settings"),
        ("slower", "command/slower"),
    ],
)
def test_what_is_asked_for_is_no_thing(text: str, name: str) -> None:
    assert not Stage(script(SENSES)).prompt.takes(said(text, name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a box", "breathing/box"),
        ("breathing", "breathing/generic"),
        ("feet and hands", "mindfulness/grounding"),
        ("the rain", "command/settings"),
    ],
)
def test_a_thing_that_is_called_like_a_practice_or_a_sound_is_a_thing(text: str, name: str) -> None:
    stage = Stage(script(SENSES))
    stage.reply(said(text, name))

    assert stage.slots == {"seen": text}


def test_whatever_is_answered_it_ends() -> None:
    replies: list[Reply] = [said("um"), said("a lamp"), NoInput(), NoMatch(), command("help")]
    replies += [command("back"), command("repeat"), command("number")]
    for seed in range(200):
        rng = random.Random(seed)
        stage = Stage(script(SENSES))
        for _ in range(40):
            if stage.how is None:
                stage.reply(rng.choice(replies))

        assert stage.how == "done"


def test_a_collect_without_a_count_or_words_for_more_is_a_fault() -> None:
    faults: list[str] = []
    text = """
id: test
title: A test
not_for: [crisis]
source: [test]
on_worse: end
steps:
  - {id: see, collect: Name things.}
  - {id: end, end: done, say: Good.}
"""
    read_script(node(text, faults))

    assert faults == ['test.yaml:8: a collect has "count" and "more"; count is missing']
