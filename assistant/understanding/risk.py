"""Risk: the danger that no rule names and that is likely all the same, by what was learned."""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.understanding.evidence import Sums
from assistant.understanding.intents import Context, IntentMatch
from assistant.understanding.judge import Judge

LEAST_RISK = 0.5
"""Likelihood of danger from which it is asked about, where no rule has found any: the geometric
mean of two classifiers, one that knows figures of speech and one that knows all meanings."""
LEAST_RISK_IN_CONTEXT = 0.8
"""The same in a practice, where the room is heard as well, and in an answer, where "I can't smell
anything" means no more than that."""
OWN_SCRIPTS = frozenset({"abuse", "medical", "hotline", "third_party", "harm_others"})
"""Dangers that are answered otherwise than with the gentle question."""
CLEARLY = 0.6
"""Share of all danger from which one of these is meant."""


def sensed(
    judge: Judge, text: str, sums: Sums, likely: Sequence[float], context: Context
) -> IntentMatch | None:
    """Return the danger that is likely in a normalised text, or None.

    It is asked about (T2), or met with a script of its own where it is clearly of that kind.
    `likely` holds the likelihood of each of the judge's classes.
    """
    shares = {
        name.partition("/")[2]: share
        for name, share in zip(judge.classes, likely, strict=True)
        if name.startswith("crisis/")
    }
    risk = math.sqrt(judge.risk(text, sums) * sum(shares.values()))
    if risk < (LEAST_RISK_IN_CONTEXT if context.practice or context.expects else LEAST_RISK):
        return None
    score = round(risk, 3)
    label = max(shares, key=lambda name: shares[name])
    if label in OWN_SCRIPTS and shares[label] >= CLEARLY * sum(shares.values()):
        return IntentMatch("crisis", label, {}, score, f"learned: risk, {label}", "S")
    return IntentMatch("crisis", "check", {}, score, "learned: risk", "T2")
