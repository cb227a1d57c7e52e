"""Speaking and asking in one dialogue: reprompts, ways back, what ends a question."""

from __future__ import annotations

from collections.abc import Generator, MutableMapping
from typing import Any, TypeAlias

from assistant.dialogue import actions
from assistant.dialogue.actions import Action, Answer, Ended, NoInput, Reply
from assistant.dialogue.answers import READ_AS, Taken, is_request, is_worse, picks, take
from assistant.dialogue.counting import breaths_a_minute, count_things
from assistant.dialogue.lines import Line, Variety
from assistant.dialogue.script import Book, Script
from assistant.dialogue.steps import ANSWERS, Ask, Collect, Measure, Step
from assistant.dialogue.traps import TRAPS, is_form, trap_slots
from assistant.understanding.numbers import say_digits

REPROMPTS = 2
"""How often a question is put again, for silence and for the not understood each."""
RETURNS = 3
"""How often back, help and repeat work in one dialogue, so that it is sure to end."""
_NO_BREATH = frozenset({"command/skip", "command/no"})
_AGAIN = frozenset({"command/back", "command/help", "command/repeat"})

Slots: TypeAlias = MutableMapping[str, Any]
Steps: TypeAlias = Generator[Action, Reply, str]
"""Actions of one step; returns the id of the next."""


class LeftError(Exception):
    """The dialogue is left before its step is done."""

    def __init__(self, how: str) -> None:
        self.how = how


class Asker:
    """Speaks and asks for one dialogue, and keeps its answers in the slots."""

    def __init__(self, script: Script, slots: Slots, book: Book, rng: Variety) -> None:
        self._script = script
        self._slots = slots
        self._book = book
        self._rng = rng
        self._asked: list[str] = []
        self._returns = 0

    def do(self, action: Action) -> Generator[Action, Reply, Reply]:
        """Have an action carried out; raises LeftError where the reply is Ended."""
        reply = yield action
        if isinstance(reply, Ended):
            raise LeftError(reply.how)
        return reply

    def speak(
        self, line: Line, step: Step, pause: float = 0.4, grade: int = 0, **given: str
    ) -> Generator[Action, Reply, None]:
        """Say a line of a step; `given` fills slots of its own."""
        known = self._book.values(self._slots, self._rng.pick)
        text, variant = line.say(self._rng, lambda name: given.get(name) or known(name), grade)
        authored = (*self._book.facts, *given)
        own_words = any(slot not in authored and not is_form(slot) for slot in variant.slots)
        source = f"{self._script.id}.{step.id}"
        yield from self.do(actions.Speak(text, step.role, source, not own_words, pause))

    def ask(self, step: Ask) -> Steps:
        """Put a question until an answer, silence or misses lead on."""
        self._begin(step)
        yield from self.speak(step.line, step)
        silences = misses = 0
        while True:
            reply = yield from self._hear(step)
            target = self._target(step, reply)
            if target:
                return target
            if isinstance(reply, NoInput):
                silences += 1
                if silences > step.reprompts:
                    return (yield from self._give_up_listening(step))
                line = step.no_input or self._book.lines["nothing_heard"]
                yield from self.speak(line, step, grade=silences - 1)
            elif self._wants_again(reply):
                yield from self._explain(step)
            else:
                misses += 1
                if misses > REPROMPTS:
                    return (yield from self._move_on(step))
                yield from self._ask_otherwise(step, misses - 1)

    def collect(self, step: Collect) -> Steps:
        """Listen until all is named; silence, and three turns that name nothing, move on."""
        self._begin(step)
        yield from self.speak(step.line, step)
        left, told, empty = step.count, 0, 0
        while left > 0:
            reply = yield from self._hear(step)
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

    def _begin(self, step: Ask) -> None:
        self._asked.append(step.id)
        if self._script.counts(step):
            self._slots[ANSWERS] = self._slots.get(ANSWERS, 0) + 1

    def measure(self, step: Measure) -> Steps:
        """Listen to some breaths; silence, or a wish to skip, ends it with what there is."""
        yield from self.speak(step.line, step)
        times: list[float] = []
        while len(times) < step.count:
            reply = yield from self.do(self._listen(step))
            if not isinstance(reply, Answer) or reply.match.name in _NO_BREATH:
                break
            times.append(reply.at)
        if rate := breaths_a_minute(times):
            self._slots[step.slot] = rate
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
            yield from self.speak(step.more, step, grade=told, left=say_digits(str(left)))
        elif step.enough:
            yield from self.speak(step.enough, step)

    def _wait_for_more(
        self, step: Collect, reply: Reply, empty: int
    ) -> Generator[Action, Reply, None]:
        """Meet silence and the not understood in words; who thinks aloud is left to think."""
        if isinstance(reply, NoInput) and step.no_input:
            yield from self.speak(step.no_input, step)
        elif not (isinstance(reply, Answer) and take(step, reply, self._book.unsure)):
            line = step.no_match or self._book.lines["missed_open"]
            yield from self.speak(line, step, grade=empty)

    def _hear(self, step: Ask) -> Generator[Action, Reply, Reply]:
        """Listen; in danger the number is told to who asks for it, and the question put again."""
        while True:
            reply = yield from self.do(self._listen(step))
            if not (isinstance(reply, Answer) and self._wants_number(reply)):
                return reply
            line = "the_number_discreet" if self._script.discreet else "the_number"
            yield from self.speak(self._book.lines[line], step)
            yield from self.speak(step.line, step)

    def _wants_number(self, answer: Answer) -> bool:
        is_asked = (
            answer.match.name == actions.NUMBER and actions.NUMBER not in self._script.starts_on
        )
        return is_asked and self._script.answers_danger

    def _listen(self, step: Ask) -> actions.Listen:
        def takes(answer: Answer) -> bool:
            worse = is_worse(step, answer, self._book.worse)
            again = answer.match.name in _AGAIN
            return worse or again or bool(self._take(step, answer))

        return actions.Listen(
            expects=step.expects,
            role=step.role,
            source=f"{self._script.id}.{step.id}",
            options=tuple(option.id for option in step.options),
            patience=step.patience,
            timeout=step.timeout,
            takes=lambda answer: self._wants_number(answer) or takes(answer),
            gives_way=self._script.gives_way,
            picks=lambda answer: picks(step, answer) or self._is_read(step, answer),
        )

    def _target(self, step: Ask, reply: Reply) -> str:
        """Return where a reply leads, "" where it does not lead on; keeps the answer."""
        if not isinstance(reply, Answer):
            return ""
        if is_worse(step, reply, self._book.worse):
            raise LeftError("worse")
        taken = self._take(step, reply)
        if taken is None:
            return self._asked_before(reply)
        slot = step.reads or step.slot
        if slot and taken.value is not None:
            self._slots[slot] = taken.value
        if taken.value is not None:
            self._slots.update({name: self._read(name, reply) for name in step.also})
            if TRAPS in step.also:
                self._slots.update(trap_slots(self._slots[TRAPS]))
        return taken.then

    def _take(self, step: Ask, answer: Answer) -> Taken | None:
        """Return what an answer means; where something is read from it, other words are none."""
        taken = take(step, answer, self._book.unsure)
        if not step.reads or (taken and taken.value is None):
            return taken
        value = None if is_request(answer.match) else self._book.reads[step.reads](answer.text)
        return Taken(step.then, str(value)) if value is not None else None

    def _is_read(self, step: Ask, answer: Answer) -> bool:
        """Tell whether what sounds like a command is what the question asks for: "call me Sam"."""
        is_words = answer.match.name in READ_AS.get(step.reads, ())
        return is_words and self._book.reads[step.reads](answer.text) is not None

    def _read(self, name: str, answer: Answer) -> object:
        """Return what an answer holds beside its words, as it was understood, else by its words."""
        understood = answer.match.slots.get(name)
        return self._book.reads[name](answer.text) if understood is None else understood

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
            yield from self.speak(step.help, step)
        yield from self.speak(step.line, step)

    def _ask_otherwise(self, step: Ask, grade: int) -> Generator[Action, Reply, None]:
        """Say that it was not understood: in the step's own words, or in shared ones."""
        if step.no_match:
            yield from self.speak(step.no_match, step, grade=grade)
            return
        yield from self.speak(self._book.lines[f"missed_{step.expects}"], step, grade=grade)
        if grade == 0:
            yield from self.speak(step.line, step)

    def _move_on(self, step: Ask) -> Steps:
        if "default" not in step.ways:
            yield from self.speak(self._book.lines["moving_on"], step)
        return step.way("default")

    def _give_up_listening(self, step: Ask) -> Steps:
        if "silence" in step.ways:
            return step.ways["silence"]
        yield from self.speak(self._book.lines["silence_close"], step)
        raise LeftError("silence")
