"""A practice under way: its score is led, steered by voice in mid-breath, held and resumed."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.audio.score import Phase, Score
from assistant.errors import DeviceError
from assistant.hearing import Heard, Trouble
from assistant.speech.listener import Attention
from assistant.turns import STARTS, Turns
from assistant.understanding.intents import Context, IntentMatch

ATTENTION = Attention(patience=0.8, command_patience=0.2, ahead=0.06, shared=True)
PACE_STEP = 1.15
"""Slower and faster change the breath by this much: a step one feels and can follow."""
SLOWEST, FASTEST = 2.0, 0.5


SURE = 0.9
"""Router's score from which a request over a practice is taken for one."""


class Left(Exception):
    """The person left the practice and wants what comes after it."""


class Interjection(Exception):
    """Something comes inside the practice, which then goes on from where it was."""

    def __init__(self, line: str | None) -> None:
        self.line = line
        """A line of the pack; None for a pause that waits in silence."""
        super().__init__(line)


@dataclass(slots=True)
class Practice:
    """Leads one score."""

    score: Score
    source: str
    turns: Turns
    stretch: float = 1.0
    """How much longer than authored a breath is by now."""

    async def lead(self) -> None:
        """Play to the end. Raises Left, or Diverted."""
        start = 0.0
        speaking = self.turns.speaking
        while True:
            try:
                return await self.turns.hearing.over(
                    speaking.lead(self.score, self.source, start), ATTENTION, self._steer
                )
            except Interjection as interjection:
                start = self._place()
                line = interjection.line
                await (self.turns.say(line) if line else self.turns.hold())
            except DeviceError as error:
                start = self._place()
                await speaking.recover(error)

    def _place(self) -> float:
        """Return where to go on: the position, or the start of a line cut in the settle-in."""
        position = self.turns.speaking.speaker.position
        before = [cue for cue in self.score.cues if cue.at <= position]
        in_settle = before and before[-1].phase is Phase.SETTLE
        return before[-1].at if in_settle else position

    async def _steer(self, heard: Heard) -> None:
        if isinstance(heard, Trouble):
            raise Interjection(heard.line)
        command = self.turns.command_over(heard, Context(practice=self.source), _is_asked_for)
        match command.label if command else None:
            case "pause":
                raise Interjection(None)
            case "slower":
                self._retime(PACE_STEP)
            case "faster":
                self._retime(1 / PACE_STEP)
            case "louder":
                self.turns.speaking.louder()
            case "quieter":
                self.turns.speaking.quieter()
            case "skip":
                raise Left
            case "help" | "repeat":
                raise Interjection("help_practice")

    def _retime(self, factor: float) -> None:
        """Stretch what is still to come, within bounds that a breath can follow."""
        speaker = self.turns.speaking.speaker
        stretch = min(max(self.stretch * factor, FASTEST), SLOWEST)
        self.score = self.score.retimed(speaker.position, stretch / self.stretch)
        self.stretch = stretch
        self.turns.speaking.retime(self.score)


def _is_asked_for(match: IntentMatch) -> bool:
    """True for another practice, asked for in so many words."""
    return match.kind in STARTS and match.score >= SURE
