"""What a question takes for its answer although it may be a command."""

from dataclasses import replace

import pytest

from assistant.dialogue.actions import Answer
from assistant.understanding.intents import IntentMatch
from tests.dialogue.authoring import Stage, script, shared_book

CHOICE = """
  - id: q
    ask: "More, or enough?"
    expects: choice
    options:
      more: {words: [more, tell me more, slower, two minutes], then: end}
      enough: {words: [enough, stop], then: end}
  - {id: end, end: done, say: Good.}
"""


def heard(text: str, label: str, score: float = 1.0) -> Answer:
    return Answer(text, IntentMatch("command", label, score=score))


def open_ask(literal: str) -> Stage:
    return Stage(
        script(f"""
  - {{id: q, ask: "When is it?", slot: day, literal: {literal}}}
  - {{id: end, end: done, say: Good.}}
""")
    )


@pytest.mark.parametrize(
    ("text", "label", "picked"),
    [
        ("tell me more", "repeat", True),
        ("tell me more please do", "repeat", False),
        ("enough", "stop", False),
        ("slower", "slower", False),
        ("two minutes", "pause", True),
        ("wait", "pause", False),
    ],
)
def test_an_option_in_so_many_words_comes_before_a_command(
    text: str, label: str, picked: bool
) -> None:
    """But what stops us or changes how we speak always does so."""
    assert Stage(script(CHOICE)).prompt.picks(heard(text, label)) is picked


@pytest.mark.parametrize(
    ("label", "score", "other", "picked"),
    [
        ("slower", 0.3, "other: end", True),
        ("slower", 0.6, "other: end", False),
        ("slower", 0.3, "", False),
        ("stop", 0.3, "other: end", False),
    ],
)
def test_what_is_hardly_a_command_is_an_answer_where_any_words_are(
    label: str, score: float, other: str, picked: bool
) -> None:
    """ "I've a bit of asthma" answers who should not hold the breath; what may be "stop" stops."""
    stage = Stage(
        script(f"""
  - id: q
    ask: "Does any of these hold for you?"
    expects: yes_no
    "yes": end
    "no": end
    {other}
  - {{id: end, end: done, say: Good.}}
""")
    )
    assert stage.prompt.picks(heard("i've a bit of asthma", label, score)) is picked


@pytest.mark.parametrize(("score", "picked"), [(0.9, True), (1.0, False)])
def test_an_option_that_is_named_comes_before_what_is_hardly_a_command(
    score: float, picked: bool
) -> None:
    """ "Two minutes each" is an answer where two minutes are on offer, and no pause."""
    answer = heard("two minutes each", "pause", score)
    assert Stage(script(CHOICE)).prompt.picks(answer) is picked


@pytest.mark.parametrize(
    "words", [heard("at eight", "number"), heard("i go home", "goodbye", 0.4)], ids=["time", "home"]
)
def test_a_literal_ask_takes_a_time_and_what_only_sounds_like_a_command(words: Answer) -> None:
    stage = open_ask("yes")
    assert stage.prompt.picks(words)
    stage.reply(words)

    assert stage.slots["day"] == words.text
    assert not open_ask("no").prompt.takes(words)
    assert not open_ask("no").prompt.picks(words)


@pytest.mark.parametrize("label", ["stop", "goodbye", "repeat", "louder"])
def test_a_plain_command_stays_one_in_a_literal_ask(label: str) -> None:
    assert not open_ask("yes").prompt.picks(heard(label, label))


@pytest.mark.parametrize(
    ("words", "said"),
    [("it does no good", ["Feel your feet."]), ("worse", ["Good."])],
    ids=["worse", "an option"],
)
def test_worse_leaves_a_choice_unless_it_is_one_of_the_options(words: str, said: list[str]) -> None:
    """Also where other words would lead on."""
    options = "{same: {words: [the same], then: end}, worse: {words: [worse], then: end}}"
    stage = Stage(
        script(f"""
  - {{id: q, ask: "How is it?", expects: choice, options: {options}, other: on}}
  - {{id: on, say: "I see."}}
  - {{id: end, end: done, say: Good.}}
"""),
        book=replace(shared_book(), worse=frozenset({"it does no good", "worse"})),
    )

    answer = Answer(words, IntentMatch("reframe", "thought"))
    assert stage.prompt.takes(answer)
    assert stage.reply(answer) == said


def test_sleep_alone_is_a_thing_to_need_or_to_name() -> None:
    """In any other words it is a command; and where nothing is asked for literally."""
    collect = Stage(
        script("""
  - {id: q, collect: Name three., count: 3, slot: named, more: And more.}
  - {id: end, end: done, say: Good.}
""")
    )
    assert open_ask("yes").prompt.picks(heard("sleep", "sleep"))
    assert collect.prompt.picks(heard("sleep", "sleep"))
    assert collect.prompt.takes(heard("sleep", "sleep"))
    for stage in (open_ask("yes"), collect):
        assert not stage.prompt.picks(heard("go to sleep", "sleep"))
    assert not open_ask("no").prompt.picks(heard("sleep", "sleep"))


def test_a_doubtful_stop_is_no_answer() -> None:
    assert not open_ask("yes").prompt.picks(heard("make it stop", "stop", 0.3))
