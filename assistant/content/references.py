"""What content names is there: sources, acts of requests, steps and practices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.content.loader import Pack
from assistant.content.paths import leads_to, reachable
from assistant.dialogue.script import Script
from assistant.dialogue.steps import ASKED, Guide
from assistant.errors import did_you_mean


def source_faults(sources: Iterable[str], place: str, pack: Pack) -> Iterator[str]:
    """Yield the sources that no pack tells of."""
    for source in sources:
        if source not in pack.sources:
            yield f'{place}: unknown source "{source}"{did_you_mean(source, pack.sources)}'


def start_faults(starts: Iterable[str], place: str, pack: Pack) -> Iterator[str]:
    """Yield what is to be asked for by an act that the phrase book does not know."""
    known = {f"{'/'.join(act.intent)}/{act.name}" for act in pack.phrases.acts.known}
    for start in starts:
        if start.count("/") == 2 and start not in known:
            yield f'{place}: no act "{start}"{did_you_mean(start, known)}'


def target_faults(script: Script, pack: Pack) -> Iterator[str]:
    """Yield steps that lead nowhere or are never led to, and practices that are not there."""
    steps, exercises = script.steps, pack.exercises
    seen = reachable(script)
    if script.on_worse not in steps:
        yield f'{script.place}: on_worse: no step "{script.on_worse}"' + did_you_mean(
            script.on_worse, steps
        )
    for step in steps.values():
        for target in leads_to(step):
            if not target:
                yield f"{step.place}: leads nowhere; the last step is an end"
            elif target not in steps:
                yield f'{step.place}: no step "{target}"{did_you_mean(target, steps)}'
        if step.id not in seen:
            yield f'{step.place}: no way leads to the step "{step.id}"'
        if isinstance(step, Guide) and step.exercise not in (ASKED, *exercises):
            yield f'{step.place}: no practice "{step.exercise}"' + did_you_mean(
                step.exercise, exercises
            )
        if isinstance(step, Guide) and step.exercise == ASKED:
            led = {start for exercise in exercises.values() for start in exercise.asks}
            for start in sorted(set(script.starts_on) - led):
                yield f"{step.place}: no practice is led when {start} is asked for"
