"""Danger heard in what was said: rules over words, read from YAML, run before all else.

A safety file may hold:

    words:      named lists for templates
    heard_as:   what a recogniser writes: what was meant; both readings are looked at, and one
                without "like" and "you know"
    figures:    templates of ordinary figures of speech; what they cover is not looked at
    people:     templates of who else a sentence may be about
    guards:     a list of {id, before | anywhere, to}: what lowers a hit, and to which label
    rules:      a list of
      - id: kill-myself
        tier: T3            T4 imminent, T3 explicit, T2 ask, S own script
        label: suicide_active
        patterns: templates looked for anywhere
        near: lists of templates, one of each within `within` words, in any order
        within: 6
        guarded: false      guards and people do not lower this rule (true)
        lean: 3             also looked for without small words, as recognisers drop them: asks
                            (T2) where at least so many words are left (0: not looked for)

A guard lowers a hit, never to nothing. `because` names rules, never what was said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.shape import Node
from assistant.understanding.intents import KINDS
from assistant.understanding.lookup import Lookup
from assistant.understanding.normalize import normalize, words
from assistant.understanding.templates import Span, Template, WordLists, lean_text, read_templates

TIERS = ("T4", "T3", "S", "T2")
"""Most urgent first."""
MOST_ALTERNATIVES = 5
"""Alternatives of a recogniser that are looked at."""
_SAID_IN_PASSING = re.compile(r"\b(?:you know|like(?! (?:that|this|to|him|her|it|a|the) ))(?: |$)")
"""Dropped in one reading: they part words that belong together."""
_BLANK = "_"
"""Stands for a figure of speech."""
_OWN = frozenset({"i", "me", "myself", "am"})
_TOP = ("words", "heard_as", "figures", "people", "guards", "rules")


@dataclass(frozen=True, slots=True)
class Danger:
    """What may be wrong, and how urgently."""

    tier: str
    """T4, T3, T2 or S."""
    label: str
    """A label of kind crisis."""
    because: str
    """Ids of the rule and the guard that decided."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One way of speaking of one danger."""

    id: str
    tier: str
    label: str
    patterns: tuple[Template, ...]
    near: tuple[tuple[Template, ...], ...]
    within: int
    """Words from the first to the last of the groups, at most."""
    guarded: bool
    lean: int
    """Words of a hit found only after small words are left out, at least; 0: none counts."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What lowers a hit."""

    id: str
    before: tuple[Template, ...]
    """Must end at most two words before the hit."""
    anywhere: tuple[Template, ...]
    label: str
    """What a hit becomes."""


@dataclass(frozen=True, slots=True)
class SafetyRules:
    """Everything the safety files say."""

    rules: tuple[Rule, ...] = ()
    guards: tuple[Guard, ...] = ()
    figures: tuple[Template, ...] = ()
    people: tuple[Template, ...] = ()
    heard_as: Mapping[str, str] = field(default_factory=dict)


class Safety:
    """The detector; it has no switch."""

    def __init__(self, rules: SafetyRules) -> None:
        self._rules = rules
        self._figures = Lookup((None, figure) for figure in rules.figures)
        self._patterns = Lookup((rule, item) for rule in rules.rules for item in rule.patterns)
        self._groups = Lookup(
            ((rule, group), item)
            for rule in rules.rules
            for group, items in enumerate(rule.near)
            for item in items
        )
        self._lean = Lookup(
            ((rule, item) for rule in rules.rules if rule.lean for item in rule.patterns), lean=True
        )

    def check(self, alternatives: Sequence[str], recent: Sequence[Danger] = ()) -> Danger | None:
        """Return the most urgent danger in a recogniser's alternatives, best alternative first.

        What only a lower alternative holds is asked about (T2), since it may be misheard. A
        second oblique remark soon after another (`recent`) is no longer only checked.
        """
        first, rest = alternatives[:1], alternatives[1:MOST_ALTERNATIVES]
        found = _worst(self._heard(text) for text in first)
        if found is None:
            lower = _worst(self._heard(text) for text in rest)
            found = lower and Danger("T2", "check", f"{lower.because}, in an alternative")
        if found and found.label == "check" and any(past.tier == "T2" for past in recent):
            return Danger("T2", "suicide_passive", f"{found.because}, again")
        return found

    def is_figurative(self, text: str) -> bool:
        """Tell whether normalised text holds a figure of speech that sounds like danger."""
        said = text.split()
        return any(figure.search(said) for _, figure in self._figures.possible(said))

    def _heard(self, text: str) -> Danger | None:
        plain = normalize(text)
        readings = {plain, self._as_meant(plain)}
        fluent = _SAID_IN_PASSING.sub("", plain)
        if fluent != plain:
            readings.add(self._as_meant(normalize(fluent)))
        return _worst(danger for reading in sorted(readings) for danger in self._read(reading))

    def _as_meant(self, text: str) -> str:
        padded = f" {text} "
        for heard, meant in self._rules.heard_as.items():
            if f" {heard} " in padded:
                padded = padded.replace(f" {heard} ", f" {meant} ")
        return padded.strip()

    def _read(self, text: str) -> Iterator[Danger]:
        said = self._without_figures(text.split())
        lean = lean_text(" ".join(said)).split()
        hits = dict(self._hits(said))
        for rule in self._rules.rules:
            if rule in hits:
                yield self._lowered(rule, said, hits[rule])
        for rule, template in self._lean.possible(lean):
            if rule not in hits and template.lean_length(lean) >= max(rule.lean, 2):
                yield Danger("T2", "check", f"{rule.id}, without small words")

    def _hits(self, said: Sequence[str]) -> Iterator[tuple[Rule, Span]]:
        """Yield each rule that stands somewhere, and where: by its first pattern, else nearby."""
        nearby: defaultdict[Rule, dict[int, list[Span]]]
        nearby = defaultdict(lambda: defaultdict(list))
        for (rule, group), template in self._groups.possible(said):
            nearby[rule][group] += template.each(said)
        for rule, places in nearby.items():
            span = _nearby(rule, [places[group] for group in range(len(rule.near))])
            if span:
                yield rule, span
        for rule, template in reversed(self._patterns.possible(said)):
            if span := template.search(said):
                yield rule, span

    def _without_figures(self, said: Sequence[str]) -> Sequence[str]:
        for _, figure in self._figures.possible(said):
            span = figure.search(said)
            if span:
                said = [*said[: span.start], _BLANK, *said[span.end :]]
        return said

    def _lowered(self, rule: Rule, said: Sequence[str], hit: Span) -> Danger:
        as_it_is = Danger(rule.tier, rule.label, rule.id)
        if not rule.guarded:
            return as_it_is
        if self._is_about_another(said[: hit.end]):
            return Danger("S", "third_party", f"{rule.id}, another person")
        for guard in self._rules.guards:
            if _guards(guard, said, hit.start):
                tier = "T2" if guard.label == "check" else "S"
                return Danger(tier, guard.label, f"{rule.id}, {guard.id}")
        return as_it_is

    def _is_about_another(self, until: Sequence[str]) -> bool:
        """Tell whether the last person named, up to the end of the hit, is somebody else."""
        others = (span.start for person in self._rules.people for span in person.each(until))
        own = (at for at in range(len(until)) if _is_own(until[at : at + 2]))
        return max(others, default=-1) > max(own, default=-1)


def _is_own(said: Sequence[str]) -> bool:
    """Tell whether some words begin with whoever speaks."""
    return said[0] in _OWN or list(said) == ["my", "life"]


def _guards(guard: Guard, said: Sequence[str], start: int) -> bool:
    if any(template.search(said) for template in guard.anywhere):
        return True
    before = said[:start]
    return any(start - span.end <= 2 for template in guard.before for span in template.each(before))


def _nearby(rule: Rule, places: Sequence[Sequence[Span]]) -> Span | None:
    """Return where one of each group stands close enough together, or None."""
    if not all(places):
        return None
    for low, high in places[0]:
        for spans in places[1:]:
            nearest = min(spans, key=lambda span: abs(span.start - low))
            low, high = min(low, nearest.start), max(high, nearest.end)
        if high - low <= rule.within:
            return Span(low, high)
    return None


def _worst(dangers: Iterable[Danger | None]) -> Danger | None:
    return min(filter(None, dangers), key=lambda danger: TIERS.index(danger.tier), default=None)


def read_safety(nodes: Iterable[Node]) -> SafetyRules:
    """Read safety files into one set of rules; what does not fit is a fault of its node."""
    files = [node.fields(_TOP) for node in nodes]
    lists = WordLists(
        {n: item.text() for top in files if "words" in top for n, item in top["words"].pairs()}
    )
    return SafetyRules(
        rules=tuple(_read_rule(node, lists) for top in files for node in _items(top, "rules")),
        guards=tuple(_read_guard(node, lists) for top in files for node in _items(top, "guards")),
        figures=tuple(t for top in files for t in _templates(top, "figures", lists)),
        people=tuple(t for top in files for t in _templates(top, "people", lists)),
        heard_as={
            " ".join(words(heard)): " ".join(words(meant.text()))
            for top in files
            if "heard_as" in top
            for heard, meant in top["heard_as"].pairs()
        },
    )


def _read_rule(node: Node, lists: WordLists) -> Rule:
    fields = node.fields(
        ("id", "tier", "label", "patterns", "near", "within", "guarded", "lean"),
        ("id", "tier", "label"),
    )
    near = fields["near"].items() if "near" in fields else []
    if "patterns" not in fields and len(near) < 2:
        node.fault('a rule needs "patterns" or at least two groups under "near"')
    return Rule(
        id=fields["id"].text() if "id" in fields else "",
        tier=fields["tier"].choice(TIERS) if "tier" in fields else "T2",
        label=fields["label"].choice(KINDS["crisis"]) if "label" in fields else "check",
        patterns=_templates(fields, "patterns", lists),
        near=tuple(read_templates(group, lists) for group in near),
        within=int(fields["within"].number(1, 20)) if "within" in fields else 6,
        guarded=fields["guarded"].flag() if "guarded" in fields else True,
        lean=int(fields["lean"].number(0, 9)) if "lean" in fields else 0,
    )


def _read_guard(node: Node, lists: WordLists) -> Guard:
    fields = node.fields(("id", "before", "anywhere", "to"), ("id",))
    return Guard(
        id=fields["id"].text() if "id" in fields else "",
        before=_templates(fields, "before", lists),
        anywhere=_templates(fields, "anywhere", lists),
        label=fields["to"].choice(("check", "third_party")) if "to" in fields else "check",
    )


def _templates(fields: Mapping[str, Node], key: str, lists: WordLists) -> tuple[Template, ...]:
    return read_templates(fields[key], lists) if key in fields else ()


def _items(top: Mapping[str, Node], key: str) -> list[Node]:
    return top[key].items() if key in top else []
