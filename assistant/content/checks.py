"""All that can be wrong with content, found at once: shape, references, and what may be said."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from assistant.content.calls import (
    brought_back,
    call_faults,
    handed_on,
    has_circle,
    is_part,
    roles_passed,
)
from assistant.content.consent import consent_faults
from assistant.content.loader import CORE, Pack, read_packs
from assistant.content.naming import trap_faults
from assistant.content.paths import (
    answers_at_ends,
    before_each,
    in_order,
    leads_to,
    longest_turns,
    reachable,
)
from assistant.content.reading import words
from assistant.content.rules import LONGEST_CAUTION, LONGEST_TURN, exercise_faults, text_faults
from assistant.content.transcripts import transcript_faults
from assistant.dialogue.counts import SPANS
from assistant.dialogue.gate import GATE, IN_COMPANY, INSTEAD, INSTEAD_OF_TWO, WEIGH
from assistant.dialogue.lines import LINE_IDS, LINE_SLOTS, Line, Variant
from assistant.dialogue.predictions import FEAR, TALLY
from assistant.dialogue.script import OWN_SCRIPT, TIERS, WORD_FORMS, Script
from assistant.dialogue.steps import (
    ANSWERS,
    ASKED,
    SETTING_SLOTS,
    THEME,
    TODAY,
    Ask,
    Branch,
    Change,
    Collect,
    End,
    Floor,
    Guide,
    Save,
    Set,
    Step,
)
from assistant.dialogue.traps import FORMS, SECOND_TRAP, TRAP, TRAPS, is_form
from assistant.errors import did_you_mean
from assistant.understanding.intents import KINDS, Context
from assistant.understanding.judge import shipped_judge
from assistant.understanding.router import Router

MOST_ANSWERS = 9
"""Answers a dialogue asks for, yes and no not counted."""
MUST_START = (
    TIERS
    | {OWN_SCRIPT}
    | {f"crisis/{label}" for label in ("abuse", "medical", "third_party", "harm_others", "hotline")}
)
"""What a dialogue must answer: safety cannot be left out."""
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
WEIGHING = frozenset({"evidence_against", "helper", "reframe"})
"""Roles that come only after validation and the evidence for."""
_QUESTION_ROLES = frozenset({"greeting", "help", "error", "feeling", "rating", "other"})


def check_packs(folders: Sequence[Path] = (), today: datetime.date | None = None) -> list[str]:
    """Return every fault of the shipped pack and the given folders, as file:line: what is wrong."""
    faults: list[str] = []
    pack = read_packs(folders, faults)
    apart = has_circle(pack.dialogues)
    for script in pack.dialogues.values():
        faults += _dialogue_faults(script, pack, {} if apart else pack.dialogues)
    for line in pack.lines.values():
        faults += _shared_line_faults(line, pack)
    for exercise in pack.exercises.values():
        faults += exercise_faults(exercise)
        faults += _source_faults(exercise.sources, exercise.place, pack)
        faults += _start_faults(exercise.asks, exercise.place, pack)
    traps, themes = (pack.phrases.cues[kind].names for kind in ("traps", "themes"))
    faults += trap_faults(pack.traps, traps, themes, str(CORE / "traps.yaml"))
    faults += _gaps(pack)
    faults += pack.helplines.refused
    faults += pack.helplines.expired(today or datetime.date.today())
    faults += _untested([CORE, *folders])
    faults += _two_ways(pack)
    if not faults:
        faults += (fault for root in (CORE, *folders) for fault in transcript_faults(pack, root))
    return sorted(set(faults))


def _gaps(pack: Pack) -> Iterator[str]:
    """Yield what the program needs and no pack gives."""
    starts = [start for script in pack.dialogues.values() for start in script.starts_on]
    for start in sorted(MUST_START - set(starts)):
        yield f"{CORE}: no dialogue starts on {start}"
    for start in sorted({start for start in starts if starts.count(start) > 1}):
        yield f"{CORE}: two dialogues start on {start}"
    for id in (INSTEAD, INSTEAD_OF_TWO):
        if id not in pack.dialogues:
            yield f'{CORE}: the dialogue "{id}" is missing'
    for id in sorted(LINE_IDS - set(pack.lines)):
        yield f'{CORE / "lines.yaml"}: the line "{id}" is missing'
    names = {f"{kind}/{label}" for kind in KINDS for label in KINDS[kind] if label}
    for name in sorted(set(pack.names) - names):
        yield f'{CORE / "names.yaml"}: no label "{name}"{did_you_mean(name, names)}'
    for name in sorted(names - set(pack.names)):
        if name.partition("/")[0] not in ("crisis", "out_of_scope"):
            yield f'{CORE / "names.yaml"}: "{name}" has no name'


def _two_ways(pack: Pack) -> Iterator[str]:
    """Yield phrases that are taken for another meaning than the one they stand under."""
    router = Router(pack.phrases, pack.safety, shipped_judge(with_sentences=False))
    for intent in pack.phrases.intents:
        name = "/".join(intent.name)
        for phrase, place in intent.places.items():
            # "okay" is a yes where one is awaited, and how somebody is elsewhere.
            is_answer = intent.name in (("command", "yes"), ("command", "no"))
            context = Context(expects="yes_no") if is_answer else Context()
            match = router.route([phrase], context)
            if match.name not in (name, "unsure/") and not match.tier:
                pulled = f"to {name} and, by {match.because}, to {match.name}"
                yield f'{place}: "{phrase}" pulls two ways: {pulled}'


def _untested(folders: Iterable[Path]) -> Iterator[str]:
    for folder in folders:
        for kind in ("dialogues", "practices"):
            for path in sorted(folder.glob(f"{kind}/*.yaml")):
                test = folder / "tests" / kind / path.name
                if not test.is_file():
                    yield f"{path}:1: has no test beside it; write {test}"


def _shared_line_faults(line: Line, pack: Pack) -> Iterator[str]:
    known = LINE_SLOTS.get(line.id, frozenset()) | set(_facts(pack))
    for variant in line.variants():
        yield from text_faults(variant, asks=line.role in _QUESTION_ROLES)
        for slot in variant.slots:
            if slot not in known:
                yield f"{variant.place}: unknown slot {{{slot}}}{did_you_mean(slot, known)}"


def _facts(pack: Pack) -> dict[str, str]:
    return pack.helplines.facts(None)


def _dialogue_faults(script: Script, pack: Pack, scripts: Mapping[str, Script]) -> Iterator[str]:
    """Yield what is wrong with a dialogue; `scripts` holds those it may lead to."""
    yield from _source_faults(script.sources, script.place, pack)
    yield from _target_faults(script, pack)
    yield from _start_faults(script.starts_on, script.place, pack)
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
    yield from _slot_faults(script, order, pack)
    yield from _order_faults(script, roles_passed(script, order, scripts))
    yield from _length_faults(script, order, scripts)


def _lines(step: Step) -> Iterator[tuple[Line, bool]]:
    """Yield all that a step may say, and whether an answer is awaited after it."""
    enough = step.enough if isinstance(step, Collect) else None
    for line in step.lines:
        yield line, isinstance(step, Ask) and line is not step.help and line is not enough


def _start_faults(starts: Iterable[str], place: str, pack: Pack) -> Iterator[str]:
    known = {f"{'/'.join(act.intent)}/{act.name}" for act in pack.phrases.acts.known}
    for start in starts:
        if start.count("/") == 2 and start not in known:
            yield f'{place}: no act "{start}"{did_you_mean(start, known)}'


def _practice_faults(script: Script) -> Iterator[str]:
    """Yield what the texts of a dialogue that is a practice itself break."""
    for text in filter(None, (script.caution, script.why)):
        yield from text_faults(Variant(text, script.place), asks=False)
    caution = words(script.caution.lower())
    if len(caution) > LONGEST_CAUTION:
        yield f"{script.place}: a caution of {len(caution)} words; {LONGEST_CAUTION} at most"
    if caution and "stop" not in caution:
        yield f'{script.place}: the caution speaks of "stop"'


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


def _source_faults(sources: Iterable[str], place: str, pack: Pack) -> Iterator[str]:
    for source in sources:
        if source not in pack.sources:
            yield f'{place}: unknown source "{source}"{did_you_mean(source, pack.sources)}'


def _target_faults(script: Script, pack: Pack) -> Iterator[str]:
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


def _slot_faults(script: Script, order: list[Step], pack: Pack) -> Iterator[str]:
    """Yield slots that nothing before sets, and words of a person without an "or"."""
    facts = _facts(pack)
    known = GIVEN | OF_SESSION | {*script.keeps.values(), *script.reads}
    known |= handed_on(script, pack.dialogues)
    for step in order:
        for slot in sorted(_read(step) - known - CONTACT):
            yield f'{step.place}: nothing before sets the slot "{slot}"{did_you_mean(slot, known)}'
        for line, _ in _lines(step):
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
