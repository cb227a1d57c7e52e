"""What holds for one session is forgotten with it."""

from dataclasses import replace

from assistant.dialogue.course import course_of
from assistant.dialogue.exercise import Wish
from assistant.dialogue.session import Session
from tests.content.shipped import shipped

EXERCISE = next(e for e in shipped().exercises.values() if e.ceiling_in_rounds)


def led(session: Session, rounds: int) -> None:
    """Lead some rounds of an exercise whose ceiling is in rounds."""
    course = course_of(EXERCISE, Wish(rounds=rounds), lambda text: 1.0)
    session.count_rounds(course, EXERCISE.ceiling)


def test_a_caution_is_spoken_once_in_a_session() -> None:
    session = Session()
    session.open()
    spoken = [session.is_first("Stop if you feel dizzy.") for _ in range(2)]
    session.is_open = False
    session.open()

    assert spoken == [True, False]
    assert session.is_first("Stop if you feel dizzy.")


def test_what_was_told_first_stays() -> None:
    """Only what is asked once in a session is kept."""
    session = Session()
    session.remember({"limits": "told", "theme": "work"})
    session.remember({"limits": "told again", "hold_trouble": "yes"})

    assert session.known == {"limits": "told", "hold_trouble": "yes"}


def test_a_ceiling_in_rounds_counts_over_the_whole_session() -> None:
    """What is left is led, one round at least; then no breath is held any more."""
    session = Session()
    led(session, 1)
    left = session.with_rounds_left(EXERCISE)
    known = dict(session.known)
    led(session, EXERCISE.ceiling)

    assert left.ceiling == EXERCISE.ceiling - 1
    assert known == {}
    assert session.known == {"hold_trouble": "yes"}
    assert session.with_rounds_left(EXERCISE).ceiling == 1


def test_a_ceiling_in_time_is_no_matter_of_the_session() -> None:
    session, exercise = Session(), replace(EXERCISE, ceiling_in_rounds=False)
    led(session, 1)

    assert session.with_rounds_left(exercise) is exercise


def test_an_open_session_is_not_opened_again() -> None:
    session = Session()
    session.hold_no_breath()

    assert session.open()
    assert session.known == {}
    session.hold_no_breath()
    assert not session.open()
    assert session.known == {"hold_trouble": "yes"}
