"""A prompt under way: the floor is the person's until they answer it, or say nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass

from assistant import events
from assistant.audio.tones import Earcon
from assistant.dialogue.actions import OWN_WORDS, Answer, Listen, NoInput, NoMatch, Reply
from assistant.hearing import Trouble
from assistant.interpreting import has_words
from assistant.speech.listener import Attention
from assistant.speech.recognizer import Utterance
from assistant.turns import Turns
from assistant.understanding.intents import Context, IntentMatch

HOME = Listen(
    "open",
    "offer",
    "home",
    patience=1.0,
    timeout=25.0,
    takes=lambda answer: has_words(answer.match),
)
"""The floor between dialogues: commands come short, troubles come long."""


@dataclass(slots=True)
class Prompt:
    """Puts one prompt."""

    prompt: Listen
    context: Context
    turns: Turns

    async def put(self) -> Reply:
        """Give the person the floor until they answer or say nothing. Raises Diverted."""
        turns, prompt = self.turns, self.prompt
        turns.interpreting.precedence.here = prompt.source
        if early := turns.exchange.answered_early(prompt):
            return turns.exchange.taken(early)
        turns.exchange.hand_over()
        if turns.exchange.asked:
            turns.observe(events.Asked(prompt.role, prompt.expects))
        attention = self._attention()
        timeout = prompt.timeout if turns.waits else math.inf
        while True:
            turns.observe(events.Listening(prompt.patience))
            waits = timeout if timeout < math.inf else None
            heard = await turns.hearing.next(attention, waits)
            if heard is None:
                turns.observe(events.NoInput())
                turns.interpreting.fade()
                return turns.exchange.taken(NoInput(), missed=prompt)
            if isinstance(heard, Trouble):
                await turns.tell(heard)
            elif not self._is_no_turn(heard):
                reply = await self._reply(heard)
                if reply is not None:
                    return reply
                timeout = prompt.timeout * 2

    def _attention(self) -> Attention:
        prompt = self.prompt
        expected = self.turns.interpreting.router.expected(prompt.expects)
        return Attention(prompt.patience, _command_patience(prompt), expected)

    def _is_no_turn(self, heard: Utterance) -> bool:
        interpreting = self.turns.interpreting
        return interpreting.is_echo(heard) or interpreting.is_no_turn(heard, self.context)

    async def _reply(self, heard: Utterance) -> Reply | None:
        """Return what was said as a reply; None after a command that leaves them the floor."""
        turns, prompt = self.turns, self.prompt
        turns.interruptions.take_break(heard)
        match = turns.interpreting.understood(heard, self.context)
        answer = Answer(heard.text, match, heard.started_at)
        if prompt.picks(answer) or (match.name in OWN_WORDS and prompt.takes(answer)):
            return turns.exchange.taken(answer)
        if await turns.keeps_floor(match):
            return None
        reply = self._fitted(answer, match)
        if isinstance(reply, NoMatch):
            await turns.speaking.signal(Earcon.MISSED)
        return reply

    def _fitted(self, answer: Answer, match: IntentMatch) -> Reply:
        """Fit what was understood to the prompt. Raises Diverted for what goes before it."""
        turns, prompt, precedence = self.turns, self.prompt, self.turns.interpreting.precedence
        wants_else = prompt.expects != "open" and precedence.is_plea(match)
        if precedence.is_urgent(match) or (wants_else and prompt.expects == "yes_no"):
            raise turns.interruptions.diverted(match)
        if prompt.takes(answer):
            return turns.exchange.taken(answer)
        if wants_else or precedence.gives_way(prompt, answer):
            raise turns.interruptions.diverted(match)
        turns.observe(events.NoMatch())
        return turns.exchange.taken(NoMatch(), missed=prompt)


def _command_patience(prompt: Listen) -> float:
    """Return the silence after a whole command: more where a "no" may begin a thought.

    No more than lets danger, which waits for it too, be answered within a second and a half.
    """
    return 0.85 if prompt.patience >= 2.0 else 0.45
