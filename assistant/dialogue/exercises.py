"""The reading of breathing exercises from YAML."""

from __future__ import annotations

from dataclasses import replace

from assistant.audio.score import Phase
from assistant.dialogue.breathing import BreathPhase, Exercise
from assistant.dialogue.steps import STARTS
from assistant.shape import Node

_BREATHS = {phase.value for phase in Phase} - {"settle", "end"}
_REQUIRED = (
    "id name label how_to_ask phases dose ceiling settle caution last rest close limit not_for "
    "evidence source"
)
_KEYS = frozenset(_REQUIRED.split())


def read_exercise(node: Node) -> Exercise:
    """Read an exercise; what does not fit is a fault of the node."""
    fields = node.fields(_KEYS | {"asks", "checkins"}, required=sorted(_KEYS))

    def text(key: str) -> str:
        return fields[key].text() if key in fields else ""

    def texts(key: str) -> tuple[str, ...]:
        return fields[key].texts() if key in fields else ()

    def items(key: str) -> list[Node]:
        return fields[key].items() if key in fields else []

    phases = tuple(map(_read_phase, items("phases")))
    exercise = Exercise(
        id=text("id"),
        name=text("name"),
        how_to_ask=text("how_to_ask"),
        label=fields["label"].choice(STARTS) if "label" in fields else "",
        asks=tuple(item.choice(STARTS) for item in items("asks")),
        phases=phases or (BreathPhase(Phase.OUT, 1, "", ""),),
        dose=1,
        ceiling=1,
        settle=texts("settle"),
        caution=text("caution"),
        last=text("last"),
        rest=text("rest"),
        close=text("close"),
        checkins=texts("checkins"),
        limit=text("limit"),
        not_for=texts("not_for"),
        evidence=text("evidence"),
        sources=texts("source"),
        place=f"{node.path}:{node.line}",
    )
    dose, ceiling = (
        _cycles(fields[key], exercise) if key in fields else 1 for key in ("dose", "ceiling")
    )
    if dose > ceiling:
        fields["dose"].fault(f"the dose is {dose} cycles, above the ceiling of {ceiling}")
    return replace(exercise, dose=dose, ceiling=ceiling)


def _cycles(node: Node, exercise: Exercise) -> int:
    """Read "5 minutes" or "4 rounds" as whole cycles."""
    number, _, unit = node.text().partition(" ")
    if unit.rstrip("s") not in ("minute", "round") or not number.replace(".", "", 1).isdigit():
        node.fault(f'a time such as "5 minutes" or "4 rounds" is expected, not "{node.text()}"')
        return 1
    if unit.startswith("round"):
        return max(1, int(float(number)))
    return max(1, int(float(number) * 60 / exercise.cycle_seconds + 1e-9))


def _read_phase(node: Node) -> BreathPhase:
    fields = node.fields({"phase", "seconds", "full", "short", "counts"}, ("phase", "seconds"))
    return BreathPhase(
        phase=Phase(fields["phase"].choice(_BREATHS)) if "phase" in fields else Phase.OUT,
        seconds=fields["seconds"].number(0.5, 120) if "seconds" in fields else 1,
        full=fields["full"].text() if "full" in fields else "",
        short=fields["short"].text() if "short" in fields else "",
        counts=fields["counts"].texts() if "counts" in fields else (),
    )
