"""Thinking traps in plain words: what each is called, what it means, and the question that fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.dialogue.lines import Variant, read_variants
from assistant.shape import Node

TRAPS, TRAP, SECOND_TRAP = "traps", "trap", "trap_2"
"""Slots of a thought: what it may have fallen into, best first; then each of the two alone."""
FORMS = frozenset({"name", "means", "question"})
"""What may be spoken of a trap, as `{trap.name}`."""
Pick = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Trap:
    """One way of thinking that lots of people fall into."""

    id: str
    name: Variant
    means: tuple[Variant, ...]
    """As it fits after its name and a colon."""
    question: tuple[Variant, ...]
    by_theme: Mapping[str, tuple[Variant, ...]] = field(default_factory=dict)
    """Questions that fit better where the thought is about this."""
    place: str = field(default="", compare=False)

    def variants(self, form: str, theme: object = None) -> tuple[Variant, ...]:
        """Return the ways to say one of FORMS."""
        if form == "question":
            return self.by_theme.get(str(theme), self.question)
        return (self.name,) if form == "name" else self.means

    @property
    def most_ways(self) -> int:
        """In how many ways one thing is said at most."""
        return max(map(len, (self.means, self.question, *self.by_theme.values())))

    def texts(self) -> Mapping[str, tuple[Variant, ...]]:
        """Return all that may be said, by form."""
        asked = [variant for variants in self.by_theme.values() for variant in variants]
        return {"name": (self.name,), "means": self.means, "question": (*self.question, *asked)}


Traps = Mapping[str, Trap]


def trap_slots(traps: object) -> dict[str, str]:
    """Return the slots of each trap alone, "" where there is none."""
    found = [str(trap) for trap in traps] if isinstance(traps, list | tuple) else []
    first, second, *_ = [*found, "", ""]
    return {TRAP: first, SECOND_TRAP: second}


def is_form(slot: str) -> bool:
    """Tell whether a slot, as `trap.name`, is said in words of an author."""
    base, _, form = slot.partition(".")
    return base in (TRAP, SECOND_TRAP) and form in FORMS


def told(traps: Traps, slot: str, slots: Mapping[str, object], pick: Pick) -> str | None:
    """Return what a form such as `trap.question` says, None where there is no trap."""
    base, _, form = slot.partition(".")
    trap = traps.get(str(slots.get(base) or ""))
    if trap is None:
        return None
    return pick([variant.text for variant in trap.variants(form, slots.get("theme"))])


def read_trap(node: Node, id: str) -> Trap:
    """Read a trap; what does not fit is a fault of the node."""
    fields = node.fields({"name", "means", "question", "by_theme"}, ("name", "means", "question"))
    themes = dict(fields["by_theme"].pairs()) if "by_theme" in fields else {}
    return Trap(
        id=id,
        name=read_variants(fields.get("name", node))[0],
        means=read_variants(fields.get("means", node)),
        question=read_variants(fields.get("question", node)),
        by_theme={theme: read_variants(texts) for theme, texts in themes.items()},
        place=f"{node.path}:{node.line}",
    )
