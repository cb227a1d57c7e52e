"""A first run set up by voice alone, on a private sound card, and the words that wake it then."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.bench.card import VirtualCard
from assistant.bench.people import Person
from assistant.bench.subject import Subject
from assistant.memory.choices import Choices
from assistant.memory.first_run import MARKERS, mark_heard
from assistant.settings import QuietHours, Settings
from tests.sound.test_talking import say, source

pytestmark = pytest.mark.engine

ANSWERS = (
    ("setup.offer", "yes please"),
    ("set_name.which", "my name is martin"),
    ("set_name.check", "yes"),
    ("set_country.which", "i live in ireland"),
    ("setup.other_phrase", "yes"),
    ("set_phrase.which", "good evening robot"),
    ("setup.pace", "slower"),
    ("setup.volume", "it's fine"),
    ("setup.quiet", "yes"),
    ("set_quiet.which", "from eleven to seven"),
    ("test_sound.words", "the moon is out tonight"),
    ("test_sound.speaker", "yes"),
)


@pytest.fixture
def person() -> Iterator[Person]:
    """Give a synthetic person."""
    person = Person()
    yield person
    person.close()


@pytest.mark.skipif("LONG" not in os.environ, reason="takes four minutes of real time: LONG=1")
def test_a_device_is_set_up_by_voice_and_then_wakes_by_the_new_words(
    card: VirtualCard, person: Person, tmp_path: Path
) -> None:
    """Every answer goes through the real recogniser; what it is was told before."""
    state = tmp_path / "assistant"
    mark_heard(state, MARKERS["about"])
    config = tmp_path / "config.yaml"
    config.write_text(f"memory: {{folder: {state}}}")
    arguments = ["--seed", "1", "--config", str(config)]
    with Subject(card.environment, arguments, manner=()) as subject:
        for step, words in ANSWERS:
            subject.wait_for("said", 150, source(step))
            subject.wait_for("listening", 60)
            say(card, person, words)
        subject.wait_for("said", 60, source("setup.done"))
        subject.wait_for("said", 30, source("hello"))
        subject.wait_for("listening", 60)
        say(card, person, "goodbye")
        subject.wait_for("said", 60, source("goodbye"))
        subject.wait_for("listening", 60)
        say(card, person, "good evening robot")
        subject.wait_for("said", 60, source("woken"))

    settings = Choices(state).settled(Settings())
    assert settings.name
    assert settings.country == "IE"
    assert settings.wake.phrase == "good evening robot"
    assert settings.quiet_hours == QuietHours(23 * 60, 7 * 60)
    assert settings.speech.synthesizer.pace < 1
