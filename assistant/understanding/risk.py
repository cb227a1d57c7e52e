"""Risk: the danger that no rule names and that is likely all the same, by what was learned."""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.understanding.evidence import Sums
from assistant.understanding.intents import THOUGHT, Context, IntentMatch
from assistant.understanding.judge import Judge

LEAST_ODDS = 1.4
"""How much likelier danger must be than all else, in log odds, to be asked about where no rule has
found any. Chosen on sets of speech by authors of their own, typed and heard; what it reaches on
unseen speech is in the README."""
OTHER_COUNTS = 0.5
"""How much the odds of the likeliest other meaning count against those of danger."""
LEAST_ODDS_BESIDE = 3.5
"""The same where much is said that is about something else: in a practice, where the room is heard
as well, where things are named, as in "I can't smell anything", and beside a figure of speech."""
LEAST_ODDS_TOLD = 1.75
"""The same in answers that tell how it is with someone: they fit none of the other meanings."""
LOWER_ODDS = 1.0
"""What more it takes in a lower alternative of a recogniser, which is likelier misheard."""
TELLS = frozenset({"situation", "feeling", THOUGHT, "evidence_for"})
"""Roles of the questions that are answered so; the others are answered with plans and things."""
OWN_SCRIPTS = frozenset({"abuse", "medical", "hotline", "third_party", "harm_others"})
"""Dangers that are answered otherwise than with the gentle question."""
CLEARLY = 0.6
"""Share of all danger from which one of these is meant."""
LEAST_ODDS_CLEAR = 2.5
"""Odds from which one of these is answered as such; less is asked about."""


def sensed(
    judge: Judge, text: str, sums: Sums, likely: Sequence[float], least: float
) -> IntentMatch | None:
    """Return the danger that is likely in a normalised text, or None.

    It is asked about (T2), or met with a script of its own where it is clearly of that kind.
    `likely` holds the likelihood of each of the judge's classes; `least` holds the odds it takes.
    """
    dangers = judge.dangers(text, sums)
    risk = math.fsum(dangers.values())
    named = zip(judge.classes, likely, strict=True)
    other = max(share for name, share in named if not name.startswith("crisis/"))
    odds = _odds(risk) - OTHER_COUNTS * _odds(other)
    if odds < least:
        return None
    score = round(risk, 3)
    label = max(dangers, key=lambda name: dangers[name])
    is_clear = odds >= LEAST_ODDS_CLEAR and dangers[label] >= CLEARLY * risk
    if label in OWN_SCRIPTS and is_clear:
        return IntentMatch("crisis", label, {}, score, f"learned: risk, {label}", "S")
    return IntentMatch("crisis", "check", {}, score, "learned: risk", "T2")


def least_odds(context: Context, is_figurative: bool) -> float:
    """Return the odds from which a danger is asked about at a moment."""
    if context.practice or is_figurative:
        return LEAST_ODDS_BESIDE
    if context.expects == "open":
        return LEAST_ODDS_TOLD if context.role in TELLS else LEAST_ODDS_BESIDE
    return LEAST_ODDS_BESIDE if context.expects else LEAST_ODDS


def _odds(likely: float) -> float:
    """Return the logarithm of the odds of something that is so likely, 0 to 1."""
    kept = min(max(likely, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))
