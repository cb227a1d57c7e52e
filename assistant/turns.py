"""Turn-taking: how we hold the floor, and what may take it from us.

While our voice sounds, only a whole command or danger interrupts it; anything else is dropped and
the voice comes back. The floor is given to the person by a `Prompt`, and goes through one order:
safety, commands, the prompt that waits, what starts a dialogue, "not understood".
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial

from assistant import events
from assistant.adjusting import change_background, step
from assistant.content.loader import Pack
from assistant.dialogue.actions import Answer, Done, Speak
from assistant.dialogue.lines import Variety
from assistant.dialogue.reflection import speakable
from assistant.exchange import Exchange
from assistant.hearing import Heard, Hearing, Trouble
from assistant.interpreting import NO_WORDS, TURN_DONE, Interpreting, has_words
from assistant.interruptions import LEAST_OVER_VOICE, Interruptions, Welcome
from assistant.speaking import Speaking
from assistant.speech.listener import Attention
from assistant.speech.recognizer import Utterance
from assistant.troubles import Troubles
from assistant.understanding.intents import Context, IntentMatch

OVER_VOICE = Attention(patience=0.6, command_patience=0.2, ahead=0.06, floor=False)
HELD = Attention(patience=0.7, paused=True)
HELD_SECONDS = 90.0
"""A pause this long is asked about, once."""
MOST_UNCLEAR = 2
"""Times that someone is not understood in a pause before it is said how to go on."""
GOES_ON = frozenset({"command/resume", "command/yes", "command/repeat"})
HOLDS_ON = frozenset({NO_WORDS, "command/pause", "command/no"})


class Again(Exception):
    """The line under way is spoken anew, after a pause or another line where one is named."""

    def __init__(self, line: Speak | None = None, held: bool = False) -> None:
        self.line, self.held = line, held
        super().__init__(line)


class CutShort(Exception):
    """The line under way is skipped."""


@dataclass(slots=True)
class Turns:
    """Takes turns with whoever is in the room."""

    pack: Pack
    speaking: Speaking
    hearing: Hearing
    interpreting: Interpreting
    observe: events.Observer
    rng: Variety
    troubles: Troubles
    waits: bool = True
    """False where an answer may take for ever, as from a keyboard."""
    in_dialogue: bool = False
    why: Speak | None = None
    """Answers "why this one" about the practice led last."""
    exchange: Exchange = field(default_factory=Exchange)
    interruptions: Interruptions = field(init=False)

    def __post_init__(self) -> None:
        self.interruptions = Interruptions(self.interpreting, self.exchange, self.observe)

    # -- what is said

    async def say(self, line: str, grade: int = 0, **slots: str) -> None:
        """Say a line of the pack."""
        await self.speak(self.line(line, grade, **slots))

    def line(self, line: str, grade: int = 0, **slots: str) -> Speak:
        """Return a line of the pack as it is to be spoken."""
        entry = self.pack.lines[line]
        text, variant = entry.say(self.rng, lambda name: speakable(slots.get(name)), grade)
        return Speak(text, entry.role, line, cacheable=not variant.slots)

    async def greet(self, line: str, patience: float, **slots: str) -> None:
        """Say a line over which anything may be said: the ears are open from the start."""
        self.observe(events.Listening(patience))
        await self.speak(self.line(line, 0, **slots), welcome=has_words)

    async def speak(self, action: Speak, welcome: Welcome = lambda _: False) -> Done:
        """Speak a line, again if that is asked for. Raises Diverted, also for what is welcome."""
        if self.exchange.early and self.exchange.missed:
            return Done()  # the prompt that is put again has its answer by now
        self.exchange.lines.append(action)
        if "." in action.source or not self.in_dialogue:  # a line of the program's own is no place
            self.interpreting.precedence.here = action.source
        act = partial(self._over_line, welcome)
        while True:
            try:
                await self.hearing.over(self.speaking.speak(action), OVER_VOICE, act)
            except Again as again:
                await self._before_again(again)
                continue
            except CutShort:
                pass
            while self.troubles.untold:
                trouble = Trouble(self.troubles.untold.popleft())
                if self.troubles.is_worth_telling(trouble):
                    await self.say(trouble.line)
            return Done()

    async def tell(self, trouble: Trouble) -> None:
        """Say what is wrong, or well again, unless the person should not be woken for it.

        That the machine is slow waits for our next line: what is said late is answered first.
        """
        if trouble.line == "fault_slow":
            self.troubles.untold.append(trouble.line)
        elif self.troubles.is_worth_telling(trouble):
            await self.say(trouble.line)

    async def _before_again(self, again: Again) -> None:
        if again.held:
            await self.hold()
        elif again.line:
            await self.speak(again.line)

    # -- what is heard over it

    async def _over_line(self, welcome: Welcome, heard: Heard) -> None:
        if isinstance(heard, Trouble):
            self.troubles.untold.append(heard.line)
            if self.exchange.lines[-1].source == heard.line.removesuffix("_back"):
                raise CutShort  # it is well again before we have told that it is not
            return
        interpreting = self.interpreting
        if interpreting.asks_for_break(heard) or interpreting.ends_turn(heard):
            if not interpreting.is_echo(heard):
                self.interruptions.take_break(heard)
                interpreting.leave(heard, TURN_DONE, "dropped")
            return
        command = self.interruptions.command_over(heard, self.exchange.context(), welcome)
        match command.label if command else None:
            case "louder" | "quieter" as label:
                step(self.speaking, label)
            case "slower" | "faster" as label:
                step(self.speaking, label)
                raise Again
            case "repeat":
                raise Again
            case "pause":
                raise Again(held=True)
            case "help":
                why = self.why if command and command.act == "why" else None
                raise Again(why or self.line("help_prompt" if self.in_dialogue else "help_home"))
            case str() if command:
                self.exchange.early = Answer(heard.text, command)
                raise CutShort

    # -- silence, and what is said into it

    async def keep_silent(self, seconds: float) -> None:
        """Say nothing for a while; whatever is understood meanwhile is answered (Diverted)."""
        await self.hearing.over(asyncio.sleep(seconds), OVER_VOICE, self._over_silence)

    async def _over_silence(self, heard: Heard) -> None:
        if isinstance(heard, Trouble):
            self.troubles.untold.append(heard.line)
        elif not self.interpreting.is_echo(heard):
            match = self.interpreting.understood(heard, Context())
            if has_words(match):
                raise self.interruptions.diverted(match)

    async def hold(self, context: Context = Context()) -> None:  # noqa: B008  frozen
        """Wait in silence until the person wants to go on.

        A long wait is asked about once, and so is what was not understood twice.
        """
        self.observe(events.Paused())
        timeout: float | None = HELD_SECONDS
        unclear = 0
        while True:
            heard = await self.hearing.next(HELD, timeout)
            if heard is None:
                timeout = None
                await self.say("paused_long")
            elif isinstance(heard, Trouble):
                await self.tell(heard)
            elif not self.interpreting.is_echo(heard):
                self.interruptions.take_break(heard)
                match = self.interpreting.understood(heard, context)
                if match.name in GOES_ON:
                    break
                unclear += match.name == NO_WORDS
                if unclear == MOST_UNCLEAR:
                    await self.say("paused_long")
                if not _holds_on(match) and not await self.keeps_floor(match):
                    raise self.interruptions.diverted(match)
        self.observe(events.Resumed())

    async def called(self, phrase: str, patience: float, deaf: bool = False) -> Utterance:
        """Sleep until called by the wake phrase; return what was said upon it, "" for nothing."""
        self.observe(events.Listening(patience))
        while True:
            heard = await self.hearing.called(phrase, patience, deaf)
            if isinstance(heard, Utterance):
                self.interpreting.match_loudness(heard)
                return heard
            await self.tell(heard)

    async def keeps_floor(self, match: IntentMatch) -> bool:
        """Carry out a command after which the person still has the floor; False for any other."""
        match match.name:
            case "command/pause":
                await self.say("take_your_time")
            case "command/louder" | "command/quieter" | "command/slower" | "command/faster":
                await self.say(step(self.speaking, match.label))
            case "command/help" if match.act == "why" and self.why:
                await self.speak(self.why)
            case "command/settings" if change_background(self.speaking, match.act):
                await self.say("background" if self.speaking.background else "no_background")
            case "command/repeat" | "command/resume" if self._may_repeat():
                for line in self.exchange.repeated():
                    await self.speak(line)
            case _:
                return False
        return True

    def _may_repeat(self) -> bool:
        """True where something was spoken last, and is not for this moment alone."""
        names = {line.source.partition(".")[0] for line in self.exchange.lines}
        here = [self.pack.dialogues[name] for name in names & set(self.pack.dialogues)]
        return bool(names) and not any(script.discreet for script in here)


def _holds_on(match: IntentMatch) -> bool:
    """True for what leaves a pause as it is: talk to others in the room, and what is unlikely."""
    is_weak = match.score < LEAST_OVER_VOICE and not match.tier
    return match.name in HOLDS_ON or match.kind == "out_of_scope" or is_weak
