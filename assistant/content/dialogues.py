"""All that can be wrong with one dialogue: what it names, its order, its length, its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.content.calls import call_faults, is_part, roles_passed
from assistant.content.consent import consent_faults
from assistant.content.loader import CORE, Pack
from assistant.content.paths import answers_at_ends, before_each, in_order, longest_turns
from assistant.content.references import source_faults, start_faults, target_faults
from assistant.content.rules import LONGEST_TURN, caution_faults, text_faults
from assistant.content.slots import slot_faults
from assistant.dialogue.gate import GATE, INSTEAD, INSTEAD_OF_TWO, WEIGH
from assistant.dialogue.lines import Line, Variant
from assistant.dialogue.script import Script
from assistant.dialogue.steps import Ask, Collect, End, Floor, Guide, Step

MOST_ANSWERS = 9
"""Answers a dialogue asks for, yes and no not counted."""
WEIGHING = frozenset({"evidence_against", "helper", "reframe"})
"""Roles that come only after validation and the evidence for."""


def dialogue_faults(script: Script, pack: Pack, scripts: Mapping[str, Script]) -> Iterator[str]:
    """Yield what is wrong with a dialogue; `scripts` holds those it may lead to."""
    yield from source_faults(script.sources, script.place, pack)
    yield from target_faults(script, pack)
    yield from start_faults(script.starts_on, script.place, pack)
    yield from _practice_faults(script)
    yield from call_faults(script, pack.dialogues)
    if not is_part(script, pack.dialogues):
        yield from _silent_end_faults(script)
    yield from _gate_faults(script)
    yield from consent_faults(script)
    for step in script.steps.values():
        for line, asks in _lines(step):
            for variant in line.variants():
                yield from text_faults(variant, asks=asks)
    order = in_order(script)
    if order is None:
        yield f"{script.place}: the steps lead in a circle; lead on to a later step"
        return
    yield from slot_faults(script, order, pack)
    yield from _order_faults(script, roles_passed(script, order, scripts))
    yield from _length_faults(script, order, scripts)


def _lines(step: Step) -> Iterator[tuple[Line, bool]]:
    """Yield all that a step may say, and whether an answer is awaited after it."""
    enough = step.enough if isinstance(step, Collect) else None
    for line in step.lines:
        yield line, isinstance(step, Ask) and line is not step.help and line is not enough


def _practice_faults(script: Script) -> Iterator[str]:
    """Yield what the texts of a dialogue that is a practice itself break."""
    for text in filter(None, (script.caution, script.why)):
        yield from text_faults(Variant(text, script.place), asks=False)
    if script.caution:
        yield from caution_faults(script.caution, script.place, {"stop"})


def _gate_faults(script: Script) -> Iterator[str]:
    """Yield what would weigh a thought in danger, or let a pack say for someone that it is over."""
    if script.disputes and (script.answers_danger or script.id == INSTEAD):
        yield f"{script.place}: what answers danger weighs no thought"
    if script.for_two and (script.answers_danger or script.id in (INSTEAD, INSTEAD_OF_TWO)):
        yield f"{script.place}: what answers danger is not for two"
    if script.for_two and "abuse" not in script.not_for:
        yield f'{script.place}: what is for two is not_for "abuse"'
    talks = any(isinstance(step, Floor) for step in script.steps.values())
    if (talks or script.time_out) and not script.for_two:
        yield f'{script.place}: a dialogue with a "turn" or a "time_out" is "for_two: yes"'
    for step in script.steps.values():
        for slot in {WEIGH, GATE} & set(step.fills):
            if not script.place.startswith(str(CORE)):
                yield f'{step.place}: only the shipped safety dialogues set "{slot}"'


def _silent_end_faults(script: Script) -> Iterator[str]:
    before = before_each(script)
    for step in script.steps.values():
        if isinstance(step, End) and not step.line:
            led = [isinstance(script.steps[id], Guide) for id in before[step.id]]
            if not led or not all(led):
                yield f'{step.place}: an end has a last line to "say", unless a practice closes it'


def _order_faults(script: Script, passed: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield steps that weigh a thought before it was validated and before the evidence for it.

    `passed` holds, by step, the roles that every way to it has passed.
    """
    for step in script.steps.values():
        if step.role in WEIGHING | {"evidence_for", "trap"} and "validate" not in passed[step.id]:
            yield f"{step.place}: {step.role} comes after a validate step on every way"
        if step.role in WEIGHING and "evidence_for" not in passed[step.id]:
            yield f"{step.place}: {step.role} comes after evidence_for on every way"


def _length_faults(
    script: Script, order: list[Step], scripts: Mapping[str, Script]
) -> Iterator[str]:
    for id, count in longest_turns(script, order, scripts).items():
        if count > LONGEST_TURN:
            yield (
                f"{script.steps[id].place}: {count} words in one turn up to here; "
                f"{LONGEST_TURN} at most before an answer, a practice or a pause of 3 s"
            )
    answers = max(answers_at_ends(script, order, scripts), default=0)
    if answers > MOST_ANSWERS:
        yield f"{script.place}: asks for up to {answers} answers; {MOST_ANSWERS} at most"
