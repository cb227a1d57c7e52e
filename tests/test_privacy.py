"""Nothing that a person says is found in a file, log or fault; what is said of danger in no event.

Two hundred conversations with a marker in every sentence are held through the real parts, with
the lines spoken by a synthesiser that writes its text into the sound: what reaches a file is found.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest

from assistant.app import Manner, Program, conversation, load
from assistant.audio.frames import AudioClip
from assistant.audio.silent import SilentSpeaker
from assistant.captions import JsonLines
from assistant.clock import run_virtual
from assistant.errors import EngineError
from assistant.settings import MemorySettings, Settings
from assistant.speech.cache import ClipCache
from assistant.speech.listener import Listener
from assistant.speech.recognizer import Transcript
from assistant.speech.synthesizers import open_synthesizer
from assistant.speech.voice import Voice
from assistant.typed import ScriptLine, TypedEars, from_script
from tests.fakes import (
    FailingRecognizer,
    InlineExecutor,
    Line,
    MarkRecognizer,
    MarkVad,
    ScriptedMicrophone,
)

MARK = "qzv"
"""Begins every marker; no word of the program's holds it."""
DANGERS = (
    "i took all my pills tonight {}",
    "i want to kill myself {}",
    "{} i have been cutting my arms again",
    "i don't want to be here any more {}",
    "everyone would be better off without me {}",
    "{} he hits me",
    "i was raped by {}",
    "i'm twelve and my dad hits me {}",
    "{} i am going to kill him",
    "i keep making myself sick after i eat {}",
    "{} i have chest pain and my arm is numb",
    "my friend {} wants to kill himself",
)
AFTER_DANGER = (
    ["no {}", "it was {} all along", "the {} lamp"],
    ["yes", "my sister {} could come", "yes", "no"],
    ["i don't know {}", "say that again", "no"],
    ["what is the help line number {}", "yes", "yes"],
    ["just {} and nothing else", "florble {}", "mumble {}"],
    ["no", "i want to kill myself {}", "no", "{} is here"],
    ["stop", "i want to die {}", "stop"],
    ["~", "~", "yes {}", "pause", "the blade {}"],
)
ORDINARY = (
    ["i think {} is going to leave me", "yes", "yes", "{} did not call", "{} called before"],
    ["help me with a thought", "yes", "{} hates me", "yes", "they {} said so", "stop"],
    ["i feel so {} today", "about a seven {}", "work and {}"],
    ["tell me it will be okay with {}", "yes", "{} was cold"],
    ["i want to text {} right now", "yes", "{}"],
    ["help me breathe", "the {} on the radio", "slower {}", "stop"],
    ["ground me", "the {} lamp and a {} chair", "{}", "{}"],
    ["make a plan", "yes", "{} and not sleeping", "my {}", "no", "no", "no", "no", "no"],
    ["{}'); drop table kept; --", "{{helpline.emergency}} {} %s {{0}}", "../../{}"],
    ["{}\x00\x1b[31m{}\ud83d", "{} " * 300, "Ж{}'\u2019\"<script>{}"],
    ["my name is {}", "remember {}", "what did i say about {}", "goodbye"],
    ["what time is it {}", "send {} a message", "play {} on the radio"],
    ["the secret is {}", "is this recorded {}", "delete everything", "yes"],
)
TAILS = (["thank you {}"], ["{}"], ["stop"], ["goodbye {}"], ["louder", "{} {}"], ["yes"], ["no"])
"""What ends an ordinary conversation."""


def _talks() -> Iterator[tuple[bool, list[str]]]:
    """Yield 200 conversations, whether each is all of danger, with a marker of its own in each."""
    dangers = [(True, [start, *after]) for start, after in product(DANGERS, AFTER_DANGER)]
    ordinary = [(False, [*talk, *tail]) for talk, tail in product(ORDINARY, (*TAILS, ["~", "{}"]))]
    for number, (danger, lines) in enumerate([*dangers, *ordinary]):
        marker = MARK + "".join(chr(97 + int(digit)) for digit in str(number))
        yield danger, [line.replace("{}", marker).replace("{{", "{") for line in lines]


TALKS = tuple(_talks())


class Spelling:
    """A synthesiser whose sound is the text itself, byte by byte."""

    name = voice = "spelling"

    def check(self) -> None:
        pass

    def prepare(self) -> None:
        pass

    def close(self) -> None:
        pass

    def synthesize(self, text: str, pace: float = 1.0) -> AudioClip:
        spelt = text.encode() + b" " * (len(text.encode()) % 2)
        return AudioClip(np.frombuffer(spelt, dtype=np.int16), 22_050)


class Broken(Spelling):
    """One that fails at whatever holds a marker."""

    name = voice = "broken"

    def synthesize(self, text: str, pace: float = 1.0) -> AudioClip:
        if MARK in text:
            raise EngineError("broken: synthesis failed")
        return super().synthesize(text, pace)


@dataclass
class Home:
    """Everything a run may write to, and what it told."""

    folder: Path
    program: Program
    told: list[str] = field(default_factory=list)
    """JSON lines of events."""

    def voice(self) -> Voice:
        """Return a voice whose first engine breaks, and whose cache is in the folder."""
        faults = self.told.append
        engine = open_synthesizer("auto", faults, {"broken": Broken, "spelling": Spelling})
        return Voice(engine, ClipCache(self.folder / "cache", 10**9, lambda fault: None))

    def files_with(self, mark: str = MARK) -> list[str]:
        """Return the files that hold a marker, however written."""
        marks = [mark.encode(), mark.encode("utf-16-le")]
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        assert files
        return [str(path) for path in files if any(m in path.read_bytes().lower() for m in marks)]


@pytest.fixture(scope="module")
def shipped() -> Program:
    """Return the shipped content, for Great Britain."""
    return load(Settings(country="GB"))


@pytest.fixture
def home(tmp_path: Path, shipped: Program) -> Iterator[Home]:
    """Give a folder for all that is kept, with a log of every library at DEBUG in it."""
    settings = replace(shipped.settings, memory=MemorySettings(tmp_path / "memory"))
    log = logging.FileHandler(tmp_path / "everything.log")
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(log)
    root.setLevel(logging.DEBUG)
    try:
        yield Home(tmp_path, replace(shipped, settings=settings))
    finally:
        root.setLevel(before)
        root.removeHandler(log)
        log.close()


def type_in(home: Home, lines: Sequence[str], voice: Voice, show: bool = False) -> list[str]:
    """Hold one typed conversation, and return its events as `--json` writes them."""
    told: list[str] = []
    script = [ScriptLine(wait=30.0) if line == "~" else ScriptLine(line) for line in lines]

    async def main() -> None:
        observe = JsonLines(told.append, asyncio.get_running_loop().time)
        ears = TypedEars(from_script(script))
        manner = Manner(stays=False, stays_open=True, show_sensitive=show, seed=1)
        await conversation(home.program, ears, SilentSpeaker(), voice, observe, manner).run()

    run_virtual(main())
    return told


def danger_told(told: Sequence[str]) -> list[str]:
    """Return what events show of words of danger, and of words said while danger is answered."""
    found, under_way = [], False
    for line, following in pairwise([*map(json.loads, told), {"event": ""}, {"event": ""}]):
        if line["event"] in ("started", "ended") and line["what"].startswith("crisis/"):
            under_way = line["event"] == "started"
        is_danger = under_way or following["event"] == "safety"
        if line["event"] in ("heard", "intent") and is_danger and MARK in str(line):
            found.append(str(line))
    return found


def test_of_two_hundred_conversations_no_file_holds_a_word(home: Home) -> None:
    """Nor does an event hold one that is about danger; the others are in the events."""
    voice = home.voice()
    told = [type_in(home, lines, voice) for _, lines in TALKS]
    asyncio.run(voice.aclose())

    assert len(TALKS) == 200
    assert home.files_with() == []
    assert [found for lines in told for found in danger_told(lines)] == []
    for (danger, said), lines in zip(TALKS, told, strict=True):
        assert any('"event": "safety"' in line for line in lines) or not danger, said
        assert any(MARK in line for line in lines) or danger, said
    assert home.told == ["broken: synthesis failed; spelling speaks instead"]


@pytest.mark.parametrize("lines", [lines for danger, lines in TALKS if danger][::13])
def test_words_of_danger_are_told_where_that_was_asked_for(home: Home, lines: list[str]) -> None:
    voice = home.voice()
    told = [json.loads(line) for line in type_in(home, lines, voice, show=True)]
    asyncio.run(voice.aclose())

    assert any(MARK in event["text"] for event in told if event["event"] == "heard")
    assert home.files_with() == []


class Raising(MarkRecognizer):
    """Meets what no engine should: an error that is none of ours."""

    def partial(self) -> Transcript:
        said = super().partial()
        if "danger" in said.text:
            raise RuntimeError("the decoder is broken")
        return said


def speak(home: Home, recognizer: type[MarkRecognizer], said: Sequence[str]) -> list[str]:
    """Hold one spoken conversation, and return its events as `--json` writes them."""
    told: list[str] = []
    voice = home.voice()
    lines = [Line(15.0 + 12 * at, text, 1.0) for at, text in enumerate(said)]

    async def main() -> None:
        microphone = ScriptedMicrophone(lines, 30.0 + 12 * len(lines))
        ears = Listener(
            microphone,
            MarkVad(),
            recognizer(microphone.texts),
            home.program.is_complete,
            InlineExecutor(),
        )
        observe = JsonLines(told.append, asyncio.get_running_loop().time)
        await conversation(
            home.program, ears, SilentSpeaker(), voice, observe, Manner(seed=1)
        ).run()

    try:
        run_virtual(main())
    finally:
        asyncio.run(voice.aclose())
    return told


def test_a_recogniser_that_fails_tells_nothing_of_what_it_heard(home: Home) -> None:
    told = speak(home, FailingRecognizer, [f"i want to kill myself {MARK}aa", f"he hits me {MARK}"])

    assert any('"stage": "recognizer"' in line for line in told)
    assert not [line for line in told if MARK in line]
    assert home.files_with() == []


def test_a_crash_tells_nothing_of_what_was_said(home: Home) -> None:
    """Neither the exception, nor what it came from, nor the traceback of it all."""
    with pytest.raises(BaseException) as crash:  # noqa: PT011 - a group of any kind
        speak(home, Raising, [f"i want to kill myself {MARK}", f"yes {MARK}", f"danger {MARK}"])

    report = "".join(traceback.format_exception(crash.value))
    assert "the decoder is broken" in report
    assert MARK not in report
    assert home.files_with() == []


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_the_program_itself_writes_nothing_of_what_was_said(
    tmp_path: Path, options: Sequence[str]
) -> None:
    """As a process with a home of its own."""
    starts = (line for danger, (line, *_) in TALKS if danger)
    lines = [line for start in [*starts][::9] for line in (start, f"yes {MARK}", "stop")]
    script = tmp_path.parent / f"{tmp_path.name}.txt"
    script.write_text("\n".join(lines))
    names = ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR")
    (tmp_path / "here").mkdir()
    ran = subprocess.run(
        [sys.executable, "-m", "assistant", "chat", "--script", script, *options],
        env={
            **os.environ,
            **dict.fromkeys(names, str(tmp_path)),
            "PYTHONPATH": str(Path(__file__).parents[1]),
        },
        cwd=tmp_path / "here",
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert ran.returncode == 0
    assert MARK not in ran.stderr
    assert "glad you told me" in ran.stdout
    assert MARK not in ran.stdout
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
