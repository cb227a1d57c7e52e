"""The phrase book: what authors wrote for each kind and label, and what of it a text resembles.

An intents file may hold:

    words:        named lists for templates (see templates.py)
    politeness:   before, after: templates taken off an utterance before `short` and `exact`
    mishearings:  what a recogniser writes: what was meant
    traps, themes:  templates for the slots of reframe/thought, by name
    acts:         finer meanings (see acts.py)
    intents:      a list of
      - intent: command/stop
        short:    whole utterances, word for word; the fast ear listens for these
        exact:    templates for whole utterances
        patterns: templates looked for anywhere
        hints:    the same, but weak: several together decide
        phrases:  examples that other wordings are compared with
        veto:     templates that rule this intent out
        strength: weight of a pattern, 0 to 1 (0.75)
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.shape import Node
from assistant.understanding.acts import Acts, read_acts
from assistant.understanding.evidence import Evidence, few
from assistant.understanding.intents import read_name
from assistant.understanding.lookup import Cues, Lookup
from assistant.understanding.normalize import normalize, words
from assistant.understanding.similar import PhraseIndex
from assistant.understanding.templates import (
    Template,
    WordLists,
    lean_text,
    read_template,
    read_templates,
)

HINT = 0.35
"""Weight of one hint; two of them pass the router's threshold, one does not."""
MOST_IN_A_ROW = 14
"""Words of an utterance that is looked at as several wordings in a row."""
_KEYS = ("intent", "short", "exact", "patterns", "hints", "phrases", "veto", "strength")
_TOP = ("words", "politeness", "mishearings", "traps", "themes", "intents", "acts")


LEAN = 0.85
"""What a match without small words is worth, against a full one."""
LEANER = 0.68
"""The same for a pattern of which two words are left: it needs another reason beside it."""
MOST_LEAN = 6
"""Words, small ones apart, of an utterance that is taken as a whole without its small words."""


@dataclass(frozen=True, eq=False)
class Intent:
    """All that authors wrote for one kind and label."""

    name: tuple[str, str]
    """(kind, label)"""
    short: frozenset[str]
    exact: tuple[Template, ...]
    patterns: tuple[Template, ...]
    hints: tuple[Template, ...]
    phrases: tuple[str, ...]
    veto: tuple[Template, ...]
    strength: float
    """0 to 1"""
    places: Mapping[str, str] = field(default_factory=dict)
    """file:line of each of `short` and `phrases`."""


@dataclass(frozen=True, eq=False)
class PhraseBook:
    """Everything the intents files say."""

    intents: tuple[Intent, ...] = ()
    before: tuple[Template, ...] = ()
    """Politeness taken off the start of an utterance."""
    after: tuple[Template, ...] = ()
    """Politeness taken off its end."""
    mishearings: Mapping[str, str] = field(default_factory=dict)
    cues: Mapping[str, Cues] = field(default_factory=dict)
    """Of `traps` and `themes`."""
    index: PhraseIndex = field(default_factory=lambda: PhraseIndex(()))
    acts: Acts = field(default_factory=Acts)

    @property
    def act_names(self) -> frozenset[str]:
        """The names of all acts."""
        return frozenset(act.name for act in self.acts.known)

    def changes(self, text: str) -> tuple[str, ...]:
        """Return the acts that change a practice and stand inside a request, as it was said."""
        return self.acts.changes(self.mend(normalize(text)))

    def mend(self, text: str) -> str:
        """Return normalised text with known mishearings put right."""
        padded = f" {text} "
        for heard, meant in self.mishearings.items():
            if f" {heard} " in padded:
                padded = padded.replace(f" {heard} ", f" {meant} ")
        return " ".join(padded.split())

    def peeled(self, text: str) -> Iterator[str]:
        """Yield text, and what is left as the politeness around it is taken off bit by bit."""
        yield text
        before = ""
        while text != before:
            before = text
            for rest in _without(text, self.before, self.after):
                if not rest:
                    return
                text = rest
                yield text

    def bare(self, text: str) -> str:
        """Return text without the politeness around it."""
        return list(self.peeled(text))[-1]

    def whole(self, text: str) -> Iterator[Evidence]:
        """Yield every meaning for which text, as a whole, stands in the book."""
        said = text.split()
        fitting = _first(self._exact.possible(said), lambda template: template.fits(said))
        for intent in self.intents:
            if text in intent.short:
                yield Evidence(intent.name, 1.0, f"word for word: {'/'.join(intent.name)}")
            elif text in intent.phrases:
                yield Evidence(intent.name, 0.95, f"example: {few(text)}")
            elif intent in fitting:
                yield Evidence(intent.name, 0.97, f"whole: {few(fitting[intent].source)}")

    def row(self, text: str) -> Iterator[Evidence]:
        """Yield every meaning of which text is several wordings in a row.

        As in "too fast, please slow down": two to four, each the first or longest that stands.
        """
        said = text.split()
        if len(said) <= MOST_IN_A_ROW:
            places = itertools.combinations(range(len(said) + 1), 2)
            parts = {" ".join(said[start:end]) for start, end in places}
            possible = self._exact.possible(said)
            for intent in self.intents:
                short = intent.short & parts
                templates = [template for owner, template in possible if owner is intent]
                if (short or templates) and _is_row(said, templates, short):
                    yield Evidence(intent.name, 0.93, f"several of {'/'.join(intent.name)}")

    def vetoed(self, text: str) -> frozenset[tuple[str, str]]:
        """Return the meanings that a text, by what authors wrote, does not have."""
        return frozenset(intent.name for intent in self._ruled_out(text))

    def weigh(self, text: str) -> list[Evidence]:
        """Return what patterns, hints and similar phrases say about text."""
        ruled_out = self._ruled_out(text)
        names = {intent.name for intent in ruled_out}
        found = (*self._matching(text), *self._lean(text))
        return [evidence for intent, evidence in found if intent not in ruled_out] + [
            Evidence(near.intent, near.score, f"phrase: {few(near.phrase)}")
            for near in self.index.nearest(text)
            if near.intent not in names
        ]

    def _ruled_out(self, text: str) -> Collection[Intent]:
        said = text.split()
        return _first(self._veto.possible(said), lambda template: template.search(said))

    def _matching(self, text: str) -> Iterator[tuple[Intent, Evidence]]:
        """Yield what patterns and hints find, patterns also without their small words."""
        said, lean = text.split(), lean_text(text).split()
        matched: set[Template] = set()
        for intent, template in self._patterns.possible(said):
            if span := template.search(said):
                matched.add(template)
                weight = intent.strength + 0.02 * min(span.length, 8)
                yield (
                    intent,
                    Evidence(intent.name, min(weight, 0.98), f"pattern: {few(template.source)}"),
                )
        for intent, template in self._lean_patterns.possible(lean):
            if template not in matched and (length := template.lean_length(lean)) > 1:
                weight = intent.strength * (LEAN if length > 2 else LEANER)
                yield intent, Evidence(intent.name, weight, f"lean pattern: {few(template.source)}")
        for intent, template in self._hints.possible(said):
            if template.search(said):
                yield intent, Evidence(intent.name, HINT, f"hint: {few(template.source)}")

    def _lean(self, text: str) -> Iterator[tuple[Intent, Evidence]]:
        """Yield what a short text is as a whole where small words were dropped."""
        lean = lean_text(text)
        if text.count(" ") < MOST_LEAN:
            for intent in self.intents:
                if lean in intent.short:
                    yield intent, Evidence(intent.name, LEANER, f"lean: {'/'.join(intent.name)}")
        said = lean.split()
        left = len(set(said))
        if 1 < left <= MOST_LEAN:
            for intent, template in self._lean_exact.possible(said):
                if template.lean and template.lean.fits(said):
                    weight = min(0.5 + 0.1 * left, 0.74)
                    yield intent, Evidence(intent.name, weight, f"lean: {few(template.source)}")

    @cached_property
    def _exact(self) -> Lookup[Intent]:
        return Lookup((intent, item) for intent in self.intents for item in intent.exact)

    @cached_property
    def _lean_exact(self) -> Lookup[Intent]:
        return Lookup(((i, item) for i in self.intents for item in i.exact), lean=True)

    @cached_property
    def _patterns(self) -> Lookup[Intent]:
        return Lookup((intent, item) for intent in self.intents for item in intent.patterns)

    @cached_property
    def _lean_patterns(self) -> Lookup[Intent]:
        intents = [intent for intent in self.intents if intent.name[0] != "command"]
        return Lookup(((i, item) for i in intents for item in i.patterns), lean=True)

    @cached_property
    def _hints(self) -> Lookup[Intent]:
        return Lookup((intent, item) for intent in self.intents for item in intent.hints)

    @cached_property
    def _veto(self) -> Lookup[Intent]:
        return Lookup((intent, item) for intent in self.intents for item in intent.veto)


def _is_row(said: Sequence[str], templates: Sequence[Template], short: Collection[str]) -> bool:
    """Tell whether words are two to four wordings in a row."""
    at, count = 0, 0
    while at < len(said):
        ends = (template.end(said, at) for template in templates)
        end = next((end for end in ends if end), None) or _longest(said, at, short)
        if end is None or count == 4:
            return False
        at, count = end, count + 1
    return count > 1


def _longest(said: Sequence[str], at: int, wordings: Collection[str]) -> int | None:
    """Return where the longest of some wordings ends that begins at a word."""
    ends = range(len(said), at, -1)
    return next((end for end in ends if " ".join(said[at:end]) in wordings), None)


def _first(
    pairs: Iterable[tuple[Intent, Template]], fits: Callable[[Template], object]
) -> dict[Intent, Template]:
    """Return the first template of each intent that fits."""
    found: dict[Intent, Template] = {}
    for intent, template in pairs:
        if intent not in found and fits(template):
            found[intent] = template
    return found


def _without(text: str, before: Iterable[Template], after: Iterable[Template]) -> Iterator[str]:
    """Yield what is left of text after each template that is taken off its start or end."""
    said = text.split()
    for template in before:
        end = template.end(said, 0)
        if end is not None:
            said = said[end:]
            yield " ".join(said)
    for template in after:
        span = template.search(said)
        if span and span.end == len(said) and span.start > 0:
            said = said[: span.start]
            yield " ".join(said)


def read_phrases(nodes: Iterable[Node]) -> PhraseBook:
    """Read intents files into one book; what does not fit is noted as a fault of its node."""
    files = [node.fields(_TOP) for node in nodes]
    lists = WordLists({name: item.text() for top in files for name, item in _pairs(top, "words")})
    intents = [_read_intent(node, lists) for top in files for node in _items(top, "intents")]
    known = tuple(intent for intent in intents if intent)
    return PhraseBook(
        intents=known,
        before=_politeness(files, "before", lists, pinned="^ {}"),
        after=_politeness(files, "after", lists, pinned="{} $"),
        mishearings={
            " ".join(words(heard)): " ".join(words(meant.text()))
            for top in files
            for heard, meant in _pairs(top, "mishearings")
        },
        cues={
            kind: Cues(
                (name, template)
                for top in files
                for name, node in _pairs(top, kind)
                for template in read_templates(node, lists)
            )
            for kind in ("traps", "themes")
        },
        acts=read_acts([node for top in files for node in _items(top, "acts")], lists),
        index=PhraseIndex([(intent.name, phrase) for intent in known for phrase in intent.phrases]),
    )


def _politeness(
    files: list[dict[str, Node]], side: str, lists: WordLists, pinned: str
) -> tuple[Template, ...]:
    fields = [top["politeness"].fields(("before", "after")) for top in files if "politeness" in top]
    nodes = [item for found in fields if side in found for item in found[side].items()]
    return tuple(
        template
        for node in nodes
        if (template := read_template(node, pinned.format(f"({node.text()})"), lists))
    )


def _read_intent(node: Node, lists: WordLists) -> Intent | None:
    fields = node.fields(_KEYS, required=("intent",))
    if "intent" not in fields:
        return None
    kind = read_name(fields["intent"])
    if kind is None:
        return None
    parts = {key: read_templates(fields[key], lists) if key in fields else () for key in _KEYS[2:7]}
    short = fields["short"].items() if "short" in fields else []
    examples = fields["phrases"].items() if "phrases" in fields else []
    places = {normalize(item.text()): f"{item.path}:{item.line}" for item in (*short, *examples)}
    return Intent(
        name=kind,
        short=frozenset(normalize(item.text()) for item in short),
        exact=parts["exact"],
        patterns=parts["patterns"],
        hints=parts["hints"],
        phrases=tuple(filter(None, (normalize(item.text()) for item in examples))),
        veto=parts["veto"],
        strength=fields["strength"].number(0, 1) if "strength" in fields else 0.75,
        places=places,
    )


def _pairs(top: Mapping[str, Node], key: str) -> Iterator[tuple[str, Node]]:
    return top[key].pairs() if key in top else iter(())


def _items(top: Mapping[str, Node], key: str) -> list[Node]:
    return top[key].items() if key in top else []
