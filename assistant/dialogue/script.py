"""A dialogue as it is written, and the reading of it from YAML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from assistant.dialogue.lines import ROLES, Line, Values, read_line, read_variants
from assistant.dialogue.reflection import speakable, turn
from assistant.dialogue.steps import (
    CLOSED_PATIENCE,
    ENDINGS,
    EXPECTS,
    OPEN_PATIENCE,
    STARTS,
    WAYS,
    Ask,
    Branch,
    Case,
    Continue,
    End,
    Guide,
    Option,
    Save,
    Say,
    Step,
    Wait,
)
from assistant.shape import Node

TIERS = frozenset({"T4", "T3", "T2"})
OWN_SCRIPT = "S"
"""The tier of what has a script of its own; starts where no label does."""
DISPUTING = frozenset({"trap", "evidence_for", "evidence_against", "helper", "reframe"})
"""Roles of steps that weigh a thought."""
_ROLE_OF = {"guide": "guide", "end": "close"}
Fields: TypeAlias = Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Script:
    """A dialogue as it is written: its steps in order, the first one first."""

    id: str
    title: str
    starts_on: tuple[str, ...]
    """kind/label, or a safety tier."""
    keeps: Mapping[str, str]
    """The slot that what was said to start it goes to, by kind/label."""
    not_for: tuple[str, ...]
    """In which situations it must not be used."""
    sources: tuple[str, ...]
    how_to_ask: str
    on_worse: str
    """The step that follows when the person feels worse; "" ends with the line `stopped`."""
    steps: Mapping[str, Step]
    place: str = field(default="", compare=False)

    @property
    def first(self) -> str:
        """Id of the step it starts with."""
        return next(iter(self.steps), "")

    @property
    def tiers(self) -> tuple[str, ...]:
        """The safety tiers it answers."""
        return tuple(start for start in self.starts_on if start in TIERS)

    @property
    def disputes(self) -> bool:
        """True where it weighs a thought: never to be started under an open safety flag."""
        return any(step.role in DISPUTING for step in self.steps.values())


@dataclass(frozen=True, slots=True)
class Book:
    """What every dialogue may draw on: shared lines, facts such as help lines, don't-knows."""

    lines: Mapping[str, Line]
    facts: Mapping[str, str] = field(default_factory=dict)
    """Text for the slots of the country, as `helpline.emergency`."""
    scripts: Mapping[str, Script] = field(default_factory=dict)
    practices: Mapping[str, str] = field(default_factory=dict)
    """kind/label of every exercise."""
    unsure: frozenset[str] = frozenset()
    """Whole answers that mean "I don't know", as `normalize` gives them."""

    def values(self, slots: Mapping[str, object]) -> Values:
        """Return what fills `{name}`: a fact, a slot's text, or for `{slot.turned}` it turned."""

        def value(name: str) -> str | None:
            if name in self.facts:
                return self.facts[name]
            base, _, form = name.partition(".")
            words = slots.get(base)
            return _turned(words) if form == "turned" else speakable(words)

        return value


def _turned(words: object) -> str | None:
    return turn(words) if isinstance(words, str) else None


def read_script(node: Node) -> Script:
    """Read a dialogue; what does not fit is a fault of the node."""
    fields = node.fields(
        {"id", "title", "how_to_ask", "starts_on", "keeps", "not_for", "source", "on_worse"}
        | {"steps"},
        required=("id", "title", "not_for", "source", "on_worse", "steps"),
    )
    starts = [item.choice(STARTS | TIERS | {OWN_SCRIPT}) for item in _items(fields, "starts_on")]
    keeps = dict(fields["keeps"].pairs()) if "keeps" in fields else {}
    return Script(
        id=_text(fields, "id"),
        title=_text(fields, "title"),
        how_to_ask=_text(fields, "how_to_ask"),
        starts_on=tuple(starts),
        keeps={start: slot.text() for start, slot in keeps.items()},
        not_for=tuple(item.text() for item in _items(fields, "not_for")),
        sources=tuple(item.text() for item in _items(fields, "source")),
        on_worse=_text(fields, "on_worse"),
        steps=_read_steps(fields["steps"]) if "steps" in fields else {},
        place=f"{node.path}:{node.line}",
    )


def _read_steps(node: Node) -> dict[str, Step]:
    items = node.items()
    ids = [dict(item.pairs()).get("id") for item in items]
    names = [id.text() if id else f"step {at + 1}" for at, id in enumerate(ids)]
    steps: dict[str, Step] = {}
    for at, item in enumerate(items):
        following = names[at + 1] if at + 1 < len(names) else ""
        if names[at] in steps:
            item.fault(f'a second step with the id "{names[at]}"')
        steps[names[at]] = _read_step(item, names[at], following)
    if not steps:
        node.fault("at least one step is expected here")
    return steps


def _read_step(node: Node, id: str, following: str) -> Step:
    given = {key for key, _ in node.pairs()}
    keys = ["end"] if "end" in given else sorted(given & set(_READERS))
    if len(keys) != 1:
        kinds = ", ".join(sorted(_READERS))
        node.fault(f'a step has an "id" and one of: {kinds}; this one has {len(keys)} of them')
        return Step(id=id, then=following, place=f"{node.path}:{node.line}")
    reader, known = _READERS[keys[0]]
    fields = node.fields({"id", "role", "then", keys[0]} | known, required=("id",))
    then = fields["then"].text() if "then" in fields else following
    role = fields["role"].choice(ROLES) if "role" in fields else _ROLE_OF.get(keys[0], "other")
    return reader(fields, Step(id=id, role=role, then=then, place=f"{node.path}:{node.line}"))


def _base(step: Step) -> dict[str, str]:
    return {"id": step.id, "role": step.role, "then": step.then, "place": step.place}


def _line(fields: Fields, key: str, step: Step) -> Line:
    line = read_line(fields[key], step.id, step.role)
    if "or" in fields:
        line = Line(line.id, line.role, line.grades, read_variants(fields["or"]))
    return line


def _read_say(fields: Fields, step: Step) -> Say:
    pause = fields["pause_s"].number(0, 60) if "pause_s" in fields else 0.4
    return Say(**_base(step), line=_line(fields, "say", step), pause=pause)


def _read_ask(fields: Fields, step: Step) -> Ask:
    expects = fields["expects"].choice(EXPECTS) if "expects" in fields else "open"
    patience = OPEN_PATIENCE if expects == "open" else CLOSED_PATIENCE
    extra = {
        key: _graded(fields[key], step) for key in ("help", "no_input", "no_match") if key in fields
    }
    options = tuple(_read_option(*pair) for pair in _pairs(fields, "options"))
    if (expects == "choice") != bool(options):
        fields["ask"].fault('"options" go with "expects: choice", and the other way round')
    return Ask(
        **_base(step),
        line=_line(fields, "ask", step),
        expects=expects,
        slot=_text(fields, "slot"),
        patience=fields["patience_s"].number(0.3, 6) if "patience_s" in fields else patience,
        timeout=fields["timeout_s"].number(2, 120) if "timeout_s" in fields else 12.0,
        options=options,
        ways={way: fields[way].text() for way in WAYS if way in fields},
        help=extra.get("help"),
        no_input=extra.get("no_input"),
        no_match=extra.get("no_match"),
    )


def _graded(node: Node, step: Step) -> Line:
    """Read a list of texts as what is said the first time, the second time, and so on."""
    if node.is_mapping:
        return read_line(node, step.id, step.role)
    return Line(step.id, step.role, tuple((text,) for text in read_variants(node)))


def _read_option(id: str, node: Node) -> Option:
    fields = node.fields({"words", "then"}, required=("words", "then"))
    words = fields["words"].texts() if "words" in fields else ()
    return Option(id=id, words=words, then=_text(fields, "then"))


def _read_guide(fields: Fields, step: Step) -> Guide:
    return Guide(
        **_base(step),
        exercise=fields["guide"].text(),
        minutes=fields["minutes"].number(0.1, 60) if "minutes" in fields else None,
        rounds=int(fields["rounds"].number(1, 100)) if "rounds" in fields else None,
        on_worse=_text(fields, "on_worse"),
        on_stop=_text(fields, "on_stop"),
    )


def _read_branch(fields: Fields, step: Step) -> Branch:
    cases = tuple(_read_case(*pair) for pair in _pairs(fields, "cases"))
    return Branch(**_base(step), slot=fields["branch"].text(), cases=cases)


def _read_case(value: str, node: Node) -> Case:
    low, dots, high = value.partition("..")
    if not dots:
        return Case(value=value, then=node.text())
    try:
        return Case(value=value, low=float(low), high=float(high), then=node.text())
    except ValueError:
        node.fault(f'a range of numbers is written as 8..10, not "{value}"')
        return Case(value=value, then=node.text())


def _read_wait(fields: Fields, step: Step) -> Wait:
    return Wait(**_base(step), seconds=fields["wait"].number(1, 600))


def _read_save(fields: Fields, step: Step) -> Save:
    return Save(**_base(step), slot=fields["save"].text())


def _read_continue(fields: Fields, step: Step) -> Continue:
    return Continue(**_base(step), dialogue=fields["continue"].text())


def _read_end(fields: Fields, step: Step) -> End:
    how = fields["end"].choice(ENDINGS)
    if "say" not in fields:
        fields["end"].fault('an end has a last line to "say"')
        return End(**_base(step), how=how, line=read_line(fields["end"], step.id, step.role))
    return End(**_base(step), how=how, line=_line(fields, "say", step))


def _text(fields: Fields, key: str) -> str:
    return fields[key].text() if key in fields else ""


def _items(fields: Fields, key: str) -> list[Node]:
    return fields[key].items() if key in fields else []


def _pairs(fields: Fields, key: str) -> list[tuple[str, Node]]:
    return list(fields[key].pairs()) if key in fields else []


_READERS: dict[str, tuple[Callable[[Fields, Step], Step], frozenset[str]]] = {
    "say": (_read_say, frozenset({"or", "pause_s"})),
    "ask": (
        _read_ask,
        frozenset({"or", "expects", "slot", "patience_s", "timeout_s", "options", *WAYS})
        | {"help", "no_input", "no_match"},
    ),
    "guide": (_read_guide, frozenset({"minutes", "rounds", "on_worse", "on_stop"})),
    "branch": (_read_branch, frozenset({"cases"})),
    "wait": (_read_wait, frozenset()),
    "save": (_read_save, frozenset()),
    "continue": (_read_continue, frozenset()),
    "end": (_read_end, frozenset({"or", "say"})),
}
