"""What lies between two turns of a person: our lines, and the prompt that missed its answer."""

from assistant.dialogue.actions import Answer, Listen, NoInput, NoMatch, Speak
from assistant.exchange import Exchange
from assistant.understanding.intents import Context, IntentMatch

YES = Answer("yes", IntentMatch("command", "yes"))
PROMPT = Listen("yes_no", "consent", "a.b")
OTHER = Listen("open", "feeling", "a.c")


def test_an_answer_over_a_line_is_for_the_prompt_that_is_put_again() -> None:
    """Once; another prompt does not take it."""
    for prompt, taken in ((PROMPT, YES), (OTHER, None)):
        exchange = Exchange(missed=PROMPT, early=YES)
        assert exchange.answered_early(prompt) == taken
        assert exchange.answered_early(prompt) is None


def test_where_no_prompt_missed_its_answer_the_next_one_takes_it() -> None:
    assert Exchange(early=YES).answered_early(OTHER) == YES


def test_the_floor_is_theirs_upon_a_question_where_our_last_line_ends_with_one() -> None:
    exchange = Exchange([Speak("Shall we?", "consent", "a.a"), Speak("Take your time.", "", "b")])
    exchange.hand_over()
    asked_by_any = exchange.asked
    exchange.lines.pop()
    exchange.hand_over()

    assert (asked_by_any, exchange.asked) == (False, True)


def test_a_turn_that_is_taken_begins_a_new_one_of_ours() -> None:
    """Silence is remembered, and which prompt got no answer it could use."""
    exchange = Exchange([Speak("Shall we?", "consent", "a.a")])
    exchange.taken(NoInput(), missed=PROMPT)

    assert (exchange.lines, exchange.missed, exchange.unanswered) == ([], PROMPT, True)
    assert exchange.context() == Context("yes_no", role="consent")
    exchange.taken(NoMatch())
    assert (exchange.missed, exchange.unanswered) == (None, False)
    assert exchange.context() == Context()


def test_what_is_given_up_waits_for_no_answer() -> None:
    exchange = Exchange([Speak("Shall we?", "consent", "a.a")], PROMPT, YES)
    exchange.drop()

    assert (exchange.lines, exchange.missed, exchange.early) == ([], None, None)
