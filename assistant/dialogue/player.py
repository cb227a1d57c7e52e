"""Plays a dialogue: a generator that yields actions, takes replies, and does no I/O."""

from __future__ import annotations

import math
from collections.abc import Generator

from assistant.dialogue import actions
from assistant.dialogue.actions import Action, Dialogue, Reply
from assistant.dialogue.asking import Asker, LeftError, Slots, Steps
from assistant.dialogue.lines import Variety
from assistant.dialogue.script import Book, Script
from assistant.dialogue.steps import (
    ASKED,
    TODAY,
    Ask,
    Branch,
    Call,
    Change,
    Collect,
    Continue,
    End,
    Floor,
    Forget,
    Guide,
    Measure,
    Recall,
    Save,
    Say,
    Set,
    Step,
    Wait,
)
from assistant.dialogue.two import TIME_OUT

PACES = {"slower": 0.8, "faster": 1.25}


def play(
    script: Script,
    slots: Slots,
    book: Book,
    rng: Variety,
    instead: Script | None = None,
    instead_of_two: Script | None = None,
) -> Dialogue:
    """Play a dialogue from its first step.

    `instead` is given under an open safety flag: it is played in place of whatever weighs a
    thought, also where a dialogue goes on in such a one; `instead_of_two` so for what is for two.

    `slots` holds what is known at the start (`asked`: an exercise's name, `what`: kind/label,
    the slots of the request) and collects the answers. `Ended` may answer any action: it leaves
    the dialogue, or leads to its on_worse step. Returns done, left, silence or worse.
    """
    allowed = instead if instead and script.disputes else script
    if instead_of_two and script.for_two:
        allowed = instead_of_two
    return (yield from _Player(allowed, slots, book, rng, (instead, instead_of_two)).run())


class _Player:
    def __init__(
        self,
        script: Script,
        slots: Slots,
        book: Book,
        rng: Variety,
        instead: tuple[Script | None, Script | None],
    ) -> None:
        self._script = script
        self._instead = instead
        self._slots = slots
        self._book = book
        self._rng = rng
        self._asker = Asker(script, slots, book, rng)
        self._worse = False
        if today := book.today():
            slots[TODAY] = today
        if not script.answers_danger:
            slots.update(book.started(script.id))

    def run(self) -> Dialogue:
        step = self._script.steps[self._script.first]
        while True:
            try:
                if isinstance(step, End):
                    if step.line:
                        yield from self._asker.speak(step.line, step)
                    return step.how
                if isinstance(step, Continue):
                    return (yield from self._enter(step.dialogue))
                if isinstance(step, Call):
                    how = yield from self._enter(step.dialogue)
                    if how in ("silence", "worse") or self._is_withheld(step.dialogue):
                        return how
                    target = (how == "left" and step.left) or step.then
                else:
                    target = yield from self._take(step)
            except LeftError as left:
                if left.how == TIME_OUT:
                    how = yield from self._take_break()
                    if how == "done":
                        continue
                    return how
                target = self._after(left.how, step)
                if not target:
                    return left.how if left.how in ("silence", "worse") else "left"
            step = self._script.steps[target]

    def _enter(self, dialogue: str) -> Dialogue:
        """Play another dialogue with the same slots."""
        script, book, rng = self._book.scripts[dialogue], self._book, self._rng
        return (yield from play(script, self._slots, book, rng, *self._instead))

    def _take_break(self) -> Dialogue:
        """Play what follows the time-out word; where it ends done, the step is taken anew."""
        break_ = self._script.time_out
        return (yield from self._enter(break_)) if break_ else "done"

    def _is_withheld(self, dialogue: str) -> bool:
        """Tell whether another dialogue was played in place of one: then nothing follows it."""
        script, (instead, instead_of_two) = self._book.scripts[dialogue], self._instead
        return bool((instead and script.disputes) or (instead_of_two and script.for_two))

    def _after(self, how: str, step: Step) -> str:
        """Return the step that a practice left early leads to; for "worse" once."""
        guide = step if isinstance(step, Guide) else None
        if how == "worse" and not self._worse:
            self._worse = True
            return (guide.on_worse if guide else "") or self._script.on_worse
        if guide and how == "left":
            return guide.then
        return guide.on_stop if guide and how == "stopped" else ""

    def _take(self, step: Step) -> Steps:
        """Do one step and return the id of the next."""
        match step:
            case Say():
                yield from self._asker.speak(step.line, step, step.pause)
            case Collect():
                return (yield from self._asker.collect(step))
            case Measure():
                return (yield from self._asker.measure(step))
            case Ask():
                return (yield from self._asker.ask(step))
            case Guide():
                yield from self._asker.do(self._exercise(step))
            case Wait():
                yield from self._asker.do(actions.Wait(step.seconds))
            case Floor():
                source = f"{self._script.id}.{step.id}"
                seconds, done = step.seconds(self._slots), frozenset(step.done)
                yield from self._asker.do(actions.Floor(seconds, source, done))
            case Set():
                copied = self._slots.get(step.copied, "")
                self._slots[step.slot] = copied if step.copied else step.to
            case Save():
                texts = {name: str(self._slots[name]) for name in step.slots if self._is_set(name)}
                if texts:
                    yield from self._change(actions.Keep(texts), step, "not_kept")
            case Forget():
                yield from self._change(actions.Forget(step.slots), step, "not_deleted")
            case Recall():
                reply = yield from self._asker.do(actions.Recall(step.slots))
                if isinstance(reply, actions.Recalled):
                    self._slots.update(reply.texts)
                elif step.failed:
                    return step.failed
            case Change():
                return (yield from self._change_setting(step))
            case Branch():
                value = step.value({**self._book.contact, **self._slots})
                return next((case.then for case in step.cases if case.fits(value)), step.then)
        return step.then

    def _is_set(self, slot: str) -> bool:
        return self._slots.get(slot) not in (None, "")

    def _change(
        self, action: actions.Keep | actions.Forget, step: Step, line: str
    ) -> Generator[Action, Reply, None]:
        """Change what is kept; where that fails it is said, and the dialogue ends there."""
        reply = yield from self._asker.do(action)
        if isinstance(reply, actions.Failed):
            yield from self._asker.speak(self._book.lines[line], step)
            raise LeftError("left")

    def _change_setting(self, step: Change) -> Steps:
        """Change a setting, and keep in the slots how all of them are said now."""
        value = str(self._slots.get(step.setting) or "") if step.to is None else step.to
        reply = yield from self._asker.do(actions.Change(step.setting, value))
        if isinstance(reply, actions.Changed):
            self._slots.update(reply.told)
            return step.then if reply.kept else step.unkept or step.then
        return step.refused or step.then

    def _exercise(self, step: Guide) -> actions.Guide:
        slots = self._slots
        length = step.length or str(slots.get("length") or "")
        changes = tuple(slots.get("changes") or ())
        if step.exercise != ASKED:
            label = self._book.practices[step.exercise]
            return actions.Guide(
                step.exercise, label, step.minutes, step.rounds,
                length=length, holds=step.holds, bell=step.bell, changes=changes,
            )  # fmt: skip
        return actions.Guide(
            exercise=str(slots[ASKED]),
            what=str(slots["what"]),
            minutes=math.inf if slots.get("open_ended") else slots.get("minutes", step.minutes),
            rounds=slots.get("rounds", step.rounds),
            pace=PACES.get(str(slots.get("pace")), 1.0),
            length=length,
            holds=step.holds,
            bell=step.bell,
            own_rate=slots.get("own_rate"),
            changes=changes,
        )
