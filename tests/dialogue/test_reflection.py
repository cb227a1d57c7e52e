"""Words given back: turned to "you" only where that is sure to be right."""

import random
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from assistant.dialogue.reflection import LONGEST_ECHO, reflect, speakable, turn
from assistant.dialogue.script import WORD_FORMS

FILES = [Path(__file__).with_name(f"{name}.yaml") for name in ("reflections", "reflections_unseen")]
REFLECTED = {
    thought: expected
    for path in FILES
    for family in yaml.safe_load(path.read_text("utf-8")).values()
    for thought, expected in family.items()
}
TURNED = {
    "i think he's going to leave me": "they're going to leave you",
    "he's going to leave me": "they're going to leave you",
    "what if she finds someone better than me": "they might find someone better than you",
    "she doesn't love me anymore": "they don't love you any more",
    "I\u2019m not good enough": "you're not good enough",
    "i'm going to lose him": "you're going to lose them",
    "nobody will ever love me": "nobody will ever love you",
    "he's bored of me": "they're bored of you",
    "i feel like my boyfriend is going to leave me because he didn't text": (
        "your boyfriend is going to leave you"
    ),
    "she'll leave me if i make a mistake": "they'll leave you if you make a mistake",
    "he's cheating on me with my best friend": "they're cheating on you with your best friend",
    "i'm worried he's mad at me": "they're mad at you",
    "He's quiet. He's bored of me.": "they're bored of you",
    "my mum is ashamed of me": "your mum is ashamed of you",
}
NO_FEAR = [
    "he left me",  # a fact
    "i'm sad",  # a feeling
    "he would never leave me",
    "i'm not crazy",
    "he loves me",
    "he'll come back",
    "i'll be okay",
    "he's not bored of me",
    "he thinks i'm beautiful",
    "he's leaving for work",
]
GRAMMAR = {
    "THOUGHT": ["LEAD CLAUSE", "CLAUSE",
                "CLAUSE JOINT LEAD CLAUSE", "CLAUSE CLAUSE", "um LEAD CLAUSE"],
    "LEAD": ["i think", "what if", "i'm scared that", "i feel like", "like", "she said", "why does",
             "i know", "maybe", "i i just", "my mum says"],
    "JOINT": ["and", "but", "because", "so", "if", "when", "or", "than"],
    "CLAUSE": ["WHO VERB WHOM", "WHO BE STATE", "WHO MODAL BASE WHOM",
               "WHO VERB WHOM more than WHOM"],
    "WHO": ["i", "he", "she", "they", "we", "my mum", "her friends", "nobody", "it", "me and him",
            "my ex's sister", "he always", "i never", "everyone i know"],
    "WHOM": ["me", "him", "her", "us", "them", "myself", "herself", "my friends", "her ex", "his",
             "mine", "it", "nobody", "me i", "everything i do"],
    "VERB": ["is leaving", "leaves", "leave", "hates", "was ignoring", "has left", "doesn't like",
             "told", "am losing", "lies to", "goes with", "misses"],
    "BE": ["is", "am", "are", "was", "were", "has been", "'s", "isn't", "been"],
    "STATE": ["alone", "too much for WHOM", "bored of WHOM", "a failure", "not good enough", "WHO"],
    "MODAL": ["will", "might", "is going to", "won't", "should", "can't", "'d"],
    "BASE": ["leave", "lose", "never forgive", "love", "stop telling"],
}  # fmt: skip
NEVER_SAID = [" i ", " me ", " my ", " am ", "you is", "you was", "you has", "they is ", "they has",
              "they was", "they does", "your your", "you is", "we "]  # fmt: skip


def grown(symbol: str, rng: random.Random) -> str:
    """Return a text grown from the grammar, most often broken English."""
    if symbol not in GRAMMAR:
        return symbol
    return " ".join(grown(part, rng) for part in rng.choice(GRAMMAR[symbol]).split(" "))


@pytest.mark.parametrize(("thought", "expected"), REFLECTED.items())
def test_a_thought_is_given_back_in_natural_words_or_not_at_all(
    thought: str, expected: str | None
) -> None:
    assert reflect(thought) == expected


@pytest.mark.parametrize(("thought", "expected"), TURNED.items())
def test_a_fear_is_turned_to_you(thought: str, expected: str) -> None:
    assert turn(thought) == expected


@pytest.mark.parametrize(
    "thought", [*NO_FEAR, *(thought for thought, text in REFLECTED.items() if text is None)]
)
def test_what_is_no_fear_is_never_called_one(thought: str) -> None:
    assert turn(thought) is None


def test_no_text_however_broken_gives_an_ugly_reflection() -> None:
    rng, spoken = random.Random(6), 0
    for _ in range(4_000):
        thought = grown("THOUGHT", rng).replace(" '", "'")
        for text in filter(None, (reflect(thought), turn(thought))):
            spoken += 1
            words = text.split()
            assert not [bad for bad in NEVER_SAID if bad in f" {text} "], (thought, text)
            assert 1 < len(words) <= LONGEST_ECHO, (thought, text)
            assert all(a != b for a, b in pairwise(words)), (thought, text)
    assert spoken > 1_000


def test_a_very_long_or_empty_answer_is_not_given_back() -> None:
    assert reflect("") is None
    assert reflect("  ...  ") is None
    assert reflect("i don't know " * 500) is None
    assert reflect("and then " * 5_000) is None


def test_a_value_is_spoken_as_a_person_would_say_it() -> None:
    assert speakable(7.0) == "7"
    assert speakable("i said i'm fine.") == "I said I'm fine"
    assert speakable(None) is None
    assert speakable("  ") is None


def test_a_slot_can_be_given_back_as_it_was_meant() -> None:
    assert WORD_FORMS["reflected"]("i feel so alone") == "you feel so alone"
    assert WORD_FORMS["turned"]("i feel so alone") is None
