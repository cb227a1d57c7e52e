"""The score of a breathing exercise: exact, whole, and kind."""

import random
from itertools import pairwise

import pytest

from assistant.audio.score import Cue, CueKind, Phase, Score
from assistant.content.loader import CORE
from assistant.dialogue.course import course_of, lay_out
from assistant.dialogue.exercise import LESS, MORE, Exercise, Form, Wish, form_for
from assistant.dialogue.exercise_reader import read_exercise
from assistant.understanding.intents import IntentMatch
from tests.content.shipped import shipped
from tests.dialogue.authoring import node

EXERCISES = {name: e for name, e in shipped().exercises.items() if not e.guided}
NAMES = (
    "even_5_5 coherent_5_5 long_out_4_6 count_5 cyclic_sigh box_4 box_3 four_seven_eight "
    "counted_breath"
)
BREATHS = frozenset(Phase) - {Phase.SETTLE, Phase.REST, Phase.END}


def estimate(text: str) -> float:
    """Return at most how long a calm voice takes."""
    return 0.3 + 0.4 * len(text.split())


def score(name: str, **asked: float) -> Score:
    return course_of(EXERCISES[name], Wish(**asked), estimate).score  # type: ignore[arg-type]


def voices(score: Score) -> list[Cue]:
    return [cue for cue in score.cues if cue.kind in (CueKind.VOICE, CueKind.COUNT)]


def test_all_nine_exercises_are_there() -> None:
    assert set(EXERCISES) == set(NAMES.split())


def test_the_first_offer_of_breathing_never_holds_the_breath() -> None:
    first = shipped().exercise_for(IntentMatch("breathing", "generic"))

    assert first is not None
    assert first.id == "long_out_4_6"
    assert {name for name, exercise in EXERCISES.items() if exercise.holds} == {
        "box_3",
        "box_4",
        "four_seven_eight",
    }


@pytest.mark.parametrize("name", ["box_3", "box_4", "four_seven_eight"])
def test_without_holds_it_is_the_same_breath_about_as_long(name: str) -> None:
    exercise, soft = EXERCISES[name], EXERCISES[name].without_holds()
    led = [round(e.dose * e.cycle_seconds) for e in (exercise, soft)]

    assert not soft.holds
    assert [p for p in exercise.phases if p.phase in (Phase.IN, Phase.OUT)] == list(soft.phases)
    assert led[1] == pytest.approx(led[0], abs=soft.cycle_seconds)


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("even_5_5", [5, 5]),
        ("coherent_5_5", [5.5, 5.5]),
        ("long_out_4_6", [4, 6]),
        ("count_5", [5, 5]),
        ("cyclic_sigh", [2, 1, 6]),
        ("box_4", [4, 4, 4, 4]),
        ("box_3", [3, 3, 3, 3]),
        ("four_seven_eight", [4, 7, 8]),
    ],
)
def test_every_phase_opens_with_a_cue_at_its_exact_start(name: str, seconds: list[float]) -> None:
    found = score(name, rounds=4)
    opening = [cue for cue in found.cues if cue.phase in BREATHS and cue.seconds > 0]
    starts = sorted({cue.at for cue in opening})
    wanted = seconds * 4

    assert len(starts) == len(wanted)
    for start, following, length in zip(starts, starts[1:], wanted, strict=False):
        assert following - start == pytest.approx(length, abs=1e-9)
    assert all(any(c.at == at and c.kind is CueKind.TONE for c in opening) for at in starts)


def test_a_session_has_its_shape() -> None:
    found = score("long_out_4_6", rounds=8)
    exercise = EXERCISES["long_out_4_6"]
    text = {
        cycle: [c.text for c in voices(found) if c.cycle == cycle and c.phase in BREATHS]
        for cycle in range(1, 9)
    }

    assert [c.text for c in voices(found) if c.phase is Phase.SETTLE] == [
        *exercise.settle,
        exercise.caution,
    ]
    assert text[1] == ["Breathe in.", "And slowly out."]
    assert text[2] == text[3] == ["Breathe in.", "Breathe out."]
    assert text[4] == text[5] == text[7] == []
    assert text[8] == ["One more."]
    ending = [(c.kind, c.phase) for c in found.cues if c.phase in (Phase.REST, Phase.END)]
    assert ending == [
        (CueKind.BELL, Phase.REST),
        (CueKind.VOICE, Phase.REST),
        (CueKind.VOICE, Phase.END),
    ]


def test_two_natural_breaths_lie_between_the_bell_and_the_end() -> None:
    found = score("long_out_4_6", rounds=3)
    bell, end = (
        next(c.at for c in found.cues if c.phase is phase) for phase in (Phase.REST, Phase.END)
    )

    assert end - bell >= 10


def test_spoken_checkins_come_at_most_once_a_minute() -> None:
    found = score("long_out_4_6", minutes=10)
    checkins = EXERCISES["long_out_4_6"].checkins
    times = [cue.at for cue in found.cues if cue.text in checkins]

    assert len(times) >= 7
    assert all(later - sooner > 59.999 for sooner, later in pairwise(times))


def test_the_caution_is_left_out_where_it_was_spoken_before() -> None:
    exercise = EXERCISES["long_out_4_6"]
    found = lay_out(exercise, Form(cycles=5, caution=False), estimate).score

    assert exercise.caution not in {cue.text for cue in found.cues}


@pytest.mark.parametrize("name", NAMES.split())
def test_whatever_is_asked_for_the_score_is_sound(name: str) -> None:
    """Whole cycles, at least one, at most the ceiling; no voice over another; short cue words."""
    rng = random.Random(name)
    exercise = EXERCISES[name]
    for _ in range(60):
        pace = rng.choice([0.1, 0.5, 0.8, 1.0, 1.25, 2.0, 9.0])
        minutes = rng.choice([None, -3.0, 0.0, 0.03, 1.0, 2.7, 40.0, float("inf")])
        rounds = rng.choice([None, -1, 0, 1, 4, 1000])
        wish = Wish(minutes, rounds, pace)
        cycles = form_for(exercise, wish, estimate)[0].cycles
        found = course_of(exercise, wish, estimate).score

        assert 1 <= cycles <= max(exercise.ceiling, exercise.ceiling * min(pace, 2.0))
        assert max(cue.cycle for cue in found.cues) == cycles
        for first, second in pairwise(voices(found)):
            assert first.at + estimate(first.text) <= second.at + 1e-9 or first.phase in BREATHS
        for cue in found.cues:
            if cue.phase in BREATHS and cue.kind is CueKind.VOICE and len(cue.text.split()) > 2:
                assert estimate(cue.text) <= 0.4 * cue.seconds


@pytest.mark.parametrize(
    ("wish", "cycles", "missed"),
    [
        (Wish(), 18, ""),
        (Wish(minutes=1.0), 6, ""),
        (Wish(minutes=1.04), 6, ""),
        (Wish(minutes=1.1), 7, ""),
        (Wish(minutes=10.0), 60, ""),
        (Wish(minutes=40.0), 60, MORE),
        (Wish(minutes=float("inf")), 60, MORE),
        (Wish(rounds=5), 5, ""),
        (Wish(rounds=61), 60, MORE),
        (Wish(minutes=-3.0), 1, LESS),
        (Wish(minutes=2 / 60), 1, LESS),
    ],
)
def test_what_is_asked_for_becomes_whole_cycles(wish: Wish, cycles: int, missed: str) -> None:
    form, found = form_for(EXERCISES["long_out_4_6"], wish, estimate)

    assert (form.cycles, found) == (cycles, missed)


@pytest.mark.parametrize("pace", [0.5, 1.0, 1.5, 2.0])
def test_no_pace_leads_more_than_eight_rounds_of_four_seven_eight(pace: float) -> None:
    form, missed = form_for(EXERCISES["four_seven_eight"], Wish(minutes=40, pace=pace), estimate)

    assert form.cycles <= 8
    assert missed == MORE


def test_a_limit_is_said_only_where_it_cuts() -> None:
    limit = EXERCISES["four_seven_eight"].limit

    assert score("four_seven_eight", minutes=40).cues[0].text == limit
    assert limit not in {cue.text for cue in score("four_seven_eight").cues}


def test_a_pace_changes_the_breath_and_not_the_settling_in() -> None:
    plain, slow = score("long_out_4_6", rounds=2), score("long_out_4_6", rounds=2, pace=0.5)
    first = [next(c for c in s.cues if c.phase is Phase.IN) for s in (plain, slow)]

    assert first[0].at == first[1].at
    assert [cue.seconds for cue in first] == [4, 8]


def test_a_count_is_spoken_on_every_beat_and_never_over_a_word() -> None:
    found = score("count_5", rounds=5)
    start = next(c.at for c in found.cues if c.cycle == 4 and c.phase is Phase.IN)
    counts = [(c.at - start, c.text) for c in found.cues if c.cycle == 4 and c.kind == "count"]

    assert [text for _, text in counts] == ["one", "two", "three", "four", "five"] * 2
    assert [at for at, _ in counts] == pytest.approx([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    assert not [c for c in found.cues if c.cycle == 1 and c.text == "one"]


def read(changes: dict[str, str]) -> tuple[Exercise, list[str]]:
    text = (CORE / "practices" / "long_out_4_6.yaml").read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    faults: list[str] = []
    return read_exercise(node(text, faults)), faults


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("seconds: 4", "seconds: 0", "test.yaml:7: 0 is out of range"),
        ("seconds: 4", "seconds: -4", "-4 is out of range"),
        ("dose: 3 minutes", "dose: 30 minutes", "above the ceiling"),
        ("dose: 3 minutes", "dose: 3", "a time such as"),
        ("seconds: 4", "seconds: four", "a number from 0.5 to 120"),
        ("phase: in,", "phase: inn,", 'unknown name "inn"; did you mean "in"?'),
        ("caution:", "warning:", '"caution" is missing'),
    ],
)
def test_a_badly_written_exercise_is_told_with_its_line(old: str, new: str, fault: str) -> None:
    _, faults = read({old: new})

    assert any(fault in found for found in faults), faults
