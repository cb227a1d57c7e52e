"""What a person can mean: kinds, labels and slots, by the names the router answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.shape import Node

KINDS: Mapping[str, frozenset[str]] = {
    "command": frozenset(
        "stop pause resume repeat slower faster louder quieter skip back help yes no number "
        "goodbye sleep time settings".split()
    ),
    "breathing": frozenset("box 478 coherent sigh extended_exhale generic".split()),
    "mindfulness": frozenset(
        "grounding body_scan muscle_relax loving_kindness visualisation sleep generic".split()
    ),
    "reassurance": frozenset("reassure urge".split()),
    "reframe": frozenset("start thought".split()),
    "topic": frozenset(
        "overview causes cause_caregiving cause_trauma cause_self_esteem cause_models "
        "cause_overdependence cause_communication cause_personality cause_culture communication "
        "active_listening trust follow_through insecurities reassurance personal_space boundaries "
        "mindfulness physical_activity couples_therapy individual_therapy gratitude small_wins "
        "security reframing interests growth understanding_emotions emotional_regulation".split()
    ),
    "checkin": frozenset("start rating feeling".split()),
    "journal": frozenset("add read progress delete privacy".split()),
    "smalltalk": frozenset("greeting thanks about_you chat".split()),
    "unsure": frozenset({""}),
    "out_of_scope": frozenset("weather music device comms info task advice noise".split()),
    "crisis": frozenset(
        "suicide_active suicide_passive self_harm abuse medical third_party harm_others "
        "hotline check".split()
    ),
}
"""Every kind and the labels it may carry; `unsure` carries none."""
ENDS = frozenset(("command", label) for label in ("stop", "goodbye", "sleep"))
"""The meanings that end something."""


@dataclass(frozen=True, slots=True)
class IntentMatch:
    """What the router makes of one utterance."""

    kind: str
    label: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    score: float = 1.0
    """0 to 1; comparable within one `because` only."""
    because: str = ""
    """In a few words, what decided it: pattern, phrase, classifier."""
    tier: str | None = None
    """T4, T3, T2 or S where a safety answer must come; None elsewhere."""
    options: tuple[tuple[str, str], ...] = ()
    """The two (kind, label) pairs that an `unsure` match lies between."""
    act: str = ""
    """A finer meaning than the label, as the packs name it: just_tones."""

    def __post_init__(self) -> None:
        if self.label not in KINDS.get(self.kind, ()):
            raise ValueError(f"no label {self.kind}/{self.label}")

    @property
    def name(self) -> str:
        """kind/label, as events write it."""
        return f"{self.kind}/{self.label}"

    @property
    def names(self) -> tuple[str, ...]:
        """kind/label/act where there is an act, then kind/label: the finer one first."""
        return (f"{self.name}/{self.act}", self.name) if self.act else (self.name,)


THOUGHT = "thought"
"""The role of a question whose answer is a thought, whatever else it could mean."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the router may know of the moment in which something was said."""

    expects: str | None = None
    """yes_no, rating, choice or open while a question waits for its answer; else None."""
    options: tuple[str, ...] = ()
    """The choices on offer while `expects` is choice."""
    practice: str | None = None
    """The exercise being led, by name; None outside one."""
    role: str = ""
    """What the question that waits is for, as the events name it; THOUGHT asks for a thought."""


def read_name(node: Node) -> tuple[str, str] | None:
    """Return the (kind, label) that a node names; a fault of the node, and None, for no such."""
    kind, _, label = node.text().partition("/")
    if kind in KINDS and label in KINDS[kind]:
        return kind, label
    known = ", ".join(sorted(KINDS[kind])) if kind in KINDS else ", ".join(sorted(KINDS))
    node.fault(f'no intent "{node.text()}"; accepted after "{kind}": {known}')
    return None
