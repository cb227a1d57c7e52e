"""Words turned to "you": who becomes "they", who stays, and what is not turned."""

import pytest

from assistant.dialogue.pronouns import People, contract, turn_words


def turned(said: str) -> str | None:
    """Return plain words turned, or None."""
    people = People.of(said.split())
    words = turn_words(said.split(), people) if people else None
    return " ".join(words) if words else None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("he loves her more than me", "they love her more than you"),
        ("she loves him more than me", "they love him more than you"),
        ("my mum says she hates me", "your mum says she hates you"),
        ("my husband still loves her", "your husband still loves her"),
    ],
)
def test_the_first_person_becomes_they_and_a_second_or_named_one_keeps_theirs(
    said: str, expected: str
) -> None:
    assert turned(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("i love her so much", "you love them so much"),
        ("i love her smile", "you love their smile"),
        ("i make her unhappy", "you make them unhappy"),
        ("the fault is hers", "the fault is theirs"),
        ("i took his", "you took theirs"),
        ("i am dull next to her first boyfriend", "you are dull next to their first boyfriend"),
        ("i saw her last week", "you saw them last week"),
        ("he calls her mum", "they call her mum"),
    ],
)
def test_her_and_his_are_told_by_what_stands_beside_them(said: str, expected: str) -> None:
    assert turned(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "he loves him",  # two people, one word
        "they said he hates them",
        "my mum thinks he is bad for me",
        "you hate me",  # nobody knows who is meant
        "he hates me us",  # one word twice in a row
        "she am tired",
        "i is tired",
        "i think that he",
        "",
    ],
)
def test_what_could_be_wrong_is_not_turned(said: str) -> None:
    assert turned(said) is None


def test_who_is_only_compared_with_keeps_theirs_and_the_other_becomes_they() -> None:
    people = People.of("she is kinder than me and he sees it".split())

    assert people
    assert people.turned == "he"


def test_contractions_stand_only_where_people_say_them() -> None:
    assert contract("you are better than they are") == "you're better than they are"
    assert contract("both of you are sad") == "both of you are sad"
    assert contract("they have left you and have no time") == "they've left you and have no time"
    assert contract("you two are done") == "you two are done"
