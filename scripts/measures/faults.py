"""Are devices that go away found again, and is the place kept? In real time, on a virtual card."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from assistant.bench.card import VirtualCard
from assistant.bench.people import Person
from assistant.bench.subject import Event, Subject
from assistant.errors import AssistantError

NOTICED_SECONDS, BACK_SECONDS = 3.0, 5.0
"""Within which a fault must be told, and be over once the device is there again."""
GONE_SECONDS = 3.1, 4.5
DIALOGUE_SHARE = 0.1
"""Of the faults that strike while a question waits; the others strike in a practice."""
PHASES = ("in", "out")


@dataclass(slots=True)
class Tally:
    """What came of the faults."""

    noticed: list[float] = field(default_factory=list)
    back: list[float] = field(default_factory=list)
    lost_places: int = 0
    misses: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{len(self.noticed)} noticed, longest {max(self.noticed, default=0):.2f} s; "
            f"{len(self.back)} back, longest {max(self.back, default=0):.2f} s; "
            f"{self.lost_places} places lost; missed: {', '.join(self.misses) or 'none'}"
        )


class Trial:
    """One assistant on one card, whose devices come and go."""

    def __init__(self, card: VirtualCard, person: Person, subject: Subject, seed: int) -> None:
        self.tally = Tally()
        self._card, self._person, self._subject = card, person, subject
        self._chance = random.Random(seed)
        self._steps: dict[str, tuple[Callable[[], None], Callable[[], None], str]] = {
            "microphone": (
                lambda: card.unplug("usbmic"),
                lambda: card.plug_in("usbmic"),
                "fault_microphone_back",
            ),
            "speaker": (
                lambda: card.unplug("usbspeaker"),
                lambda: card.plug_in("usbspeaker"),
                "fault_speaker_back",
            ),
            "server": (card.kill_server, card.start_server, "fault_"),
        }

    def strike(self, number: int) -> None:
        """Let one device go and come back, in a practice or while a question waits."""
        if self._chance.random() < DIALOGUE_SHARE:
            self._strike_dialogue(number)
        else:
            self._strike_practice(number)

    def say(self, text: str) -> None:
        """Say something into the microphone."""
        self._card.play_into_microphone(self._person.clip(text)).wait()

    def _strike_practice(self, number: int) -> None:
        if not self._is_in_practice():
            self._begin("help me breathe for ten minutes", lambda e: e["event"] == "cue")
        time.sleep(self._chance.uniform(0, 2))
        self._fail(number, self._chance.choice(tuple(self._steps)))

    def _strike_dialogue(self, number: int) -> None:
        """A question waits; the microphone goes; its answer leads on from the same place."""
        if self._is_in_practice():
            self.say("stop")
            self._subject.wait_for("ended", 15)
            self._subject.wait_for("listening", 15)
            time.sleep(1.5)
        self._begin("can you help me with a thought", lambda e: e["event"] == "asked")
        self._fail(number, "microphone")
        time.sleep(2.5)
        before = len(self._subject.events)
        self.say("a quick one please")
        try:
            self._subject.wait_for("said", 15, lambda e: e["source"].startswith("reframe_"))
        except AssistantError:
            self.tally.lost_places += 1
            self.tally.misses.append(f"{number}: place in a dialogue")
            print(self._subject.events[before:])
        time.sleep(2.0)
        self.say("stop")
        self._subject.wait_for("ended", 15)
        self._subject.wait_for("listening", 15)
        time.sleep(1.5)

    def _begin(self, text: str, has_begun: Callable[[Event], bool]) -> None:
        for _ in range(3):
            self.say(text)
            deadline = time.monotonic() + 30
            while time.monotonic() < deadline:
                self._subject.drain()
                if any(map(has_begun, self._subject.events[-6:])):
                    return
                time.sleep(0.1)
        raise AssistantError(f"asked three times, it did not begin: {text}")

    def _fail(self, number: int, what: str) -> None:
        fail, mend, line = self._steps[what]
        stage = "speaker" if what == "server" else what
        self._subject.drain()
        before = len(self._subject.events)
        gone = self._chance.uniform(*GONE_SECONDS)
        fail()
        gone_at = time.monotonic()
        noticed = self._seconds_to("fault", NOTICED_SECONDS, lambda e: e["stage"] == stage)
        time.sleep(max(0.0, gone_at + gone - time.monotonic()))
        mend()
        back = self._seconds_to("said", BACK_SECONDS, lambda e: e["source"].startswith(line))
        for name, seconds, taken in (
            ("noticed", noticed, self.tally.noticed),
            ("back", back, self.tally.back),
        ):
            if seconds is None:
                self.tally.misses.append(f"{number}: {what} not {name}")
            else:
                taken.append(seconds)
        if what == "server":  # the microphone is told a moment later
            self._seconds_to("said", BACK_SECONDS, lambda e: e["source"].startswith("fault_micro"))
        self._subject.drain()
        self._check_place(number, what, before)
        print(f"{number}: {what} gone {gone:.1f} s, noticed {noticed}, back {back}", flush=True)

    def _seconds_to(
        self, name: str, seconds: float, where: Callable[[Event], bool]
    ) -> float | None:
        began = time.monotonic()
        try:
            self._subject.wait_for(name, seconds, where)
        except AssistantError:
            if self._subject.process.poll() is not None:
                raise
            return None
        return round(time.monotonic() - began, 2)

    def _check_place(self, number: int, what: str, before: int) -> None:
        """Count a place that is lost: a tone out of its order since the practice began."""
        tones = [(e["cycle"], PHASES.index(e["phase"])) for e in self._tones()]
        steps = [cycle * 2 + phase for cycle, phase in tones]
        if steps and steps != list(range(steps[0], steps[0] + len(steps))):
            self.tally.lost_places += 1
            self.tally.misses.append(f"{number}: {what}: order {steps[-6:]}")
        if any(e["event"] == "ended" and e["how"] != "done" for e in self._subject.events[before:]):
            self.tally.lost_places += 1
            self.tally.misses.append(f"{number}: {what}: ended")

    def _tones(self) -> list[Event]:
        """Return the tones of the practice that began last."""
        events = self._subject.events
        starts = [n for n, e in enumerate(events) if e["event"] == "started"]
        led = events[starts[-1] :] if starts else []
        return [e for e in led if e["event"] == "cue" and e["kind"] == "tone"]

    def _is_in_practice(self) -> bool:
        self._subject.drain()
        for event in reversed(self._subject.events):
            if event["event"] in ("ended", "started"):
                return bool(event["event"] == "started" and event["what"].startswith("breathing"))
        return False


def measure(config: Path | None, times: int, seed: int) -> int:
    """Let devices come and go so often; return how often something was missed."""
    arguments = ["--microphone", "usbmic", "--speaker", "usbspeaker", "--seed", "1"]
    arguments += ["--config", str(config)] if config else []
    with (
        closing(Person()) as person,
        VirtualCard() as card,
        Subject(card.environment, arguments) as subject,
    ):
        subject.wait_for("spoken", 60)
        subject.wait_for("listening", 30)
        time.sleep(1.0)
        trial = Trial(card, person, subject, seed)
        try:
            for number in range(1, times + 1):
                trial.strike(number)
        except AssistantError:
            subject.drain()
            print(*subject.events[-30:], sep="\n")
            raise
        finally:
            print(trial.tally)
    return len(trial.tally.misses)
