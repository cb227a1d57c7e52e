"""Every dialogue, walked at random: it always ends, with a line, and says nothing empty."""

import itertools
import random
import re

import pytest

from assistant.dialogue.actions import (
    Action,
    Answer,
    Done,
    Ended,
    Guide,
    Listen,
    NoInput,
    NoMatch,
    Reply,
    Speak,
)
from assistant.dialogue.lines import Variety
from assistant.dialogue.player import play
from assistant.understanding.intents import IntentMatch
from tests.content.shipped import shipped

PACK = shipped()
WALKS = 500
MOST_ANSWERS = 9
LONGEST_TURN = 35
WORDS = (
    "",
    "i",
    "no one cares",
    "he's going to leave me",
    "better",
    "the same",
    "worse",
    "let it wait",
    "plan one thing",
    "seven",
    "i don't know",
    "fuck off",
    "he was late and then he was not late and " * 12,
    "i think she hates me",
    "the lamp and my phone",
    "um",
    "terrible",
    "{thought}",
    "\u2019\u2019 ...",
)
COMMANDS = ("yes", "no", "skip", "back", "help", "repeat", "number")
NEUTRAL = ("yes", "no", "skip", "back", "help", "repeat")


ACTS = ("", "advise_sleep", "advise_panic", "advise_worry", "advise_anger", "advise_any")


def random_reply(rng: random.Random) -> Reply:
    roll = rng.random()
    if roll < 0.12:
        return NoInput()
    if roll < 0.24:
        return NoMatch()
    if roll < 0.6:
        label = rng.choice(COMMANDS)
        slots = {"rating": float(rng.randint(0, 10))} if label == "number" else {}
        return Answer(label, IntentMatch("command", label, slots))
    kind, label = rng.choice(
        [("reframe", "thought"), ("out_of_scope", "noise"), ("breathing", "box"), ("unsure", "")]
    )
    return Answer(rng.choice(WORDS), IntentMatch(kind, label))


def answer_to(action: Action, rng: random.Random) -> Reply:
    if isinstance(action, Listen):
        return random_reply(rng)
    if isinstance(action, Guide) and rng.random() < 0.4:
        return Ended(rng.choice(["worse", "stopped", "left"]))
    return Done()


def is_answer(reply: Reply, action: Listen) -> bool:
    """Tell whether a reply is a user turn: no command, no yes or no, no reprompt."""
    taken = isinstance(reply, Answer) and action.takes(reply)
    return taken and action.expects != "yes_no" and reply.match.label not in NEUTRAL  # type: ignore[union-attr]


def walk(name: str, seed: int) -> tuple[list[Speak], int, str]:
    """Walk a dialogue; return what was spoken, the number of answers, and how it ended.

    Things named one by one answer one question.
    """
    rng = random.Random(seed)
    slots: dict[str, object] = {
        "asked": "long_out_4_6",
        "what": rng.choice(["breathing/box", "breathing/generic"]),
        "act": rng.choice(ACTS),
        "length": rng.choice(["", "short", "full"]),
    }
    if rng.random() < 0.5:
        slots["thought"] = rng.choice(WORDS[1:])
    country = rng.choice(["US", "GB", None])
    dialogue = play(PACK.dialogues[name], slots, PACK.book(country), Variety(seed))
    spoken: list[Speak] = []
    answered: list[str] = []
    reply: Reply | None = None
    for _ in range(300):
        try:
            action = next(dialogue) if reply is None else dialogue.send(reply)
        except StopIteration as stop:
            return spoken, len([*itertools.groupby(answered)]), stop.value
        if isinstance(action, Speak):
            spoken.append(action)
        reply = answer_to(action, rng)
        if isinstance(action, Listen) and is_answer(reply, action):
            answered.append(action.source)
    raise AssertionError(f"{name} does not end with seed {seed}")


@pytest.mark.parametrize("name", sorted(PACK.dialogues))
def test_whatever_is_answered_it_ends_and_says_nothing_empty(name: str) -> None:
    for seed in range(WALKS):
        spoken, answers, how = walk(name, seed)

        assert how in ("done", "left", "silence", "worse")
        assert spoken or how == "left" or name == "sleep"  # a practice that was stopped or closes
        assert answers <= MOST_ANSWERS
        for line in spoken:
            assert line.text.strip()
            assert "{" not in line.text.replace("{thought}", "")
            assert "None" not in line.text
            assert len(line.text.split()) <= LONGEST_TURN + 15  # numbers are spoken in digits


@pytest.mark.parametrize("name", ["reframe", "comfort", "urge", "checkin"])
def test_a_long_ramble_is_never_read_back(name: str) -> None:
    for seed in range(300):
        spoken, _, _ = walk(name, seed)

        assert not any(re.search("late and then", line.text) for line in spoken)


def test_the_same_answers_and_seed_give_the_same_words() -> None:
    first, second = walk("reframe", 7), walk("reframe", 7)

    assert first == second
