"""How much more softly than usual someone speaks, so that they are answered softly."""

from __future__ import annotations

HEEDED_DB = 4.0
"""Softer than usual by less than this is chance: people vary by some decibels."""
SHARE = 0.6
"""Of what is softer than that which the answer follows: a whisper is 15 to 20 dB below a voice."""
MOST_DB = 9.0
"""An answer must still be heard across a bed."""
FAINTEST_USUAL_DB = -45.0
"""Full scale. Who is fainter at their very first word whispers, or the microphone is far off."""
FADES_DB = 3.0
"""By which our lines grow softer with every silence in a row: who does not answer may sleep."""
_RISE, _FALL = 0.5, 0.02
"""Of the difference to a louder, or softer, utterance that the usual level follows."""


class Softness:
    """Learns a person's usual level from what they say; in memory alone.

    Who speaks from farther away sounds softer too, and is answered softly: hence the bounds.
    """

    def __init__(self) -> None:
        self._usual_db: float | None = None
        self._silences = 0
        """Prompts in a row that met silence."""

    def take(self, level_db: float) -> float:
        """Take an utterance's level, dB of full scale; return by how many dB to answer softer."""
        if self._usual_db is None:
            self._usual_db = max(level_db, FAINTEST_USUAL_DB)
        softer_db = self._usual_db - level_db
        self._usual_db -= softer_db * (_RISE if softer_db < 0 else _FALL)
        return min(max(0.0, (softer_db - HEEDED_DB) * SHARE), MOST_DB)

    def spoken(self) -> None:
        """Someone speaks: nothing fades any more."""
        self._silences = 0

    def unanswered(self) -> float:
        """Take a prompt that met silence; return by how many dB to speak softer for it."""
        self._silences += 1
        return min(self._silences * FADES_DB, MOST_DB)
