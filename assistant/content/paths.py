"""The ways through a dialogue: what leads where, what came before, how long a turn can get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from assistant.content.reading import words
from assistant.dialogue.lines import Line
from assistant.dialogue.script import Script
from assistant.dialogue.steps import (
    ANSWERS,
    Ask,
    Branch,
    Call,
    Change,
    Collect,
    Continue,
    End,
    Floor,
    Guide,
    Recall,
    Say,
    Step,
    Wait,
)

LONG_PAUSE = 3.0
"""Seconds of silence that part two turns."""


def leads_to(step: Step) -> Iterator[str]:
    """Yield the id of every step that may follow."""
    if isinstance(step, End | Continue):
        return
    is_choice = isinstance(step, Ask) and step.expects == "choice"
    if not (is_choice and {"skip", "default"} <= _ways(step)):
        yield step.then
    match step:
        case Ask():
            yield from step.ways.values()
            yield from (option.then for option in step.options)
        case Branch():
            yield from (case.then for case in step.cases)
        case Recall():
            yield from filter(None, (step.failed,))
        case Call():
            yield from filter(None, (step.left,))
        case Change():
            yield from filter(None, (step.refused, step.unkept))
        case Guide():
            yield from filter(None, (step.on_worse, step.on_stop))


def _ways(step: Step) -> set[str]:
    return set(step.ways) if isinstance(step, Ask) else set()


def reachable(script: Script) -> set[str]:
    """Return the steps that some way from the start, or from on_worse, comes by."""
    found: set[str] = set()
    waiting = [script.first, script.on_worse]
    while waiting:
        id = waiting.pop()
        if id in script.steps and id not in found:
            found.add(id)
            waiting += leads_to(script.steps[id])
    return found


def in_order(script: Script) -> list[Step] | None:
    """Return the steps so that each comes before those it leads to; None where there is a loop."""
    before = before_each(script)
    try:
        order = list(TopologicalSorter(before).static_order())
    except CycleError:
        return None
    return [script.steps[id] for id in order]


def before_each(script: Script) -> dict[str, set[str]]:
    """Return for each step the ids of those that lead to it."""
    before: dict[str, set[str]] = {id: set() for id in script.steps}
    for step in script.steps.values():
        for target in leads_to(step):
            if target in before:
                before[target].add(step.id)
    return before


def marks_before(
    script: Script, order: list[Step], mark: Mapping[str, set[str]]
) -> dict[str, set[str]]:
    """Return for each step the marks that every way to it has passed.

    `mark` holds the marks that a step leaves behind. A way starts at the first step.
    """
    before = before_each(script)
    passed: dict[str, set[str]] = {}
    for step in order:
        ways = [passed[id] | mark.get(id, set()) for id in before[step.id]]
        passed[step.id] = set.intersection(*ways) if ways else set()
    return passed


def longest_turns(
    script: Script, order: list[Step], scripts: Mapping[str, Script], said_before: int = 0
) -> dict[str, int]:
    """Return for each step the most words said in one go up to its end.

    What is said in a dialogue that is called belongs to the turn it stands in.
    """
    before = before_each(script)
    said: dict[str, int] = {}
    left: dict[str, int] = {}
    for step in order:
        spoken = max((left[id] for id in before[step.id]), default=0)
        if step.id == script.first:
            spoken = max(spoken, said_before)
        other = _other(step, scripts) if isinstance(step, Call) else None
        if other:
            inner = longest_turns(*other, scripts, spoken)
            said[step.id] = max(inner.values(), default=0)
            left[step.id] = max(map(inner.__getitem__, _ends(other[0])), default=0)
        else:
            said[step.id] = spoken + _words(step)
            left[step.id] = _carried(step, said[step.id])
    return said


def _other(step: Step, scripts: Mapping[str, Script]) -> tuple[Script, list[Step]] | None:
    """Return the dialogue that a step plays, with its steps in order; None where it plays none."""
    found = scripts.get(step.dialogue) if isinstance(step, Call | Continue) else None
    order = in_order(found) if found else None
    return (found, order) if found and order else None


def _ends(script: Script) -> Iterator[str]:
    return (step.id for step in script.steps.values() if isinstance(step, End))


def _carried(step: Step, said: int) -> int:
    """Return the words a step leaves in the turn: an answer, a practice or a pause ends it."""
    if isinstance(step, Collect):
        return _most_words(step.enough)
    parted = isinstance(step, Ask | Guide | Wait | Floor) or (
        isinstance(step, Say) and step.pause >= LONG_PAUSE
    )
    return 0 if parted else said


def _words(step: Step) -> int:
    return _most_words(step.lines[0] if step.lines else None)


def _most_words(line: Line | None) -> int:
    return max((len(words(variant.text)) for variant in line.variants()), default=0) if line else 0


def answers_at_ends(
    script: Script,
    order: list[Step],
    scripts: Mapping[str, Script],
    begun: frozenset[int] = frozenset({0}),
) -> frozenset[int]:
    """Return every number of answers that a way to an end asks for; yes and no are not counted.

    `begun` holds how many were asked for before. A branch on the slot ANSWERS lets only those
    through that fit.
    """
    here: dict[str, frozenset[int]] = dict.fromkeys(script.steps, frozenset())
    here |= dict.fromkeys({script.first, script.on_worse} & here.keys(), begun)
    ended: set[int] = set()
    for step in order:
        counts = frozenset(count + script.counts(step) for count in here[step.id])
        if other := _other(step, scripts):
            counts = answers_at_ends(*other, scripts, counts)
        if isinstance(step, End | Continue):
            ended |= counts
        for target, fitting in _answered(step, counts):
            here[target] = here.get(target, frozenset()) | fitting
    return frozenset(ended)


def _answered(step: Step, counts: frozenset[int]) -> Iterator[tuple[str, frozenset[int]]]:
    """Yield the steps that may follow, each with the counts of answers that lead there."""
    if not (isinstance(step, Branch) and step.slot == ANSWERS):
        yield from ((target, counts) for target in leads_to(step))
        return
    rest = counts
    for case in step.cases:
        fitting = frozenset(filter(case.fits, rest))
        yield case.then, fitting
        rest -= fitting
    yield step.then, rest
