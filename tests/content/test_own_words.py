"""What a person told beforehand, a plan and a contact, fits into the turns that hold it."""

from __future__ import annotations

import pytest

from assistant.content.rules import LONGEST_TURN
from assistant.dialogue.actions import Done, Listen, Recall, Recalled, Reply, Speak
from assistant.dialogue.lines import Variety
from assistant.dialogue.player import play
from assistant.dialogue.reflection import LONGEST_KEPT
from assistant.settings import Contact
from tests.content.shipped import shipped
from tests.dialogue.authoring import command, said

PACK = shipped()
LONG = " ".join(["word"] * LONGEST_KEPT)
PARTS = ("plan_signs", "plan_alone", "plan_places", "plan_people")
KEPT = {"plan": "made"} | dict.fromkeys(PARTS, LONG)
LONGEST_CONTACT = Contact("Anna Maria Lopez", "123 456 789 012 345")
PART_SECONDS = 3.0
"""Of silence that part two turns."""


def turns(dialogue: str, told: str) -> list[str]:
    """Return what is said in one go each, to someone who answers every question with `told`."""
    book = PACK.book("GB", LONGEST_CONTACT)
    played = play(PACK.dialogues[dialogue], {"told": told}, book, Variety(1))
    spoken: list[str] = [""]
    reply: Reply | None = None
    try:
        while True:
            action = next(played) if reply is None else played.send(reply)
            reply = Done()
            match action:
                case Speak(text=text, pause=pause):
                    spoken[-1] += f" {text}"
                    if pause >= PART_SECONDS:
                        spoken.append("")
                case Listen():
                    spoken.append("")
                    reply = said("a lamp") if action.source.endswith(".ground") else command(told)
                case Recall(names):
                    reply = Recalled({name: KEPT[name] for name in names})
    except StopIteration:
        return spoken


@pytest.mark.parametrize("dialogue", ["safety_plan", "safety_t2", "safety_t3", "safety_t4"])
@pytest.mark.parametrize("told", ["yes", "skip"])
def test_a_turn_with_their_words_is_no_longer_than_any_other(dialogue: str, told: str) -> None:
    spoken = turns(dialogue, told)

    assert max(len(turn.split()) for turn in spoken) <= LONGEST_TURN


def test_the_longest_words_are_spoken_whole() -> None:
    spoken = " ".join(turns("safety_plan", "yes"))

    assert spoken.count(LONG) == len(PARTS)
    assert "Anna Maria Lopez: one two three, four five six" in spoken
