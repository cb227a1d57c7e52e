"""What dialogues keep, recall and delete, carried out in the journal of this device."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from assistant import events
from assistant.dialogue.actions import Done, Failed, Forget, Keep, Recall, Recalled, Reply
from assistant.dialogue.counts import COUNTS, Counts
from assistant.dialogue.predictions import Predictions
from assistant.errors import JournalError
from assistant.memory.journal import Journal


@dataclass(frozen=True, slots=True)
class Keeping:
    """Carries out actions in a thread of its own, since a disk may be slow."""

    journal: Journal
    observe: events.Observer
    counts: Counts = field(default_factory=Counts)
    """How often dialogues were started, in memory."""
    predictions: Predictions = field(default_factory=Predictions)
    """Fears to be asked about later, in memory."""

    async def do(self, action: Keep | Recall | Forget) -> Reply:
        """Carry an action out; `saved` is told once it is on the disk, a fault where it failed."""
        try:
            return await self._do(action)
        except JournalError as error:
            self.observe(events.Fault("journal", str(error)))
            return Failed()

    async def _do(self, action: Keep | Recall | Forget) -> Reply:
        match action:
            case Keep(texts):
                await asyncio.to_thread(self.journal.keep, texts)
                for what in texts:
                    self.observe(events.Saved(what))
            case Forget(names):
                if not names or COUNTS in names:
                    self.counts.clear()
                if not names:
                    self.predictions.clear()
                await asyncio.to_thread(self.journal.delete, names or None)
            case Recall(names):
                kept = await asyncio.to_thread(self.journal.entries)
                return Recalled({entry.what: entry.text for entry in kept if entry.what in names})
        return Done()
