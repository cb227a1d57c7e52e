"""The reading of exercises from YAML: breathing ones have phases, guided ones have parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from assistant.audio.score import Phase
from assistant.dialogue.exercise import SLOWEST, BreathPhase, Exercise, Part
from assistant.dialogue.steps import STARTS
from assistant.shape import Node

_BREATHS = {phase.value for phase in Phase} - {"settle", "end"}
_LENGTHS = {"short", "full"}
_ALL = "id name label how_to_ask settle caution ceiling limit not_for why evidence source".split()
_BREATHING = "phases dose last rest close".split()
_OPTIONAL = frozenset({"asks", "checkins", "bell", "fades", "rest", "close"})
Fields = Mapping[str, Node]


def read_exercise(node: Node) -> Exercise:
    """Read an exercise; what does not fit is a fault of the node."""
    guided = any(key == "parts" for key, _ in node.pairs())
    own = ["parts"] if guided else _BREATHING
    extra = {"usual"} if guided else {"slowest", "counted"}
    known = {*_ALL, *own, *extra} | _OPTIONAL
    fields = node.fields(known, required=sorted({*_ALL, *own}))
    exercise = replace(_read_words(fields), places=dict(_places(node)))
    if guided:
        return _read_guided(fields, exercise)
    return _read_breathing(fields, exercise)


def _places(node: Node) -> Iterator[tuple[str, str]]:
    """Yield every text with the place where it stands, and "" with that of the whole."""
    inner = [value for _, value in node.pairs()] if node.is_mapping else node.items()
    if inner == [node]:
        yield node.text(), f"{node.path}:{node.line}"
        return
    for value in inner:
        yield from _places(value)
    yield "", f"{node.path}:{node.line}"


def _read_words(fields: Fields) -> Exercise:
    """Read what both kinds have."""

    def text(key: str) -> str:
        return fields[key].text() if key in fields else ""

    def texts(key: str) -> tuple[str, ...]:
        return fields[key].texts() if key in fields else ()

    return Exercise(
        id=text("id"),
        name=text("name"),
        how_to_ask=text("how_to_ask"),
        label=fields["label"].choice(STARTS) if "label" in fields else "",
        asks=tuple(_read_start(item) for item in _items(fields, "asks")),
        phases=(),
        parts=(),
        dose=1,
        ceiling=1,
        ceiling_in_rounds=False,
        ceiling_minutes=1.0,
        usual="full",
        slowest=SLOWEST,
        counted=_flag(fields, "counted", usual=False),
        settle=texts("settle"),
        caution=text("caution"),
        last=text("last"),
        bell=_flag(fields, "bell", usual=True),
        fades=_flag(fields, "fades", usual=False),
        rest=text("rest"),
        close=text("close"),
        checkins=texts("checkins"),
        limit=text("limit"),
        not_for=texts("not_for"),
        why=text("why"),
        evidence=text("evidence"),
        sources=texts("source"),
    )


def _read_start(node: Node) -> str:
    """Read kind/label, or kind/label/act; the act is checked against the phrase book later."""
    kind, _, rest = node.text().partition("/")
    label, _, act = rest.partition("/")
    if act and f"{kind}/{label}" in STARTS:
        return node.text()
    return node.choice(STARTS)


def _flag(fields: Fields, key: str, usual: bool) -> bool:
    return fields[key].flag() if key in fields else usual


def _items(fields: Fields, key: str) -> list[Node]:
    return fields[key].items() if key in fields else []


def _read_breathing(fields: Fields, exercise: Exercise) -> Exercise:
    phases = tuple(map(_read_phase, _items(fields, "phases")))
    exercise = replace(exercise, phases=phases or (BreathPhase(Phase.OUT, 1, "", ""),))
    slowest = fields["slowest"].number(0.5, 1) if "slowest" in fields else SLOWEST
    dose, ceiling = (
        _cycles(fields[key], exercise) if key in fields else 1 for key in ("dose", "ceiling")
    )
    if dose > ceiling:
        fields["dose"].fault(f"the dose is {dose} cycles, above the ceiling of {ceiling}")
    in_rounds = "ceiling" in fields and "round" in fields["ceiling"].text()
    return replace(
        exercise, dose=dose, ceiling=ceiling, ceiling_in_rounds=in_rounds, slowest=slowest
    )


def _read_guided(fields: Fields, exercise: Exercise) -> Exercise:
    parts = tuple(map(_read_part, _items(fields, "parts")))
    if not any(part.is_short for part in parts):
        fields["parts"].fault('at least one part is "short: true", for the short form')
    if exercise.bell and "rest" not in fields:
        fields["parts"].fault('after a bell something is said: give "rest", or "bell: no"')
    usual = fields["usual"].choice(_LENGTHS) if "usual" in fields else "full"
    ceiling = _amount(fields["ceiling"], {"minute"}) if "ceiling" in fields else None
    minutes = ceiling[0] if ceiling else 1.0
    return replace(exercise, parts=parts, usual=usual, ceiling_minutes=minutes)


def _cycles(node: Node, exercise: Exercise) -> int:
    """Read "5 minutes" or "4 rounds" as whole cycles."""
    amount = _amount(node, {"minute", "round"})
    if amount is None:
        return 1
    number, unit = amount
    if unit == "round":
        return max(1, int(number))
    return max(1, int(number * 60 / exercise.cycle_seconds + 1e-9))


def _amount(node: Node, units: set[str]) -> tuple[float, str] | None:
    number, _, unit = node.text().partition(" ")
    unit = unit.removesuffix("s")
    is_number = number.replace(".", "", 1).isdigit() and float(number) > 0
    if unit not in units or not is_number:
        examples = " or ".join(f'"4 {unit}s"' for unit in sorted(units))
        node.fault(f'a time such as {examples} is expected, not "{node.text()}"')
        return None
    return float(number), unit


def _read_phase(node: Node) -> BreathPhase:
    fields = node.fields({"phase", "seconds", "full", "short", "counts"}, ("phase", "seconds"))
    return BreathPhase(
        phase=Phase(fields["phase"].choice(_BREATHS)) if "phase" in fields else Phase.OUT,
        seconds=fields["seconds"].number(0.5, 120) if "seconds" in fields else 1,
        full=fields["full"].text() if "full" in fields else "",
        short=fields["short"].text() if "short" in fields else "",
        counts=fields["counts"].texts() if "counts" in fields else (),
    )


def _read_part(node: Node) -> Part:
    known = {"part", "say", "pause_s", "short", "fixed"}
    fields = node.fields(known, ("part", "say", "pause_s"))
    return Part(
        name=fields["part"].text() if "part" in fields else "",
        text=fields["say"].text() if "say" in fields else "",
        pause=fields["pause_s"].number(1, 180) if "pause_s" in fields else 1.0,
        is_short=_flag(fields, "short", usual=False),
        is_fixed=_flag(fields, "fixed", usual=False),
    )
