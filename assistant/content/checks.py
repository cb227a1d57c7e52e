"""All that can be wrong with content, found at once: shape, references, and what may be said."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from assistant.content.calls import has_circle
from assistant.content.dialogues import dialogue_faults
from assistant.content.loader import CORE, Pack, read_packs
from assistant.content.naming import trap_faults
from assistant.content.references import source_faults, start_faults
from assistant.content.rules import exercise_faults, text_faults
from assistant.content.slots import shared_slot_faults
from assistant.content.transcripts import transcript_faults
from assistant.dialogue.gate import INSTEAD, INSTEAD_OF_TWO
from assistant.dialogue.lines import LINE_IDS
from assistant.dialogue.script import OWN_SCRIPT, TIERS
from assistant.errors import did_you_mean
from assistant.understanding.intents import KINDS, Context
from assistant.understanding.judge import shipped_judge
from assistant.understanding.router import Router

MUST_START = (
    TIERS
    | {OWN_SCRIPT}
    | {f"crisis/{label}" for label in ("abuse", "medical", "third_party", "harm_others", "hotline")}
)
"""What a dialogue must answer: safety cannot be left out."""
_QUESTION_ROLES = frozenset({"greeting", "help", "error", "feeling", "rating", "other"})


def check_packs(folders: Sequence[Path] = (), today: datetime.date | None = None) -> list[str]:
    """Return every fault of the shipped pack and the given folders, as file:line: what is wrong."""
    faults: list[str] = []
    pack = read_packs(folders, faults)
    apart = has_circle(pack.dialogues)
    for script in pack.dialogues.values():
        faults += dialogue_faults(script, pack, {} if apart else pack.dialogues)
    for line in pack.lines.values():
        asks = line.role in _QUESTION_ROLES
        faults += (fault for text in line.variants() for fault in text_faults(text, asks=asks))
        faults += shared_slot_faults(line, pack)
    for exercise in pack.exercises.values():
        faults += exercise_faults(exercise)
        faults += source_faults(exercise.sources, exercise.place, pack)
        faults += start_faults(exercise.asks, exercise.place, pack)
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
