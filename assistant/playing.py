"""Playing: a dialogue is led to its end, its actions carried out one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from assistant import events
from assistant.adjusting import change_background
from assistant.choosing import Choosing
from assistant.content.loader import Pack
from assistant.dialogue.actions import (
    Action,
    Change,
    Done,
    Ended,
    Failed,
    Floor,
    Forget,
    Guide,
    Keep,
    Listen,
    Recall,
    Reply,
    Speak,
    Wait,
)
from assistant.dialogue.answers import is_request
from assistant.dialogue.gate import GATE, INSTEAD, INSTEAD_OF_TWO, WEIGH
from assistant.dialogue.player import play
from assistant.dialogue.script import Book, Script
from assistant.dialogue.session import Session
from assistant.dialogue.two import TIME_OUT, break_words
from assistant.interruptions import Diverted, FeltWorse, TimedOut, Welcome
from assistant.keeping import Keeping
from assistant.practice import Left, Practice, course_for
from assistant.prompt import Prompt
from assistant.speaking_turn import SpeakingTurn
from assistant.speech.estimate import estimated_seconds
from assistant.turns import Turns
from assistant.understanding.intents import Context, IntentMatch

NOTHING: Mapping[str, Any] = MappingProxyType({})


def _nothing(match: IntentMatch) -> bool:
    return False


@dataclass(slots=True)
class Playing:
    """Leads dialogues, one at a time."""

    pack: Pack
    book: Book
    turns: Turns
    keeping: Keeping
    choosing: Choosing
    session: Session
    asleep: bool = False
    """True after a practice that ends in silence: the person may be asleep."""
    _welcome: Welcome = field(default=_nothing)
    """What may take the place of a dialogue's lines, beside commands and danger."""
    _what: str = ""
    """kind/label of the dialogue that is led."""

    async def lead(
        self,
        script: Script,
        match: IntentMatch,
        given: Mapping[str, Any] = NOTHING,
        welcome: Welcome | None = None,
    ) -> None:
        """Play a dialogue to its end; `given` fills slots. Raises Diverted.

        `welcome` tells what may take the place of its lines, beside what always may.
        """
        turns, dangers = self.turns, self.turns.interpreting.dangers
        self._begin(script, match, welcome)
        slots = self._slots(match, given)
        instead = None if slots[GATE] == "open" else self.pack.dialogues[INSTEAD]
        instead_of_two = None if dangers.gate.allows_two() else self.pack.dialogues[INSTEAD_OF_TWO]
        dialogue = play(script, slots, self._book(), turns.rng, instead, instead_of_two)
        how = "left"
        try:
            action = next(dialogue)
            while True:
                dangers.gate.hear(slots.pop(WEIGH, None))
                if isinstance(action, Speak | Listen | Floor):
                    self._follow_break(action.source, slots)
                action = dialogue.send(await self._unless_timed_out(action))
        except StopIteration as stop:
            how = stop.value
            self.keeping.predictions.take(slots)
        except Diverted as diverted:
            how = diverted.how
            raise
        finally:
            dialogue.close()
            turns.interpreting.break_words = frozenset()
            self.session.remember(slots)
            turns.in_dialogue, self._welcome = False, _nothing
            self.turns.observe(events.Ended(match.name, how))

    def _begin(self, script: Script, match: IntentMatch, welcome: Welcome | None) -> None:
        self.turns.observe(events.Started(match.name))
        self._what, self.turns.in_dialogue, self.asleep = match.name, True, False
        self._welcome = welcome or (is_request if script.gives_way else _nothing)
        self.turns.troubles.rests = False
        self.turns.speaking.hush(script.discreet)

    def _slots(self, match: IntentMatch, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return all that a dialogue may be told at its start; what comes later goes first."""
        interpreting = self.turns.interpreting
        if interpreting.no_holds:
            self.session.hold_no_breath()
        self.session.known["again"] = "yes" if interpreting.dangers.is_repeated else ""
        return {
            **self.pack.slots_for(match, interpreting.last_words),
            **self.session.known,
            **interpreting.dangers.gate.slots(match),
            **self.keeping.predictions.tally(),
            **self.choosing.told(),
            **given,
        }

    def _book(self) -> Book:
        """Return the book with the help lines of the country that holds now."""
        facts = self.pack.helplines.facts(self.choosing.settings.country)
        return replace(self.book, facts=facts)

    def _follow_break(self, source: str, slots: Mapping[str, Any]) -> None:
        """Hear the time-out word from where a dialogue has one, until another leads on alone."""
        here = self.pack.dialogues.get(source.partition(".")[0])
        if here and here.time_out:
            self.turns.interpreting.break_words = break_words(self.pack.time_out, slots)
        elif here and here.starts_on:
            self.turns.interpreting.break_words = frozenset()

    async def _unless_timed_out(self, action: Action) -> Reply:
        """Carry out an action, unless two people call for the break that they agreed on."""
        try:
            return await self._perform(action)
        except TimedOut:
            return Ended(TIME_OUT)

    async def _perform(self, action: Action) -> Reply:
        match action:
            case Speak():
                self._hush_for(action)
                return await self.turns.speak(action, self._welcome)
            case Listen():
                context = Context(action.expects, action.options, role=action.role)
                return await Prompt(action, context, self.turns).put()
            case Guide():
                return await self._guide(action)
            case Wait(seconds):
                await self.turns.keep_silent(seconds)
            case Forget(names) if not names and not await self.choosing.forget_name():
                return Failed()
            case Floor():
                await SpeakingTurn(action, self.turns).give()
            case Keep() | Recall() | Forget():
                return await self.keeping.do(action)
            case Change():
                return await self.choosing.do(action)
        return Done()

    def _hush_for(self, action: Speak) -> None:
        """Go on more softly where a dialogue has led to one that is discreet."""
        script = self.pack.dialogues.get(action.source.partition(".")[0])
        if script and script.discreet and not self.turns.speaking.hushed:
            self.turns.speaking.hush(True)

    async def _guide(self, action: Guide) -> Reply:
        """Lead an exercise; one inside another dialogue has a start and end of its own."""
        exercise = self.session.with_rounds_left(self.pack.exercises[action.exercise])
        caution = self.session.is_first(exercise.caution)
        speaking, pace = self.turns.speaking, self.turns.speaking.pace
        for change in action.changes:
            change_background(speaking, change)
        course = course_for(
            exercise,
            action,
            self.turns,
            estimate=lambda text: estimated_seconds(text) / pace,
            caution=caution,
        )
        self.session.count_rounds(course, self.pack.exercises[exercise.id].ceiling)
        nested = action.what != self._what
        how = "left"
        if nested:
            self.turns.observe(events.Started(action.what))
        try:
            self.turns.troubles.rests = exercise.fades
            await Practice(course, self.turns).lead()
            how = "done"
            self.asleep = exercise.fades or not action.bell
        except Left:
            return Ended(how)
        except FeltWorse:
            how = "worse"
            return Ended(how)
        except Diverted as diverted:
            how = diverted.how
            raise
        finally:
            if nested:
                self.turns.observe(events.Ended(action.what, how))
        return Done()
