"""Plays a dialogue: a generator that yields actions, takes replies, and does no I/O."""

from __future__ import annotations

import math
from collections.abc import Generator, MutableMapping
from typing import Any

from assistant.dialogue import actions
from assistant.dialogue.actions import Action, Answer, Dialogue, Ended, NoInput, Reply
from assistant.dialogue.answers import take
from assistant.dialogue.counting import count_things
from assistant.dialogue.lines import Line, Variety
from assistant.dialogue.script import Book, Script
from assistant.dialogue.steps import (
    ASKED,
    Ask,
    Branch,
    Collect,
    Continue,
    End,
    Guide,
    Save,
    Say,
    Set,
    Step,
    Wait,
)
from assistant.understanding.numbers import say_digits

REPROMPTS = 2
"""How often a question is put again, for silence and for the not understood each."""
RETURNS = 3
"""How often back, help and repeat work in one dialogue, so that it is sure to end."""
PACES = {"slower": 0.8, "faster": 1.25}
_AGAIN = frozenset({"command/back", "command/help", "command/repeat"})

Slots = MutableMapping[str, Any]
_Steps = Generator[Action, Reply, str]


def play(script: Script, slots: Slots, book: Book, rng: Variety) -> Dialogue:
    """Play a dialogue from its first step.

    `slots` holds what is known at the start (`asked`: an exercise's name, `what`: kind/label,
    the slots of the request) and collects the answers. `Ended` may answer any action: it leaves
    the dialogue, or leads to its on_worse step. Returns done, left, silence or worse.
    """
    return (yield from _Player(script, slots, book, rng).run())


class _LeftError(Exception):
    """The dialogue is left before its step is done."""

    def __init__(self, how: str) -> None:
        self.how = how


class _Player:
    def __init__(self, script: Script, slots: Slots, book: Book, rng: Variety) -> None:
        self._script = script
        self._slots = slots
        self._book = book
        self._rng = rng
        self._asked: list[str] = []
        self._returns = 0
        self._worse = False

    def run(self) -> Dialogue:
        step = self._script.steps[self._script.first]
        while True:
            try:
                if isinstance(step, End):
                    if step.line:
                        yield from self._speak(step.line, step)
                    return step.how
                if isinstance(step, Continue):
                    script = self._book.scripts[step.dialogue]
                    return (yield from play(script, self._slots, self._book, self._rng))
                target = yield from self._take(step)
            except _LeftError as left:
                target = self._after(left.how, step)
                if not target:
                    return left.how if left.how in ("silence", "worse") else "left"
            step = self._script.steps[target]

    def _after(self, how: str, step: Step) -> str:
        """Return the step that a practice left early leads to; for "worse" once."""
        guide = step if isinstance(step, Guide) else None
        if how == "worse" and not self._worse:
            self._worse = True
            return (guide.on_worse if guide else "") or self._script.on_worse
        if guide and how == "left":
            return guide.then
        return guide.on_stop if guide and how == "stopped" else ""

    def _take(self, step: Step) -> _Steps:
        """Do one step and return the id of the next."""
        match step:
            case Say():
                yield from self._speak(step.line, step, step.pause)
            case Collect():
                return (yield from self._collect(step))
            case Ask():
                return (yield from self._ask(step))
            case Guide():
                yield from self._do(self._exercise(step))
            case Wait():
                yield from self._do(actions.Wait(step.seconds))
            case Set():
                self._slots[step.slot] = step.to
            case Save():
                if self._slots.get(step.slot):
                    yield from self._do(actions.Note(step.slot))
            case Branch():
                value = self._slots.get(step.slot)
                return next((case.then for case in step.cases if case.fits(value)), step.then)
        return step.then

    def _do(self, action: Action) -> Generator[Action, Reply, Reply]:
        reply = yield action
        if isinstance(reply, Ended):
            raise _LeftError(reply.how)
        return reply

    def _speak(
        self, line: Line, step: Step, pause: float = 0.4, grade: int = 0, **given: str
    ) -> Generator[Action, Reply, None]:
        known = self._book.values(self._slots)
        text, variant = line.say(self._rng, lambda name: given.get(name) or known(name), grade)
        own_words = any(slot not in (*self._book.facts, *given) for slot in variant.slots)
        source = f"{self._script.id}.{step.id}"
        yield from self._do(actions.Speak(text, step.role, source, not own_words, pause))

    def _exercise(self, step: Guide) -> actions.Guide:
        slots = self._slots
        length = step.length or str(slots.get("length") or "")
        changes = tuple(slots.get("changes") or ())
        if step.exercise != ASKED:
            label = self._book.practices[step.exercise]
            return actions.Guide(
                step.exercise, label, step.minutes, step.rounds,
                length=length, holds=step.holds, changes=changes,
            )  # fmt: skip
        return actions.Guide(
            exercise=str(slots[ASKED]),
            what=str(slots["what"]),
            minutes=math.inf if slots.get("open_ended") else slots.get("minutes", step.minutes),
            rounds=slots.get("rounds", step.rounds),
            pace=PACES.get(str(slots.get("pace")), 1.0),
            length=length,
            holds=step.holds,
            changes=changes,
        )

    def _ask(self, step: Ask) -> _Steps:
        self._asked.append(step.id)
        yield from self._speak(step.line, step)
        silences = misses = 0
        while True:
            reply = yield from self._do(self._listen(step))
            target = self._target(step, reply)
            if target:
                return target
            if isinstance(reply, NoInput):
                silences += 1
                if silences > REPROMPTS:
                    return (yield from self._give_up_listening(step))
                line = step.no_input or self._book.lines["nothing_heard"]
                yield from self._speak(line, step, grade=silences - 1)
            elif self._wants_again(reply):
                yield from self._explain(step)
            else:
                misses += 1
                if misses > REPROMPTS:
                    return (yield from self._move_on(step))
                yield from self._ask_otherwise(step, misses - 1)

    def _collect(self, step: Collect) -> _Steps:
        """Listen until all is named; silence, and three turns that name nothing, move on."""
        self._asked.append(step.id)
        yield from self._speak(step.line, step)
        left, told, empty = step.count, 0, 0
        while left > 0:
            reply = yield from self._do(self._listen(step))
            target = self._target(step, reply)
            if target:
                return target
            named = self._named(step, reply)
            left -= named
            if named:
                yield from self._tell_left(step, left, told)
                told += 1
            elif isinstance(reply, NoInput) and (empty or not step.no_input):
                return step.way("silence")
            elif self._wants_again(reply):
                yield from self._explain(step)
            elif empty == REPROMPTS:
                return (yield from self._move_on(step))
            else:
                yield from self._wait_for_more(step, reply, empty)
                empty += 1
        return step.then

    def _named(self, step: Collect, reply: Reply) -> int:
        """Return how many things a reply names, and keep its words in the slot."""
        if not isinstance(reply, Answer) or not take(step, reply, self._book.unsure):
            return 0
        named = count_things(reply.text)
        if step.slot and named:
            before = self._slots.get(step.slot)
            self._slots[step.slot] = ", ".join(filter(None, (before, reply.text.strip())))
        return named

    def _tell_left(self, step: Collect, left: int, told: int) -> Generator[Action, Reply, None]:
        if left > 0:
            yield from self._speak(step.more, step, grade=told, left=say_digits(str(left)))
        elif step.enough:
            yield from self._speak(step.enough, step)

    def _wait_for_more(
        self, step: Collect, reply: Reply, empty: int
    ) -> Generator[Action, Reply, None]:
        """Meet silence and the not understood in words; who thinks aloud is left to think."""
        if isinstance(reply, NoInput) and step.no_input:
            yield from self._speak(step.no_input, step)
        elif not (isinstance(reply, Answer) and take(step, reply, self._book.unsure)):
            line = step.no_match or self._book.lines["missed_open"]
            yield from self._speak(line, step, grade=empty)

    def _listen(self, step: Ask) -> actions.Listen:
        def takes(answer: Answer) -> bool:
            return answer.match.name in _AGAIN or bool(take(step, answer, self._book.unsure))

        return actions.Listen(
            expects=step.expects,
            role=step.role,
            source=f"{self._script.id}.{step.id}",
            options=tuple(option.id for option in step.options),
            patience=step.patience,
            timeout=step.timeout,
            takes=takes,
        )

    def _target(self, step: Ask, reply: Reply) -> str:
        """Return where a reply leads, "" where it does not lead on; keeps the answer."""
        if not isinstance(reply, Answer):
            return ""
        taken = take(step, reply, self._book.unsure)
        if taken is None:
            return self._asked_before(reply)
        if step.slot and taken.value is not None:
            self._slots[step.slot] = taken.value
        return taken.then

    def _asked_before(self, reply: Answer) -> str:
        """Return the question before, where someone wants to go back and still can."""
        if reply.match.name != "command/back" or self._returns >= RETURNS or len(self._asked) < 2:
            return ""
        self._returns += 1
        self._asked.pop()
        return self._asked.pop()

    def _wants_again(self, reply: Reply) -> bool:
        wanted = isinstance(reply, Answer) and reply.match.name in _AGAIN
        self._returns += wanted
        return wanted and self._returns <= RETURNS

    def _explain(self, step: Ask) -> Generator[Action, Reply, None]:
        if step.help:
            yield from self._speak(step.help, step)
        yield from self._speak(step.line, step)

    def _ask_otherwise(self, step: Ask, grade: int) -> Generator[Action, Reply, None]:
        """Say that it was not understood: in the step's own words, or in shared ones."""
        if step.no_match:
            yield from self._speak(step.no_match, step, grade=grade)
            return
        yield from self._speak(self._book.lines[f"missed_{step.expects}"], step, grade=grade)
        if grade == 0:
            yield from self._speak(step.line, step)

    def _move_on(self, step: Ask) -> _Steps:
        if "default" not in step.ways:
            yield from self._speak(self._book.lines["moving_on"], step)
        return step.way("default")

    def _give_up_listening(self, step: Ask) -> _Steps:
        if "silence" in step.ways:
            return step.ways["silence"]
        yield from self._speak(self._book.lines["silence_close"], step)
        raise _LeftError("silence")
