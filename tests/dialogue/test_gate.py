"""No thought is weighed in a session in which someone may be in danger."""

from random import Random

import pytest

from assistant.dialogue.actions import Done, Ended, Guide, Listen, NoInput, NoMatch, Reply, Speak
from assistant.dialogue.gate import GATE, INSTEAD, NEVER, ON_ASKING, Gate
from assistant.dialogue.lines import Variety
from assistant.dialogue.player import play
from assistant.dialogue.script import DISPUTING, Script
from assistant.understanding.intents import IntentMatch
from tests.content.shipped import shipped
from tests.dialogue.authoring import command, said

PACK = shipped()
ASKS = IntentMatch("reframe", "start")
TELLS = IntentMatch("reframe", "thought")
WALKS = 25
"""Ways through each dialogue that are tried."""


def danger(label: str, tier: str) -> IntentMatch:
    return IntentMatch("crisis", label, tier=tier)


def shut(label: str = "suicide_active", tier: str = "T3") -> Gate:
    gate = Gate()
    gate.note(danger(label, tier))
    return gate


REPLIES: list[Reply] = [
    command("yes"),
    command("yes"),
    command("no"),
    command("skip"),
    said("i don't know"),
    said("i think they are going to leave me"),
    said("a thought", "reframe/start"),
    command("number", rating=9),
    NoInput(),
    NoMatch(),
]


def replies_to(prompt: Listen) -> list[Reply]:
    """Return what may be said to a question: each choice on offer, or what is said to any."""
    name, _, id = prompt.source.partition(".")
    options = getattr(PACK.dialogues[name].steps[id], "options", ())
    return [said(option.words[0]) for option in options] or REPLIES


def roles_on_a_walk(script: Script, state: str, walk: int) -> set[str]:
    """Return the roles of all that is said and asked on one way through a dialogue."""
    chance, roles = Random(walk), set()
    slots: dict[str, object] = {
        GATE: state,
        "what": "reframe/start",
        "asked": "long_out_4_6",
        "holds": False,
    }
    if walk % 2:
        slots["thought"] = "i am a burden"
    instead = None if state == "open" else PACK.dialogues[INSTEAD]
    dialogue = play(script, slots, PACK.book("GB"), Variety(walk), instead)
    try:
        action = next(dialogue)
        while True:
            if isinstance(action, Speak | Listen):
                roles.add(action.role)
            reply: Reply = Done()
            if isinstance(action, Listen):
                reply = chance.choice(replies_to(action))
            elif isinstance(action, Guide):
                reply = (Done(), Ended("left"), Ended("worse"))[chance.randrange(3)]
            action = dialogue.send(reply)
    except StopIteration:
        return roles


@pytest.mark.parametrize("state", ["unsafe", "asked_first", "for_good"])
@pytest.mark.parametrize("name", PACK.dialogues)
def test_behind_a_shut_gate_no_dialogue_reaches_a_disputing_step(name: str, state: str) -> None:
    """On no way through any dialogue, nor through those it goes on in."""
    for walk in range(WALKS):
        assert not roles_on_a_walk(PACK.dialogues[name], state, walk) & DISPUTING


@pytest.mark.parametrize("name", ["reframe", "checkin", "help_me", "choose"])
def test_the_same_walks_reach_one_through_an_open_gate(name: str) -> None:
    """So the test above looks where there is something to be found."""
    walks = range(WALKS * 8)

    assert any(roles_on_a_walk(PACK.dialogues[name], "open", walk) & DISPUTING for walk in walks)


def test_every_gate_state_but_open_answers_without_weighing() -> None:
    assert not PACK.dialogues[INSTEAD].disputes


@pytest.mark.parametrize(
    ("label", "tier"),
    [
        ("suicide_active", "T4"),
        ("suicide_active", "T3"),
        ("suicide_passive", "T2"),
        ("check", "T2"),
        ("self_harm", "S"),
        ("harm_others", "S"),
        ("medical", "S"),
    ],
)
def test_it_opens_for_who_says_they_are_safe_and_asks(label: str, tier: str) -> None:
    """Neither alone is enough; once open it stays so until the next danger."""
    gate = shut(label, tier)
    assert gate.state(ASKS) == gate.state(TELLS) == "unsafe"

    gate.hear(ON_ASKING)
    assert gate.state(TELLS) == "asked_first"
    assert gate.state(ASKS) == "open"
    assert gate.state(TELLS) == "open"

    gate.note(danger(label, tier))
    assert gate.state(ASKS) == "unsafe"


def test_a_danger_after_safe_was_said_takes_it_back() -> None:
    gate = shut()
    gate.hear(ON_ASKING)
    gate.note(danger("suicide_passive", "T2"))

    assert gate.state(ASKS) == "unsafe"


def test_who_is_hurt_by_someone_is_not_disputed_with_in_that_session() -> None:
    gate = shut("abuse", "S")
    gate.hear(ON_ASKING)

    assert gate.state(ASKS) == "for_good"


def test_who_hears_voices_is_not_argued_with_in_that_session() -> None:
    gate = shut("check", "T2")
    gate.hear(NEVER)
    gate.hear(ON_ASKING)

    assert gate.state(ASKS) == "for_good"


@pytest.mark.parametrize("label", ["third_party", "hotline"])
def test_care_for_others_and_a_wish_for_the_number_shut_nothing(label: str) -> None:
    assert shut(label, "S").state(TELLS) == "open"


def test_ordinary_speech_shuts_nothing() -> None:
    gate = Gate()
    gate.note(TELLS)

    assert gate.state(TELLS) == "open"
