"""Speech of a region or of a learner: mended where a rule can, else not said back."""

import pytest

from assistant.dialogue.dialect import mended
from assistant.dialogue.plain import plain
from assistant.dialogue.reflection import reflect
from assistant.dialogue.soundness import is_sound


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("he does not care about me no more", "he does not care about me any more"),
        ("we have not got nothing in common", "we have not got anything in common"),
        ("i can not stop thinking no one likes me", "i can not stop thinking no one likes me"),
        ("he is not talking to me for no reason", "he is not talking to me for no reason"),
    ],
)
def test_a_second_no_of_a_clause_is_an_any(said: str, expected: str) -> None:
    assert mended(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("they was laughing", "they were laughing"),
        ("we is finished", "we are finished"),
        ("she were cold with me", "she was cold with me"),
        ("i wish she were here", "i wish she were here"),
        ("mum never rings", "my mum never rings"),
        ("i am a good dad", "i am a good dad"),
        ("my wife she does not love me", "my wife does not love me"),
        ("my mum do not love me", "my mum does not love me"),
        ("he been texting his ex", "he has been texting his ex"),
        ("where has he been", "where has he been"),
        ("she be ignoring me", "she is always ignoring me"),
        ("could she be ignoring me", "could she be ignoring me"),
        ("he should not of lied", "he should not have lied"),
        ("it lets us down", "it lets us down"),
        ("he let us me down", "he lets me down"),
    ],
)
def test_verbs_agree_with_who_does_them(said: str, expected: str) -> None:
    assert mended(said) == expected


def test_what_only_asks_to_be_agreed_with_is_left_off() -> None:
    assert mended("he is never going to love me is he") == "he is never going to love me"
    assert mended("i do not know who he is") == "i do not know who he is"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("she ain't texted me", "she has not texted me"),
        ("it ain't fair", "it is not fair"),
        ("i dinnae think so but i cannae sleep", "i do not think so but i can not sleep"),
        ("she's drifted away", "she has drifted away"),
        ("they'd run", "they would run"),
        ("i'm nobody's favourite", "i am nobody's favourite"),
        ("he's not looked at me", "he has not looked at me"),
        ("she's not called since", "she has not called since"),
        ("he's not bothered", "he is not bothered"),
        ("supposing he leaves", "what if he leaves"),
        ("i think well that is it", "i think that is it"),
    ],
)
def test_short_forms_are_written_out(said: str, expected: str) -> None:
    assert " ".join(plain(said)) == expected


@pytest.mark.parametrize(
    "said",
    [
        "i might could lose her",
        "she does be crying",
        "he is after telling his mother",
        "he is no wanting me",
        "she is proper blanked me",
        "my husband is not talking to me since two weeks",
        "everyone is thinking i am a failure",
        "i am not knowing what to do",
        "nobody in this country want to know me",
        "my boss always shout at me",
        "people here does not like me",
        "he leave me when she find out",
        "he has other woman",
        "she is angry on me",
        "i scared my boyfriend find someone",
        "they did not called",
        "she will to leave me",
        "they never do before midnight",
        "they are taunting me only",
        "there is no chances for me",
        "she said i need a rest",
        "my boss said can we talk",
        "he said we will see",
        "i feel like a book she is borrowed",
    ],
)
def test_what_no_rule_mends_is_not_sound(said: str) -> None:
    assert not is_sound(said.split())


@pytest.mark.parametrize(
    "said",
    [
        "i scared her away",
        "he is thinking about leaving me",
        "i am not in love with her any more",
        "my family are ashamed of me",
        "no one has called me since monday",
        "they make me feel like i am nothing",
        "she ought to know",
        "he said i was rude",
        "she said i am too loud",
        "other people are happier than i am",
        "there is no kindness in this house",
        "she does not want to meet other people",
    ],
)
def test_plain_english_is_sound(said: str) -> None:
    assert is_sound(said.split())


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("she ignores me it's always me who rings", "it feels like they ignore you"),
        ("he's moving to london and long distance never works", None),
        ("i'm not the girl he fell in love with",
         "it feels like you're not the girl they fell in love with"),
        ("he was online at two so who was he talking to", "you wonder who they were talking to"),
    ],
)  # fmt: skip
def test_two_sentences_run_together_are_parted_and_one_that_hangs_on_a_noun_is_not(
    said: str, expected: str
) -> None:
    assert reflect(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("he still won't look at me", "they still won't look at you"),
        ("he won't stay", "you're afraid they won't stay"),
        ("my ex has a new girlfriend", "your ex has a new girlfriend"),
        ("something feels off between us", "something feels off between you two"),
        ("i hate being the one who always texts", "you hate being the one who always texts"),
        ("it scares me how much i need her", "it scares you how much you need them"),
        ("my heart sinks when she's busy", "your heart sinks when they're busy"),
    ],
)
def test_what_is_neither_fear_nor_guess_is_said_as_it_was_told(said: str, expected: str) -> None:
    assert reflect(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "we had plans and she cancelled at the last minute",
            "you two had plans and they cancelled at the last minute",
        ),
        ("he says it's fine but it's not fine", "they say it's fine but it isn't fine"),
        ("he came home and ignored me", "they came home and ignored you"),
    ],
)
def test_news_is_said_back_with_what_turns_it_round(said: str, expected: str) -> None:
    assert reflect(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "my therapist thinks i'm doing fine but i'm not",
        "he never does before midnight",
    ],
)
def test_what_the_rest_turns_round_or_is_needed_for_is_not_said_back(said: str) -> None:
    assert reflect(said) is None
