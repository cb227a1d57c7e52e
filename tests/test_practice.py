"""Steering by voice: every practice, in every phase, with every word, on virtual time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from assistant import events
from assistant.app import Manner, Program, conversation, load
from assistant.audio.silent import SilentSpeaker
from assistant.clock import run_virtual
from assistant.dialogue.actions import Guide
from assistant.dialogue.course import Course, Placed
from assistant.interruptions import Diverted, FeltWorse
from assistant.practice import Left, Practice, course_for
from assistant.settings import Settings
from assistant.typed import ScriptLine, SilentVoice, TypedEars, from_script
from tests.content.shipped import shipped
from tests.fakes import Recorder

EXERCISES = sorted(shipped().exercises)
WORDS = (
    "slower please,faster please,a bit longer,a bit shorter,one more minute,skip the hold,"
    "just tones,just your voice,no counting,quieter,louder,where was i,that's too fast,"
    "skip this part,go back one,say that again,help,why this one,play some rain,start at my pace"
).split(",")
PROMPT_SECONDS = 0.5


@dataclass
class Led:
    """What came of a practice that was led."""

    how: str
    ended_at: float
    """Seconds after it began."""
    recorder: Recorder
    course: Course
    cues: list[tuple[float, events.Cue]] = field(default_factory=list)


def lead(program: Program, name: str, lines: Sequence[tuple[float, str]] = ()) -> Led:
    """Lead the short form of a practice to someone who says lines, each so long after the last."""
    recorder = Recorder()
    script = [entry for wait, text in lines for entry in (ScriptLine(wait=wait), ScriptLine(text))]
    ears = TypedEars(from_script(script), patient=True)
    talking = conversation(program, ears, SilentSpeaker(), SilentVoice(), recorder, Manner(seed=1))
    turns = talking.turns
    exercise = program.pack.exercises[name]
    action = Guide(name, exercise.label, rounds=5, length="short")
    course = course_for(exercise, action, turns, lambda text: 0.3 + 0.4 * len(text.split()), True)
    practice = Practice(course, turns)

    async def main() -> tuple[str, float]:
        listening = asyncio.create_task(ears.run())
        try:
            await practice.lead()
            how = "done"
        except (Left, Diverted, FeltWorse) as end:
            how = getattr(end, "how", type(end).__name__)
        finally:
            listening.cancel()
        return how, asyncio.get_running_loop().time()

    how, ended_at = run_virtual(main())
    cues = [(at, event) for at, event in recorder.events if isinstance(event, events.Cue)]
    return Led(how, ended_at, recorder, practice.course, cues)


@pytest.fixture(scope="module")
def program() -> Program:
    """Return the shipped content."""
    return load(Settings())


def middles(led: Led) -> list[tuple[Placed, float]]:
    """Return every block of a practice with the middle of it."""
    return [(placed, placed.at + placed.seconds / 2) for placed in led.course.placed]


@pytest.mark.parametrize("name", EXERCISES)
def test_stop_ends_any_practice_at_once_in_any_phase(program: Program, name: str) -> None:
    plain = lead(program, name)
    assert plain.how == "done"
    for _, at in middles(plain):
        led = lead(program, name, [(at, "stop")])

        assert led.how == "stopped"
        assert led.ended_at - at <= PROMPT_SECONDS


@pytest.mark.parametrize("name", EXERCISES)
def test_pause_holds_any_phase_and_resume_goes_on_with_it(program: Program, name: str) -> None:
    """Nothing sounds while it is held; then the same cues follow, a cut line from its start."""
    plain = lead(program, name)
    for placed, at in middles(plain):
        led = lead(program, name, [(at, "pause"), (20, "resume")])
        paused, resumed = (led.recorder.at(kind) for kind in (events.Paused, events.Resumed))
        before = [event for when, event in led.cues if when < paused]
        after = [event for when, event in led.cues if when >= resumed]

        assert paused - at <= PROMPT_SECONDS
        assert resumed - paused == pytest.approx(20, abs=0.1)
        assert not [when for when, _ in led.cues if paused < when < resumed]
        again = len(before) + len(after) - len(plain.cues)
        assert 0 <= again <= (len(placed.block.cues) if placed.block.spoken else 0)
        assert [event for _, event in plain.cues] == before + after[again:]
        assert led.how == "done"


@pytest.mark.parametrize("name", EXERCISES)
def test_slower_is_heard_by_the_next_phase(program: Program, name: str) -> None:
    plain = lead(program, name)
    bodies = [placed for placed in plain.course.placed if placed.block.key[0] == 1]
    for placed, following in pairwise(bodies):
        led = lead(program, name, [(placed.at + placed.seconds / 2, "slower")])
        if not following.block.free:
            continue
        changed = next(p for p in led.course.placed if p.block.key == following.block.key)

        assert changed.seconds > following.seconds
        assert led.how == "done"


@pytest.mark.parametrize("name", EXERCISES)
def test_whatever_is_said_whenever_a_practice_comes_to_its_end(program: Program, name: str) -> None:
    """Every steering word in every phase is acted on or answered, and the practice goes on."""
    plain = lead(program, name)
    for _, at in middles(plain):
        for word in WORDS:
            led = lead(program, name, [(at, word)])

            assert led.how in ("done", "Left"), (word, at)
            assert not [e for e in led.recorder.of(events.Heard) if e.ignored], (word, at)  # type: ignore[attr-defined]
            assert (led.how == "Left") <= (word == "skip this part"), (word, at)


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("words", ["i'm dizzy", "i can't breathe", "this makes it worse"])
def test_feeling_worse_ends_the_pacing_at_once(program: Program, name: str, words: str) -> None:
    for _, at in middles(lead(program, name)):
        led = lead(program, name, [(at, words)])

        assert led.how == "FeltWorse"
        assert led.ended_at - at <= PROMPT_SECONDS


def test_switch_to_box_leaves_the_practice_for_it(program: Program) -> None:
    assert lead(program, "long_out_4_6", [(30, "switch to box")]).how == "switched"


def test_twenty_minutes_pass_in_moments(program: Program) -> None:
    began = time.perf_counter()
    script = [ScriptLine("twenty minutes of coherent breathing")]
    ears = TypedEars(from_script(script), patient=True)
    recorder = Recorder()
    talking = conversation(program, ears, SilentSpeaker(), SilentVoice(), recorder, Manner(seed=1))

    run_virtual(talking.run())

    assert recorder.events[-1][0] > 1200
    assert time.perf_counter() - began < 5
