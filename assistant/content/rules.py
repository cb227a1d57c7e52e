"""What may be said, as rules a machine can check; a fault is one line with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.content.reading import grade, sentence_length, words
from assistant.dialogue.exercise import Exercise
from assistant.dialogue.lines import Variant

LONGEST_TURN = 35
"""Words."""
LONGEST_SENTENCE = 14
"""Words, in the median sentence."""
HIGHEST_GRADE = 6.0
"""Flesch-Kincaid; a frightened person follows less than they can read."""
LONGEST_CAUTION = 20
"""Words."""
EYES = frozenset({"eyes", "look", "seeing", "gaze"})
ANCHORS = frozenset(
    "breath breathe breathing hands hand feet sounds sound tones voice room".split()
)
"""What attention may rest on."""
FEWEST_ANCHORS = 2
CUE_WORDS_PER_SECOND = 0.8
"""A cue word of so many words a second fills 40 % of its phase at two words a second."""

_BANNED = {
    r"\bjust\b": "just",
    r"\bat least\b": "at least",
    r"\bcalm down\b": "calm down",
    r"\bcommit(?:s|ted)? suicide\b": "committed suicide",
    r"everything happens for a reason": "everything happens for a reason",
    r"\bbright side\b": "look on the bright side",
    r"\byou (?:should|must|have to(?! (?:speak|be|hold|look|fix|face)))\b": "you should",
    r"\birrational\b|\bdistort|\boverreact": "irrational, distortion, overreacting",
    r"\balways be (?:here|there)\b": "always be here",
    r"\blet go completely\b|\bsurrender\b|\brelax completely\b": "relax completely",
    r"\bnothing to worry about\b": "nothing to worry about",
    r"\beverything will be\b|\bit will be (?:fine|okay|all right)\b": "everything will be fine",
    r"\byou don't need anyone\b": "you don't need anyone else",
    r"!": "an exclamation mark",
}
_PROMISES = re.compile(
    r"\b(?:they|he|she|your partner)(?:'ll| will| won't| would never| never| definitely| always)"
    r" (?!know what to do|tell you|ask)|\bthey (?:do )?(?:love|care about) you\b|won't leave you",
    re.IGNORECASE,
)
_GENDER = re.compile(
    r"\b(?:he|she|him|his|her|hers|himself|herself|boyfriend|girlfriend|husband|wife|"
    r"your spouse|living together)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|(?:\b(?:zero|one|two|three|five|six|seven|nine)\b[ ,]+){3}", re.IGNORECASE
)
_SLOT = re.compile(r"\{[^{}]*\}")
_WHY = re.compile(r"\bwhy (?:do|did|are|is|would|don't|didn't|can't)\b[^.?]*\?", re.IGNORECASE)


def text_faults(variant: Variant, *, asks: bool) -> Iterator[str]:
    """Yield what a spoken text breaks; `asks` tells that an answer is awaited after it."""
    for message in _messages(variant.text, asks):
        yield f"{variant.place}: {message}"


def _messages(text: str, asks: bool) -> Iterator[str]:
    count = len(words(text))
    if count > LONGEST_TURN:
        yield f"{count} words; at most {LONGEST_TURN} are said at a time"
    if sentence_length(text) > LONGEST_SENTENCE:
        yield f"sentences of {sentence_length(text):g} words; about {LONGEST_SENTENCE} at most"
    if grade(text) > HIGHEST_GRADE:
        yield f"reading grade {grade(text):.1f}; {HIGHEST_GRADE:g} at most: shorter, plainer words"
    if text.count("?") > 1:
        yield "two questions in one turn; ask one"
    elif "?" in text and not (text.endswith("?") and asks):
        yield "a question stands at the end of an ask, where an answer is awaited"
    if _WHY.search(text):
        yield 'a "why" question; ask "what makes ..." instead'
    for pattern, name in _BANNED.items():
        if re.search(pattern, text, re.IGNORECASE):
            yield f'"{name}" is never said'
    if _PROMISES.search(text):
        yield "a promise or a guess about another person"
    if found := _GENDER.search(text):
        yield f'"{found.group()}" guesses at a person; say they, them, someone'
    if _NUMBER.search(_SLOT.sub("", text)):
        yield "a number in figures or digit by digit; use {helpline.KIND}"


def caution_faults(caution: str, place: str, must_say: Iterable[str]) -> Iterator[str]:
    """Yield what makes a caution too long to be heard, or leaves a way out unsaid."""
    said = words(caution.lower())
    if len(said) > LONGEST_CAUTION:
        yield f"{place}: a caution of {len(said)} words; {LONGEST_CAUTION} at most"
    for word in must_say:
        if word not in said:
            yield f'{place}: the caution says the word "{word}"'


def exercise_faults(exercise: Exercise) -> Iterator[str]:
    """Yield what an exercise breaks."""
    place = exercise.place
    counts = {count for phase in exercise.phases for count in phase.counts}
    for text in set(exercise.lines) - counts:
        yield from text_faults(Variant(text, exercise.places.get(text, place)), asks=False)
    must_say = {"stop"} if exercise.guided else {"stop", "normal"}
    yield from caution_faults(exercise.caution, place, must_say)
    if not exercise.not_for:
        yield f'{place}: an exercise says whom it is "not_for"'
    if "will" in words(exercise.why.lower()) or exercise.why.count(".") != 1:
        at = exercise.places.get(exercise.why, place)
        yield f'{at}: "why" is one sentence that promises nothing'
    yield from _invitation_faults(exercise)
    for phase in exercise.phases:
        if len(words(phase.full)) > max(1, phase.seconds * CUE_WORDS_PER_SECOND):
            yield f'{place}: "{phase.full}" is too long for {phase.seconds:g} s'
    if exercise.bell and exercise.parts and not exercise.close:
        yield f'{place}: after a bell the practice ends with a "close"'


def _invitation_faults(exercise: Exercise) -> Iterator[str]:
    """Yield what is not left to the person: open eyes, and another anchor than the breath."""
    opening = set(words(" ".join((*exercise.settle, exercise.caution)).lower()))
    if not opening & EYES:
        yield f"{exercise.place}: the settle-in says that eyes may be open"
    if len(opening & ANCHORS) < FEWEST_ANCHORS:
        known = ", ".join(sorted(ANCHORS))
        yield f"{exercise.place}: the settle-in offers two anchors or more, of: {known}"
