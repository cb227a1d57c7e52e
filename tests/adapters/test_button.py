"""What a button means depends on what goes on as it goes down; words are never needed for it."""

import asyncio

import pytest

from assistant import events
from assistant.app import Manner, Program, load
from assistant.settings import Settings
from tests.fakes import Line, Recorder
from tests.test_conversation import names, talk

SHORT, LONG = 0.2, 3.0
"""Seconds a press lasts."""
CALLED = Manner(wakes=True, seed=1)
BREATHE = Line(8, "help me breathe")


class Finger:
    """A Button that is pressed at set times, each for so many seconds."""

    def __init__(self, *presses: tuple[float, float]) -> None:
        self._edges = [(at + up * held, not up) for at, held in presses for up in (False, True)]

    async def changed(self) -> bool:
        """Wait for the next edge, or for ever."""
        loop = asyncio.get_running_loop()
        at, is_down = self._edges.pop(0) if self._edges else (float(10**6), False)
        await asyncio.sleep(max(at - loop.time(), 0.0))
        return is_down


@pytest.fixture(scope="module")
def program() -> Program:
    """Return the shipped program, which is called "hey haven"."""
    return load(Settings(country="GB"))


def cut_at(recorder: Recorder) -> list[float]:
    """Return when our voice was held or cut."""
    return [at for at, e in recorder.events if isinstance(e, events.Paused | events.Interrupted)]


def test_a_short_press_stops_a_practice_at_once(program: Program) -> None:
    """Silence comes as the button goes down, not as it comes up."""
    recorder = talk(program, [BREATHE], 60, button=Finger((40, SHORT)))
    assert cut_at(recorder)[0] == pytest.approx(40, abs=0.02)
    assert names(recorder)[-3:] == [
        "heard command/stop",
        "ended breathing/generic stopped",
        "ended session left",
    ]


def test_a_short_press_stops_a_line(program: Program) -> None:
    """Also one that says the word of what the button asks for: it has no voice to be mistaken."""
    recorder = talk(program, [], 20, button=Finger((0.5, SHORT)))
    assert cut_at(recorder)[0] == pytest.approx(0.5, abs=0.02)
    assert "heard command/stop" in names(recorder)


def test_held_down_it_pauses_and_the_next_press_goes_on(program: Program) -> None:
    recorder = talk(program, [BREATHE], 80, button=Finger((40, LONG), (60, SHORT)))
    story = [step for step in names(recorder) if step in ("paused", "resumed")]
    assert story == ["paused", "resumed"]
    assert recorder.at(events.Paused) == pytest.approx(40, abs=0.02)
    assert recorder.at(events.Resumed) == pytest.approx(60 + SHORT, abs=0.02)


def test_held_down_in_a_pause_it_ends_the_session(program: Program) -> None:
    recorder = talk(program, [BREATHE], 90, button=Finger((40, LONG), (60, LONG)))
    assert names(recorder)[-1] == "ended session goodbye"
    assert recorder.at(events.Ended, -1) < 70


def test_asleep_a_press_wakes(program: Program) -> None:
    """Without a word; what is said next is answered."""
    finger = Finger((12, SHORT))
    recorder = talk(program, [Line(20, "what time is it")], 26, manner=CALLED, button=finger)
    assert names(recorder)[:2] == ["started session", "heard command/time"]


def test_asleep_a_long_press_is_nothing(program: Program) -> None:
    """Something lies on it."""
    recorder = talk(program, [], 26, manner=CALLED, button=Finger((12, LONG)))
    assert names(recorder) == []


def test_a_press_while_it_listens_changes_nothing(program: Program) -> None:
    recorder = talk(program, [Line(16, "what time is it")], 24, button=Finger((14, SHORT)))
    assert [step for step in names(recorder) if "heard" in step] == ["heard command/time"]
