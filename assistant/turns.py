"""Turn-taking: who has the floor, and what may take it from whom.

While our voice sounds, only a whole command or danger interrupts it; anything else is dropped and
the voice comes back. While the floor is the person's, everything said goes through one order:
safety, commands, the prompt that waits, what starts a dialogue, "not understood".
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from assistant import events
from assistant.audio.tones import Earcon
from assistant.content.loader import Pack
from assistant.dialogue.actions import (
    NUMBER,
    OWN_WORDS,
    Answer,
    Done,
    Listen,
    NoInput,
    NoMatch,
    Reply,
    Speak,
)
from assistant.dialogue.answers import asks_for_something, is_request, pleads
from assistant.dialogue.gate import Gate
from assistant.dialogue.lines import Variety
from assistant.dialogue.reflection import speakable
from assistant.dialogue.script import TIERS, Script
from assistant.dialogue.two import BETWEEN_TWO, DONE, PLAIN, STOP, as_told, asks_for_break, steers
from assistant.hearing import Heard, Hearing, Trouble
from assistant.speaking import Speaking
from assistant.speech.listener import Attention
from assistant.speech.loudness import MOST_DB, Softness
from assistant.speech.recognizer import Utterance
from assistant.understanding.intents import Context, IntentMatch
from assistant.understanding.normalize import is_wordless, normalize
from assistant.understanding.router import Router
from assistant.understanding.safety import Danger

OVER_VOICE = Attention(patience=0.6, command_patience=0.2, ahead=0.06, floor=False)
HELD = Attention(patience=0.7, paused=True)
HELD_SECONDS = 90.0
"""A pause this long is asked about, once."""
LEAST_OVER_VOICE = 0.6
"""Router's score from which something said over our voice ends what goes on."""
TURNS_BETWEEN = 2
"""Turns before this one in which an oblique remark makes another one more than one."""
FADES_DB = 3.0
"""By which our lines grow softer with every silence in a row: who does not answer may sleep."""
DANGER_SECONDS = 12 * 3600.0
"""How long danger is remembered from one session to the next: for one night."""
MOST_UNCLEAR = 2
"""Times that someone is not understood in a pause before it is said how to go on."""
ENDS: Mapping[str, str] = {
    "command/stop": "stopped",
    "command/goodbye": "goodbye",
    "command/sleep": "left",
}
"""Commands that end whatever is going on, and how."""
NO_WORDS = "out_of_scope/noise"
GOES_ON = frozenset({"command/resume", "command/yes", "command/repeat"})
HOLDS_ON = frozenset({NO_WORDS, "command/pause", "command/no"})
STEERING = frozenset(
    {"pause", "louder", "quieter", "slower", "faster", "repeat", "help", "skip", "back"}
)
"""Commands that change what sounds without ending it."""
BACKGROUNDS: Mapping[str, str | None] = {
    "rain_sound": "rain",
    "drone_sound": "drone",
    "no_background": None,
}
"""What sounds under practices from then on, by the act that asks for it."""
STARTS = frozenset({"breathing", "mindfulness"})
"""Kinds that leave a practice for what was asked."""
TURN_DONE = IntentMatch("command", "skip", because="ends the turn")
Welcome = Callable[[IntentMatch], bool]
"""Tells what may take the place of what sounds, beside commands and danger."""
HOME = Listen(
    "open",
    "offer",
    "home",
    patience=1.0,
    timeout=25.0,
    takes=lambda answer: _is_understood(answer.match),
)
"""The floor between dialogues: commands come short, troubles come long."""


class Diverted(Exception):
    """What was heard ends what is going on: it is answered next."""

    def __init__(self, match: IntentMatch, how: str) -> None:
        self.match = match
        self.how = how
        """As in `ended` events: stopped, switched, safety, left or goodbye."""
        super().__init__(match.name)


class Again(Exception):
    """The line under way is spoken anew, after a pause or another line where one is named."""

    def __init__(self, line: Speak | None = None, held: bool = False) -> None:
        self.line, self.held = line, held
        super().__init__(line)


class FeltWorse(Exception):
    """The practice under way does the person no good."""


class CutShort(Exception):
    """The line under way is skipped."""


class TimedOut(Exception):
    """The word that two people agreed on for a break was said."""


@dataclass(slots=True)
class Turns:
    """Takes turns with whoever is in the room."""

    pack: Pack
    router: Router
    speaking: Speaking
    hearing: Hearing
    observe: events.Observer
    rng: Variety
    waits: bool = True
    """False where an answer may take for ever, as from a keyboard."""
    show_sensitive: bool = False
    """True writes the words of dangerous speech into events; only ever on request."""
    untold: deque[str] = field(default_factory=deque)
    """Lines of the pack, about faults, to be said when the line under way has ended."""
    is_quiet: Callable[[], bool] = lambda: False
    """Tells whether it is the hour at which nobody who may sleep is spoken to about a fault."""
    rests: bool = False
    """True where the person may be asleep: no session is open, or silence is what they want."""
    in_dialogue: bool = False
    unanswered: bool = False
    """True where the last prompt met silence."""
    asked: bool = False
    """True where the last thing we said before the floor was theirs is a question."""
    last_words: str = ""
    """What was understood last, as it was heard; held in memory for the dialogue it starts."""
    why: Speak | None = None
    """Answers "why this one" about the practice led last."""
    no_holds: bool = False
    """True once something was said in this session by which the breath must not be held."""
    gate: Gate = field(default_factory=Gate)
    """What was said about danger, in this session and in the hours before."""
    is_repeated: bool = False
    """True where what was understood last is the second oblique remark in three turns."""
    break_words: frozenset[str] = frozenset()
    """Words that call for a break in what two people do, as `normalize` leaves them."""
    _recent: deque[Danger] = field(default_factory=lambda: deque(maxlen=TURNS_BETWEEN))
    """Dangers of the last turns; one without a tier stands for a turn that held none."""
    _endangered_at: float = -math.inf
    """When danger was last heard, on the loop's clock."""
    _is_new_session: bool = False
    _turn: list[Speak] = field(default_factory=list)
    """Lines spoken since the person last had the floor."""
    _missed: Listen | None = None
    """The prompt that got no answer it could use: lines about that may be answered over."""
    _early: Answer | None = None
    """Said over a line, for the prompt that follows it."""
    _here: str = ""
    """Source of the line or prompt under way."""
    _softness: Softness = field(default_factory=Softness)
    _silences: int = 0
    """Prompts in a row that met silence."""
    _knows_of_deafness: bool = True
    """True where the person was told, the last time, that the microphone is gone."""

    # -- the floor is ours

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
        await self.speak(self.line(line, 0, **slots), welcome=_is_understood)

    async def speak(self, action: Speak, welcome: Welcome = lambda _: False) -> Done:
        """Speak a line, again if that is asked for. Raises Diverted, also for what is welcome."""
        if self._early and self._missed:  # the prompt that is put again has its answer by now
            return Done()
        self._turn.append(action)
        if "." in action.source or not self.in_dialogue:  # a line of the program's own is no place
            self._here = action.source
        act = partial(self._over_line, welcome)
        while True:
            try:
                await self.hearing.over(self.speaking.speak(action), OVER_VOICE, act)
            except Again as again:
                await self._before_again(again)
                continue
            except CutShort:
                pass
            while self.untold:
                trouble = Trouble(self.untold.popleft())
                if self.is_worth_telling(trouble):
                    await self.say(trouble.line)
            return Done()

    async def tell(self, trouble: Trouble) -> None:
        """Say what is wrong, or well again, unless the person should not be woken for it.

        That the machine is slow waits for our next line: what is said late is answered first.
        """
        if trouble.line == "fault_slow":
            self.untold.append(trouble.line)
        elif self.is_worth_telling(trouble):
            await self.say(trouble.line)

    def is_worth_telling(self, trouble: Trouble) -> bool:
        """Tell whether a fault is spoken of; that the ears are back, only to who missed them."""
        if trouble.line == "fault_microphone_back" and not self._knows_of_deafness:
            return False
        is_told = not (self.rests and self.is_quiet())
        if trouble.line == "fault_microphone":
            self._knows_of_deafness = is_told
        return is_told

    async def _before_again(self, again: Again) -> None:
        if again.held:
            await self.hold()
        elif again.line:
            await self.speak(again.line)

    async def _over_line(self, welcome: Welcome, heard: Heard) -> None:
        if isinstance(heard, Trouble):
            self.untold.append(heard.line)
            if self._turn[-1].source == heard.line.removesuffix("_back"):
                raise CutShort  # it is well again before we have told that it is not
            return
        if self._asks_for_break(heard) or self._ends_turn(heard):
            if not self.is_echo(heard):
                self._take_break(heard)
                self._heard(heard, TURN_DONE, "dropped")
            return
        command = self.command_over(heard, self._context(), welcome)
        match command.label if command else None:
            case "louder":
                self.speaking.louder()
            case "quieter":
                self.speaking.quieter()
            case "slower" | "faster" as label:
                self._change_pace(label)
                raise Again
            case "repeat":
                raise Again
            case "pause":
                raise Again(held=True)
            case "help":
                why = self.why if command and command.act == "why" else None
                raise Again(why or self.line("help_prompt" if self.in_dialogue else "help_home"))
            case str() if command:
                self._early = Answer(heard.text, command)
                raise CutShort

    def _context(self) -> Context:
        missed = self._missed
        if missed is None:
            return Context()
        return Context(missed.expects, missed.options, role=missed.role)

    def command_over(
        self, heard: Utterance, context: Context, welcome: Welcome
    ) -> IntentMatch | None:
        """Return a command said over our sound that its owner must act on, else None.

        Raises Diverted for danger, for a command that ends what is going on, and for what is
        welcome to take its place; FeltWorse in a practice.
        """
        if self.is_echo(heard):
            return None
        match = self._route(heard, context)
        ends = match.name in ENDS
        plain = match.tier or (ends and match.score >= PLAIN)
        if context.practice and not plain and self.pack.feels_worse(heard.text):
            self._tell(heard, match)
            self.observe(events.Interrupted("safety"))
            raise FeltWorse
        if ends and match.score < LEAST_OVER_VOICE:
            self._heard(heard, match, "dropped")
            return None
        steers = match.kind == "command" and bool(match.label in STEERING or match.act)
        steers = steers or match.name == NUMBER
        answers = self._missed is not None and self._missed.takes(Answer(heard.text, match))
        diverts = self._is_urgent(match) or (not steers and welcome(match))
        if not (steers or answers or diverts):
            self._heard(heard, match, "dropped")
            return None
        self._tell(heard, match)
        if diverts:
            self.observe(events.Interrupted("safety" if match.tier else "command"))
            raise self._diverted(match)
        return match

    async def keep_silent(self, seconds: float) -> None:
        """Say nothing for a while; whatever is understood meanwhile is answered (Diverted)."""
        await self.hearing.over(asyncio.sleep(seconds), OVER_VOICE, self._over_silence)

    async def _over_silence(self, heard: Heard) -> None:
        if isinstance(heard, Trouble):
            self.untold.append(heard.line)
        elif not self.is_echo(heard):
            match = self.understood(heard, Context())
            if match.name != NO_WORDS:
                raise self._diverted(match)

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
            elif not self.is_echo(heard):
                self._take_break(heard)
                match = self.understood(heard, context)
                if match.name in GOES_ON:
                    break
                unclear += match.name == NO_WORDS
                if unclear == MOST_UNCLEAR:
                    await self.say("paused_long")
                if not _holds_on(match) and not await self._keeps_floor(match):
                    raise self._diverted(match)
        self.observe(events.Resumed())

    # -- the floor is theirs

    async def called(self, phrase: str, deaf: bool = False) -> Utterance:
        """Sleep until called by the wake phrase; return what was said upon it, "" for nothing."""
        self.observe(events.Listening(HOME.patience))
        while True:
            heard = await self.hearing.called(phrase, HOME.patience, deaf)
            if isinstance(heard, Utterance):
                self._match_loudness(heard)
                return heard
            await self.tell(heard)

    async def listen(self, prompt: Listen, context: Context) -> Reply:
        """Give the person the floor until they answer or say nothing. Raises Diverted."""
        self._here = prompt.source
        early, self._early = self._early, None
        if early and (not self._missed or self._missed.source == prompt.source):
            return self._taken(early)
        self.asked = bool(self._turn) and self._turn[-1].text.endswith("?")
        if self.asked:
            self.observe(events.Asked(prompt.role, prompt.expects))
        attention = Attention(
            prompt.patience, _command_patience(prompt), self.router.expected(prompt.expects)
        )
        timeout = prompt.timeout if self.waits else math.inf
        while True:
            self.observe(events.Listening(prompt.patience))
            heard = await self.hearing.next(attention, timeout if timeout < math.inf else None)
            if heard is None:
                self.observe(events.NoInput())
                self._fade()
                return self._taken(NoInput(), missed=prompt)
            if isinstance(heard, Trouble):
                await self.tell(heard)
            elif not (self.is_echo(heard) or self._is_no_turn(heard, context)):
                self._take_break(heard)
                match = self.understood(heard, context)
                answer = Answer(heard.text, match, heard.started_at)
                if prompt.picks(answer) or (match.name in OWN_WORDS and prompt.takes(answer)):
                    return self._taken(answer)
                if not await self._keeps_floor(match):
                    reply = self._reply(heard, match, prompt)
                    if isinstance(reply, NoMatch):
                        await self.speaking.signal(Earcon.MISSED)
                    return reply
                timeout = prompt.timeout * 2

    def give_floor(self, source: str, patience: float) -> None:
        """Leave the floor to two people who talk to each other."""
        self._here = source
        self._taken(Done())
        self.observe(events.Listening(patience))

    def overheard(self, heard: Utterance, done: frozenset[str]) -> str:
        """Return what something said between two people does to their turn: see `steers`.

        Danger, stop and the time-out word are raised. All else is dropped, its words untold.
        """
        if self.is_echo(heard):
            return ""
        match = self._between_two(heard)
        if match.tier:
            self._tell(heard, match)
            raise self._diverted(match)
        self._take_break(heard)
        how = steers(match, heard.text, self.pack.turn_done | done)
        if how == DONE:
            match = TURN_DONE
        if how:
            self._tell(heard, match)
        else:
            text = heard.text if self.show_sensitive else None
            self.observe(events.Heard(text, round(heard.confidence, 3), "dropped"))
        if how == STOP:
            raise self._diverted(match)
        return how

    def _between_two(self, heard: Utterance) -> IntentMatch:
        """Return what was meant, and danger also where it was told to the one who does it."""
        context = Context("open")
        match = self._route(heard, context)
        told = self.router.route([as_told(heard.text)], context)
        return told if told.label in BETWEEN_TWO and not match.tier else match

    def _asks_for_break(self, heard: Utterance) -> bool:
        """Tell whether the time-out word was said, where there is one; danger goes first."""
        is_word = asks_for_break(heard.alternatives, self.break_words)
        return is_word and not self._route(heard, Context()).tier

    def _take_break(self, heard: Utterance) -> None:
        """Raise TimedOut where the time-out word was said."""
        if self._asks_for_break(heard):
            self._tell(heard, IntentMatch("command", "pause", because="the time-out word"))
            self._missed = self._early = None
            self._turn.clear()
            raise TimedOut

    async def _keeps_floor(self, match: IntentMatch) -> bool:
        """Carry out a command after which the prompt still waits; False for anything else."""
        match match.name:
            case "command/pause":
                await self.say("take_your_time")
            case "command/louder":
                await self.say("louder" if self.speaking.louder() else "loudest")
            case "command/quieter":
                await self.say("quieter" if self.speaking.quieter() else "quietest")
            case "command/slower" | "command/faster":
                await self.say(self._change_pace(match.label))
            case "command/help" if match.act == "why" and self.why:
                await self.speak(self.why)
            case "command/settings" if self.changes_background(match.act):
                await self.say("background" if self.speaking.background else "no_background")
            case "command/repeat" | "command/resume" if self._turn and not self._is_discreet():
                for line in self._taken_lines():
                    await self.speak(line)
            case _:
                return False
        return True

    def _is_discreet(self) -> bool:
        """True where what was spoken last is not to be spoken again."""
        names = {line.source.partition(".")[0] for line in self._turn}
        return any(self.pack.dialogues[name].discreet for name in names & set(self.pack.dialogues))

    def changes_background(self, act: str) -> bool:
        """Change the sound under practices; False where the act is about something else."""
        if act in BACKGROUNDS:
            self.speaking.set_background(BACKGROUNDS[act])
        return act in BACKGROUNDS

    def _change_pace(self, label: str) -> str:
        """Change the pace of speech; return the line that says so."""
        if label == "slower":
            return "slower_speech" if self.speaking.slower() else "slowest"
        return "faster_speech" if self.speaking.faster() else "fastest"

    def _reply(self, heard: Utterance, match: IntentMatch, prompt: Listen) -> Reply:
        """Fit what was understood to the prompt that waits."""
        answer = Answer(heard.text, match, heard.started_at)
        wants_else = prompt.expects != "open" and self._is_plea(match)
        if self._is_urgent(match) or (wants_else and prompt.expects == "yes_no"):
            raise self._diverted(match)
        if prompt.takes(answer):
            return self._taken(answer)
        if wants_else or self._gives_way(prompt, answer):
            raise self._diverted(match)
        self.observe(events.NoMatch())
        return self._taken(NoMatch(), missed=prompt)

    def _gives_way(self, prompt: Listen, answer: Answer) -> bool:
        """Tell whether a question gives way to what was said: a practice, a setting by name."""
        match = answer.match
        is_wanted = asks_for_something(match) or (prompt.gives_way and is_request(match, 0.0))
        return is_wanted or self._chooses(answer)

    def _chooses(self, answer: Answer) -> bool:
        """Tell whether a setting is named that may be chosen, with its value where it has one."""
        match = answer.match
        script = self.pack.dialogue_for(match) if match.act else None
        here = self._dialogue_here()
        in_danger = here is not None and here.answers_danger
        if match.name != "command/settings" or script is None or in_danger:
            return False
        read = [self.pack.read(name, answer.text) for name in script.reads]
        return not read or any(read)

    def _is_urgent(self, match: IntentMatch) -> bool:
        """True for a command that ends what goes on, and for a danger not being answered yet."""
        return match.name in ENDS or bool(match.tier and not self._is_being_answered(match))

    def _is_plea(self, match: IntentMatch) -> bool:
        """True for a wish for comfort that what goes on does not answer; in danger nothing is."""
        here = self._dialogue_here()
        if here is None or here.answers_danger or not pleads(match):
            return False
        return self.pack.dialogue_for(match) is not here

    def _is_being_answered(self, match: IntentMatch) -> bool:
        """True for a danger that the dialogue under way answers, or one that is less grave."""
        here = self._dialogue_here()
        if here is None:
            return False
        if match.name == NUMBER:
            return here.answers_danger
        as_grave = match.tier in TIERS and any(tier >= str(match.tier) for tier in here.tiers)
        return as_grave or self.pack.dialogue_for(match) is here

    def _dialogue_here(self) -> Script | None:
        """Return the dialogue whose line or prompt is under way, None between dialogues."""
        return self.pack.dialogues.get(self._here.partition(".")[0])

    def _taken(self, reply: Reply, missed: Listen | None = None) -> Reply:
        """The person's turn is over: what comes next is a new turn of ours."""
        self._turn.clear()
        self._missed = missed
        self.unanswered = isinstance(reply, NoInput)
        return reply

    def _taken_lines(self) -> list[Speak]:
        lines, self._turn = self._turn, []
        return lines

    # -- understanding

    def is_echo(self, heard: Utterance) -> bool:
        """True, and told, where what was heard is our own voice.

        What is doubtful counts as ours, but for danger and for what must always work.
        """
        own = self.hearing.is_own_voice(heard) or (
            heard.doubtful
            and not self._asks_for_break(heard)
            and not self._is_urgent(self._route(heard, Context()))
        )
        if own:
            match = self._route(heard, Context())
            self._heard(heard, match, "own_voice")
        return own

    def _is_no_turn(self, heard: Utterance, context: Context) -> bool:
        """True, and told, for a sigh or a cough: whoever makes one may yet be about to speak."""
        if not is_wordless(heard.text):
            return False
        match = self._route(heard, context)
        if match.name == NO_WORDS:
            self._heard(heard, match, "dropped")
        return match.name == NO_WORDS

    def _route(self, heard: Utterance, context: Context) -> IntentMatch:
        match = self.router.route(heard.alternatives, context, tuple(self._recent))
        return TURN_DONE if self._ends_turn(heard) and not match.tier else match

    def _ends_turn(self, heard: Utterance) -> bool:
        """Tell whether two people's "I'm done" was said, which may come late and stops nothing."""
        return bool(self.break_words) and normalize(heard.text) in self.pack.turn_done

    def understood(self, heard: Utterance, context: Context) -> IntentMatch:
        """Return what was meant, and tell it."""
        match = self._route(heard, context)
        self._tell(heard, match)
        return match

    def _tell(self, heard: Utterance, match: IntentMatch) -> None:
        """Leave the events of something that will be acted on."""
        self._heard(heard, match, None)
        self._match_loudness(heard)
        self.last_words = heard.text
        self.no_holds = self.no_holds or self.pack.rules_out_holds(heard.text)
        shown = self._may_show(match)
        slots, because = (match.slots, match.because) if shown else ({}, None)
        score = round(match.score, 3)
        self.observe(events.Intent(match.kind, match.label, slots, score, because))
        self._remember(match)
        if match.tier:
            self.observe(events.Safety(match.tier, match.label))

    def _match_loudness(self, heard: Utterance) -> None:
        """Answer a soft voice softly; what may be mixed with our own voice tells nothing."""
        self._silences = 0
        if heard.level_db is not None and not heard.doubtful:
            self.speaking.soften(self._softness.take(heard.level_db))

    def _fade(self) -> None:
        """Speak more softly each time that nobody answers, until someone does."""
        self._silences += 1
        faded_db = min(self._silences * FADES_DB, MOST_DB)
        self.speaking.soften(max(self.speaking.softer_db, faded_db))

    def _remember(self, match: IntentMatch) -> None:
        """Take what was said about danger, and forget what is long past once a session begins."""
        now = asyncio.get_running_loop().time()
        if self._is_new_session and now - self._endangered_at >= DANGER_SECONDS:
            self.gate = Gate()
        self._is_new_session = False
        self.gate.note(match, in_company=bool(self.break_words))
        oblique = [danger for danger in self._recent if danger.tier == "T2"]
        self.is_repeated = match.tier == "T2" and bool(oblique)
        here = self._dialogue_here()
        if match.tier or not (here and here.answers_danger):
            self._recent.append(Danger(match.tier or "", match.label, match.because))
        if match.tier:
            self._endangered_at = now

    def end_session(self) -> None:
        """Forget what holds for one session; of danger, only what is long past at the next one."""
        self._is_new_session = True
        self.speaking.hush(False)

    def _heard(self, heard: Utterance, match: IntentMatch, ignored: str | None) -> None:
        text = heard.text if self._may_show(match) else None
        self.observe(events.Heard(text, round(heard.confidence, 3), ignored))

    def _may_show(self, match: IntentMatch) -> bool:
        """Tell whether words may stand in events: none of danger, nor those that follow upon it."""
        here = self._dialogue_here()
        is_danger = match.tier or match.kind == "crisis" or (here and here.answers_danger)
        return self.show_sensitive or not is_danger

    def _diverted(self, match: IntentMatch) -> Diverted:
        self._missed = self._early = None
        self._turn.clear()
        return Diverted(match, "safety" if match.tier else ENDS.get(match.name, "switched"))


def _command_patience(prompt: Listen) -> float:
    """Return the silence after a whole command: more where a "no" may begin a thought."""
    return 1.0 if prompt.patience >= 2.0 else 0.45


def _holds_on(match: IntentMatch) -> bool:
    """True for what leaves a pause as it is: talk to others in the room, and what is unlikely."""
    is_weak = match.score < LEAST_OVER_VOICE and not match.tier
    return match.name in HOLDS_ON or match.kind == "out_of_scope" or is_weak


def _is_understood(match: IntentMatch) -> bool:
    return match.name != NO_WORDS
