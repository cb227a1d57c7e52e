"""A light follows the breath of a practice, by what has been played of it, and is dark else."""

import asyncio
from itertools import pairwise
from typing import Unpack

import pytest

from assistant.adapters.light import GLOW, NEARLY_FULL, LitSpeaker, brightness
from assistant.audio.devices import Playback
from assistant.audio.frames import AudioClip, silence
from assistant.audio.score import Cue, CueKind, Phase, Score
from assistant.audio.silent import SilentSpeaker
from assistant.clock import run_virtual
from assistant.content.loader import load_packs
from assistant.dialogue.course import course_of
from assistant.dialogue.exercise import Exercise, Wish
from assistant.errors import DeviceError
from assistant.speech.estimate import estimated_seconds


def score(*phases: tuple[Phase, float]) -> Score:
    """Return a score of phases in a row, each opened by a word and a tone, as practices are."""
    cues: list[Cue] = []
    at = 0.0
    for phase, seconds in phases:
        cues.append(Cue(at, CueKind.VOICE, phase, 1, phase.value, seconds))
        cues.append(Cue(at, CueKind.TONE, phase, 1, "", seconds))
        at += seconds
    return Score(tuple(cues), at)


LATE = 0.3
"""Seconds."""
BOX = score((Phase.IN, 4), (Phase.HOLD_IN, 4), (Phase.OUT, 4), (Phase.HOLD_OUT, 4))


EXERCISES = load_packs(()).exercises


class Lamp:
    """A light that notes how it shines, and when."""

    def __init__(self, fails: bool = False) -> None:
        self.levels: list[tuple[float, float]] = []
        self._fails = fails

    def shine(self, level: float) -> None:
        if self._fails:
            raise DeviceError("gpio: the light on pin 18 does not answer")
        self.levels.append((asyncio.get_running_loop().time(), level))

    def close(self) -> None:
        pass

    def at(self, time: float) -> float:
        """Return how bright it was at a time."""
        return [level for at, level in self.levels if at <= time][-1]


class LateSpeaker(SilentSpeaker):
    """A speaker that counts samples a while before they are heard."""

    async def play(self, sound: AudioClip | Score, **how: Unpack[Playback]) -> None:
        loop, on_cue = asyncio.get_running_loop(), how.get("on_cue")

        def later(cue: Cue) -> None:
            if on_cue:
                loop.call_later(LATE, on_cue, cue)

        how["on_cue"] = later
        await super().play(sound, **how)


def test_it_brightens_with_the_breath_in_holds_and_dims_with_the_breath_out() -> None:
    levels = [brightness(BOX, second / 10) for second in range(160)]
    rising, held, falling, low = levels[:40], levels[40:80], levels[80:120], levels[120:]
    assert all(later > earlier for earlier, later in pairwise(rising))
    assert set(held) == {1.0}
    assert all(later < earlier for earlier, later in pairwise(falling))
    assert set(low) == {GLOW}


def test_no_step_is_seen_where_one_phase_follows_on_another() -> None:
    levels = [brightness(BOX, second / 100) for second in range(1600)]
    assert max(abs(later - earlier) for earlier, later in pairwise(levels)) < 0.01


def test_a_breath_that_is_topped_up_leaves_room_for_it() -> None:
    sigh = score((Phase.IN, 2), (Phase.TOP_UP, 1), (Phase.OUT, 6))
    assert brightness(sigh, 1.999) == pytest.approx(NEARLY_FULL, abs=0.01)
    assert brightness(sigh, 2.999) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES.keys())
def test_every_shipped_practice_has_a_light_without_steps(exercise: Exercise) -> None:
    """Only where breaths are led; it comes and goes by a glow."""
    score = course_of(exercise, Wish(), estimated_seconds).score
    levels = [brightness(score, second / 20) for second in range(int(score.seconds) * 20)]
    leads_breaths = any(cue.phase is Phase.IN for cue in score.cues)
    assert max(levels) == pytest.approx(1.0 if leads_breaths else 0.0, abs=0.01)
    assert max(abs(later - earlier) for earlier, later in pairwise(levels)) < 0.1


@pytest.mark.parametrize("phase", [Phase.SETTLE, Phase.REST, Phase.END])
def test_it_is_dark_at_rest(phase: Phase) -> None:
    assert brightness(score((Phase.OUT, 6), (phase, 10)), 8.0) == 0.0


def test_it_is_dark_before_the_first_cue_and_after_the_end() -> None:
    assert brightness(Score((), 5.0), 1.0) == 0.0
    assert brightness(BOX, 16.0) == 0.0


def test_it_follows_what_is_played_through_a_change_of_pace() -> None:
    """The breath under way is stretched, and the light with it."""
    lamp = Lamp()

    async def lead() -> None:
        lit = LitSpeaker(SilentSpeaker(), lamp)
        playing = asyncio.ensure_future(lit.play(BOX))
        await asyncio.sleep(2)
        lit.retime(BOX.retimed(2.0, 2.0))
        await playing

    run_virtual(lead())
    assert lamp.at(1.99) == pytest.approx(brightness(BOX, 1.97), abs=0.03)
    assert lamp.at(9.0) == 1.0
    assert lamp.at(18.0) == pytest.approx((1 + GLOW) / 2, abs=0.03)
    assert lamp.levels[-1] == pytest.approx((30.0, 0.0))


def test_it_waits_for_the_sound_that_is_rendered_before_it_is_heard() -> None:
    """Each cue tells, as it is heard, how far the card counts ahead."""
    lamp = Lamp()

    async def lead() -> None:
        await LitSpeaker(LateSpeaker(), lamp).play(BOX)

    run_virtual(lead())
    for second in (1.0, 6.0, 10.0):
        assert lamp.at(second + LATE) == pytest.approx(brightness(BOX, second), abs=0.03)


def test_a_cut_makes_it_dark_at_once() -> None:
    lamp = Lamp()

    async def lead() -> None:
        playing = asyncio.ensure_future(LitSpeaker(SilentSpeaker(), lamp).play(BOX))
        await asyncio.sleep(5)
        playing.cancel()
        await asyncio.wait({playing})
        await asyncio.sleep(5)

    run_virtual(lead())
    assert lamp.levels[-1] == pytest.approx((5.0, 0.0))


def test_a_spoken_line_gives_no_light() -> None:
    lamp = Lamp()
    run_virtual(LitSpeaker(SilentSpeaker(), lamp).play(silence(3.0)))
    assert lamp.levels == []


def test_in_dark_hours_it_stays_dark() -> None:
    lamp = Lamp()
    run_virtual(LitSpeaker(SilentSpeaker(), lamp, is_dark=lambda: True).play(BOX))
    assert {level for _, level in lamp.levels} == {0.0}


def test_a_light_that_fails_stops_no_practice() -> None:
    heard: list[Cue] = []

    async def lead() -> None:
        await LitSpeaker(SilentSpeaker(), Lamp(fails=True)).play(BOX, on_cue=heard.append)

    run_virtual(lead())
    assert len(heard) == len(BOX.cues)
