"""How long a dialogue takes: what is said, answered and led on its longest way."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.content.paths import before_each, in_order
from assistant.dialogue.course import course_of
from assistant.dialogue.exercise import Exercise, Wish
from assistant.dialogue.script import Script
from assistant.dialogue.steps import Ask, Collect, Floor, Guide, Measure, Say, Step, Wait

ANSWER_SECONDS: Mapping[str, float] = {"open": 7.0, "choice": 2.0, "rating": 2.0, "yes_no": 1.5}
"""From the end of a question to the end of an answer: a dozen words and a pause, or a few words."""
LONGEST_CHOSEN = 3
"""Minutes of a turn whose length two people choose."""
Estimate = Callable[[str], float]
"""Gives the seconds that a text takes to say."""


def longest_minutes(script: Script, exercises: Mapping[str, Exercise], estimate: Estimate) -> float:
    """Return the minutes of its longest way, without the dialogues that it calls or goes on to.

    Of what may be said the longest counts; a practice that is asked for by name counts nothing.
    """
    before = before_each(script)
    passed: dict[str, float] = {}
    for step in in_order(script) or []:
        until = max((passed[id] for id in before[step.id]), default=0.0)
        passed[step.id] = until + _seconds(step, exercises, estimate)
    return max(passed.values(), default=0.0) / 60


def _seconds(step: Step, exercises: Mapping[str, Exercise], estimate: Estimate) -> float:
    texts = step.lines[0].variants() if step.lines else ()
    spoken = max((estimate(variant.text) for variant in texts), default=0.0)
    match step:
        case Say():
            return spoken + step.pause
        case Collect() | Measure():
            return spoken + step.count * (ANSWER_SECONDS["open"] + step.patience)
        case Ask():
            return spoken + ANSWER_SECONDS[step.expects] + step.patience
        case Wait():
            return step.seconds
        case Floor():
            return step.seconds({step.slot: LONGEST_CHOSEN})
        case Guide() if step.exercise in exercises:
            wish = Wish(step.minutes, rounds=step.rounds, length=step.length)
            return course_of(exercises[step.exercise], wish, estimate).score.seconds
    return spoken
