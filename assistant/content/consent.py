"""Nothing that a person said is kept, and nothing kept is deleted, without their yes."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.content.paths import before_each
from assistant.dialogue.predictions import ASK_AFTER
from assistant.dialogue.script import Script
from assistant.dialogue.steps import WAYS, Ask, Forget, Save, Set, Step


def consent_faults(script: Script) -> Iterator[str]:
    """Yield steps that change what is kept and do not follow the yes, alone, of a question."""
    before = before_each(script)
    for step in script.steps.values():
        asks_later = isinstance(step, Set) and step.slot == ASK_AFTER
        if isinstance(step, Save | Forget) or asks_later:
            asked = [_is_yes_alone(script.steps[id], step.id) for id in before[step.id]]
            if step.id == script.first or step.id == script.on_worse or not all(asked):
                yield (
                    f"{step.place}: what is kept changes only right after the yes of an ask with "
                    '"role: consent" and "expects: yes_no"; every other answer leads elsewhere'
                )


def _is_yes_alone(step: Step, target: str) -> bool:
    """Tell whether a question of consent leads somewhere by its yes and by nothing else."""
    if not isinstance(step, Ask) or step.expects != "yes_no" or step.role != "consent":
        return False
    others = {step.way(way) for way in WAYS if way != "yes"}
    return step.way("yes") == target and target not in others
