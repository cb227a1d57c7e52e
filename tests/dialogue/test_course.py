"""A course that is changed while it is led: what was played stays, what follows is exact."""

import random
from itertools import pairwise

import pytest

from assistant.audio.score import Cue, CueKind, Phase
from assistant.dialogue.course import Course, Placed, course_of
from assistant.dialogue.exercise import HOLDS, Exercise, Wish
from assistant.dialogue.steering import (
    CANNOT_GROW,
    NOT_IN_THIS,
    Place,
    Refused,
    steered,
    whereabouts,
)
from tests.content.shipped import shipped

EXERCISES = shipped().exercises
BREATHING = sorted(name for name, exercise in EXERCISES.items() if not exercise.guided)
GUIDED = sorted(name for name, exercise in EXERCISES.items() if exercise.guided)
CHANGES = (
    "slower faster longer shorter skip_hold just_tones just_voice both no_counting counting "
    "own_pace"
).split()
SAMPLE = 1 / 48_000


def estimate(text: str) -> float:
    """Return at most how long a calm voice takes."""
    return 0.3 + 0.4 * len(text.split())


def course(name: str, wish: Wish = Wish(rounds=6)) -> Course:  # noqa: B008  frozen
    return course_of(EXERCISES[name], wish, estimate)


def phases(found: Course) -> list[Placed]:
    """Return the breaths and parts of a course."""
    return [placed for placed in found.placed if placed.block.key[0] == 1]


def cue_texts(found: Course, after: float) -> list[str]:
    return [cue.text for cue in found.score.cues if cue.at > after and cue.text]


@pytest.mark.parametrize("name", sorted(EXERCISES))
def test_after_any_changes_what_was_played_stays_and_the_rest_is_whole(name: str) -> None:
    """Every practice, changed at every phase by everything: no gap, no overlap, an end."""
    rng = random.Random(name)
    for start in course(name).placed:
        found = course(name)
        position = start.at + start.seconds / 2
        for _ in range(5):
            before = found
            try:
                found = steered(found, position, rng.choice(CHANGES))
            except Refused:
                continue
            played = [cue for cue in before.score.cues if cue.at < position]
            assert [cue for cue in found.score.cues if cue.at < position] == played
            for first, second in pairwise(found.placed):
                assert second.at == pytest.approx(first.end, abs=1e-9)
            assert found.placed[-1].block.phase is Phase.END
            if position >= found.placed[-1].at:
                break
            position += rng.uniform(0, 15)


@pytest.mark.parametrize("name", BREATHING)
def test_after_five_changes_of_pace_each_phase_is_exact(name: str) -> None:
    """Five changes: every phase lasts its authored seconds at its pace, to a sample."""
    found = course(name, Wish(rounds=12))
    breaths = phases(found)
    paces = {breaths[0].block.key: 1.0}
    for change, step in zip(
        ["slower", "slower", "faster", "slower", "faster"], range(5), strict=True
    ):
        at = phases(found)[min(2 * step + 1, len(phases(found)) - 1)]
        found = steered(found, at.at + 0.7 * at.seconds, change)
        paces[at.block.key] = found.form.pace
    pace = 1.0
    for placed in phases(found):
        authored = EXERCISES[name].phases[placed.block.key[2]].seconds
        assert placed.seconds == pytest.approx(authored / pace, abs=SAMPLE)
        pace = paces.get(placed.block.key, pace)


@pytest.mark.parametrize("name", BREATHING)
@pytest.mark.parametrize("label", ["slower", "faster"])
def test_a_change_of_pace_holds_from_the_next_phase_on(name: str, label: str) -> None:
    for index, placed in enumerate(phases(course(name))[:-1]):
        before = course(name)
        found = steered(before, placed.at + 0.5 * placed.seconds, label)
        old, new = (phases(c)[index + 1].seconds for c in (before, found))

        assert phases(found)[index].seconds == placed.seconds
        assert (new > old) if label == "slower" else (new < old)


@pytest.mark.parametrize("name", GUIDED)
@pytest.mark.parametrize("label", ["slower", "faster"])
def test_in_a_guided_practice_the_pause_under_way_changes_at_once(name: str, label: str) -> None:
    for index, placed in enumerate(phases(course(name))):
        if not placed.block.free:
            continue
        before = course(name)
        found = steered(before, placed.at + placed.block.spoken + 0.5, label)
        old, new = (phases(c)[index].seconds for c in (before, found))

        assert (new > old) if label == "slower" else (new < old)
        assert new > placed.block.spoken


@pytest.mark.parametrize("name", GUIDED)
def test_however_fast_no_line_of_a_guided_practice_is_cut_by_the_next(name: str) -> None:
    found = course(name)
    for _ in range(6):
        found = steered(found, 0.0, "faster")

    spoken = [cue for cue in found.score.cues if cue.text]
    for first, second in pairwise(spoken):
        assert first.at + estimate(first.text) <= second.at + 1e-9


@pytest.mark.parametrize("name", ["box_4", "box_3", "four_seven_eight"])
def test_a_hold_that_is_skipped_ends_at_once_and_none_comes_again(name: str) -> None:
    before = course(name)
    hold = next(placed for placed in before.placed if placed.block.phase in HOLDS)
    found = steered(before, hold.at + 1.0, "skip_hold")

    assert found.under_way(hold.at).seconds == pytest.approx(1.0)
    assert not [p for p in found.placed if p.at > hold.at and p.block.phase in HOLDS]


def test_without_holds_a_session_keeps_its_length_and_may_still_grow() -> None:
    before = course("box_4", Wish(minutes=5))
    found = steered(before, phases(before)[3].at, "skip_hold")

    assert found.score.seconds == pytest.approx(before.score.seconds, rel=0.1)
    assert steered(course("box_4", Wish(minutes=3)), 60, "longer").score.seconds > 200


def test_a_minute_more_is_six_breaths_and_one_more_still_opens_the_last() -> None:
    before = course("long_out_4_6")
    found = steered(before, before.placed[5].at, "longer", 1.0)

    assert found.form.cycles == before.form.cycles + 6
    assert cue_texts(found, 0.0).count("One more.") == 1


def test_no_practice_grows_beyond_its_ceiling() -> None:
    found = course("four_seven_eight", Wish(rounds=8))

    with pytest.raises(Refused) as refused:
        steered(found, found.placed[4].at, "longer", 5.0)
    assert refused.value.line == CANNOT_GROW


def test_shorter_is_half_of_what_is_left() -> None:
    before = course("long_out_4_6", Wish(rounds=10))
    second = next(placed for placed in before.placed if placed.block.cycle == 2)
    found = steered(before, second.at, "shorter")

    assert found.form.cycles == 6
    assert "One more." in cue_texts(found, second.at)


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ("just_tones", {CueKind.TONE}),
        ("just_voice", {CueKind.VOICE}),
        ("counting", {CueKind.TONE, CueKind.VOICE, CueKind.COUNT}),
    ],
)
def test_voice_tones_and_counts_are_switched_from_the_next_phase_on(
    change: str, kinds: set[CueKind]
) -> None:
    before = course("long_out_4_6", Wish(rounds=10))
    at = phases(before)[9]
    found = steered(before, at.at + 1, change)
    following = [cue for p in phases(found) if p.at > at.at for cue in p.cues()]

    assert {cue.kind for cue in following} == kinds
    if change == "just_voice":
        assert all(cue.text for cue in following)


def test_no_counting_leaves_the_words_and_takes_the_numbers() -> None:
    before = course("count_5")
    found = steered(before, phases(before)[0].at + 1, "no_counting")

    later = [cue for p in phases(found)[1:] for cue in p.cues()]
    assert CueKind.COUNT not in {cue.kind for cue in later}
    assert "Breathe in." in {cue.text for cue in later}


def test_a_ramp_begins_near_ten_breaths_a_minute_and_comes_down_to_six() -> None:
    before = course("even_5_5", Wish(rounds=20))
    found = steered(before, before.placed[0].at, "own_pace")
    rates = [
        60 / (first.seconds + second.seconds)
        for first, second in zip(phases(found)[::2], phases(found)[1::2], strict=True)
    ]

    assert rates[0] == pytest.approx(9.6, abs=0.1)
    assert rates[-1] == pytest.approx(6.0)
    assert rates == sorted(rates, reverse=True)


@pytest.mark.parametrize(
    ("name", "change"),
    [("even_5_5", "skip_hold"), ("cyclic_sigh", "counting"), ("long_out_4_6", "colour")],
)
def test_what_a_practice_has_no_use_for_is_refused(name: str, change: str) -> None:
    found = course(name)

    with pytest.raises(Refused) as refused:
        steered(found, phases(found)[1].at, change)
    assert refused.value.line == NOT_IN_THIS


def test_where_was_i_counts_breaths_and_names_parts() -> None:
    found = course("long_out_4_6")
    third = next(placed for placed in found.placed if placed.block.cycle == 3)

    assert whereabouts(found, third.at + 1) == Place(breath=3, of=6)
    assert whereabouts(found, 0.1) == Place()


def test_a_word_about_a_change_is_spoken_in_the_next_phase_with_room_for_it() -> None:
    before = course("long_out_4_6", Wish(rounds=10))
    at = phases(before)[9]
    found = before.changed(at.at + 1, before.form, "A little longer.")

    assert cue_texts(found, at.at)[0] == "A little longer."
    note = next(cue for cue in found.score.cues if cue.text == "A little longer.")
    assert note.at == phases(found)[10].at


def test_checkins_stay_a_minute_apart_through_changes_of_pace() -> None:
    found = course("long_out_4_6", Wish(minutes=10))
    for at in range(60, 600, 17):
        found = steered(found, float(at), "faster" if at % 2 else "slower")

    times = [cue.at for cue in found.score.cues if cue.text in found.exercise.checkins]
    assert times
    assert all(later - sooner >= 60 - 1e-9 for sooner, later in pairwise(times))


def test_who_falls_asleep_hears_a_voice_that_grows_softer_and_no_bell() -> None:
    found = course("falling_asleep", Wish(length="full"))
    voiced: list[Cue] = [cue for cue in found.score.cues if cue.text]

    assert CueKind.BELL not in {cue.kind for cue in found.score.cues}
    assert voiced[-1].gain < 0.4 < voiced[0].gain
    assert "?" not in "".join(cue.text for cue in voiced)


@pytest.mark.parametrize("name", GUIDED)
def test_the_minutes_asked_for_are_kept_as_far_as_pauses_stretch(name: str) -> None:
    exercise: Exercise = EXERCISES[name]
    short, full = (course(name, Wish(length=length)).score.seconds for length in ("short", "full"))
    assert short < full
    for minutes in (short / 60, (short + full) / 120, full / 60):
        if minutes <= exercise.ceiling_minutes:
            led = course(name, Wish(minutes=minutes)).score.seconds / 60
            assert led == pytest.approx(minutes, rel=0.25)
