"""The conversation: READ FIRST. What is heard is understood and answered, one turn after another.

    listen     the ears run beside everything else and queue what they hear
    converse   hello -> hear -> answer -> hear -> answer ... until goodbye

An answer is a line, or a dialogue whose actions are carried out one by one. Whatever interrupts
an answer (Diverted) is answered next. Nothing ends in a silence that was not announced.
"""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import Any

from assistant import events
from assistant.adjusting import change_background
from assistant.audio.tones import Earcon
from assistant.choosing import Choosing
from assistant.content.loader import Pack
from assistant.dialogue import actions
from assistant.dialogue.actions import (
    Answer,
    Change,
    Done,
    Failed,
    Floor,
    Forget,
    Guide,
    Keep,
    Listen,
    NoInput,
    Recall,
    Reply,
    Speak,
    Wait,
)
from assistant.dialogue.answers import is_request
from assistant.dialogue.course import Course
from assistant.dialogue.exercise import Exercise
from assistant.dialogue.gate import GATE, INSTEAD, INSTEAD_OF_TWO, WEIGH
from assistant.dialogue.offer import Offer
from assistant.dialogue.player import play
from assistant.dialogue.script import Book, Script
from assistant.dialogue.two import TIME_OUT, break_words
from assistant.hearing import InputEnded
from assistant.interpreting import has_words
from assistant.interruptions import Diverted, FeltWorse, TimedOut, Welcome
from assistant.keeping import Keeping
from assistant.practice import Left, Practice, course_for
from assistant.precedence import ENDS
from assistant.prompt import HOME, Prompt
from assistant.speaking_turn import SpeakingTurn
from assistant.speech.estimate import estimated_seconds
from assistant.turns import Turns
from assistant.understanding.intents import Context, IntentMatch
from assistant.understanding.normalize import normalize
from assistant.understanding.numbers import say_minutes
from assistant.understanding.slots import minutes as asked_minutes

AFTER_STOP_SECONDS = 1.2
"""Silence after a stop: at least a second, by promise."""
MOST_MISSES = 3
"""After this many in a row, the last line says that a breath is led."""
LONGEST_SLEEP_MINUTES = 24 * 60
"""A longer one is until it is called."""
SAFE_DEFAULT = IntentMatch("breathing", "generic", because="three times not understood")
LOOKS_BACK = "came_true"
"""The dialogue that asks how a fear turned out, after a yes to being asked."""
LOOK_BACK = IntentMatch("journal", "progress", act="look_back")
INTRODUCTIONS: Mapping[str, IntentMatch] = {
    "about": IntentMatch("smalltalk", "about_you", act="introduction"),
    "setup": IntentMatch("command", "settings", act="introduction"),
}
"""The dialogues of a first run, in order, and what they answer."""
UNASKED = frozenset({"command/yes", "command/no"})
"""Answers, which nobody means where nothing was asked."""
NOTHING: Mapping[str, Any] = MappingProxyType({})
REMEMBERED = ("hold_trouble", "limits")
"""Slots of what is asked, or said, once in a session; they live in memory alone."""
LINES = {
    "smalltalk/thanks": "thanks",
    "smalltalk/greeting": "greeting",
    "smalltalk/chat": "chat",
    "checkin/rating": "checkin_rating",
    "checkin/feeling": "checkin_feeling",
    "command/settings/how_loud": "how_loud",
    "command/settings/how_fast": "how_fast",
    "smalltalk/greeting/state": "state",
    "smalltalk/about_you/my_name": "my_name",
    "command/help": "help_home",
    "command/resume": "nothing_to_resume",
    "command/repeat": "nothing_to_repeat",
    "command/skip": "nothing_to_skip",
    "command/back": "nothing_before",
    "command/yes": "yes_no_unasked",
    "command/no": "yes_no_unasked",
    "command/number": "number_unasked",
    "command/time": "time_now",
    "command/sleep": "sleep_now",
    "command/goodbye": "goodbye",
}
"""Line of the pack that answers an intent, or an act of it, which starts no dialogue."""


def _nothing(match: IntentMatch) -> bool:
    return False


@dataclass(slots=True)
class Conversation:
    """One conversation with whoever is in the room."""

    pack: Pack
    book: Book
    turns: Turns
    keeping: Keeping
    choosing: Choosing
    observe: events.Observer
    wall_clock: Callable[[], str | None]
    """Gives the time of day as it is spoken; None where the clock is not set."""
    stays: bool = True
    """True where the program outlives goodbye and waits to be spoken to again."""
    stays_open: bool = False
    """True where silence never closes the session."""
    introductions: Mapping[str, Callable[[], None]] = field(default_factory=dict)
    """Dialogues of a first run, each with what is called once it was heard."""
    _session: bool = False
    _misses: int = 0
    """Times in a row that nothing was understood."""
    _offered: Offer | None = None
    """What was asked about with "did you mean"."""
    _cautions: set[str] = field(default_factory=set)
    """What has been spoken in this session of what is said once."""
    _rounds: Counter[str] = field(default_factory=Counter)
    """Rounds led in this session, by exercise."""
    _known: dict[str, Any] = field(default_factory=dict)
    """Slots that hold for the whole session, see REMEMBERED."""
    _quiet: bool = False
    """True where silence is what the person wants: it is not met with words."""
    _asleep: bool = False
    """True after a practice that ends in silence: the person may be asleep."""
    _rests: bool = False
    """True where it was told to stop listening, and nothing was said since."""
    _welcome: Welcome = field(default=_nothing)
    """What may take the place of a dialogue's lines, beside commands and danger."""
    _what: str = field(default="")
    """kind/label of the dialogue that runs."""

    async def run(self) -> None:
        """Listen and converse until the input ends or goodbye is said."""
        async with asyncio.TaskGroup() as group:
            listen = group.create_task(self.turns.hearing.ears.run(), name="listen")
            await group.create_task(self.converse(), name="converse")
            listen.cancel()

    async def converse(self) -> None:
        """The turn loop."""
        turn: Callable[[], Awaitable[None]] = self._greet
        introduces = self.introductions and not self.choosing.is_quiet()
        if introduces:
            turn = self._introduce
        elif self.choosing.waking.sleeps():
            turn = self._say_how_to_call
        if introduces or not self.choosing.waking.sleeps():
            self._open_session()
        try:
            while self._session or self.stays or self._rests:
                try:
                    await turn()
                    turn = self._take_turn
                except Diverted as diverted:
                    turn = partial(self._answer, diverted.match)
        except InputEnded:
            pass
        finally:
            self._close_session("left")

    async def _introduce(self) -> None:
        """Tell what this is, and offer to set it up; whatever is understood meanwhile goes first.

        Who did not hear it to the end, and did not stop it, is told again at the next start.
        """
        self.observe(events.Listening(HOME.patience))
        for dialogue, told in self.introductions.items():
            try:
                await self._run(self.pack.dialogues[dialogue], INTRODUCTIONS[dialogue])
            except Diverted as diverted:
                if diverted.how == "stopped":
                    told()
                raise
            told()
        await self._greet()

    async def _greet(self) -> None:
        await self.turns.greet("hello", HOME.patience, **self.choosing.told())

    async def _say_how_to_call(self) -> None:
        """Greet, and tell how it is called; in quiet hours nobody has asked for that."""
        if not self.choosing.is_quiet():
            await self.turns.say("hello_asleep", how=self._how_to_call())

    def _how_to_call(self) -> str:
        waking = self.choosing.waking
        by = "phrase" if waking.by == "always" else waking.by
        return self.turns.line(f"how_by_{by}", my_phrase=waking.phrase).text

    async def _take_turn(self) -> None:
        await self._answer(await self._hear())
        await self._look_back()

    async def _look_back(self) -> None:
        """Ask about a fear whose time has come, once what was wanted has been answered."""
        is_open = self._session and not (self._quiet or self._offered or self.choosing.is_quiet())
        if is_open and self.turns.interpreting.dangers.gate.state(LOOK_BACK) == "open":
            fear = self.keeping.predictions.next_due()
            if fear:
                await self._run(self.pack.dialogues[LOOKS_BACK], LOOK_BACK, fear)

    async def _hear(self) -> IntentMatch:
        """Wait between dialogues for something to answer; silence is announced, then kept."""
        while True:
            if self.choosing.waking.sleeps() and not self._session:
                self.turns.troubles.rests = True
                asked = await self._be_called()
                if asked:
                    return asked
                continue
            rests = not self._session or (self._quiet and self.stays_open)
            prompt = replace(HOME, timeout=math.inf) if rests else HOME
            self.turns.troubles.rests = self._quiet or not self._session
            if offer := self._offered:
                prompt = replace(prompt, picks=offer.is_picked_by)
            match await Prompt(prompt, Context(), self.turns).put():
                case Answer(match=match):
                    self._open_session()
                    self._quiet = False
                    if match.kind != "unsure":
                        self._misses = 0
                    return match
                case NoInput():
                    await self._meet_silence()
                case _ if self._asleep:  # a snore is no turn
                    continue
                case _:
                    self._open_session()
                    await self._miss()

    async def _be_called(self) -> IntentMatch | None:
        """Sleep until called; return what was asked in the same breath, else say "I'm here".

        None, and nothing said, where the time is over for which it was to sleep.
        """
        waking = self.choosing.waking
        try:
            async with asyncio.timeout(waking.seconds_left()):
                heard = await self.turns.called(waking.phrase, HOME.patience, waking.is_deaf())
        except TimeoutError:
            return None
        waking.wake()
        self._open_session()
        self._quiet = False
        if heard.text:
            return self.turns.interpreting.understood(heard, Context())
        await self.turns.speaking.signal(Earcon.HEARD)
        await self.turns.say("woken", 0, **self.choosing.told())
        return None

    async def _meet_silence(self) -> None:
        """Ask once more where we had asked; else say that we will be quiet, unless we said so.

        Whoever said stop or goodbye, or fell asleep over a practice, is not spoken to again. In
        the quiet hours nobody is asked whether they are still there.
        """
        if self._quiet:
            self._close_session("silence")
        elif self.turns.exchange.asked and not self.turns.troubles.is_quiet():
            await self.turns.say("nothing_heard")
        else:
            self._quiet = True
            await self._say_last("silence_close")
            self._close_session("silence")

    async def _answer(self, match: IntentMatch) -> None:
        """Answer what was understood: with a dialogue where there is one, else with a line."""
        match = self._as_offered(match)
        script = self.pack.dialogue_for(match)
        if match.name == "command/stop":
            await self.turns.keep_silent(AFTER_STOP_SECONDS)
            await self.turns.say("stopped")
        elif match.kind == "unsure":
            await self._offer(match)
        elif script and not (match.act and match.names[0] in LINES):
            await self._run(script, match)
        else:
            await self._say_line_for(match)
        self._quiet = self._quiet or match.name in ENDS
        if match.name in ENDS and match.label != "stop":
            self._close_session(ENDS[match.name])

    async def _say_line_for(self, match: IntentMatch) -> None:
        fallback = "out_of_scope" if match.kind == "out_of_scope" else "not_yet"
        line = next((LINES[name] for name in match.names if name in LINES), fallback)
        time = self.wall_clock()
        if line == "time_now" and time is None:
            line = "time_unknown"
        if line == "sleep_now":
            await self._go_to_sleep()
        else:
            await self.turns.say(line, 0, time=time or "", **self.choosing.told())

    async def _go_to_sleep(self) -> None:
        """Stop listening, for as long as that was said, and say what that means."""
        self._rests = True
        minutes = asked_minutes(normalize(self.turns.interpreting.last_words))
        lasts = minutes is not None and 0 < minutes <= LONGEST_SLEEP_MINUTES
        if minutes is not None and lasts:
            self.choosing.waking.sleep(minutes * 60)
            await self._say_last("sleep_for", length=say_minutes(minutes))
        else:
            self.choosing.waking.sleep()
            await self._say_last("sleep_now")

    async def _say_last(self, line: str, **slots: str) -> None:
        """Say that we will be quiet, and how to be called where that is needed."""
        if self.choosing.waking.sleeps():
            await self.turns.say(f"{line}_asleep", 0, how=self._how_to_call(), **slots)
        else:
            await self.turns.say(line, 0, **slots)

    async def _offer(self, match: IntentMatch) -> None:
        """Ask which of two things was meant; an "I don't know" that answers nothing is a miss."""
        options = ["/".join(option) for option in match.options]
        if UNASKED.issuperset(options):
            await self._miss("not_known")
            return
        names = [self.pack.names.get(option) for option in options]
        if None in names or not UNASKED.isdisjoint(options):
            await self._miss()
            return
        first, second = map(str, names)
        self._offered = Offer(match.options, (first, second), self.turns.interpreting.last_words)
        await self.turns.say("unsure", first=first, second=second)

    def _as_offered(self, match: IntentMatch) -> IntentMatch:
        """Return what a match means after "did you mean": one of the two, with the words before."""
        offer, self._offered = self._offered, None
        at = offer.chosen(match, self.turns.interpreting.last_words) if offer else None
        if offer is None or at is None:
            return match
        self.turns.interpreting.last_words = offer.words
        return self.turns.interpreting.router.meant(offer.options[at], offer.words)

    async def _miss(self, line: str = "not_understood") -> None:
        """Say that it was not understood; the third time in a row, lead the breath it promises."""
        await self.turns.say(line, self._misses)
        self._misses += 1
        if self._misses == MOST_MISSES:
            self._misses = 0
            await self._answer(SAFE_DEFAULT)

    async def _run(
        self, script: Script, match: IntentMatch, given: Mapping[str, Any] = NOTHING
    ) -> None:
        """Play a dialogue to its end, carrying its actions out one by one; `given` fills slots."""
        self.observe(events.Started(match.name))
        self._what, self.turns.in_dialogue, self._asleep = match.name, True, False
        self._welcome = is_request if script.gives_way else _nothing
        if match == INTRODUCTIONS["about"]:
            self._welcome = has_words
        self.turns.troubles.rests = False
        if self.turns.interpreting.no_holds:
            self._known["hold_trouble"] = "yes"
        self._known["again"] = "yes" if self.turns.interpreting.dangers.is_repeated else ""
        self.turns.speaking.hush(script.discreet)
        gate = self.turns.interpreting.dangers.gate.slots(match)
        slots = self.pack.slots_for(match, self.turns.interpreting.last_words) | self._known | gate
        slots |= {**self.keeping.predictions.tally(), **self.choosing.told(), **given}
        instead = None if gate[GATE] == "open" else self.pack.dialogues[INSTEAD]
        allows_two = self.turns.interpreting.dangers.gate.allows_two()
        instead_of_two = None if allows_two else self.pack.dialogues[INSTEAD_OF_TWO]
        facts = self.pack.helplines.facts(self.choosing.settings.country)
        book = replace(self.book, facts=facts)
        dialogue = play(script, slots, book, self.turns.rng, instead, instead_of_two)
        how = "left"
        try:
            action = next(dialogue)
            while True:
                self.turns.interpreting.dangers.gate.hear(slots.pop(WEIGH, None))
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
            self.turns.interpreting.break_words = frozenset()
            told = {name: slots[name] for name in REMEMBERED if name in slots}
            self._known = told | self._known
            self.turns.in_dialogue, self._welcome = False, _nothing
            self._quiet = self.turns.exchange.unanswered or self._asleep
            self.observe(events.Ended(match.name, how))

    def _follow_break(self, source: str, slots: Mapping[str, Any]) -> None:
        """Hear the time-out word from where a dialogue has one, until another leads on alone."""
        here = self.pack.dialogues.get(source.partition(".")[0])
        if here and here.time_out:
            self.turns.interpreting.break_words = break_words(self.pack.time_out, slots)
        elif here and here.starts_on:
            self.turns.interpreting.break_words = frozenset()

    async def _unless_timed_out(self, action: actions.Action) -> Reply:
        """Carry out an action, unless two people call for the break that they agreed on."""
        try:
            return await self._perform(action)
        except TimedOut:
            return actions.Ended(TIME_OUT)

    async def _perform(self, action: actions.Action) -> Reply:
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
        exercise = self._with_rounds_left(self.pack.exercises[action.exercise])
        caution = exercise.caution not in self._cautions
        self._cautions.add(exercise.caution)
        for change in action.changes:
            change_background(self.turns.speaking, change)
        pace = self.turns.speaking.pace
        course = course_for(
            exercise,
            action,
            self.turns,
            estimate=lambda text: estimated_seconds(text) / pace,
            caution=caution,
        )
        self._count_rounds(course)
        nested = action.what != self._what
        how = "left"
        if nested:
            self.observe(events.Started(action.what))
        try:
            self.turns.troubles.rests = exercise.fades
            await Practice(course, self.turns).lead()
            how = "done"
            self._asleep = exercise.fades or not action.bell
        except Left:
            return actions.Ended(how)
        except FeltWorse:
            how = "worse"
            return actions.Ended(how)
        except Diverted as diverted:
            how = diverted.how
            raise
        finally:
            if nested:
                self.observe(events.Ended(action.what, how))
        return Done()

    def _with_rounds_left(self, exercise: Exercise) -> Exercise:
        """Return an exercise with what is left, in this session, of a ceiling in rounds."""
        if not exercise.ceiling_in_rounds:
            return exercise
        left = max(exercise.ceiling - self._rounds[exercise.id], 1)
        return replace(exercise, ceiling=left, dose=min(exercise.dose, left))

    def _count_rounds(self, course: Course) -> None:
        """Count what is led; once no round is left, the session holds no breath any more."""
        exercise = course.exercise
        if exercise.ceiling_in_rounds:
            self._rounds[exercise.id] += course.form.cycles
            if self._rounds[exercise.id] >= self.pack.exercises[exercise.id].ceiling:
                self._known["hold_trouble"] = "yes"

    def _open_session(self) -> None:
        if not self._session:
            self._session, self.turns.interpreting.no_holds, self._rests = True, False, False
            self._cautions.clear()
            self._known.clear()
            self._rounds.clear()
            self.observe(events.Started("session"))

    def _close_session(self, how: str) -> None:
        if self._session and not (self.stays_open and how == "silence"):
            self._session = False
            self.turns.interpreting.dangers.end_session()
            self.turns.speaking.hush(False)
            self.observe(events.Ended("session", how))
