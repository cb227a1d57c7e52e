"""Scripts, books and replies for tests, written as an author writes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import yaml

from assistant.dialogue.actions import Action, Answer, Dialogue, Done, Listen, Reply, Speak
from assistant.dialogue.lines import Line, Variant, Variety
from assistant.dialogue.player import play
from assistant.dialogue.script import Book, Script, read_script
from assistant.dialogue.steps import ANSWERS
from assistant.shape import Node
from assistant.understanding.intents import IntentMatch

HEAD = """
id: test
title: A test
not_for: [crisis]
source: [test]
on_worse: worse
"""
WORSE = """
  - {id: worse, end: worse, say: Feel your feet.}
"""
SHARED = (
    "nothing_heard silence_close moving_on missed_yes_no missed_rating missed_choice missed_open "
    "not_kept not_deleted"
)


def node(text: str, faults: list[str] | None = None) -> Node:
    """Return YAML text as the loader would give it."""
    raw = yaml.compose(text, Loader=yaml.SafeLoader)
    return Node(Path("test.yaml"), raw, faults if faults is not None else [])


def script(steps: str, head: str = HEAD) -> Script:
    """Return a dialogue with the given steps and a way out for feeling worse."""
    faults: list[str] = []
    found = read_script(node(f"{head}\nsteps:{steps}{WORSE}", faults))
    assert not faults
    return found


def shared_book(facts: Mapping[str, str] = MappingProxyType({})) -> Book:
    """Return a book whose shared lines are their own names."""
    lines = {
        id: Line(id, "other", ((Variant(f"{id} 1"),), (Variant(f"{id} 2"),)))
        for id in SHARED.split()
    }
    return Book(lines, facts, unsure=frozenset({"i do not know"}))


def said(text: str, name: str = "reframe/thought", **slots: object) -> Answer:
    """Return what a person said, as it was understood."""
    kind, label = name.split("/")
    return Answer(text, IntentMatch(kind, label, slots))


def command(label: str, **slots: object) -> Answer:
    """Return a command that was said."""
    return said(label, f"command/{label}", **slots)


class Stage:
    """Plays a dialogue: speech is done at once; replies are given to questions and practices."""

    def __init__(
        self,
        script: Script,
        slots: dict[str, object] | None = None,
        book: Book | None = None,
    ) -> None:
        self._slots: dict[str, object] = slots if slots is not None else {}
        self.spoken: list[str] = []
        self.actions: list[Action] = []
        self.how: str | None = None
        draws_on = book or shared_book()
        self._dialogue: Dialogue = play(script, self._slots, draws_on, Variety(1))
        self._go_on(None)

    @property
    def slots(self) -> dict[str, object]:
        """What was said, without the count of answers."""
        return {name: value for name, value in self._slots.items() if name != ANSWERS}

    @property
    def waiting(self) -> Action | None:
        """The question or practice that waits for its reply."""
        return None if self.how else self.actions[-1]

    @property
    def prompt(self) -> Listen:
        """The question that waits."""
        assert isinstance(self.waiting, Listen)
        return self.waiting

    def reply(self, reply: Reply) -> list[str]:
        """Give a reply; return what is said upon it."""
        before = len(self.spoken)
        self._go_on(reply)
        return self.spoken[before:]

    def _go_on(self, reply: Reply | None) -> None:
        try:
            action = next(self._dialogue) if reply is None else self._dialogue.send(reply)
            while isinstance(action, Speak):
                self.actions.append(action)
                self.spoken.append(action.text)
                action = self._dialogue.send(Done())
            self.actions.append(action)
        except StopIteration as stop:
            self.how = stop.value
