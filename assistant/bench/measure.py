"""What `assistant bench` measures: in recordings of a private card, not by the program's clock."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.app import Program, open_ears
from assistant.audio.frames import AudioClip
from assistant.bench.card import Recording, VirtualCard
from assistant.bench.ears import word_errors
from assistant.bench.onset import first_sound, last_sound
from assistant.bench.people import COMMANDS, STOPS, Person, sentences
from assistant.bench.pulse import cue_errors
from assistant.bench.subject import Subject
from assistant.errors import AssistantError

IDLE_SECONDS = 20.0
STOP_AFTER_SECONDS = 0.5
"""Between a reply's first sound and the stop that is said over it: inside its first sentence."""
OVERLAP_SECONDS = 0.3
"""Our voice must sound within this of the end of "stop", else it was not said over it."""
MOST_REPLY_SECONDS = 6.0
MOST_STOP_SECONDS = 0.9
"""After a stop; what sounds on after that was missed."""
QUIET_SECONDS = 0.25
"""Of silence that show it has stopped. Both together end before the line that follows a stop."""

Tell = Callable[[str], None]
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bench:
    """How much to measure."""

    program: Program
    config: Path | None
    tries: int
    minutes: float
    tell: Tell

    @contextmanager
    def subject(self, card: VirtualCard) -> Iterator[Subject]:
        """Give the assistant, ready, on a card."""
        arguments = ["--config", str(self.config)] if self.config else []
        with Subject(card.environment, arguments) as subject:
            subject.wait_for("listening", 60)
            yield subject


def measure(program: Program, config: Path | None, quick: bool, tell: Tell) -> Figures:
    """Return all figures by name. Raises DeviceError where no virtual card can be had."""
    bench = Bench(program, config, 10 if quick else 100, 1.0 if quick else 5.0, tell)
    figures: Figures = {}
    for name, part in _PARTS:
        tell(f"measuring {name}")
        figures |= part(bench)
    return figures


def _talking(bench: Bench) -> Figures:
    """Commands answered, and stops over the answer, in one conversation."""
    replies: list[float] = []
    silences: list[float] = []
    misses = over_pauses = 0
    with (
        closing(Person()) as person,
        VirtualCard() as card,
        bench.subject(card) as subject,
    ):
        for turn in range(bench.tries):
            command = person.clip(COMMANDS[turn % len(COMMANDS)], turn)
            stop = person.clip(STOPS[turn % len(STOPS)], turn)
            subject.wait_for("listening", 30)
            recording = _one_exchange(card, subject, command, stop)
            reply = _reply_seconds(recording, command)
            silence = _silence_seconds(recording)
            replies += [reply] if reply is not None else []
            misses += silence is None
            if silence is not None and silence > -OVERLAP_SECONDS:
                silences.append(max(silence, 0.0))
            else:
                over_pauses += silence is not None
    return {
        "reply_after_command_s": _spread(replies) | {"misses": bench.tries - len(replies)},
        "stop_to_silence_s": {
            "p50": _median(silences),
            "max": round(max(silences, default=0.0), 3),
            "misses": misses,
            "tries": bench.tries - over_pauses,
        },
    }


def _one_exchange(
    card: VirtualCard, subject: Subject, command: AudioClip, stop: AudioClip
) -> Recording:
    """Say a command, and stop over its answer; return what was in the air."""
    recorder = card.record()
    card.play_into_microphone(command).wait()
    with suppress(AssistantError):  # no answer: the recording will show it
        subject.wait_for("said", MOST_REPLY_SECONDS, lambda said: said["source"] != "stopped")
    time.sleep(STOP_AFTER_SECONDS)
    card.play_into_microphone(stop).wait()
    time.sleep(QUIET_SECONDS + MOST_STOP_SECONDS)
    return recorder.stop()


def _reply_seconds(recording: Recording, command: AudioClip) -> float | None:
    """Return the time from the command's last sound to the reply's first; None for no reply."""
    began = first_sound(recording.person)
    if began is None:
        return None
    ended = last_sound(recording.person, before=began + command.seconds + 0.2)
    replied = first_sound(recording.assistant, after=ended or 0.0)
    return replied - ended if replied and ended else None


def _silence_seconds(recording: Recording) -> float | None:
    """Return the time from the end of "stop" to our last sound; None where we speak on.

    Minus where our voice paused before that.
    """
    length = recording.person.seconds
    stopped = last_sound(recording.person, before=length)
    sounded = last_sound(recording.assistant, before=length)
    if stopped is None or sounded is None or sounded > length - QUIET_SECONDS:
        return None
    return sounded - stopped


def _breathing(bench: Bench) -> Figures:
    errors = cue_errors(bench.program, bench.config, bench.minutes)
    largest = max(abs(error) for _, error in errors)
    return {
        "cue_error_ms": {
            "max": round(largest * 1000, 2),
            "drift": round((errors[-1][1] - errors[0][1]) * 1000, 2),
        }
    }


def _resources(bench: Bench) -> Figures:
    """Start, idle in a quiet room, and hold everything in memory."""
    starts = []
    with closing(Person()) as person, VirtualCard() as card:
        for _ in range(3):
            with Subject(card.environment) as subject:
                subject.wait_for("listening", 60)
                starts.append(time.monotonic() - subject.started_at)
        with bench.subject(card) as subject:
            subject.wait_for("listening", 30)
            time.sleep(5)
            before = subject.cpu_seconds()
            time.sleep(IDLE_SECONDS)
            idle = (subject.cpu_seconds() - before) / IDLE_SECONDS
            card.play_into_microphone(person.clip("please tell me what you can do")).wait()
            subject.wait_for("said")
            memory = subject.memory_mb()
    return {
        "warm_start_s": _median(starts),
        "memory_mb": round(memory),
        "idle_cpu_percent": round(idle * 100, 1),
    }


def _routing(bench: Bench) -> Figures:
    times = []
    for sentence in sentences(bench.program) * 3:
        started_at = time.perf_counter()
        bench.program.router.route([sentence])
        times.append((time.perf_counter() - started_at) * 1000)
    return {"route_ms": _spread(times)}


def _hearing(bench: Bench) -> Figures:
    """Words wrong on clean synthetic speech of our own sentences, several voices."""
    recognizer = open_ears(bench.program)
    recognizer.prepare()
    wrong = words = 0
    spoken = sentences(bench.program)
    chosen = spoken[:: max(1, len(spoken) // bench.tries)]  # spread over all that can be said
    with closing(Person()) as person:
        for turn, sentence in enumerate(chosen):
            recognizer.reset()
            recognizer.accept(person.heard(sentence, turn))
            errors, count = word_errors(sentence, recognizer.finish().text)
            wrong, words = wrong + errors, words + count
    return {"word_error_percent": round(100 * wrong / words, 1)}


def _spread(values: Sequence[float]) -> Figures:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))] if ordered else 0.0
    return {"p50": _median(values), "p95": round(p95, 3)}


def _median(values: Sequence[float]) -> float:
    return round(statistics.median(values), 3) if values else 0.0


_PARTS: tuple[tuple[str, Callable[[Bench], Figures]], ...] = (
    ("routing", _routing),
    ("start, memory and idle", _resources),
    ("hearing", _hearing),
    ("replies and stops", _talking),
    ("breathing", _breathing),
)
