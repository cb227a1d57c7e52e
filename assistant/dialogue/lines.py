"""Authored lines: several ways to say one thing, and the slots that are filled in them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from assistant.dialogue.reflection import speakable
from assistant.errors import ContentError
from assistant.shape import Node

_ROLES = (
    "greeting consent situation feeling rating validate thought reflect confirm trap evidence_for "
    "evidence_against helper reframe act rerate guide cue teach offer close safety help error other"
)
ROLES = frozenset(_ROLES.split())
"""What a line is for, as `said` and `asked` events write it."""

_LINE_IDS = (
    "hello hello_again greeting goodbye help_home help_practice help_prompt not_understood "
    "nothing_heard silence_close stopped take_your_time paused_long nothing_to_resume "
    "nothing_to_repeat nothing_to_skip slower_speech faster_speech louder quieter loudest quietest "
    "slowest fastest nothing_before unsure out_of_scope thanks chat time_now time_unknown "
    "sleep_now not_yet yes_no_unasked number_unasked checkin_feeling checkin_rating "
    "fault_microphone fault_microphone_back fault_speaker_back fault_recognizer "
    "fault_synthesizer fault_voice_fallback fault_cache fault_slow missed_yes_no missed_rating "
    "missed_choice missed_open moving_on doctor_well doctor_ill practice_least practice_limit "
    "not_in_this note_longer note_shorter where_breath where_part where_between background "
    "no_background not_kept not_deleted the_number the_number_discreet hello_asleep woken "
    "silence_close_asleep sleep_now_asleep sleep_for sleep_for_asleep how_by_phrase how_by_key "
    "how_by_button how_loud how_fast state my_name fault_choices "
    "doctor_more turn_held turn_goes_on"
)
LINE_IDS = frozenset(_LINE_IDS.split())
"""Every line that the program itself speaks."""
_HOW = frozenset({"how"})
LINE_SLOTS: Mapping[str, frozenset[str]] = {
    "unsure": frozenset({"first", "second"}),
    "time_now": frozenset({"time"}),
    "doctor_ill": frozenset({"part"}),
    "where_breath": frozenset({"n", "of"}),
    "where_part": frozenset({"part"}),
    **dict.fromkeys(("hello_asleep", "silence_close_asleep", "sleep_now_asleep"), _HOW),
    "sleep_for": frozenset({"length"}),
    "sleep_for_asleep": frozenset({"length", "how"}),
    "how_by_phrase": frozenset({"my_phrase"}),
    **dict.fromkeys(("hello", "woken", "my_name"), frozenset({"my_name"})),
    "how_loud": frozenset({"my_loudness"}),
    "how_fast": frozenset({"my_pace"}),
}
"""The slots the program fills in those lines."""

_SLOT = re.compile(r"\{([^{}]*)\}")
_Choice = TypeVar("_Choice")
Values = Callable[[str], str | None]
"""Gives what stands for a slot, or None where nothing can."""


class Variety(random.Random):
    """A seeded choice that never takes the same variant twice running."""

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed)
        self._last: dict[object, object] = {}

    def pick(self, choices: Sequence[_Choice]) -> _Choice:
        """Return one of the choices, another than the last time where there is another."""
        key = tuple(choices)
        fresh = [choice for choice in choices if choice != self._last.get(key)]
        chosen = self.choice(fresh or choices)
        self._last[key] = chosen
        return chosen


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to say a line."""

    text: str
    place: str = field(default="", compare=False)
    """file:line where it is written."""

    @property
    def slots(self) -> tuple[str, ...]:
        """The names that stand in braces, as `thought` or `thought.turned`."""
        return tuple(_SLOT.findall(self.text))

    def filled(self, values: Values) -> str | None:
        """Return the text with its slots filled, or None where one has nothing to stand in it."""
        found = {name: values(name) for name in self.slots}
        if any(not value for value in found.values()):
            return None
        return _SLOT.sub(lambda match: str(found[match[1]]), self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to say, in variants; a line that is said again may have later grades."""

    id: str
    role: str
    grades: tuple[tuple[Variant, ...], ...]
    """The variants of the first time, of the second, and so on."""
    otherwise: tuple[Variant, ...] = ()
    """Said where no variant can be filled."""
    by: str = ""
    """The slot whose value chooses among `cases`; where it chooses none, `grades` are said."""
    cases: Mapping[str, tuple[Variant, ...]] = field(default_factory=dict, hash=False)

    def text(self, rng: Variety, grade: int = 0, **slots: object) -> str:
        """Return the line as it is to be spoken; `grade` counts from 0 and stays at the last."""
        return self.say(rng, lambda name: speakable(slots.get(name)), grade)[0]

    def say(self, rng: Variety, values: Values, grade: int = 0) -> tuple[str, Variant]:
        """Return the text and the variant it comes from.

        Raises ContentError where nothing can be filled, which `checks` rules out beforehand.
        """
        usual = self.grades[min(grade, len(self.grades) - 1)]
        chosen = self.cases.get((self.by and values(self.by)) or "", usual)
        for variants in (chosen, self.otherwise):
            able = [variant for variant in variants if variant.filled(values) is not None]
            if able:
                variant = rng.pick(able)
                return variant.filled(values) or "", variant
        place = self.grades[0][0].place
        raise ContentError([f'{place}: line "{self.id}" has an empty slot and no "or"'])

    def variants(self) -> tuple[Variant, ...]:
        """Return all that may be said."""
        spoken = (*self.grades, *self.cases.values(), self.otherwise)
        return tuple(variant for variants in spoken for variant in variants)


def read_line(node: Node, id: str, role: str = "other") -> Line:
    """Read a line: a text, a list of variants, or a mapping.

    A mapping has role, say or grades, and or; or `by` with a slot, texts by its value, and `else`.
    """
    if not node.is_mapping:
        return Line(id, role, (read_variants(node),))
    if any(key == "by" for key, _ in node.pairs()):
        return _read_line_by(node, id, role)
    fields = node.fields({"role", "say", "grades", "or"})
    if "role" in fields:
        role = fields["role"].choice(ROLES)
    if ("say" in fields) == ("grades" in fields):
        node.fault('a line has either "say" (variants) or "grades" (a list of lists of variants)')
    grades = fields["grades"].items() if "grades" in fields else [fields.get("say", node)]
    otherwise = read_variants(fields["or"]) if "or" in fields else ()
    return Line(id, role, tuple(read_variants(grade) for grade in grades), otherwise)


def _read_line_by(node: Node, id: str, role: str) -> Line:
    given = dict(node.pairs())
    by, otherwise = given.pop("by").text(), given.pop("else", None)
    if otherwise is None:
        node.fault('"by" needs an "else": what is said where the slot holds none of these')
    cases = {value: read_variants(texts) for value, texts in given.items()}
    return Line(id, role, (read_variants(otherwise or node),), by=by, cases=cases)


def read_variants(node: Node) -> tuple[Variant, ...]:
    """Read one text or a list of texts that mean the same."""
    variants = tuple(Variant(item.text(), f"{item.path}:{item.line}") for item in node.items())
    if not variants:
        node.fault("at least one text is expected here")
    return variants or (Variant("", f"{node.path}:{node.line}"),)
