"""Two people in the room: turns are timed, nothing in them is answered, and the word for a break
works at any moment. The whole loop on virtual time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant import events
from assistant.app import Manner, Program, load
from assistant.settings import Settings
from assistant.speaking_turn import ATTENTION, GRACE_SECONDS
from tests.fakes import Line, LostMicrophone, Recorder
from tests.test_conversation import names, talk

ASK = [Line(15, "gratitude for two"), Line(35, "yes")]
"""Leads to the first turn, of a minute."""
MINUTE = 60.0
PAUSED = Line(70, "pause")
LINE = "safety_abuse.line"


@pytest.fixture(scope="module")
def program() -> Program:
    """Return the shipped content, for Great Britain."""
    return load(Settings(country="GB"))


def said(recorder: Recorder, source: str, which: int = 0) -> float:
    """Return when a line of ours began."""
    return [
        at
        for at, event in recorder.events
        if isinstance(event, events.Said) and event.source == source
    ][which]


def turn_starts(recorder: Recorder) -> list[float]:
    """Return when a turn was given, or given again after a pause."""
    floor = events.Listening(ATTENTION.patience)
    return [at for at, event in recorder.events if event == floor]


def exchange(program: Program, lines: Sequence[Line], until: float = 300) -> Recorder:
    return talk(program, [*ASK, *lines], until)


def sources(recorder: Recorder) -> list[str]:
    return [line.source for line in recorder.of(events.Said)]  # type: ignore[attr-defined]


def test_a_turn_lasts_its_time_in_silence_and_then_ends_with_a_line(program: Program) -> None:
    recorder = exchange(program, [])
    began = turn_starts(recorder)[0]

    assert said(recorder, "gratitude_for_two.swap") - began == pytest.approx(MINUTE, abs=0.1)


def test_what_they_say_to_each_other_is_neither_answered_nor_told(program: Program) -> None:
    """Not what would be a thought, a request, or a command but for the other one."""
    between = [
        Line(52, "i think you are going to leave me", 2),
        Line(60, "help me breathe"),
        Line(65, "shut up"),
        Line(70, "wait"),
        Line(75, "goodbye"),
        Line(80, "louder"),
    ]
    quiet = exchange(program, [])
    recorder = exchange(program, between)

    assert turn_starts(quiet)[0] < 50
    assert sources(recorder) == sources(quiet)
    assert names(recorder) == names(quiet)
    dropped = [heard for heard in recorder.of(events.Heard) if heard.ignored]  # type: ignore[attr-defined]
    assert dropped == [events.Heard(None, 1.0, "dropped")] * len(between)


def test_the_words_are_told_to_who_asks_to_see_them(program: Program) -> None:
    manner = Manner(seed=1, show_sensitive=True)
    recorder = talk(program, [*ASK, Line(55, "we had tea")], 200, manner=manner)

    assert events.Heard("we had tea", 1.0, "dropped") in recorder.of(events.Heard)


def test_done_ends_a_turn_early(program: Program) -> None:
    recorder = exchange(program, [Line(55, "thank you for the tea", 1), Line(60, "i'm done")])

    assert 60 < said(recorder, "gratitude_for_two.swap") < 63


def test_done_that_comes_too_late_stops_nothing(program: Program) -> None:
    """Elsewhere it means stop; said over our line that ends the turn, it means the turn."""
    ends_at = said(exchange(program, []), "gratitude_for_two.swap")
    recorder = exchange(program, [Line(ends_at + 0.3, "i'm done")])

    assert sources(recorder) == sources(exchange(program, []))
    assert "interrupted command" not in names(recorder)


def test_a_sentence_under_way_is_heard_out(program: Program) -> None:
    ends_at = turn_starts(exchange(program, []))[0] + MINUTE
    for over, waits in ((4.0, 4.0), (40.0, GRACE_SECONDS)):
        recorder = exchange(program, [Line(ends_at - 2, "and then", 2 + over)])

        waited = said(recorder, "gratitude_for_two.swap") - ends_at
        assert waits - 0.01 <= waited <= waits + 1.5


def test_stop_ends_it_at_once(program: Program) -> None:
    recorder = exchange(program, [Line(60, "stop")])

    assert "ended topic/gratitude stopped" in names(recorder)
    assert "gratitude_for_two.swap" not in sources(recorder)


def test_a_pause_keeps_the_time_until_they_go_on(program: Program) -> None:
    """What they say meanwhile is not answered either, and a long pause is asked about once."""
    recorder = exchange(
        program, [PAUSED, Line(100, "what is for dinner"), Line(300, "go on")], until=420
    )
    began, again = turn_starts(recorder)[:2]
    used = recorder.at(events.Paused) - began

    assert sources(recorder).count("paused_long") == 1
    left = said(recorder, "gratitude_for_two.swap") - again
    assert left == pytest.approx(MINUTE - used, abs=0.1)


@pytest.mark.parametrize(("words", "how"), [("stop", "stopped"), ("time out", "")])
def test_a_pause_may_end_in_a_stop_or_a_break(program: Program, words: str, how: str) -> None:
    recorder = exchange(program, [PAUSED, Line(90, words)], until=120)

    assert (f"ended topic/gratitude {how}" in names(recorder)) is bool(how)
    assert ("time_out_for_two.pause" in sources(recorder)) is not bool(how)


def test_a_lost_microphone_is_told_in_the_turn_which_then_goes_on(program: Program) -> None:
    """Nobody talks on for minutes in the belief that a stop would be heard."""
    lines = [*ASK]
    lost = LostMicrophone(lines, until=300, gone=(60.0, 64.0))
    recorder = talk(program, lines, 300, microphone=lost)

    assert said(recorder, "fault_microphone") < 62
    assert said(recorder, "fault_microphone_back") < 70
    assert "gratitude_for_two.swap" in sources(recorder)


WORD = [
    Line(15, "a talk for two"),
    Line(35, "yes"),
    Line(70, "red light"),
    Line(80, "yes"),
    Line(95, "one"),
    Line(112, "ready"),
]
"""Leads, by seed 1, to the first turn of a talk, with a word agreed on."""


@pytest.mark.parametrize("heard", ["red light", "read light", "red light please", "time out"])
def test_the_agreed_word_leads_to_a_break_in_a_turn(program: Program, heard: str) -> None:
    recorder = talk(program, [*WORD, Line(135, heard)], 150)

    assert sources(recorder)[-2:] == ["time_out_for_two.pause", "time_out_for_two.when"]


def test_the_agreed_word_cuts_our_own_line(program: Program) -> None:
    at = said(talk(program, WORD, 150), "round_for_two.speak")
    recorder = talk(program, [*WORD, Line(at + 1, "red light")], at + 12)

    assert events.Spoken("round_for_two.speak", "cut") in recorder.of(events.Spoken)
    assert sources(recorder)[-1] == "time_out_for_two.when"


def test_the_agreed_word_works_while_a_question_waits(program: Program) -> None:
    recorder = talk(program, [*WORD[:4], Line(95, "red light")], 115)

    assert sources(recorder)[-1] == "time_out_for_two.when"


def test_our_own_voice_that_says_the_word_takes_no_break(program: Program) -> None:
    at = said(talk(program, WORD[:3], 90), "talk_for_two.word_check")
    recorder = talk(program, [*WORD[:3], Line(at + 1.2, "red light", 0.8)], at + 20)

    assert "time_out_for_two.pause" not in sources(recorder)


def test_the_word_works_where_another_dialogue_led_to_what_is_for_two(program: Program) -> None:
    lines = [Line(15, "a gratitude exercise"), Line(35, "they're here with me"), Line(60, "yes")]
    recorder = talk(program, [*lines, Line(85, "time out")], 105)

    assert sources(recorder)[-1] == "time_out_for_two.when"


def test_after_the_break_the_turn_that_was_cut_begins_anew(program: Program) -> None:
    lines = [Line(135, "red light"), Line(160, "twenty minutes"), Line(1400, "yes")]
    recorder = talk(program, [*WORD, *lines], 1500)
    break_began = said(recorder, "time_out_for_two.twenty")

    assert said(recorder, "time_out_for_two.again") - break_began > 20 * MINUTE
    assert said(recorder, "round_for_two.say_back") - turn_starts(recorder)[-2] == pytest.approx(
        MINUTE, abs=0.1
    )


def test_the_word_means_nothing_once_the_exercise_is_over(program: Program) -> None:
    recorder = talk(program, [*WORD, Line(130, "stop"), Line(145, "red light")], 160)

    assert "time_out_for_two.pause" not in sources(recorder)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("i want to kill myself", "suicide_active"),
        ("you hit me last week", "abuse"),
        ("i am scared of you", "abuse"),
        ("i am going to hurt you", "harm_others"),
    ],
)
def test_danger_is_heard_first_also_where_it_is_told_to_the_other(
    program: Program, words: str, label: str
) -> None:
    recorder = exchange(program, [Line(60, words, 1.5)], until=75)
    (danger,) = recorder.of(events.Safety)

    assert danger.label == label  # type: ignore[attr-defined]
    assert "ended topic/gratitude safety" in names(recorder)


def test_what_was_done_is_not_named_while_both_are_there(program: Program) -> None:
    """The answer names nobody; who asks for help when alone is believed, and gets the line."""
    lines = [Line(60, "you hit me last week", 1.5), Line(90, "i need help"), Line(112, "no")]
    recorder = exchange(program, lines, until=150)
    said_after = sources(recorder)[sources(recorder).index("safety_abuse.apart") :]

    assert said_after[:3] == ["safety_abuse.apart", "safety_abuse.believe", "safety_abuse.ask"]
    assert LINE in said_after


def test_what_was_done_is_believed_at_once_where_no_exercise_for_two_is_led(
    program: Program,
) -> None:
    recorder = talk(program, [Line(15, "my partner hit me last week", 1.5)], 40)

    assert "safety_abuse.believe" in sources(recorder)
    assert "safety_abuse.apart" not in sources(recorder)


def test_nothing_for_two_is_led_after_it(program: Program) -> None:
    lines = [Line(60, "you hit me last week", 1.5), Line(85, "stop"), Line(95, "our weekly talk")]
    recorder = exchange(program, lines, until=115)

    assert sources(recorder)[-1] == "not_for_two.leave"


@pytest.mark.parametrize(
    "words",
    [
        "you never listen to me",
        "i was angry when you came home late",
        "i am afraid you will leave",
        "you killed it with that dinner",
        "i felt hurt when you left",
        "you make me so mad sometimes",
    ],
)
def test_ordinary_trouble_between_two_raises_no_alarm(program: Program, words: str) -> None:
    recorder = exchange(program, [Line(60, words, 1.5)], until=75)

    assert recorder.of(events.Safety) == []
