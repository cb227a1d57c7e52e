"""Every dialogue, walked 10,000 times: whatever is answered it ends, kindly and within bounds."""

from __future__ import annotations

import itertools
import os
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from assistant.content.calls import others
from assistant.dialogue.actions import (
    Action,
    Answer,
    Done,
    Ended,
    Floor,
    Guide,
    Listen,
    NoInput,
    NoMatch,
    Recall,
    Recalled,
    Reply,
    Speak,
    Wait,
)
from assistant.dialogue.counts import SPANS
from assistant.dialogue.gate import GATE, INSTEAD
from assistant.dialogue.lines import Variety
from assistant.dialogue.player import play
from assistant.dialogue.reflection import LONGEST_ECHO
from assistant.dialogue.script import DISPUTING
from assistant.dialogue.steps import Collect
from assistant.dialogue.traps import trap_slots
from assistant.understanding.intents import IntentMatch
from tests.content.shipped import shipped

PACK = shipped()
WALKS_IN_ALL = int(os.environ.get("WALKS", "10000"))
"""WALKS=650000 walks every single dialogue ten thousand times: about 20 minutes of one core."""
WALKS = -(-WALKS_IN_ALL // len(PACK.dialogues))
MOST_ANSWERS = 9
LONGEST_TURN = 35
LONGEST_BETWEEN = 60
"""Words between two moments in which the person may speak or rest, explanations included."""
PART_SECONDS = 3.0
"""Of silence that part two turns."""
LEAVES_IT = 8
"""Words more, where a question that was not answered is left in words."""
IN_DIGITS = 15
"""Words more, where a number is spoken digit by digit."""
MOST_LISTENS = 5
"""For one question: two reprompts for silence and two for what was not understood."""
RAMBLE = "he was late and then he was not late and i waited and waited "
THEMES = (None, *sorted(PACK.phrases.cues["themes"].names))
TRAPS = sorted(PACK.traps)
THOUGHTS = (
    "he's going to leave me",
    "i think she hates me",
    "i ruin everything",
    "they broke up with me and it's my fault",
    "what if everyone at work knows",
    "my mum died last week",
    "he cheated on me with my friend",
)
UNFILLED = re.compile(r" [,.?:;]|  |: ?[.?]|\bSo[.?]|[,:] *$|^\W")
"""What a line looks like in which a slot was empty: "So .", "You said: ."."""
SMALL = frozenset(
    "a an and are as at be by can could do does did for from get have how i if in is it its let "
    "like me my of on one or shall so some that the their them then there they this to us was we "
    "what when where which who will with would you your right now too okay all not good it's "
    "what's i'm you're here please first up zero ten".split()
)
"""Words that make no two questions alike."""
SAME_SHARE, FEWEST_SHARED = 0.75, 3
"""Of the words that count, how many two questions share that ask the same in other words."""


def answer(text: str, name: str = "reframe/thought", **slots: object) -> Answer:
    kind, _, label = name.partition("/")
    return Answer(text, IntentMatch(kind, label, slots))


def thought(rng: random.Random) -> Answer:
    traps = rng.sample(TRAPS, rng.randint(0, 2))
    return answer(rng.choice(THOUGHTS), traps=traps, theme=rng.choice(THEMES))


def command(label: str, **slots: object) -> Answer:
    return answer(label, f"command/{label}", **slots)


def number(rng: random.Random) -> Answer:
    rating = rng.randint(0, 10)
    return answer(f"{rating}", "command/number", rating=rating)


def chosen(rng: random.Random, prompt: Listen) -> Answer:
    """Return what fits a question: a yes or no, a number, an option, or a thought."""
    if prompt.expects == "yes_no":
        return command(rng.choice(["yes", "no"]))
    if prompt.expects == "rating":
        return number(rng)
    dialogue, _, step = prompt.source.partition(".")
    options = getattr(PACK.dialogues[dialogue].steps[step], "options", ())
    if options:
        return answer(rng.choice(rng.choice(options).words), "out_of_scope/noise")
    return thought(rng)


def hostile(rng: random.Random, _: Listen) -> Reply:
    said = rng.choice(["fuck off", "you're useless", "shut up", "this is stupid", "whatever"])
    return answer(said, "out_of_scope/noise")


def contradictory(rng: random.Random, prompt: Listen) -> Reply:
    if rng.random() < 0.5:
        return chosen(rng, prompt)
    return rng.choice([command("yes"), command("no"), answer("yes no i mean no yes"), number(rng)])


def rambling(rng: random.Random, prompt: Listen) -> Reply:
    words = RAMBLE * (36 if rng.random() < 0.03 else 3)
    return answer(words) if rng.random() < 0.8 else chosen(rng, prompt)


def unsure(rng: random.Random, prompt: Listen) -> Reply:
    return answer("i don't know", "out_of_scope/noise")


def silent(rng: random.Random, prompt: Listen) -> Reply:
    return NoInput() if rng.random() < 0.85 else chosen(rng, prompt)


def in_numbers(rng: random.Random, prompt: Listen) -> Reply:
    return number(rng)


def willing(rng: random.Random, prompt: Listen) -> Reply:
    return chosen(rng, prompt) if rng.random() < 0.95 else command("skip")


def agreeing(rng: random.Random, prompt: Listen) -> Reply:
    return command("yes") if prompt.expects == "yes_no" else chosen(rng, prompt)


def at_random(rng: random.Random, prompt: Listen) -> Reply:
    labels = ("yes", "no", "skip", "back", "help", "repeat")
    replies: list[Reply] = [
        NoInput(),
        NoMatch(),
        command(rng.choice(labels)),
        number(rng),
        thought(rng),
        answer("{thought}"),
        answer("\u2019\u2019 ...", "out_of_scope/noise"),
        answer("um", "unsure/"),
        answer("i feel worse"),
        answer("box breathing", "breathing/box"),
        chosen(rng, prompt),
    ]
    return rng.choice(replies)


Person = Callable[[random.Random, Listen], Reply]
PEOPLE: tuple[Person, ...] = (
    willing,
    agreeing,
    at_random,
    silent,
    hostile,
    rambling,
    contradictory,
    unsure,
    in_numbers,
)


@dataclass(slots=True)
class Walk:
    """What came of one way through a dialogue."""

    spoken: list[Speak] = field(default_factory=list)
    prompts: list[Listen] = field(default_factory=list)
    answered: list[Listen] = field(default_factory=list)
    """Questions to which something was said that they could use."""
    turns: list[list[Speak]] = field(default_factory=lambda: [[]])
    """What was said in one go each."""
    between: list[int] = field(default_factory=lambda: [0])
    """Words between two moments in which the person may speak or rest."""
    returns: bool = False
    """True where back, help or repeat was said."""
    how: str = ""

    def note(self, action: Action, reply: Reply) -> None:
        """Keep an action and its reply."""
        match action:
            case Speak(text=text, pause=pause):
                self.spoken.append(action)
                self.turns[-1].append(action)
                self.between[-1] += len(text.split())
                if pause >= PART_SECONDS:
                    self.part()
            case Listen():
                self.prompts.append(action)
                if isinstance(reply, Answer):
                    self.returns |= reply.match.label in ("back", "help", "repeat")
                    if action.takes(reply):
                        self.answered.append(action)
                self.part()
            case Guide() | Wait() | Floor():
                self.part()

    def part(self) -> None:
        """Begin a new turn."""
        self.turns.append([])
        self.between.append(0)


def reply_to(action: Action, rng: random.Random, person: Person) -> Reply:
    match action:
        case Listen():
            return person(rng, action)
        case Guide() if rng.random() < 0.3:
            return Ended(rng.choice(["worse", "stopped", "left"]))
        case Recall():
            return Recalled({})
    return Done()


def slots_for(rng: random.Random) -> dict[str, object]:
    """Return what a request may bring along."""
    traps = rng.sample(TRAPS, rng.randint(0, 2))
    slots: dict[str, object] = {
        "asked": "long_out_4_6",
        "what": rng.choice(["breathing/box", "breathing/generic"]),
        "act": rng.choice(["", "advise_sleep", "advise_panic", "advise_worry", "advise_any"]),
        "length": rng.choice(["", "short", "full"]),
    }
    if rng.random() < 0.5:
        slots |= {"thought": rng.choice(THOUGHTS), "theme": rng.choice(THEMES)}
        slots |= trap_slots(traps)
    return slots


def walk(name: str, seed: int, *, gate: str = "open") -> Walk:
    """Walk a dialogue with one of PEOPLE; the same seed gives the same way."""
    rng = random.Random(seed)
    person = PEOPLE[seed % len(PEOPLE)]
    book = PACK.book(rng.choice(["US", "GB", None]))
    slots = slots_for(rng) | {GATE: gate}
    slots |= dict.fromkeys(SPANS, rng.choice([0, 0, 2]))
    instead = None if gate == "open" else PACK.dialogues[INSTEAD]
    dialogue = play(PACK.dialogues[name], slots, book, Variety(seed), instead)
    walked, reply = Walk(), None
    for _ in range(300):
        try:
            action = next(dialogue) if reply is None else dialogue.send(reply)
        except StopIteration as stop:
            walked.how = stop.value
            return walked
        reply = reply_to(action, rng, person)
        walked.note(action, reply)
    raise AssertionError(f"{name} does not end with seed {seed}")


def is_danger(line: Speak) -> bool:
    dialogue = PACK.dialogues[line.source.partition(".")[0]]
    return dialogue.answers_danger or line.role == "safety" or dialogue.id == "safety_plan"


def longest(turn: list[Speak]) -> int:
    """Return how many words a turn may have, all of it from one dialogue or from several.

    A slot counts for one word where it is written, and for twelve where it is filled.
    """
    if len({line.source.partition(".")[0] for line in turn}) > 1:
        return LONGEST_BETWEEN
    own_words = LONGEST_ECHO - 1 if any(not line.cacheable for line in turn) else 0
    return LONGEST_TURN + LEAVES_IT + own_words + (IN_DIGITS if any(map(is_danger, turn)) else 0)


def user_turns(walked: Walk) -> int:
    """Count the questions that got an answer: no yes or no, no number that belongs to a feeling.

    Things named one by one answer one question, and what is asked anew is asked once.
    """
    asked = [prompt for prompt in walked.answered if prompt.expects != "yes_no"]
    counted = [
        prompt.source for prompt in asked if (prompt.role, prompt.expects) != ("rating", "rating")
    ]
    return len({*counted}) if walked.returns else len([*itertools.groupby(counted)])


def asked_for(question: str) -> frozenset[str]:
    """Return the words of a question that count: of its last sentence alone."""
    last = re.split(r"(?<=[.!?]) ", question)[-1].lower()
    return frozenset(word.strip("?,.'") for word in last.split()) - SMALL


def are_alike(one: str, other: str) -> bool:
    """Tell whether two questions ask the same in other words."""
    first, second = asked_for(one), asked_for(other)
    fewer = min(len(first), len(second))
    shared = len(first & second)
    return shared >= FEWEST_SHARED and shared >= SAME_SHARE * fewer


def collects(source: str) -> bool:
    dialogue, _, step = source.partition(".")
    return isinstance(PACK.dialogues[dialogue].steps[step], Collect)


def comes_again(source: str) -> bool:
    """Tell whether a dialogue calls that of a line or question more than once, as for two turns."""
    dialogue = source.partition(".")[0]
    called = (Counter(step.dialogue for step in others(s)) for s in PACK.dialogues.values())
    return any(times[dialogue] > 1 for times in called)


@pytest.mark.parametrize("name", sorted(PACK.dialogues))
def test_whatever_is_answered_it_ends_within_bounds(name: str) -> None:
    """Ten thousand walks over all dialogues, with people of every kind."""
    for seed in range(WALKS):
        walked = walk(name, seed)

        assert walked.how in ("done", "left", "silence", "worse"), seed
        assert user_turns(walked) <= MOST_ANSWERS, (seed, [p.source for p in walked.answered])
        for line in walked.spoken:
            assert line.text.strip(), line.source
            assert "{" not in line.text.replace("{thought}", ""), line.text
            assert not re.search(r"\bNone\b(?! of)", line.text), line.text
            assert not UNFILLED.search(line.text.replace("{thought}", "it")), line.text
            assert "late and then" not in line.text, "a long ramble is read back"
        for turn in walked.turns:
            words = [line.text for line in turn]
            most = LONGEST_BETWEEN if walked.returns else longest(turn)
            assert len(" ".join(words).split()) <= most, (seed, words)
        if not any(map(is_danger, walked.spoken)):
            assert max(walked.between) <= LONGEST_BETWEEN, (seed, walked.turns)


@pytest.mark.parametrize("name", sorted(PACK.dialogues))
def test_no_question_is_put_more_often_than_its_reprompts(name: str) -> None:
    """Unless the person asks to hear it again, and none comes back once it is left.

    In danger it is asked until it is known.
    """
    for seed in range(WALKS // 4):
        walked = walk(name, seed)
        if walked.returns or any(map(is_danger, walked.spoken)):
            continue
        sources = [
            prompt.source
            for prompt in walked.prompts
            if not collects(prompt.source) and not comes_again(prompt.source)
        ]
        spoken = [line.text for line in walked.spoken if not comes_again(line.source)]
        questions = Counter(text for text in spoken if text.endswith("?"))

        assert max(Counter(sources).values(), default=0) <= MOST_LISTENS, (seed, sources)
        assert len([*itertools.groupby(sources)]) == len({*sources}), (seed, sources)
        assert max(questions.values(), default=0) <= 2, (seed, questions)


@pytest.mark.parametrize("name", sorted(PACK.dialogues))
def test_no_question_is_asked_again_in_other_words(name: str) -> None:
    """Of two steps; a number that is asked for once more, to compare, is meant to be the same."""
    for seed in range(WALKS // 4):
        walked = walk(name, seed)
        asked = {
            (line.source, line.text)
            for line in walked.spoken
            if line.text.endswith("?") and line.role != "rerate" and not is_danger(line)
        }
        for (here, one), (there, other) in itertools.combinations(sorted(asked), 2):
            assert here == there or not are_alike(one, other), (seed, one, other)


def test_what_asks_the_same_in_other_words_is_known() -> None:
    again = "This week has had a few. Shall we leave the arguing, and try something else?"

    assert are_alike(again, "Would you like to try something else?")
    assert not are_alike(again, "Shall we go on with the thought?")


@pytest.mark.parametrize("name", sorted(PACK.dialogues))
def test_in_danger_no_thought_is_weighed_whatever_is_answered(name: str) -> None:
    for seed in range(WALKS // 4):
        walked = walk(name, seed, gate=("unsafe", "asked_first", "for_good")[seed % 3])

        assert not {line.role for line in walked.spoken} & DISPUTING, seed


def test_all_kinds_of_people_walk_every_dialogue() -> None:
    assert WALKS * len(PACK.dialogues) >= WALKS_IN_ALL
    assert len(PEOPLE) <= WALKS


def test_the_walks_reach_every_step_of_the_thought_record() -> None:
    """So the tests above look where there is something to be found."""
    spoken = {line.source for seed in range(2000) for line in walk("reframe", seed).spoken}
    steps = PACK.dialogues["reframe"].steps.values()

    missing = {f"reframe.{step.id}" for step in steps if step.lines} - spoken
    assert missing <= {"reframe.fact_only"}, "reached only by who comes from other questions"


def test_the_same_answers_and_seed_give_the_same_words() -> None:
    first, second = walk("reframe", 7), walk("reframe", 7)

    assert (first.spoken, first.how) == (second.spoken, second.how)
    assert not any(re.search(r"\bNone\b", line.text) for line in first.spoken)
