"""In a session in which someone may be in danger, no thought is weighed and nothing is for two."""

from random import Random

import pytest

from assistant.dialogue.actions import Done, Ended, Guide, Listen, NoInput, NoMatch, Reply, Speak
from assistant.dialogue.gate import GATE, INSTEAD, INSTEAD_OF_TWO, NEVER, ON_ASKING, Gate
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


def heard_on_a_walk(
    script: Script, state: str, walk: int, *, apart: bool = False
) -> list[Speak | Listen]:
    """Return all that is said and asked on one way through a dialogue."""
    chance = Random(walk)
    heard: list[Speak | Listen] = []
    slots: dict[str, object] = {
        GATE: state,
        "what": "reframe/start",
        "asked": "long_out_4_6",
        "holds": False,
    }
    if walk % 2:
        slots["thought"] = "i am a burden"
    instead = None if state == "open" else PACK.dialogues[INSTEAD]
    instead_of_two = PACK.dialogues[INSTEAD_OF_TWO] if apart else None
    dialogue = play(script, slots, PACK.book("GB"), Variety(walk), instead, instead_of_two)
    try:
        action = next(dialogue)
        while True:
            if isinstance(action, Speak | Listen):
                heard.append(action)
            reply: Reply = Done()
            if isinstance(action, Listen):
                reply = chance.choice(replies_to(action))
            elif isinstance(action, Guide):
                reply = (Done(), Ended("left"), Ended("worse"))[chance.randrange(3)]
            action = dialogue.send(reply)
    except StopIteration:
        return heard


def roles_on_a_walk(script: Script, state: str, walk: int) -> set[str]:
    return {action.role for action in heard_on_a_walk(script, state, walk)}


def dialogues_on_a_walk(script: Script, walk: int, *, apart: bool) -> set[str]:
    heard = heard_on_a_walk(script, "open", walk, apart=apart)
    return {action.source.partition(".")[0] for action in heard}


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


FOR_TWO = {name for name, script in PACK.dialogues.items() if script.for_two}


@pytest.mark.parametrize("name", PACK.dialogues)
def test_where_two_are_kept_apart_no_dialogue_leads_to_what_is_for_two(name: str) -> None:
    """On no way through any dialogue, nor through those it goes on in."""
    for walk in range(WALKS):
        assert not dialogues_on_a_walk(PACK.dialogues[name], walk, apart=True) & FOR_TWO


@pytest.mark.parametrize("name", ["topic_overview", *sorted(FOR_TWO)])
def test_the_same_walks_lead_there_where_nobody_is_hurt(name: str) -> None:
    """So the test above looks where there is something to be found."""
    walks = range(WALKS)

    assert any(
        dialogues_on_a_walk(PACK.dialogues[name], walk, apart=False) & FOR_TWO for walk in walks
    )


@pytest.mark.parametrize("violence", ["abuse", "harm_others"])
@pytest.mark.parametrize("seed", range(20))
def test_after_violence_nothing_brings_back_what_is_for_two(violence: str, seed: int) -> None:
    """Whatever was said before, and is said after it: safe, asked for, other dangers, nothing."""
    chance, gate = Random(seed), Gate()
    others: list[IntentMatch | str] = [ASKS, TELLS, danger("check", "T2"), ON_ASKING, NEVER]

    def talk() -> None:
        for _ in range(chance.randrange(8)):
            other = chance.choice(others)
            if isinstance(other, str):
                gate.hear(other)
            else:
                gate.note(other)
                gate.state(other)

    talk()
    gate.note(danger(violence, "S"))
    assert not gate.allows_two()
    talk()
    assert not gate.allows_two()


def test_what_is_for_two_waits_until_someone_in_danger_says_they_are_safe() -> None:
    gate = shut()
    assert not gate.allows_two()

    gate.hear(ON_ASKING)
    assert gate.allows_two()

    gate.note(danger("suicide_passive", "T2"))
    assert not gate.allows_two()


def test_who_hears_voices_practises_nothing_for_two_in_that_session() -> None:
    gate = shut("check", "T2")
    gate.hear(NEVER)
    gate.hear(ON_ASKING)

    assert not gate.allows_two()


@pytest.mark.parametrize("label", ["third_party", "hotline"])
def test_care_for_others_keeps_no_one_apart(label: str) -> None:
    assert shut(label, "S").allows_two()
