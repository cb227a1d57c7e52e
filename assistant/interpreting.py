"""Interpreting: what was meant by what was heard, and what may be told of it.

Every utterance passes here once: our own voice is known, danger is remembered, events are left.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from assistant import events
from assistant.content.loader import Pack
from assistant.dialogue.dangers import Dangers
from assistant.dialogue.two import asks_for_break
from assistant.hearing import Hearing
from assistant.precedence import Precedence
from assistant.speech.loudness import Softness
from assistant.speech.recognizer import Utterance
from assistant.understanding.intents import Context, IntentMatch
from assistant.understanding.normalize import is_wordless, normalize
from assistant.understanding.router import Router

NO_WORDS = "out_of_scope/noise"
TURN_DONE = IntentMatch("command", "skip", because="ends the turn")


@dataclass(slots=True)
class Interpreting:
    """Takes what was heard for what was meant."""

    pack: Pack
    router: Router
    hearing: Hearing
    observe: events.Observer
    precedence: Precedence
    show_sensitive: bool = False
    """True writes the words of dangerous speech into events; only ever on request."""
    dangers: Dangers = field(default_factory=Dangers)
    last_words: str = ""
    """What was understood last, as it was heard; held in memory for the dialogue it starts."""
    no_holds: bool = False
    """True once something was said in this session by which the breath must not be held."""
    break_words: frozenset[str] = frozenset()
    """Words that call for a break in what two people do, as `normalize` leaves them."""
    _softness: Softness = field(default_factory=Softness)

    def understood(self, heard: Utterance, context: Context) -> IntentMatch:
        """Return what was meant, and tell it."""
        match = self.route(heard, context)
        self.tell(heard, match)
        return match

    def route(self, heard: Utterance, context: Context) -> IntentMatch:
        """Return what was meant; nothing is told or remembered."""
        match = self.router.route(heard.alternatives, context, self.dangers.recent)
        return TURN_DONE if self.ends_turn(heard) and not match.tier else match

    def is_echo(self, heard: Utterance) -> bool:
        """True, and told, where what was heard is our own voice.

        What is doubtful counts as ours, but for danger and for what must always work.
        """
        own = self.hearing.is_own_voice(heard) or (
            heard.doubtful
            and not self.asks_for_break(heard)
            and not self.precedence.is_urgent(self.route(heard, Context()))
        )
        if own:
            self.leave(heard, self.route(heard, Context()), "own_voice")
        return own

    def is_no_turn(self, heard: Utterance, context: Context) -> bool:
        """True, and told, for a sigh or a cough: whoever makes one may yet be about to speak."""
        if not is_wordless(heard.text):
            return False
        match = self.route(heard, context)
        if match.name == NO_WORDS:
            self.leave(heard, match, "dropped")
        return match.name == NO_WORDS

    # -- two people

    def ends_turn(self, heard: Utterance) -> bool:
        """Tell whether two people's "I'm done" was said, which may come late and stops nothing."""
        return bool(self.break_words) and normalize(heard.text) in self.pack.turn_done

    def asks_for_break(self, heard: Utterance) -> bool:
        """Tell whether the time-out word was said, where there is one; danger goes first."""
        is_word = asks_for_break(heard.alternatives, self.break_words)
        return is_word and not self.route(heard, Context()).tier

    # -- what is told of it

    def tell(self, heard: Utterance, match: IntentMatch) -> None:
        """Leave the events of something that will be acted on, and remember it."""
        self.leave(heard, match, None)
        self.match_loudness(heard)
        self.last_words = heard.text
        self.no_holds = self.no_holds or self.pack.rules_out_holds(heard.text)
        shown = self._may_show(match)
        slots, because = (match.slots, match.because) if shown else ({}, None)
        score = round(match.score, 3)
        self.observe(events.Intent(match.kind, match.label, slots, score, because))
        now = asyncio.get_running_loop().time()
        in_answer = self.precedence.answers_danger()
        self.dangers.note(match, now, in_company=bool(self.break_words), in_answer=in_answer)
        if match.tier:
            self.observe(events.Safety(match.tier, match.label))

    def leave(self, heard: Utterance, match: IntentMatch, ignored: str | None) -> None:
        """Leave the event of what was heard, and why it is ignored."""
        text = heard.text if self._may_show(match) else None
        self.observe(events.Heard(text, round(heard.confidence, 3), ignored))

    def leave_untold(self, heard: Utterance) -> None:
        """Leave the event of something dropped that was not said to us, without its words."""
        text = heard.text if self.show_sensitive else None
        self.observe(events.Heard(text, round(heard.confidence, 3), "dropped"))

    def _may_show(self, match: IntentMatch) -> bool:
        """Tell whether words may stand in events: none of danger, nor those that follow upon it."""
        is_danger = match.tier or match.kind == "crisis" or self.precedence.answers_danger()
        return self.show_sensitive or not is_danger

    # -- how loud they are answered

    def match_loudness(self, heard: Utterance) -> None:
        """Answer a soft voice softly; what may be mixed with our own voice tells nothing."""
        self._softness.spoken()
        if heard.level_db is not None and not heard.doubtful:
            self.hearing.speaking.soften(self._softness.take(heard.level_db))

    def fade(self) -> None:
        """Speak more softly each time that nobody answers, until someone does."""
        speaking = self.hearing.speaking
        speaking.soften(max(speaking.softer_db, self._softness.unanswered()))


def has_words(match: IntentMatch) -> bool:
    """True for whatever holds words."""
    return match.name != NO_WORDS
