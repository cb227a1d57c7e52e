"""What an answer means to the question it answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.dialogue.actions import Answer
from assistant.dialogue.counting import moves_on
from assistant.dialogue.steps import RATING, Ask, Collect, Level, Measure
from assistant.understanding.intents import IntentMatch
from assistant.understanding.normalize import normalize
from assistant.understanding.places import place

WHOLE = 0.95
"""Score of a request that is made in so many words, and not in passing."""
SURE = 0.6
"""A command less sure than this is words, where an ask takes what is said literally."""
UNLIKELY = 0.5
"""A command less sure than this is words, where a closed question takes words of one's own too."""
LIKELY = 0.7
"""Score from which a practice leaves a closed question; "same" is no wish for even breaths."""
PLEADED = 0.9
"""Score of a wish for comfort, or to reach out, that is no answer to a closed question."""
_PRACTICES = frozenset({"breathing", "mindfulness"})
COMPLAINT = "complaint"
"""The act of whoever is angry with us: it is answered, and no answer to what was asked."""
_TROUBLES = frozenset({"reframe", "checkin", "reassurance"})
_NOT = re.compile(r" (?:not|no|never)(?: (?:so|too|that|all that|very|really|much|as))?$")
SLEEP = "sleep"
"""A thing to name and to need, as a single word; a command in any other words."""
_SAME = re.compile(r"\b(?:same|no change|unchanged|no different|(?:has|is) not changed)\b")
_NAMES = frozenset({"", "yes", "number", "settings"})
"""Commands that are only words where things are named; "rain" is a sound to be heard."""
_NO_ANSWER = frozenset("stop skip pause slower faster louder quieter".split())
_OPTIONS_TOO = frozenset({"pause", "quieter"})
"""Of these, what may be chosen: "wait", "be quiet", "two minutes"."""
_ASKS = frozenset(
    "help let lead guide take give do start begin try want need switch change play turn put make "
    "breathe breathing scan relaxation meditation meditate exercise practice background sounds "
    "voice tones counting".split()
)
"""A practice or a setting is asked for in these words, and named as a thing without them."""


READ_AS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"command/settings"}),
    "country": frozenset({"command/settings"}),
    "phrase": frozenset({"command/settings"}),
    "quiet_hours": frozenset(
        f"command/{label}" for label in ("settings", "number", "time", "sleep")
    ),
}
"""Commands that are an answer where something is read from it: "from ten to seven" is no time."""
_REQUESTS = _PRACTICES | _TROUBLES | {"topic", "journal", "crisis"}


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer that the question can use: where it leads, and what it leaves in the slot.

    It leads nowhere ("") where it names some of several things.
    """

    then: str
    value: str | float | None = None


def asks_for_something(match: IntentMatch) -> bool:
    """Tell whether something is asked for that leaves a question: a practice, another way."""
    practises = match.kind in _PRACTICES and match.score >= LIKELY
    return practises or match.act == COMPLAINT or (match.kind == "reframe" and bool(match.act))


def pleads(match: IntentMatch) -> bool:
    """Tell whether comfort is asked for, or a wish to reach out told, in so many words."""
    return match.kind == "reassurance" and match.score >= PLEADED


def is_request(match: IntentMatch, least: float = SURE) -> bool:
    """Tell whether something is wanted that a question about settings gives way to."""
    return match.kind in _REQUESTS and match.score >= least


def take(step: Ask, answer: Answer, unsure: Collection[str]) -> Taken | None:
    """Return what an answer means to a question, or None where it does not answer it.

    `unsure` holds whole normalised answers that mean "I don't know".
    """
    command = answer.match.label if answer.match.kind == "command" else ""
    if command == "skip":
        return Taken(step.way("skip"))
    doubtful = normalize(answer.text) in unsure
    if isinstance(step, Measure):
        return None if command else Taken("")
    if isinstance(step, Collect):
        return _named(step, answer, command, doubtful)
    match step.expects:
        case "yes_no":
            return _yes_no(step, answer, command, doubtful)
        case "rating":
            rating = answer.match.slots.get("rating", _level(step.levels, answer.text))
            if isinstance(rating, int | float):
                return Taken(step.then, rating)
            if "same" in step.ways and _SAME.search(normalize(answer.text)):
                return Taken(step.ways["same"])
        case "choice":
            chosen = None if doubtful and not _is_option(step, answer) else _chosen(step, answer)
            if chosen:
                return chosen
            if "other" in step.ways and not doubtful and _is_free(answer, command, step):
                return Taken(step.ways["other"])
        case "open" if command == "no" and not _is_words(answer, step):
            return Taken(step.way("unsure"))
        case "open" if not doubtful:
            return _open(step, answer, command)
    return Taken(step.way("unsure")) if doubtful else None


def picks(step: Ask, answer: Answer) -> bool:
    """Tell whether a command is an answer first: an option that is named, or words of one's own.

    What stops us, or changes how we speak, is one only where it is an option; "two minutes" is no
    pause where it is on offer. A command in so many words goes before an option that is only named
    among others.
    """
    command = answer.match.label if answer.match.kind == "command" else ""
    if any(option.id == command for option in step.options) and command != "stop":
        return _chosen(step, answer) is not None
    if _is_hardly_command(step, answer):
        return True
    is_word = command in _OPTIONS_TOO and step.expects == "choice"
    if not command or (command in _NO_ANSWER and not is_word):
        return False
    if step.expects == "choice":
        is_weak = answer.match.score < WHOLE
        return _is_option(step, answer) or (is_weak and _chosen(step, answer) is not None)
    is_named = isinstance(step, Collect) and normalize(answer.text) == SLEEP
    return step.expects == "open" and (is_named or _is_words(answer, step))


def _is_hardly_command(step: Ask, answer: Answer) -> bool:
    """Tell whether "I've a bit of asthma", which sounds like "slower" at most, is an answer."""
    takes_words = step.expects == "yes_no" and "other" in step.ways
    is_command = answer.match.kind == "command" and answer.match.label not in ("stop", "yes", "no")
    return takes_words and is_command and answer.match.score < UNLIKELY


def _is_option(step: Ask, answer: Answer) -> bool:
    """Tell whether an answer is one of the options in so many words."""
    said = normalize(answer.text)
    return any(said == word for option in step.options for word in option.words)


def _is_words(answer: Answer, step: Ask) -> bool:
    """Tell whether what may be a command is only words: "at eight", "I go home"."""
    match = answer.match
    is_thing = match.label == "number" or normalize(answer.text) == SLEEP
    may_be = is_thing or (match.score < SURE and match.label != "stop")
    return step.literal and match.kind == "command" and may_be


def is_worse(step: Ask, answer: Answer, worse: Collection[str]) -> bool:
    """Tell whether an answer says that talking does no good; how someone feels is no such word."""
    if normalize(answer.text) not in worse:
        return False
    chosen = step.expects == "choice" and _chosen(step, answer)
    return not (chosen or step.role in ("feeling", "rerate") or step.expects == "rating")


def _yes_no(step: Ask, answer: Answer, command: str, doubtful: bool) -> Taken | None:
    if command in ("yes", "no"):
        return Taken(step.way(command))
    if doubtful and ("unsure" in step.ways or "other" in step.ways):
        return Taken(step.ways.get("unsure") or step.ways["other"])
    kinds = {answer.match.kind, *(kind for kind, _ in answer.match.options)}
    is_kept = step.slot and _TROUBLES.isdisjoint(kinds)
    is_words = not command or _is_hardly_command(step, answer)
    if "other" in step.ways and is_words and not is_kept:
        return Taken(step.ways["other"], answer.text.strip())
    return None


def _level(levels: Sequence[Level], text: str) -> float | None:
    """Return the number that the longest words in what is said stand for, of two the higher."""
    said = f" {normalize(text)} "
    found = (
        (len(word.split()), level.number)
        for level in levels
        for word in level.words
        if any(not _NOT.search(before) for before in _before(said, f" {word} "))
    )
    return max(found, default=(0, None))[1]


def _before(said: str, word: str) -> Iterator[str]:
    """Yield what is said before each place where a word stands."""
    for found in re.finditer(f"(?={re.escape(word)})", said):
        yield said[: found.start()]


def _chosen(step: Ask, answer: Answer) -> Taken | None:
    """Return the option with the longest words in what is said, or the one at the place it names.

    None where two are as long.
    """
    said = f" {normalize(answer.text)} "
    longest: dict[str, int] = {}
    for option in step.options:
        fits = [word for word in option.words if f" {word} " in said]
        longest[option.id] = max((len(word.split()) for word in fits), default=0)
    most = max(longest.values())
    chosen = [option for option in step.options if longest[option.id] == most > 0]
    at = place(said.strip(), len(step.options))
    if not most and at is not None:
        chosen = [step.options[at]]
    return Taken(chosen[0].then, chosen[0].id) if len(chosen) == 1 else None


def _open(step: Ask, answer: Answer, command: str) -> Taken | None:
    if RATING in step.also and command == "number":
        return Taken(step.then, "")
    return Taken(step.then, answer.text.strip()) if _is_free(answer, command, step) else None


def _is_free(answer: Answer, command: str, step: Ask) -> bool:
    """Tell whether an answer is words of one's own, and no command or wish for a practice."""
    match = answer.match
    is_request = asks_for_something(match) and match.score >= WHOLE and not step.literal
    is_command = bool(command) and not _is_words(answer, step)
    return not is_command and not is_request and bool(normalize(answer.text))


def _named(step: Collect, answer: Answer, command: str, doubtful: bool) -> Taken | None:
    said = normalize(answer.text).split()
    if command == "no" or doubtful or moves_on(answer.text):
        return Taken(step.way("unsure"))
    may_ask = command == "settings" or answer.match.kind in _PRACTICES
    sure = answer.match.score >= WHOLE
    is_request = may_ask and sure and len(said) > 1 and not _ASKS.isdisjoint(said)
    is_name = command in _NAMES or said == [SLEEP]
    return Taken("") if said and is_name and not is_request else None
