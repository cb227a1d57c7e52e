"""The conversation: READ FIRST. What is heard is understood and answered, one turn after another.

    listen     the ears run beside everything else and queue what they hear
    converse   hello -> hear -> answer -> hear -> answer ... until goodbye

An answer is a line (`remarks`), or a dialogue whose actions are carried out one by one (`playing`).
What is heard goes through `prompt` while the floor is the person's, and through `turns` while it
is ours. Whatever interrupts an answer (Diverted) is answered next. Nothing ends in a silence that
was not announced (`resting`).
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from assistant import events
from assistant.audio.tones import Earcon
from assistant.choosing import Choosing
from assistant.clarifying import Clarifying
from assistant.content.loader import Pack
from assistant.dialogue.actions import Answer, NoInput
from assistant.dialogue.remarks import is_remark, line_for
from assistant.dialogue.script import Book, Script
from assistant.dialogue.session import Session
from assistant.hearing import InputEnded
from assistant.interpreting import has_words
from assistant.interruptions import Diverted, Welcome
from assistant.keeping import Keeping
from assistant.playing import NOTHING, Playing
from assistant.precedence import ENDS
from assistant.prompt import HOME, Prompt
from assistant.resting import Resting
from assistant.turns import Turns
from assistant.understanding.intents import Context, IntentMatch

AFTER_STOP_SECONDS = 1.2
"""Silence after a stop: at least a second, by promise."""
LOOKS_BACK = "came_true"
"""The dialogue that asks how a fear turned out, after a yes to being asked."""
LOOK_BACK = IntentMatch("journal", "progress", act="look_back")
INTRODUCTIONS: Mapping[str, IntentMatch] = {
    "about": IntentMatch("smalltalk", "about_you", act="introduction"),
    "setup": IntentMatch("command", "settings", act="introduction"),
}
"""The dialogues of a first run, in order, and what they answer."""


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
    _quiet: bool = False
    """True where silence is what the person wants: it is not met with words."""
    _rests: bool = False
    """True where it was told to stop listening, and nothing was said since."""
    _session: Session = field(default_factory=Session)
    _playing: Playing = field(init=False)
    _clarifying: Clarifying = field(init=False)
    _resting: Resting = field(init=False)

    def __post_init__(self) -> None:
        self._playing = Playing(
            self.pack, self.book, self.turns, self.keeping, self.choosing, self._session
        )
        self._clarifying = Clarifying(self.pack, self.turns)
        self._resting = Resting(self.turns, self.choosing)

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
            turn = self._resting.say_how_to_call
        if introduces or not self.choosing.waking.sleeps():
            self._open_session()
        try:
            while self._session.is_open or self.stays or self._rests:
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
                welcome = has_words if dialogue == "about" else None
                match = INTRODUCTIONS[dialogue]
                await self._lead(self.pack.dialogues[dialogue], match, welcome=welcome)
            except Diverted as diverted:
                if diverted.how == "stopped":
                    told()
                raise
            told()
        await self._greet()

    async def _greet(self) -> None:
        await self.turns.greet("hello", HOME.patience, **self.choosing.told())

    async def _take_turn(self) -> None:
        await self._answer(await self._hear())
        await self._look_back()

    async def _look_back(self) -> None:
        """Ask about a fear whose time has come, once what was wanted has been answered."""
        is_busy = self._quiet or self._clarifying.offered or self.choosing.is_quiet()
        gate = self.turns.interpreting.dangers.gate
        if self._session.is_open and not is_busy and gate.state(LOOK_BACK) == "open":
            fear = self.keeping.predictions.next_due()
            if fear:
                await self._lead(self.pack.dialogues[LOOKS_BACK], LOOK_BACK, fear)

    async def _hear(self) -> IntentMatch:
        """Wait between dialogues for something to answer; silence is announced, then kept."""
        while True:
            if self.choosing.waking.sleeps() and not self._session.is_open:
                self.turns.troubles.rests = True
                asked = await self._be_called()
                if asked:
                    return asked
                continue
            rests = not self._session.is_open or (self._quiet and self.stays_open)
            prompt = replace(HOME, timeout=math.inf) if rests else HOME
            self.turns.troubles.rests = self._quiet or not self._session.is_open
            if offer := self._clarifying.offered:
                prompt = replace(prompt, picks=offer.is_picked_by)
            match await Prompt(prompt, Context(), self.turns).put():
                case Answer(match=match):
                    self._open_session()
                    self._quiet = False
                    if match.kind != "unsure":
                        self._clarifying.understood()
                    return match
                case NoInput():
                    await self._meet_silence()
                case _ if self._playing.asleep:  # a snore is no turn
                    continue
                case _:
                    self._open_session()
                    await self._fall_back(await self._clarifying.miss())

    async def _be_called(self) -> IntentMatch | None:
        """Sleep until called; return what was asked in the same breath, else say "I'm here"."""
        heard = await self._resting.be_called()
        if heard is None:
            return None
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
            await self._resting.say_last("silence_close")
            self._close_session("silence")

    async def _answer(self, match: IntentMatch) -> None:
        """Answer what was understood: with a dialogue where there is one, else with a line."""
        match = self._clarifying.as_offered(match)
        script = self.pack.dialogue_for(match)
        if match.name == "command/stop":
            await self.turns.keep_silent(AFTER_STOP_SECONDS)
            await self.turns.say("stopped")
        elif match.kind == "unsure":
            await self._fall_back(await self._clarifying.offer(match))
        elif script and not is_remark(match):
            await self._lead(script, match)
        else:
            await self._say_line_for(match)
        self._quiet = self._quiet or match.name in ENDS
        if match.name in ENDS and match.label != "stop":
            self._close_session(ENDS[match.name])

    async def _fall_back(self, default: IntentMatch | None) -> None:
        """Lead what is promised after nothing was understood three times, if it was."""
        if default:
            await self._answer(default)

    async def _say_line_for(self, match: IntentMatch) -> None:
        time = self.wall_clock()
        line = line_for(match, knows_time=time is not None)
        if line == "sleep_now":
            self._rests = True
            await self._resting.go_to_sleep()
        else:
            await self.turns.say(line, 0, time=time or "", **self.choosing.told())

    async def _lead(
        self,
        script: Script,
        match: IntentMatch,
        given: Mapping[str, Any] = NOTHING,
        welcome: Welcome | None = None,
    ) -> None:
        """Lead a dialogue, after which silence may be what the person wants."""
        try:
            await self._playing.lead(script, match, given, welcome)
        finally:
            self._quiet = self.turns.exchange.unanswered or self._playing.asleep

    def _open_session(self) -> None:
        if self._session.open():
            self.turns.interpreting.no_holds = self._rests = False
            self.observe(events.Started("session"))

    def _close_session(self, how: str) -> None:
        if self._session.is_open and not (self.stays_open and how == "silence"):
            self._session.is_open = False
            self.turns.interpreting.dangers.end_session()
            self.turns.speaking.hush(False)
            self.observe(events.Ended("session", how))
