"""Hearing: what comes from the ears, ordered for the conversation.

It ducks our voice while someone speaks, tells faults of the ears, knows our own words when the
microphone hears them, and waits for the next utterance beside anything that sounds.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz

from assistant import events
from assistant.errors import AssistantError
from assistant.speaking import Speaking
from assistant.speech.listener import (
    Attention,
    Ears,
    EndOfInput,
    FellBehind,
    MicrophoneBack,
    MicrophoneLost,
    NotRecognized,
    Sound,
    SpeechStarted,
)
from assistant.speech.recognizer import Utterance

ECHO_SECONDS = 0.15
"""Device delay: what begins later than this after a line's end is no echo of it. People take
0.2 s and more to answer."""
OUTLASTS_SECONDS = 0.4
"""Speech this long past a line's end is a person's, whatever it began with."""
OWN_WORDS_SCORE = 85
"""Partial ratio from which heard words count as our own; a recogniser garbles an echo a little."""
WHOLE_LINE_SCORE = 65
"""Ratio from which what was heard is a short line of ours in whole, badly garbled: "peace out" for
"breathe out" is 70, and "be quiet" 53."""
ALWAYS_THEIRS = "stop"


class InputEnded(Exception):
    """Nothing more will ever be heard."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """The ears failed or came back; the person must be told by this line of the pack."""

    line: str


Heard = Utterance | Trouble


@dataclass(slots=True)
class Hearing:
    """The conversation's end of the ears."""

    ears: Ears
    speaking: Speaking
    observe: events.Observer
    someone_speaks: bool = False
    deaf: bool = False
    """True while the microphone is gone: silence then means nothing."""

    async def next(self, attention: Attention, timeout: float | None = None) -> Heard | None:
        """Give the person the floor and wait for what they say.

        None when nobody has begun to speak within `timeout` seconds. Raises InputEnded.
        """
        self.ears.attend(attention)
        while True:
            waiting = None if self.someone_speaks or self.deaf else timeout
            try:
                async with asyncio.timeout(waiting):
                    sound = await self.ears.hear()
            except TimeoutError:
                return None
            if heard := self._sort(sound):
                return self._upon_silence(heard)

    async def called(self, phrase: str, patience: float, deaf: bool = False) -> Heard:
        """Sleep until the wake phrase is heard; return what was said upon it, "" for nothing.

        A recogniser that expects nothing else gives nothing else. Where `deaf`, only a press is it.
        """
        while True:
            heard = await self.next(Attention(patience, phrases=(phrase,)))
            if isinstance(heard, Trouble):
                return heard
            counts = heard and (heard.pressed or not (deaf or self.is_own_voice(heard)))
            if heard and counts and heard.text.startswith(phrase):
                others = tuple(text.removeprefix(phrase).strip() for text in heard.alternatives)
                text = heard.text.removeprefix(phrase).strip()
                return replace(heard, text=text, alternatives=others)

    async def over(
        self,
        sounding: Coroutine[Any, Any, None],
        attention: Attention,
        act: Callable[[Heard], Awaitable[None]],
    ) -> None:
        """Run something that sounds to its end.

        `act` takes what is heard meanwhile; what it raises cuts the sound and is passed on.
        """
        task = asyncio.ensure_future(sounding)
        try:
            self.ears.attend(attention)
            while not task.done():
                hear = asyncio.ensure_future(self.ears.hear())
                await asyncio.wait({task, hear}, return_when=asyncio.FIRST_COMPLETED)
                if not hear.done():
                    await _cancel(hear)
                elif heard := self._sort(hear.result()):
                    await act(heard)
                    self.ears.attend(attention)
            await task
        finally:
            await _cancel(task)

    def is_own_voice(self, utterance: Utterance) -> bool:
        """True where what was heard is what we were saying at that time.

        A bare "stop" is never ours: it must work over a line that says the word.
        """
        lines = [
            line
            for line in self.speaking.lines
            if utterance.started_at <= (line.ended_at or utterance.ended_at) + ECHO_SECONDS
            and utterance.ended_at >= line.started_at
        ]
        sounded = [line.text.lower() for line in lines]
        is_ours = _is_part(utterance.text, " ".join(sounded)) or any(
            utterance.started_at >= line.started_at
            and _is_garbled(utterance.text, _words(line.text))
            for line in lines
        )
        is_theirs = utterance.pressed or utterance.text == ALWAYS_THEIRS
        return is_ours and not is_theirs

    def _sort(self, sound: Sound) -> Heard | None:
        """Return what the conversation must act on; note everything else."""
        if isinstance(sound, FellBehind):
            return self._behind(sound)
        self.someone_speaks = isinstance(sound, SpeechStarted)
        self.speaking.speaker.duck(isinstance(sound, SpeechStarted) and not sound.doubtful)
        match sound:
            case Utterance():
                return self._doubted(self._without_our_tail(sound))
            case NotRecognized(error):
                return self._trouble("recognizer", error)
            case MicrophoneLost(error):
                self.deaf = True
                return self._trouble("microphone", error)
            case MicrophoneBack():
                self.deaf = False
                return Trouble("fault_microphone_back")
            case EndOfInput():
                raise InputEnded
            case _:
                return None

    def _without_our_tail(self, utterance: Utterance) -> Utterance:
        """Return what was said upon our line, without the echo of the line's end before it."""
        ours = [
            line.text.lower()
            for line in self.speaking.lines
            if line.ended_at
            and utterance.started_at <= line.ended_at + ECHO_SECONDS
            and utterance.ended_at > line.ended_at + OUTLASTS_SECONDS
        ]
        for said in ours[-1:]:
            text = _said_after(utterance.text, said)
            if text != utterance.text:
                others = tuple(_said_after(other, said) for other in utterance.alternatives)
                return replace(utterance, text=text, alternatives=others, doubtful=False)
        return utterance

    def _doubted(self, utterance: Utterance) -> Utterance:
        """Doubt what was hardly heard while one line of ours sounded: scraps of its echo."""
        is_within = any(
            line.started_at <= utterance.started_at
            and utterance.ended_at <= (line.ended_at or math.inf) + 2 * ECHO_SECONDS
            for line in self.speaking.lines
        )
        return replace(utterance, doubtful=utterance.doubtful or (utterance.faint and is_within))

    def _upon_silence(self, heard: Heard) -> Heard:
        """Take for the person's what was mostly said after our last line, however it began.

        The microphone doubts all speech near our voice until it knows the room.
        """
        if isinstance(heard, Trouble) or not heard.doubtful or not self.speaking.lines:
            return heard
        ended_at = self.speaking.lines[-1].ended_at
        middle = (heard.started_at + heard.ended_at) / 2
        is_theirs = ended_at is not None and middle > ended_at + ECHO_SECONDS
        return replace(heard, doubtful=not is_theirs)

    def _behind(self, sound: FellBehind) -> Trouble:
        late = f"what is said is heard {sound.seconds:.1f} s late; end other work on this machine"
        self.observe(events.Fault("recognizer", late))
        return Trouble("fault_slow")

    def _trouble(self, stage: str, error: AssistantError) -> Trouble:
        self.observe(events.Fault(stage, str(error)))
        return Trouble(f"fault_{stage}")


def _said_after(heard: str, said: str) -> str:
    """Return the words after those that end our line; all where nothing is left, or none are ours.

    One word is not enough: "what would help" may be answered by "help me breathe".
    """
    words, ours = heard.split(), _words(said).split()
    for length in range(min(len(words) - 1, len(ours)), 1, -1):
        if fuzz.ratio(" ".join(words[:length]), " ".join(ours[-length:])) >= OWN_WORDS_SCORE:
            return " ".join(words[length:])
    return heard


def _words(said: str) -> str:
    """Return a line as a recogniser would write it: lower case, without marks."""
    return " ".join(re.findall(r"[\w']+", said.lower()))


def _is_garbled(heard: str, said: str) -> bool:
    """Tell whether what was heard may be a whole line; "one more minute" is not our "one more"."""
    is_longer = len(heard.split()) > len(said.split())
    return not is_longer and fuzz.ratio(heard, said) >= WHOLE_LINE_SCORE


def _is_part(heard: str, said: str) -> bool:
    """Tell whether words are part of what we said, a few letters misheard; one must be exact.

    What says more than we did is not ours: "one more minute" upon "one more".
    """
    if " " not in heard:
        return heard in _words(said).split()
    is_longer = len(heard.split()) > len(said.split())
    return not is_longer and fuzz.partial_ratio(heard, said) >= OWN_WORDS_SCORE


async def _cancel(task: asyncio.Future[Any]) -> None:
    """Cancel a task, if it still runs, and wait until it has ended."""
    if not task.done():
        task.cancel()
        await asyncio.wait({task})
