"""Content packs: folders of YAML read into one Pack; the pack that is shipped comes first."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from assistant.content.helplines import Helplines, contact_facts, load_helplines
from assistant.content.wordings import CORE as CORE
from assistant.content.wordings import nodes as read_nodes
from assistant.content.wordings import read_wordings
from assistant.dialogue.exercise import Exercise
from assistant.dialogue.exercise_reader import read_exercise
from assistant.dialogue.lines import Line, Values, Variant, read_line
from assistant.dialogue.script import Book, Script, read_script
from assistant.dialogue.steps import ASKED, RATING, READS, THEME, Ask, Step
from assistant.dialogue.traps import (
    SECOND_TRAP,
    TRAP,
    TRAPS,
    Trap,
    Traps,
    is_form,
    read_trap,
    trap_slots,
)
from assistant.errors import ContentError
from assistant.memory.choices import hours_text
from assistant.settings import Contact
from assistant.shape import Node
from assistant.understanding.choices import read_country, read_hours, read_name, read_phrase
from assistant.understanding.claims import DENIALS_AND_NO, claims
from assistant.understanding.intents import IntentMatch
from assistant.understanding.normalize import normalize
from assistant.understanding.phrases import PhraseBook
from assistant.understanding.ratings import rating
from assistant.understanding.safety import SafetyRules
from assistant.understanding.slots import length, thought_slots

ASKS_FOR_PRACTICE = frozenset({"breathing", "mindfulness"})
_Item = TypeVar("_Item", Line, Script, Exercise, Trap)


@dataclass(frozen=True, slots=True)
class Pack:
    """All content, from every folder."""

    lines: Mapping[str, Line]
    names: Mapping[str, str]
    """Short spoken names by kind/label."""
    dialogues: Mapping[str, Script]
    exercises: Mapping[str, Exercise]
    phrases: PhraseBook
    safety: SafetyRules
    helplines: Helplines
    dont_know: frozenset[str]
    worse: frozenset[str]
    """Words, as `normalize` gives them, by which a practice does not do someone good."""
    no_hold: frozenset[str]
    """Words by which someone must not hold the breath."""
    talk_worse: frozenset[str]
    """Whole answers by which talking does someone no good."""
    turn_done: frozenset[str]
    """Whole utterances by which a speaking turn is ended early."""
    time_out: frozenset[str]
    """Words that call for a break in what two people do, whatever else they agreed on."""
    traps: Traps
    sources: Mapping[str, str]
    """What scripts rest on, by id."""
    countries: Mapping[str, tuple[str, ...]]
    """How countries are said, by code: first as we say it."""

    def dialogue_for(self, match: IntentMatch) -> Script | None:
        """Return the dialogue that starts on a meaning: on its act, its label or safety tier."""
        starts = {start: script for script in self.dialogues.values() for start in script.starts_on}
        names = (*match.names, match.tier or "")
        return next((starts[name] for name in names if name in starts), None)

    def exercise_for(self, match: IntentMatch) -> Exercise | None:
        """Return the exercise that is led when something is asked for."""
        asked = {name: e for e in self.exercises.values() for name in e.asks}
        return next((asked[name] for name in match.names if name in asked), None)

    def feels_worse(self, text: str) -> bool:
        """Tell whether someone in a practice says that it does them no good."""
        return claims(text, self.worse)

    def rules_out_holds(self, text: str) -> bool:
        """Tell whether someone says something by which they must not hold their breath."""
        return claims(text, self.no_hold, DENIALS_AND_NO)

    def slots_for(self, match: IntentMatch, text: str) -> dict[str, Any]:
        """Return the slots that a dialogue starts with."""
        script, exercise = self.dialogue_for(match), self.exercise_for(match)
        slots = {**match.slots, "what": match.name, "act": match.act}
        changes = self.phrases.changes(text) if match.kind in ASKS_FOR_PRACTICE else ()
        slots |= {"length": length(normalize(text)), "changes": changes}
        slots["match_pace"] = "own_pace" in changes
        for name in script.reads if script else ():
            slots[name] = self.read(name, text)
        if match.kind == "reassurance" and (theme := self.theme_of(text)):
            slots[THEME] = theme
        if TRAPS in slots:
            slots |= trap_slots(slots[TRAPS])
        if exercise:
            slots |= {ASKED: exercise.id, "holds": exercise.holds}
        if script and match.name in script.keeps:
            slots[script.keeps[match.name]] = text
        return slots

    def read(self, name: str, text: str) -> str | None:
        """Return what someone chooses, as settings hold it; None where it is not in the words."""
        match name:
            case "name":
                return read_name(text)
            case "country":
                return read_country(text, self.countries)
            case "phrase":
                return read_phrase(text)
        hours = read_hours(text)
        return hours_text(*hours) if hours else None

    def theme_of(self, text: str) -> str | None:
        """Return what a fear is about, by the cues that authors wrote."""
        found = thought_slots(normalize(text), self.phrases.cues).get(THEME)
        return str(found) if found else None

    def traps_of(self, text: str) -> list[str]:
        """Return the thinking traps, at most two, that the cues of authors find in a thought."""
        return list(thought_slots(normalize(text), self.phrases.cues)[TRAPS])

    def spoken_lines(self, country: str | None) -> list[str]:
        """Return every text that is known beforehand, as it is spoken in a country.

        What danger is answered with comes first, then practices, those that voice can ask for
        before others: their cues must be there before the first breath. Topics, which are told
        most seldom, come last: a cache of some size holds a third of all.
        """
        practices = sorted(self.exercises.values(), key=lambda exercise: -len(exercise.asks))
        book = self.book(country)
        scripts = sorted(self.dialogues.values(), key=_seldom)
        steps = (step for script in scripts for step in script.steps.values())
        lines = [*self.lines.values(), *(line for step in steps for line in step.lines)]
        filled = (
            variant.filled(values)
            for line in lines
            for variant in line.variants()
            for values in _fillings(variant, book)
        )
        practised = (text for exercise in practices for text in exercise.lines)
        return list(
            dict.fromkeys([*self._first_in_danger(book), *practised, *filter(None, filled)])
        )

    def _first_in_danger(self, book: Book) -> list[str]:
        """Return what dialogues about danger say up to their first question, in a country."""
        steps: list[Step] = []
        for script in self.dialogues.values():
            if script.answers_danger:
                ahead = list(script.steps.values())
                asks = next((at for at, step in enumerate(ahead) if isinstance(step, Ask)), 0)
                steps += ahead[: asks + 1]
        lines = (line for step in steps for line in step.lines)
        filled = (variant.filled(book.facts.get) for line in lines for variant in line.variants())
        return list(filter(None, filled))

    def book(self, country: str | None, contact: Contact | None = None) -> Book:
        """Return what dialogues draw on, for a country (ISO code) and a person's own contact."""
        return Book(
            lines=self.lines,
            facts=self.helplines.facts(country),
            contact=contact_facts(contact),
            scripts=self.dialogues,
            practices={exercise.id: exercise.label for exercise in self.exercises.values()},
            unsure=self.dont_know,
            worse=self.talk_worse,
            traps=self.traps,
            reads={
                RATING: lambda text: rating(normalize(text)),
                THEME: self.theme_of,
                TRAPS: self.traps_of,
                **{name: partial(self.read, name) for name in READS},
            },
        )


def load_packs(folders: Sequence[Path] = ()) -> Pack:
    """Read the shipped pack and then the given folders.

    Raises ContentError with every fault of shape or reference in all of them.
    """
    faults: list[str] = []
    pack = read_packs(folders, faults)
    if faults:
        raise ContentError(faults)
    return pack


def read_packs(folders: Sequence[Path], faults: list[str]) -> Pack:
    """Read the shipped pack and then the given folders; what is wrong is noted in `faults`."""
    roots = [CORE, *folders]
    faults += [f"{root}: no such folder" for root in roots if not root.is_dir()]

    def nodes(pattern: str) -> list[Node]:
        return read_nodes(pattern, roots, faults)

    def phrases(file: str) -> frozenset[str]:
        return frozenset(normalize(item.text()) for node in nodes(file) for item in node.items())

    wordings, safety = read_wordings(roots, faults)
    scripts = _by_id((read_script(node) for node in nodes("dialogues/*.yaml")), faults)
    faults += _answers_taken_over(scripts.values())
    exercises = _by_id((read_exercise(node) for node in nodes("practices/*.yaml")), faults)
    lines = [read_line(node, id) for file in nodes("lines.yaml") for id, node in file.pairs()]
    traps = [read_trap(node, id) for file in nodes("traps.yaml") for id, node in file.pairs()]
    names = (pair for file in nodes("names.yaml") for pair in file.pairs())
    return Pack(
        lines=_by_id(lines, faults),
        names={name: node.text() for name, node in names},
        dialogues=scripts,
        exercises=exercises,
        phrases=wordings,
        safety=safety,
        helplines=load_helplines(roots),
        sources={id: node.text() for file in nodes("sources.yaml") for id, node in file.pairs()},
        dont_know=phrases("dont_know.yaml"),
        worse=phrases("worse.yaml"),
        no_hold=phrases("no_hold.yaml"),
        talk_worse=phrases("talk_worse.yaml"),
        turn_done=phrases("turn_done.yaml"),
        time_out=phrases("time_out.yaml"),
        traps=_by_id(traps, faults),
        countries={
            code: node.texts() for file in nodes("countries.yaml") for code, node in file.pairs()
        },
    )


def _answers_taken_over(scripts: Iterable[Script]) -> list[str]:
    """Return a fault for each dialogue of another pack that would answer danger."""
    return [
        f'{script.place}: "{script.id}" starts on danger; the shipped dialogues answer it'
        for script in scripts
        if script.answers_danger and not Path(script.place).is_relative_to(CORE)
    ]


def _by_id(items: Iterable[_Item], faults: list[str]) -> dict[str, _Item]:
    """Index by id; a pack adds and never replaces, so an id that is taken is a fault."""
    found: dict[str, _Item] = {}
    for item in items:
        if item.id in found:
            faults.append(f'{_place(item)}: "{item.id}" stands already at {_place(found[item.id])}')
        else:
            found[item.id] = item
    return found


def _place(item: Line | Script | Exercise | Trap) -> str:
    return item.grades[0][0].place if isinstance(item, Line) else item.place


def _seldom(script: Script) -> tuple[bool, bool]:
    """Rank dialogues by how much it matters that they are spoken at once."""
    told = [start.startswith("topic/") for start in script.starts_on]
    return not script.answers_danger, bool(told) and all(told)


def _fillings(variant: Variant, book: Book) -> Iterator[Values]:
    """Yield all that may stand in a variant that is known beforehand."""
    if not any(map(is_form, variant.slots)):
        yield book.facts.get
        return
    for trap in book.traps.values():
        for theme, at in itertools.product((None, *trap.by_theme), range(trap.most_ways)):
            slots = {TRAP: trap.id, SECOND_TRAP: trap.id, THEME: theme}
            yield book.values(slots, partial(_at, at))


def _at(at: int, texts: Sequence[str]) -> str:
    return texts[at % len(texts)]
