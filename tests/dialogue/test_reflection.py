"""Words given back: turned to "you" only where that is sure to be right."""

import pytest

from assistant.dialogue.reflection import speakable, turn

TURNED = {
    "i think he's going to leave me": "they're going to leave you",
    "he's going to leave me": "they're going to leave you",
    "what if she finds someone better than me": "they find someone better than you",
    "she doesn't love me anymore": "they don't love you any more",
    "I\u2019m not good enough": "you're not good enough",
    "i'm not good enough for her": "you're not good enough for them",
    "i'm going to lose him": "you're going to lose them",
    "nobody will ever love me": "nobody will ever love you",
    "everyone leaves me": "everyone leaves you",
    "he's bored of me": "they're bored of you",
    "i feel like my boyfriend is going to leave me because he didn't text": (
        "your boyfriend is going to leave you"
    ),
    "she'll leave me if i make a mistake": "they'll leave you if you make a mistake",
    "she thinks i'm too needy": "they think you're too needy",
    "he's cheating on me with my best friend": "they're cheating on you with your best friend",
    "my friends don't like me": "your friends don't like you",
    "i'm worried he's mad at me": "they're mad at you",
    "she never wants me": "they never want you",
    "i always ruin everything": "you always ruin everything",
    "i am afraid that i will end up alone": "you'll end up alone",
    "He's quiet. He's bored of me.": "they're bored of you",
    "she's never going to forgive me": "they're never going to forgive you",
    "what if he doesn't love me": "they don't love you",
    "they will realise i'm a fraud": "they'll realise you're a fraud",
    "i'm losing her": "you're losing them",
    "my mum is ashamed of me": "your mum is ashamed of you",
    "no one will ever want me": "no one will ever want you",
}
REFUSED = [
    "he left me",  # a fact is no fear
    "she didn't text me back",
    "i'm sad",  # a feeling is no fear
    "i'm scared",
    "we're going to break up",  # "you" could be one or two
    "he will leave me for her",  # two people, one "they"
    "she's going to go back to her",
    "he's quiet he's bored of me",
    "i am a burden",  # dangerous words are not given back
    "he is going to kill me",
    "i'm going to hurt myself",
    "he would never leave me",  # no fear at all
    "i'm not crazy",
    "he loves me",
    "he'll come back",
    "i'll be okay",
    "he's not bored of me",
    "he thinks i'm beautiful",
    "he's leaving for work",
    "i'm too tired to talk",
    "my boyfriend loves it i don't really care",  # two sentences without a stop
    "i won't be around",
    "i feel like i'm losing my mind",
    "tom looked at sarah again",
    "it rained",
    "seven",
    "",
    "i don't know " * 100,
    "he is going to leave me for one more of all the many people that are new here",
]


@pytest.mark.parametrize(("thought", "expected"), TURNED.items())
def test_a_fear_is_turned_to_you(thought: str, expected: str) -> None:
    assert turn(thought) == expected


@pytest.mark.parametrize("thought", REFUSED)
def test_what_cannot_be_turned_surely_is_refused(thought: str) -> None:
    assert turn(thought) is None


def test_a_turned_thought_holds_no_first_person_and_at_most_twelve_words() -> None:
    for thought in TURNED:
        words = (turn(thought) or "").split()
        assert not {"i", "me", "my", "mine", "i'm", "am"} & set(words)
        assert len(words) <= 12


def test_a_value_is_spoken_as_a_person_would_say_it() -> None:
    assert speakable(7.0) == "7"
    assert speakable("i said i'm fine.") == "I said I'm fine"
    assert speakable(None) is None
    assert speakable("  ") is None
