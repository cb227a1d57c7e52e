"""The reading of a dialogue's steps from YAML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from assistant.dialogue.actions import EVERY_SETTING
from assistant.dialogue.lines import ROLES, Line, read_line, read_variants
from assistant.dialogue.steps import (
    ALSO,
    CLOSED_PATIENCE,
    ENDINGS,
    EXPECTS,
    LENGTHS,
    LONGEST_TURN,
    OPEN_PATIENCE,
    READS,
    SETTINGS,
    USUAL_TURN,
    WAYS,
    Ask,
    Branch,
    Call,
    Case,
    Change,
    Collect,
    Continue,
    End,
    Floor,
    Forget,
    Guide,
    Level,
    Measure,
    Option,
    Recall,
    Save,
    Say,
    Set,
    Step,
    Wait,
)
from assistant.shape import Node
from assistant.understanding.normalize import normalize

_ROLE_OF = {"guide": "guide", "collect": "guide", "end": "close"}
EVERYTHING = "everything"
"""Stands after `forget:` for all that is kept."""
Fields: TypeAlias = Mapping[str, Node]


def read_steps(node: Node) -> dict[str, Step]:
    """Read the steps of a dialogue, in order; what does not fit is a fault of its node."""
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
        line = replace(line, otherwise=read_variants(fields["or"]))
    return line


def _read_say(fields: Fields, step: Step) -> Say:
    pause = fields["pause_s"].number(0, 60) if "pause_s" in fields else 0.4
    return Say(**_base(step), line=_line(fields, "say", step), pause=pause)


def _read_ask(fields: Fields, step: Step) -> Ask:
    return Ask(**_prompt(fields, "ask", step))


def _read_collect(fields: Fields, step: Step) -> Collect:
    if missing := {"count", "more"} - set(fields):
        fields["collect"].fault(f'a collect has "count" and "more"; {min(missing)} is missing')
    more = _graded(fields.get("more", fields["collect"]), step)
    return Collect(
        **_prompt(fields, "collect", step),
        count=int(fields["count"].number(1, 10)) if "count" in fields else 1,
        more=more,
        enough=read_line(fields["enough"], step.id, step.role) if "enough" in fields else None,
    )


def _read_measure(fields: Fields, step: Step) -> Measure:
    if missing := {"count", "slot"} - set(fields):
        fields["measure"].fault(f'a measure has "count" and "slot"; {min(missing)} is missing')
    count = int(fields["count"].number(3, 10)) if "count" in fields else 3
    return Measure(**_prompt(fields, "measure", step), count=count)


def _prompt(fields: Fields, key: str, step: Step) -> dict[str, Any]:
    """Read what every step that listens has."""
    expects = fields["expects"].choice(EXPECTS) if "expects" in fields else "open"
    patience = OPEN_PATIENCE if expects == "open" else CLOSED_PATIENCE
    options = tuple(_read_option(*pair) for pair in pairs_of(fields, "options"))
    if (expects == "choice") != bool(options):
        fields[key].fault('"options" go with "expects: choice", and the other way round')
    if "words" in fields and expects != "rating":
        fields["words"].fault('"words" go with "expects: rating"')
    return {
        **_base(step),
        "line": _line(fields, key, step),
        "expects": expects,
        "slot": text_of(fields, "slot"),
        "patience": fields["patience_s"].number(0.3, 6) if "patience_s" in fields else patience,
        "timeout": fields["timeout_s"].number(2, 120) if "timeout_s" in fields else 12.0,
        "options": options,
        "reprompts": int(fields["reprompts"].number(0, 2)) if "reprompts" in fields else 2,
        "literal": fields["literal"].flag() if "literal" in fields else False,
        "reads": fields["reads"].choice(READS) if "reads" in fields else "",
        "also": tuple(item.choice(ALSO) for item in items_of(fields, "also")),
        "levels": tuple(_read_level(*pair) for pair in pairs_of(fields, "words")),
        "ways": {way: fields[way].text() for way in WAYS if way in fields},
        **{extra: _graded(fields[extra], step) for extra in _EXTRAS if extra in fields},
    }


def _read_level(number: str, node: Node) -> Level:
    level = int(number) if number.isdigit() else 11
    if level > 10:
        node.fault(f'words stand for a number from 0 to 10, not for "{number}"')
    return Level(number=min(level, 10), words=_words(node))


def _words(node: Node) -> tuple[str, ...]:
    """Read words that may be said, as `normalize` leaves them."""
    return tuple(map(normalize, node.texts()))


def _graded(node: Node, step: Step) -> Line:
    """Read a list of texts as what is said the first time, the second time, and so on."""
    if node.is_mapping:
        return read_line(node, step.id, step.role)
    return Line(step.id, step.role, tuple((text,) for text in read_variants(node)))


def _read_option(id: str, node: Node) -> Option:
    fields = node.fields({"words", "then"}, required=("words", "then"))
    words = _words(fields["words"]) if "words" in fields else ()
    return Option(id=id, words=words, then=text_of(fields, "then"))


def _read_guide(fields: Fields, step: Step) -> Guide:
    return Guide(
        **_base(step),
        exercise=fields["guide"].text(),
        minutes=fields["minutes"].number(0.1, 60) if "minutes" in fields else None,
        rounds=int(fields["rounds"].number(1, 100)) if "rounds" in fields else None,
        length=fields["length"].choice(LENGTHS) if "length" in fields else "",
        holds=fields["holds"].flag() if "holds" in fields else True,
        bell=fields["bell"].flag() if "bell" in fields else True,
        on_worse=text_of(fields, "on_worse"),
        on_stop=text_of(fields, "on_stop"),
    )


def _read_branch(fields: Fields, step: Step) -> Branch:
    said = [Case(words=_words(node), then=then) for then, node in pairs_of(fields, "says")]
    cases = [_read_case(*pair) for pair in pairs_of(fields, "cases")]
    against = text_of(fields, "against")
    slot = fields["branch"].text()
    return Branch(**_base(step), slot=slot, cases=(*said, *cases), against=against)


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


def _read_turn(fields: Fields, step: Step) -> Floor:
    length = fields["turn"]
    slot = length.text() if length.text().isidentifier() else ""
    minutes = USUAL_TURN if slot else length.number(0.1, LONGEST_TURN)
    done = _words(fields["done"]) if "done" in fields else ()
    return Floor(**_base(step), minutes=minutes, slot=slot, done=done)


def _read_save(fields: Fields, step: Step) -> Save:
    return Save(**_base(step), slots=fields["save"].texts())


def _read_recall(fields: Fields, step: Step) -> Recall:
    return Recall(**_base(step), slots=fields["recall"].texts(), failed=text_of(fields, "failed"))


def _read_forget(fields: Fields, step: Step) -> Forget:
    names = fields["forget"].texts()
    return Forget(**_base(step), slots=() if names == (EVERYTHING,) else names)


def _read_set(fields: Fields, step: Step) -> Set:
    if "to" not in fields:
        fields["set"].fault('"set" names a slot, and "to" what it is to hold')
    to = "" if "to" in fields and fields["to"].is_blank else text_of(fields, "to")
    return Set(**_base(step), slot=fields["set"].text(), to=to)


def _read_change(fields: Fields, step: Step) -> Change:
    to = None
    if "to" in fields:
        to = "" if fields["to"].is_blank else fields["to"].text()
    return Change(
        **_base(step),
        setting=fields["change"].choice(SETTINGS | {EVERY_SETTING}),
        to=to,
        refused=text_of(fields, "refused"),
        unkept=text_of(fields, "unkept"),
    )


def _read_continue(fields: Fields, step: Step) -> Continue:
    return Continue(**_base(step), dialogue=fields["continue"].text())


def _read_call(fields: Fields, step: Step) -> Call:
    return Call(**_base(step), dialogue=fields["call"].text(), left=text_of(fields, "left"))


def _read_end(fields: Fields, step: Step) -> End:
    how = fields["end"].choice(ENDINGS)
    line = _line(fields, "say", step) if "say" in fields else None
    return End(**_base(step), how=how, line=line)


def text_of(fields: Fields, key: str) -> str:
    """Return the text of a key, "" where it is left out."""
    return fields[key].text() if key in fields else ""


def items_of(fields: Fields, key: str) -> list[Node]:
    """Return the entries of a key, none where it is left out."""
    return fields[key].items() if key in fields else []


def pairs_of(fields: Fields, key: str) -> list[tuple[str, Node]]:
    """Return the keys and values of a key, none where it is left out."""
    return list(fields[key].pairs()) if key in fields else []


_EXTRAS = ("help", "no_input", "no_match")
_READERS: dict[str, tuple[Callable[[Fields, Step], Step], frozenset[str]]] = {
    "say": (_read_say, frozenset({"or", "pause_s"})),
    "ask": (
        _read_ask,
        frozenset({"or", "expects", "slot", "patience_s", "timeout_s", "options", *WAYS})
        | {"words", "reprompts", "literal", "also", "reads", *_EXTRAS},
    ),
    "collect": (
        _read_collect,
        frozenset({"or", "count", "more", "enough", "slot", "patience_s", "timeout_s"})
        | {"unsure", "skip", "silence", "default", *_EXTRAS},
    ),
    "measure": (
        _read_measure,
        frozenset({"or", "count", "slot", "patience_s", "timeout_s", *_EXTRAS}),
    ),
    "guide": (
        _read_guide,
        frozenset({"minutes", "rounds", "length", "holds", "bell", "on_worse", "on_stop"}),
    ),
    "branch": (_read_branch, frozenset({"cases", "says", "against"})),
    "wait": (_read_wait, frozenset()),
    "turn": (_read_turn, frozenset({"done"})),
    "set": (_read_set, frozenset({"to"})),
    "change": (_read_change, frozenset({"to", "refused", "unkept"})),
    "save": (_read_save, frozenset()),
    "recall": (_read_recall, frozenset({"failed"})),
    "forget": (_read_forget, frozenset()),
    "continue": (_read_continue, frozenset()),
    "call": (_read_call, frozenset({"left"})),
    "end": (_read_end, frozenset({"or", "say"})),
}
