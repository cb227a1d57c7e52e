"""What holds across dialogues: who plays whom, no circles, and what has been done before one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from assistant.content.paths import in_order, marks_before
from assistant.dialogue.script import Script
from assistant.dialogue.steps import Call, Continue, Step
from assistant.errors import did_you_mean

Scripts = Mapping[str, Script]


def others(script: Script) -> Iterator[Call | Continue]:
    """Yield the steps of a dialogue that play another one, and what its time-out word plays."""
    yield from (step for step in script.steps.values() if isinstance(step, Call | Continue))
    if script.time_out:
        yield Call(id="time_out", dialogue=script.time_out, place=script.place)


def is_part(script: Script, scripts: Scripts) -> bool:
    """Tell whether a dialogue is only ever called by others, and so never begins or ends a talk."""
    played = [step for other in scripts.values() for step in others(other)]
    mine = [step for step in played if step.dialogue == script.id]
    return not script.starts_on and bool(mine) and all(isinstance(step, Call) for step in mine)


def call_faults(script: Script, scripts: Scripts) -> Iterator[str]:
    """Yield steps that play no dialogue there is, or one that leads back to this one."""
    for step in others(script):
        if step.dialogue not in scripts:
            wanted = did_you_mean(step.dialogue, scripts)
            yield f'{step.place}: no dialogue "{step.dialogue}"{wanted}'
        elif script.id in played_from(step.dialogue, scripts):
            yield f'{step.place}: "{step.dialogue}" leads back here: dialogues go in a circle'


def played_from(id: str, scripts: Scripts) -> set[str]:
    """Return the dialogue and all that may be played from it."""
    found: set[str] = set()
    waiting = [id]
    while waiting:
        here = waiting.pop()
        if here in scripts and here not in found:
            found.add(here)
            waiting += (step.dialogue for step in others(scripts[here]))
    return found


def has_circle(scripts: Scripts) -> bool:
    """Tell whether any dialogue leads back to itself."""
    plays = {id: {step.dialogue for step in others(script)} for id, script in scripts.items()}
    try:
        TopologicalSorter(plays).prepare()
    except CycleError:
        return True
    return False


def roles_passed(script: Script, order: list[Step], scripts: Scripts) -> dict[str, set[str]]:
    """Return for each step the roles that every way to it has passed.

    A dialogue that is only called goes on from what every caller has passed.
    """
    passed = marks_before(script, order, {step.id: {step.role} for step in order})
    given = _given(script, scripts)
    return {id: roles | given for id, roles in passed.items()}


def _given(script: Script, scripts: Scripts) -> set[str]:
    """Return the roles that every caller has passed before it calls a dialogue."""
    if not is_part(script, scripts):
        return set()
    each = []
    for caller in scripts.values():
        calls = [step.id for step in others(caller) if step.dialogue == script.id]
        order = in_order(caller) if calls else None
        if order:
            passed = roles_passed(caller, order, scripts)
            each += [passed.get(id, set()) for id in calls]
    return set.intersection(*each) if each else set()


def filled_by(script: Script) -> set[str]:
    """Return the slots that a dialogue may fill."""
    steps = (name for step in script.steps.values() for name in step.fills)
    return {*script.keeps.values(), *steps}


def handed_on(script: Script, scripts: Scripts) -> set[str]:
    """Return the slots that a dialogue may find filled by those from which it is played."""
    callers = (
        other
        for other in scripts.values()
        if other.id != script.id and script.id in played_from(other.id, scripts)
    )
    return {slot for caller in callers for slot in filled_by(caller)}


def brought_back(step: Step, scripts: Scripts) -> set[str]:
    """Return the slots that may be filled once a step that calls a dialogue is done."""
    called = played_from(step.dialogue, scripts) if isinstance(step, Call) else ()
    return {slot for id in called for slot in filled_by(scripts[id])}
