"""The real thing: speech into a virtual microphone, the reply recorded from a virtual speaker.

Real PortAudio, the real recogniser, the real synthesiser, one child process; nothing is faked but
the room. Times are read off the recording, which holds both sides on one clock.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pytest

from assistant.audio.frames import AudioClip
from assistant.audio.score import Cue, CueKind, Phase
from assistant.audio.tones import tone_for
from assistant.bench.card import RATE, Recording, VirtualCard
from assistant.bench.onset import first_sound, last_sound, shift, silent_from
from assistant.bench.people import Person
from assistant.bench.subject import Event, Subject
from assistant.errors import DeviceError

pytestmark = pytest.mark.engine

SLACK_SECONDS = 1.0
"""What a busy machine may add to the times that `assistant bench` measures on a quiet one."""


@pytest.fixture(scope="module")
def person() -> Iterator[Person]:
    """Give one synthetic person for the module: loading a voice takes a second."""
    person = Person()
    yield person
    person.close()


@pytest.fixture
def echo() -> Iterator[VirtualCard]:
    """Give a card whose microphone hears the speaker at half its loudness."""
    try:
        with VirtualCard(echo_db=-6.0) as card:
            yield card
    except DeviceError as error:
        pytest.skip(str(error))


def say(card: VirtualCard, person: Person, text: str) -> None:
    """Say a text into the microphone and return when it has been said."""
    card.play_into_microphone(person.clip(text)).wait()


def source(name: str) -> Callable[[Event], bool]:
    """Return a test for events of one line, step or practice."""
    return lambda event: event["source"].startswith(name)


def is_breath_in(cue: Event) -> bool:
    """Tell the tone that opens a breath in."""
    return bool(cue["kind"] == "tone" and cue["phase"] == "in")


def tone_start(recording: AudioClip, near: float) -> float:
    """Return when the breath-in tone that was told near a second really began."""
    tone = tone_for(Cue(0.0, CueKind.TONE, Phase.IN, 1, "", 4.0))
    start = round((near - 0.5) * RATE)
    heard = AudioClip(recording.samples[start : start + 5 * RATE], RATE)
    assert tone
    return near - 0.5 + shift(tone, heard, 1.0)


def test_the_whole_story_by_voice(card: VirtualCard, person: Person) -> None:
    """Asked to breathe it leads, on the second; told to stop it is silent; and says goodbye."""
    with Subject(card.environment, ["--seed", "1"]) as subject:
        subject.wait_for("spoken", 60, source("hello"))
        subject.wait_for("listening")
        recorder = card.record()
        began_at = time.monotonic()
        say(card, person, "help me breathe")
        subject.wait_for("started", where=lambda event: event["what"] == "breathing/generic")
        tones = []
        for _ in range(3):
            subject.wait_for("cue", 60, is_breath_in)
            tones.append(time.monotonic() - began_at)
        say(card, person, "stop")
        stopped = subject.wait_for("ended", where=lambda event: event["how"] == "stopped")
        subject.wait_for("said", where=source("stopped"))
        recording = recorder.stop()
        subject.wait_for("listening")
        say(card, person, "thank you")
        subject.wait_for("said", where=source("thanks"))
        subject.wait_for("listening")
        say(card, person, "goodbye")
        subject.wait_for("said", where=source("goodbye"))

    assert stopped["what"] == "breathing/generic"
    assert_answered_soon(recording)
    first, second = (tone_start(recording.assistant, near) for near in tones[:2])
    assert second - first == pytest.approx(10.0, abs=0.005)
    assert_silent_soon(recording)


def assert_answered_soon(recording: Recording) -> None:
    """Check the time from the person's last sound to the first word of the reply."""
    asked_until = last_sound(recording.person, before=3.0)
    answered = first_sound(recording.assistant, after=asked_until or 0.0)
    assert asked_until
    assert answered
    assert answered - asked_until < 0.8 + SLACK_SECONDS


def assert_silent_soon(recording: Recording) -> None:
    """Check the time from the end of the person's last word to silence."""
    stop_until = last_sound(recording.person, before=recording.person.seconds)
    assert stop_until
    silent = silent_from(recording.assistant, stop_until - 0.5, 0.4)
    assert silent
    assert silent - stop_until < 0.5 + SLACK_SECONDS


def test_a_thought_is_talked_through_by_voice(card: VirtualCard, person: Person) -> None:
    """From the thought to the person's own words, every turn heard by the real recogniser."""
    with Subject(card.environment, ["--seed", "1"]) as subject:
        subject.wait_for("spoken", 60, source("hello"))
        for words, step in (
            ("can you help me with a thought", "reframe.consent"),
            ("a quick one please", "reframe_quick.thought"),
            ("she is going to leave me", "reframe_quick.for"),
            ("she was quiet at dinner", "reframe_quick.against"),
            ("she called me twice this week", "reframe_quick.own_words"),
            ("she was tired and we are all right", "reframe_quick.close"),
        ):
            subject.wait_for("listening", 30)
            say(card, person, words)
            subject.wait_for("said", 20, source(step))
        ended = subject.wait_for("ended", 30)

    assert (ended["what"], ended["how"]) == ("reframe/start", "done")


WHOLE_RECORD = (
    ("i think she is going to leave me", "reframe.consent_thought"),
    ("yes please", "reframe_thought.confirm"),
    ("yes", "reframe_setting.situation"),
    ("she was quiet at dinner", "reframe_setting.feeling"),
    ("i feel scared about a six", "reframe.for"),
    ("she did not look at me", "reframe.against"),
    ("she called me twice this week", "reframe.one_fits"),
    ("yes", "reframe.one_question"),
    ("i was sure last time and i was wrong", "helper_worst_best.ask"),
    ("we would talk about it", "reframe.own_words"),
    ("she was tired and we are all right", "reframe.act"),
    ("ask her how she is", "reframe.rerate"),
    ("four", "reframe.close"),
)
"""What is said, and the step that it leads to; one word of it misheard may lead elsewhere."""
MOST_SPEECH_SECONDS = 240.0


@pytest.mark.skipif("LONG" not in os.environ, reason="takes five minutes of real time: LONG=1")
def test_a_whole_thought_record_takes_less_than_four_minutes_of_speech(
    card: VirtualCard, person: Person
) -> None:
    """All of it by voice: the thought, both sides, a trap, a helper, own words, act and number.

    What both say counts, with the pauses between our lines; the person's time to think does not.
    """
    spoken = 0.0
    with Subject(card.environment, ["--seed", "1"]) as subject:
        subject.wait_for("spoken", 60, source("hello"))
        before = len(subject.events)
        for words, step in WHOLE_RECORD:
            subject.wait_for("listening", 60)
            clip = person.clip(words)
            spoken += clip.seconds
            card.play_into_microphone(clip).wait()
            subject.wait_for("said", 60, source(step))
        ended = subject.wait_for("ended", 30)

    ours = [event for event in subject.events[before:] if event["event"] in ("said", "spoken")]
    spoken += sum(end["at"] - start["at"] for start, end in pairs(ours))
    print(f"{spoken:.0f} s of speech")
    assert (ended["what"], ended["how"]) == ("reframe/thought", "done")
    assert spoken < MOST_SPEECH_SECONDS


def pairs(events: list[Event]) -> Iterator[tuple[Event, Event]]:
    """Yield each line's beginning with its end."""
    for first, then in pairwise(events):
        if first["event"] == "said" and then["event"] == "spoken":
            yield first, then


def test_nothing_in_the_room_makes_it_talk_to_itself(echo: VirtualCard, person: Person) -> None:
    """Through a minute of breathing it hears its own echo, a hum and a door, and acts on none."""
    with Subject(echo.environment, ["--seed", "1"]) as subject:
        subject.wait_for("spoken", 60, source("hello"))
        subject.wait_for("listening")
        say(echo, person, "help me breathe")
        subject.wait_for("started")
        before = len(subject.events)
        for noise in (hum(15.0), door_slam(), hum(15.0)):
            echo.play_into_microphone(noise).wait()
            time.sleep(0.5)
        subject.wait_for("cue", 60, lambda cue: cue["cycle"] == 5)
        subject.drain()

    heard = [event for event in subject.events[before:] if event["event"] == "heard"]
    assert [event for event in heard if event["ignored"] is None] == []
    assert [event for event in subject.events if event["event"] == "interrupted"] == []


def hum(seconds: float) -> AudioClip:
    """Return mains hum with its harmonics, at about -35 dB."""
    times = np.arange(round(seconds * RATE)) / RATE
    waves = [np.sin(2 * np.pi * 50 * n * times) / n for n in range(1, 8)]
    return AudioClip((np.sum(waves, axis=0) * 350).astype(np.int16), RATE)


def door_slam() -> AudioClip:
    """Return a burst of noise that dies away, loud."""
    noise = np.random.default_rng(3).normal(0, 1, round(0.6 * RATE))
    decay = np.exp(-np.arange(len(noise)) / RATE / 0.08)
    return AudioClip((np.clip(noise * decay, -2, 2) * 12_000).astype(np.int16), RATE)


def test_the_sound_server_dies_in_mid_sentence_and_the_breath_goes_on(
    card: VirtualCard, person: Person
) -> None:
    """Both devices are told gone within 3 s and back by name; the practice keeps its place."""
    with Subject(card.environment, ["--seed", "1"]) as subject:
        subject.wait_for("spoken", 60, source("hello"))
        subject.wait_for("listening")
        say(card, person, "help me breathe")
        subject.wait_for("cue", 60, is_breath_in)
        card.kill_server()
        killed_at = time.monotonic()
        subject.wait_for("fault", 4, lambda event: event["stage"] == "speaker")
        noticed = time.monotonic() - killed_at
        card.start_server()
        next_cue = subject.wait_for("cue", 30, lambda cue: cue["kind"] == "tone")
        subject.wait_for("cue", 60, lambda cue: cue["cycle"] == 2)
        say(card, person, "stop")
        ended = subject.wait_for("ended")

    assert noticed < 3.0
    assert (next_cue["phase"], next_cue["cycle"]) == ("out", 1)
    assert (ended["what"], ended["how"]) == ("breathing/generic", "stopped")


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_kindly_when_told_to(card: VirtualCard, told: signal.Signals) -> None:
    """Ctrl-C and SIGTERM end it within a second, with exit code 0 and nothing on stderr."""
    with Subject(card.environment) as subject:
        subject.wait_for("said", 60)
        subject.process.send_signal(told)
        told_at = time.monotonic()
        assert subject.process.wait(5) == 0

    assert time.monotonic() - told_at < 1.0 + SLACK_SECONDS
    assert subject.complaints == ""
