"""The exchange under way: what we said since the person had the floor, and what it waits for."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.dialogue.actions import Answer, Listen, NoInput, Reply, Speak
from assistant.understanding.intents import Context


@dataclass(slots=True)
class Exchange:
    """What lies between the person's last turn and their next one."""

    lines: list[Speak] = field(default_factory=list)
    """Spoken since the person last had the floor."""
    missed: Listen | None = None
    """The prompt that got no answer it could use: lines about that may be answered over."""
    early: Answer | None = None
    """Said over a line, for the prompt that follows it."""
    asked: bool = False
    """True where the last thing we said before the floor was theirs is a question."""
    unanswered: bool = False
    """True where the last prompt met silence."""

    def answered_early(self, prompt: Listen) -> Answer | None:
        """Return, once, what was said over a line and answers the prompt, None for nothing."""
        early, self.early = self.early, None
        fits = self.missed is None or self.missed.source == prompt.source
        return early if fits else None

    def hand_over(self) -> None:
        """Note whether the floor is theirs upon a question."""
        self.asked = bool(self.lines) and self.lines[-1].text.endswith("?")

    def context(self) -> Context:
        """Return what an answer over our lines is weighed by."""
        if self.missed is None:
            return Context()
        return Context(self.missed.expects, self.missed.options, role=self.missed.role)

    def taken(self, reply: Reply, missed: Listen | None = None) -> Reply:
        """The person's turn is over: what comes next is a new turn of ours."""
        self.lines.clear()
        self.missed = missed
        self.unanswered = isinstance(reply, NoInput)
        return reply

    def drop(self) -> None:
        """Forget it: something else takes its place."""
        self.missed = self.early = None
        self.lines.clear()

    def repeated(self) -> list[Speak]:
        """Return our lines, which are about to be spoken anew."""
        lines, self.lines = self.lines, []
        return lines
