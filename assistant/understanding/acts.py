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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.shape import Node
from assistant.understanding.evidence import Evidence, few
from assistant.understanding.intents import Context, read_name
from assistant.understanding.lookup import Lookup
from assistant.understanding.templates import Span, Template, WordLists, lean_text, read_templates

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


@dataclass(frozen=True, eq=False)
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
        said = text.split()
        fitting = (act for act, template in self._exact.possible(said) if template.fits(said))
        return next((act for act in fitting if act.is_understood(context)), None)

    def weigh(self, text: str, context: Context) -> Iterator[Evidence]:
        """Yield what patterns say about text, and what it is where small words were dropped."""
        left = len(set(lean_text(text).split()))
        for act in self._fitting_lean(text, context):
            yield Evidence(act.intent, min(0.5 + 0.1 * left, 0.74), f"lean act: {act.name}")
        for act, template, span in self._matching(text):
            if act.is_understood(context):
                weight = _PATTERN + 0.02 * min(span.length, 8)
                yield Evidence(act.intent, weight, f"act: {few(template.source)}")

    def refined(self, intent: tuple[str, str], text: str, context: Context) -> str:
        """Return the act of an intent that text holds, by the longest pattern; "" for none."""
        found = [
            (act, span)
            for act, _, span in self._matching(text)
            if act.intent == intent and act.is_understood(context)
        ]
        if found:
            return max(found, key=lambda item: item[1].length)[0].name
        lean = self._fitting_lean(text, context)
        return next((act.name for act in lean if act.intent == intent), "")

    def changes(self, text: str) -> tuple[str, ...]:
        """Return the acts with `change` whose patterns stand in normalised text."""
        return tuple(dict.fromkeys(act.name for act, _, _ in self._matching(text) if act.change))

    def _matching(self, text: str) -> Iterator[tuple[Act, Template, Span]]:
        said = text.split()
        for act, template in self._patterns.possible(said):
            if span := template.search(said):
                yield act, template, span

    def _fitting_lean(self, text: str, context: Context) -> Iterator[Act]:
        """Yield each act that text is as a whole without small words, two words at least."""
        said = lean_text(text).split()
        if 1 < len(set(said)) <= _MOST_LEAN:
            possible = self._lean_exact.possible(said)
            fitting = (act for act, item in possible if item.lean and item.lean.fits(said))
            yield from (act for act in dict.fromkeys(fitting) if act.is_understood(context))

    @cached_property
    def _exact(self) -> Lookup[Act]:
        return Lookup((act, template) for act in self.known for template in act.exact)

    @cached_property
    def _lean_exact(self) -> Lookup[Act]:
        return Lookup(((act, item) for act in self.known for item in act.exact), lean=True)

    @cached_property
    def _patterns(self) -> Lookup[Act]:
        return Lookup((act, template) for act in self.known for template in act.patterns)


def read_acts(nodes: Iterable[Node], lists: WordLists) -> Acts:
    """Read lists of acts; what does not fit is noted as a fault of its node."""
    known: dict[str, Act] = {}
    for node in nodes:
        act = _read_act(node, lists)
        if act and act.name in known:
            node.fault(f'act "{act.name}" stands already; every act has a name of its own')
        elif act:
            known[act.name] = act
    return Acts(tuple(known.values()))


def _read_act(node: Node, lists: WordLists) -> Act | None:
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
