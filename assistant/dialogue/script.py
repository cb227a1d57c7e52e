"""A dialogue as it is written, and what all dialogues draw on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from assistant.dialogue.lines import Line, Values
from assistant.dialogue.reflection import reflect, speakable, turn, whole
from assistant.dialogue.step_reader import items_of, read_steps, text_of
from assistant.dialogue.steps import RATING, READS, STARTS, Ask, Step
from assistant.dialogue.traps import Pick, Traps, is_form, told
from assistant.shape import Node

TIERS = frozenset({"T4", "T3", "T2"})
OWN_SCRIPT = "S"
"""The tier of what has a script of its own; starts where no label does."""
DISPUTING = frozenset({"trap", "evidence_for", "evidence_against", "helper", "reframe"})
"""Roles of steps that weigh a thought."""
WORD_FORMS: Mapping[str, Callable[[str], str | None]] = {
    "turned": turn,
    "reflected": reflect,
    "whole": whole,
}
"""How a slot's words may be given back, as in `{thought.turned}`."""
_ACT = re.compile(r"(?P<intent>[a-z]+/[a-z0-9_]+)/[a-z_]+")


@dataclass(frozen=True, slots=True)
class Script:
    """A dialogue as it is written: its steps in order, the first one first."""

    id: str
    title: str
    starts_on: tuple[str, ...]
    """kind/label, kind/label/act, or a safety tier."""
    keeps: Mapping[str, str]
    """The slot that what was said to start it goes to, by kind/label."""
    not_for: tuple[str, ...]
    """In which situations it must not be used."""
    sources: tuple[str, ...]
    how_to_ask: str
    on_worse: str
    """The step that follows when the person feels worse; "" ends with the line `stopped`."""
    steps: Mapping[str, Step]
    discreet: bool = False
    """True where nothing that it says is repeated: someone else may be asking."""
    for_two: bool = False
    """True where it is led with someone close, or about them: never after violence."""
    gives_way: bool = False
    """True where anything that is asked for takes its place at once."""
    reads: tuple[str, ...] = ()
    """What is read, by the same names as READS, from the words that start it."""
    time_out: str = ""
    """The dialogue that is played, at any moment, upon the agreed time-out word; "" for none."""
    minutes: float | None = None
    """How long it takes, of a dialogue that is a practice itself; so for the next three."""
    caution: str = ""
    evidence: str = ""
    why: str = ""
    """What it does and how sure that is, as it is spoken."""
    place: str = field(default="", compare=False)

    @property
    def first(self) -> str:
        """Id of the step it starts with."""
        return next(iter(self.steps), "")

    def counts(self, step: Step) -> bool:
        """Tell whether a step asks for an answer of its own.

        Yes and no are none, and a number is part of the feeling it may have been said with.
        """
        if not isinstance(step, Ask) or step.expects == "yes_no":
            return False
        told = any(isinstance(other, Ask) and RATING in other.also for other in self.steps.values())
        return not (told and step.expects == RATING and step.role == RATING)

    @property
    def tiers(self) -> tuple[str, ...]:
        """The safety tiers it answers."""
        return tuple(start for start in self.starts_on if start in TIERS)

    @property
    def disputes(self) -> bool:
        """True where it weighs a thought: never to be started under an open safety flag."""
        return any(step.role in DISPUTING for step in self.steps.values())

    @property
    def answers_danger(self) -> bool:
        """True where it is started by danger: neither counted nor a place to weigh a thought."""
        return any(
            start in TIERS | {OWN_SCRIPT} or start.startswith("crisis/") for start in self.starts_on
        )


@dataclass(frozen=True, slots=True)
class Book:
    """What every dialogue may draw on: shared lines, facts such as help lines, don't-knows."""

    lines: Mapping[str, Line]
    facts: Mapping[str, str] = field(default_factory=dict)
    """Text for the slots of the country, as `helpline.emergency`."""
    contact: Mapping[str, str] = field(default_factory=dict)
    """Text for `contact.name` and `contact.number`; empty where nobody is named."""
    scripts: Mapping[str, Script] = field(default_factory=dict)
    practices: Mapping[str, str] = field(default_factory=dict)
    """kind/label of every exercise."""
    unsure: frozenset[str] = frozenset()
    """Whole answers that mean "I don't know", as `normalize` gives them."""
    worse: frozenset[str] = frozenset()
    """Whole answers that mean that talking makes it worse."""
    traps: Traps = field(default_factory=dict)
    reads: Mapping[str, Callable[[str], object]] = field(default_factory=dict)
    """Reads, by the name of its slot, what an answer holds beside its words; None for nothing."""
    started: Callable[[str], Mapping[str, int]] = field(default=lambda dialogue: {})
    """Counts a start of a dialogue and returns how often it was started before, by slot."""
    today: Callable[[], str] = field(default=lambda: "")
    """Gives the date as it is spoken, "" where the clock cannot be trusted."""

    def values(self, slots: Mapping[str, object], pick: Pick = lambda texts: texts[0]) -> Values:
        """Return what fills `{name}`: a fact, or a slot's text, also turned or at length.

        `pick` chooses among ways to say the same; one choice holds for the whole line.
        """

        @cache
        def value(name: str) -> str | None:
            if is_form(name):
                return told(self.traps, name, slots, pick)
            for known in (self.facts, self.contact):
                if name in known:
                    return known[name]
            base, _, form = name.partition(".")
            words = slots.get(base)
            if form in WORD_FORMS:
                return WORD_FORMS[form](words) if isinstance(words, str) else None
            return speakable(words)

        return value


def read_script(node: Node) -> Script:
    """Read a dialogue; what does not fit is a fault of the node."""
    fields = node.fields(
        {"id", "title", "how_to_ask", "starts_on", "keeps", "not_for", "source", "on_worse"}
        | {"steps", "discreet", "for_two", "time_out", "minutes", "caution", "evidence", "why"}
        | {"gives_way", "reads"},
        required=("id", "title", "not_for", "source", "on_worse", "steps"),
    )
    keeps = dict(fields["keeps"].pairs()) if "keeps" in fields else {}
    return Script(
        id=text_of(fields, "id"),
        title=text_of(fields, "title"),
        how_to_ask=text_of(fields, "how_to_ask"),
        starts_on=tuple(map(_read_start, items_of(fields, "starts_on"))),
        keeps={start: slot.text() for start, slot in keeps.items()},
        not_for=tuple(item.text() for item in items_of(fields, "not_for")),
        sources=tuple(item.text() for item in items_of(fields, "source")),
        on_worse=text_of(fields, "on_worse"),
        steps=read_steps(fields["steps"]) if "steps" in fields else {},
        discreet=fields["discreet"].flag() if "discreet" in fields else False,
        for_two=fields["for_two"].flag() if "for_two" in fields else False,
        gives_way=fields["gives_way"].flag() if "gives_way" in fields else False,
        reads=tuple(item.choice(READS) for item in items_of(fields, "reads")),
        time_out=text_of(fields, "time_out"),
        minutes=fields["minutes"].number(0.1, 60) if "minutes" in fields else None,
        caution=text_of(fields, "caution"),
        evidence=text_of(fields, "evidence"),
        why=text_of(fields, "why"),
        place=f"{node.path}:{node.line}",
    )


def _read_start(node: Node) -> str:
    start = node.text()
    act = _ACT.fullmatch(start)
    return start if act and act["intent"] in STARTS else node.choice(STARTS | TIERS | {OWN_SCRIPT})
