"""Every topic is asked for by voice, over a virtual sound card."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from assistant.bench.card import VirtualCard
from assistant.bench.people import Person
from assistant.bench.subject import Subject
from assistant.errors import AssistantError
from tests.content.shipped import shipped
from tests.sound.test_talking import say

pytestmark = pytest.mark.engine

TOPICS = {id: s for id, s in shipped().dialogues.items() if id.startswith("topic_")}
MOST_TRIES = 3


@pytest.fixture
def person() -> Iterator[Person]:
    """Give a synthetic person."""
    person = Person()
    yield person
    person.close()


def begins(subject: Subject, card: VirtualCard, person: Person, script: str) -> bool:
    """Ask for a topic by its own words; tell whether it has begun. Then it is stopped."""
    say(card, person, TOPICS[script].how_to_ask)
    try:
        subject.wait_for(
            "said", 8, where=lambda event: str(event["source"]).startswith(f"{script}.")
        )
        begun = True
    except AssistantError:
        begun = False
    say(card, person, "stop")
    subject.wait_for("listening", 30)
    return begun


@pytest.mark.skipif("LONG" not in os.environ, reason="takes five minutes of real time: LONG=1")
def test_every_topic_is_reached_by_voice(card: VirtualCard, person: Person) -> None:
    """As the list of topics says that it is asked for; a word misheard may be said again."""
    with Subject(card.environment, ["--seed", "1"]) as subject:
        subject.wait_for("listening", 60)
        missed = [
            script
            for script in TOPICS
            if not any(begins(subject, card, person, script) for _ in range(MOST_TRIES))
        ]

    assert missed == []
