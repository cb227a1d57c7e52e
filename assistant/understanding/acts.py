"""Acts: finer meanings than kind and label, such as "just tones" for command/settings.

Under `acts:` an intents file may hold a list of

  - act: just_tones           a name of its own: a-z and _
    intent: command/settings  the kind and label it shows as
    in: practice              understood only while a practice is led (anywhere)
    change: true              may also stand inside a request, found by `patterns` (false)
    exact:                    templates for whole utterances
    patterns:                 templates looked for anywhere
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.shape import Node
from assistant.understanding.evidence import Evidence, few
from assistant.understanding.intents import Context, read_name
from assistant.understanding.templates import Template, lean_text, read_templates

PRACTICE = "practice"
"""Where an act is understood only while a practice is led."""
_KEYS = ("act", "intent", "in", "change", "exact", "patterns")
_NAME = re.compile(r"[a-z_]+")
_WHOLE = 0.97
_BARE = 0.91
"""Scores of a whole utterance, and of one without the politeness around it."""
_PATTERN = 0.8
"""Weight of a pattern, before its length."""
_MOST_LEAN = 6
"""Words, small ones apart, of an utterance that is taken as a whole without its small words."""
_DENIED = frozenset({"no", "not", "never"})
"""Words that turn what follows round, and are no mere politeness before an act."""


@dataclass(frozen=True, eq=False)
class Act:
    """What authors wrote for one act."""

    name: str
    intent: tuple[str, str]
    """(kind, label)"""
    within: str
    """practice, or empty: anywhere"""
    change: bool
    exact: tuple[Template, ...]
    patterns: tuple[Template, ...]

    def is_understood(self, context: Context) -> bool:
        """Tell whether the act means anything at this moment."""
        return not self.within or context.practice is not None

    def fits_lean(self, lean: str, present: frozenset[str]) -> bool:
        """Tell whether the act is the whole of `lean_text`, of two words at least."""
        return 1 < len(present) <= _MOST_LEAN and any(
            template.fits_lean(lean, present) for template in self.exact
        )

    def longest(self, text: str, present: frozenset[str]) -> int:
        """Return how many letters the longest pattern covers; 0 where none is found."""
        found = (template.search(text, present) for template in self.patterns)
        return max((match.end() - match.start() for match in found if match), default=0)


@dataclass(frozen=True, slots=True)
class Acts:
    """Every act of the packs."""

    known: tuple[Act, ...] = ()

    def whole(self, forms: Sequence[str], context: Context) -> Evidence | None:
        """Return the act that the first of some forms of an utterance is as a whole.

        The first form is the utterance itself; the others lack ever more of its politeness.
        A form that lacks a "no" means something else and does not count.
        """
        for form in forms:
            if not _DENIED.isdisjoint(forms[0][: forms[0].find(form)].split()):
                break
            act = self._fitting(form, context)
            if act:
                score = _WHOLE if form is forms[0] else _BARE
                return Evidence(act.intent, score, f"act: {act.name}", act.name)
        return None

    def _fitting(self, text: str, context: Context) -> Act | None:
        present = frozenset(text.split())
        return next(
            (
                act
                for act in self.known
                if act.is_understood(context)
                and any(template.fits(text + " ", present) for template in act.exact)
            ),
            None,
        )

    def weigh(self, text: str, context: Context) -> Iterator[Evidence]:
        """Yield what patterns say about text, and what it is where small words were dropped."""
        present, lean = frozenset(text.split()), lean_text(text)
        lean_present = frozenset(lean.split())
        for act in self.known:
            if act.is_understood(context):
                if act.fits_lean(lean + " ", lean_present):
                    weight = min(0.5 + 0.1 * len(lean_present), 0.74)
                    yield Evidence(act.intent, weight, f"lean act: {act.name}")
                for template in act.patterns:
                    match = template.search(text + " ", present)
                    if match:
                        weight = _PATTERN + 0.02 * min(match.group().count(" "), 8)
                        yield Evidence(act.intent, weight, f"act: {few(template.source)}")

    def refined(self, intent: tuple[str, str], text: str, context: Context) -> str:
        """Return the act of an intent that text holds, by the longest pattern; "" for none."""
        acts = [act for act in self.known if act.intent == intent and act.is_understood(context)]
        present, lean = frozenset(text.split()), lean_text(text)
        lengths = {act.name: act.longest(text + " ", present) for act in acts}
        best = max(lengths, key=lambda name: lengths[name], default="")
        if lengths.get(best):
            return best
        lean_present = frozenset(lean.split())
        return next((act.name for act in acts if act.fits_lean(lean + " ", lean_present)), "")

    def changes(self, text: str) -> tuple[str, ...]:
        """Return the acts with `change` whose patterns stand in normalised text."""
        present = frozenset(text.split())
        return tuple(
            act.name for act in self.known if act.change and act.longest(text + " ", present)
        )


def read_acts(nodes: Iterable[Node], lists: Mapping[str, str]) -> Acts:
    """Read lists of acts; what does not fit is noted as a fault of its node."""
    known: dict[str, Act] = {}
    for node in nodes:
        act = _read_act(node, lists)
        if act and act.name in known:
            node.fault(f'act "{act.name}" stands already; every act has a name of its own')
        elif act:
            known[act.name] = act
    return Acts(tuple(known.values()))


def _read_act(node: Node, lists: Mapping[str, str]) -> Act | None:
    fields = node.fields(_KEYS, required=("act", "intent"))
    if not {"act", "intent"} <= fields.keys():
        return None
    name, intent = fields["act"].text(), read_name(fields["intent"])
    if not _NAME.fullmatch(name):
        fields["act"].fault(f'act "{name}": a name holds only a-z and _')
    if "exact" not in fields and "patterns" not in fields:
        node.fault('an act needs "exact" or "patterns"')
    change = "change" in fields and fields["change"].flag()
    if change and "patterns" not in fields:
        node.fault('an act with "change" needs "patterns": it is found inside a request by them')
    templates = {
        key: read_templates(fields[key], lists) if key in fields else ()
        for key in ("exact", "patterns")
    }
    within = fields["in"].choice((PRACTICE,)) if "in" in fields else ""
    return Act(name, intent, within, change, **templates) if intent else None
