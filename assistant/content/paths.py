"""The ways through a dialogue: what leads where, what came before, how long a turn can get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from assistant.content.reading import words
from assistant.dialogue.lines import Line
from assistant.dialogue.script import Script
from assistant.dialogue.steps import (
    Ask,
    Branch,
    Collect,
    Continue,
    End,
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


def longest_turns(script: Script, order: list[Step]) -> dict[str, int]:
    """Return for each step the most words said in one go up to its end."""
    before = before_each(script)
    said: dict[str, int] = {}
    for step in order:
        spoken = max((_carried(script.steps[id], said[id]) for id in before[step.id]), default=0)
        said[step.id] = spoken + _words(step)
    return said


def _carried(step: Step, said: int) -> int:
    """Return the words a step leaves in the turn: an answer, a practice or a pause ends it."""
    if isinstance(step, Collect):
        return _most_words(step.enough)
    parted = isinstance(step, Ask | Guide | Wait) or (
        isinstance(step, Say) and step.pause >= LONG_PAUSE
    )
    return 0 if parted else said


def _words(step: Step) -> int:
    return _most_words(step.lines[0] if step.lines else None)


def _most_words(line: Line | None) -> int:
    return max((len(words(variant.text)) for variant in line.variants()), default=0) if line else 0


def most_answers(script: Script, order: list[Step]) -> int:
    """Return the most answers a way asks for; yes and no are not counted."""
    before = before_each(script)
    asked: dict[str, int] = {}
    for step in order:
        counts = isinstance(step, Ask) and step.expects != "yes_no"
        asked[step.id] = max((asked[id] for id in before[step.id]), default=0) + counts
    return max(asked.values(), default=0)
