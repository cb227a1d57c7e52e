"""Slots: nothing is spoken, kept or looked at that may not have been set before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from assistant.content.calls import brought_back, handed_on
from assistant.content.loader import Pack
from assistant.dialogue.counts import SPANS
from assistant.dialogue.gate import GATE, IN_COMPANY
from assistant.dialogue.lines import LINE_SLOTS, Line, Variant
from assistant.dialogue.predictions import FEAR, TALLY
from assistant.dialogue.script import WORD_FORMS, Script
from assistant.dialogue.steps import (
    ANSWERS,
    ASKED,
    SETTING_SLOTS,
    THEME,
    TODAY,
    Branch,
    Change,
    Collect,
    Floor,
    Save,
    Set,
    Step,
)
from assistant.dialogue.traps import FORMS, SECOND_TRAP, TRAP, TRAPS, is_form
from assistant.errors import did_you_mean

GIVEN = frozenset(
    {ASKED, "what", "act", "rating", "length", "minutes", "rounds", "pace", "changes", "theme"}
    | {"holds", "hold_trouble", "match_pace", "open_ended", GATE, IN_COMPANY}
    | {ANSWERS, TODAY, *SPANS}
    | {FEAR, *TALLY}
    | {TRAPS, TRAP, SECOND_TRAP}
    | SETTING_SLOTS
)
"""Slots that a request may bring along."""
CONTACT = frozenset({"contact.name", "contact.number"})
"""Slots of the person's own contact; empty where none is set."""
OF_SESSION = frozenset({"limits", "again"})
"""Slots of what was said before in a session: what this program cannot do; the same trouble."""
LEFT = "left"
"""How many things are still to name, in the `more` of a collect."""


def slot_faults(script: Script, order: list[Step], pack: Pack) -> Iterator[str]:
    """Yield slots that nothing before sets, and words of a person without an "or"."""
    facts = pack.helplines.facts(None)
    known = GIVEN | OF_SESSION | {*script.keeps.values(), *script.reads}
    known |= handed_on(script, pack.dialogues)
    for step in order:
        for slot in sorted(_read(step) - known - CONTACT):
            yield f'{step.place}: nothing before sets the slot "{slot}"{did_you_mean(slot, known)}'
        for line in step.lines:
            yield from _case_faults(line, known, pack)
            filled = {*facts, LEFT} if isinstance(step, Collect) and line is step.more else facts
            for variant in line.variants():
                yield from _variant_slot_faults(variant, line, known, filled)
        known = known | set(step.fills) | brought_back(step, pack.dialogues)


def _case_faults(line: Line, known: Collection[str], pack: Pack) -> Iterator[str]:
    """Yield what chooses among texts and is never set, and texts that nothing chooses."""
    if line.by and line.by not in known:
        place = line.grades[0][0].place
        yield f'{place}: nothing before sets "{line.by}"{did_you_mean(line.by, known)}'
    cues = {THEME: "themes", TRAP: "traps", SECOND_TRAP: "traps"}
    names = pack.phrases.cues[cues[line.by]].names if line.by in cues else line.cases.keys()
    for name in sorted(line.cases.keys() - names):
        what = "theme" if line.by == THEME else "trap"
        yield f'{line.cases[name][0].place}: no {what} "{name}"{did_you_mean(name, names)}'


def _read(step: Step) -> set[str]:
    """Return the slots a step needs beside those of its lines."""
    match step:
        case Branch():
            return {step.slot, *filter(None, (step.against,))}
        case Save():
            return set(step.slots)
        case Change(setting=setting, to=None):
            return {setting}
        case Set():
            return set(filter(None, (step.copied,)))
        case Floor():
            return set(filter(None, (step.slot,)))
    return set()


def _variant_slot_faults(
    variant: Variant, line: Line, known: Iterable[str], facts: Iterable[str]
) -> Iterator[str]:
    for slot in variant.slots:
        base, _, form = slot.partition(".")
        if slot in facts:
            continue
        of_words = base in known and form in ("", *WORD_FORMS)
        if slot not in CONTACT and not (of_words or (is_form(slot) and base in known)):
            names = {*known, *facts, *(f"{TRAP}.{form}" for form in FORMS)}
            yield f"{variant.place}: nothing before sets {{{slot}}}{did_you_mean(slot, names)}"
        elif not line.otherwise or any(other.slots for other in line.otherwise):
            yield f'{variant.place}: {{{slot}}} may be empty; give an "or" that needs no slot'


def shared_slot_faults(line: Line, pack: Pack) -> Iterator[str]:
    """Yield the slots of a line of the program's own that nothing fills."""
    known = LINE_SLOTS.get(line.id, frozenset()) | set(pack.helplines.facts(None))
    for variant in line.variants():
        for slot in variant.slots:
            if slot not in known:
                yield f"{variant.place}: unknown slot {{{slot}}}{did_you_mean(slot, known)}"
