"""The quick commands: what they print, what they refuse, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.understanding.intents import KINDS
from tests.cli.running import Commands


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nosuch",),
        ("hear",),
        ("models", "burn"),
        ("breathe", "--minutes", "nan"),
        ("breathe", "--minutes", "-2"),
        ("chat", "--seed", "x"),
    ],
)
def test_wrong_usage_ends_with_2(commands: Commands, arguments: tuple[str, ...]) -> None:
    """What the parser refuses is told with the usage, and nothing is on stdout."""
    ran = commands.run(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("usage: assistant")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("breathe", "box_9"), 'no exercise is called "box_9"; did you mean "box_3"?'),
        (("say", "hi", "--engine", "pipr"), 'synthesizer "pipr" is unknown; did you mean "piper"?'),
        (("hear", "x", "--engine", "zzz"), "known: auto, pocketsphinx, vosk, whisper"),
        (("hear", "x", "--engine", "vosk"), "run scripts/fetch-models vosk-small-en"),
        (("say", "hi", "--output", "/nosuch/x.wav"), "/nosuch/x.wav: cannot be written"),
        (("chat", "--script", "/nosuch"), "/nosuch: cannot be read as a script"),
        (("check", "/nosuch"), "/nosuch: no such folder"),
        (("practices", "--config", "/nosuch"), "/nosuch: cannot be read"),
        (("run", "--microphone", "wav:/nosuch"), "/nosuch: No such file or directory; accepted"),
    ],
)
def test_a_fault_is_one_line_on_stderr_and_ends_with_1(
    commands: Commands, arguments: tuple[str, ...], line: str
) -> None:
    """What was found and what is accepted; nothing on stdout."""
    ran = commands.run(*arguments)

    assert (ran.code, ran.out) == (1, "")
    assert line in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("before", [True, False])
def test_settings_may_be_named_before_and_after_the_command(
    commands: Commands, tmp_path: Path, before: bool
) -> None:
    """Every fault of the file is told with its line, wherever the file is named."""
    config = tmp_path / "bad.yaml"
    config.write_text("audio: {volume: 3}\nspeech:\n  recogniser: {engine: vosk}\n")
    named = ("--config", str(config))

    ran = commands.run(*named, "topics") if before else commands.run("topics", *named)

    assert ran.code == 1
    assert f"{config}:1: 3 is out of range; 0 to 1 is accepted" in ran.err
    assert f'{config}:3: unknown key "recogniser"; did you mean "recognizer"?' in ran.err


def test_route_answers_each_line_once_in_order(commands: Commands) -> None:
    """Texts, JSON, alternatives, blank and broken lines: one JSON line for each."""
    said = (
        b'stop\n\n{"id": "a", "alternatives": ["stob", "stop"]}\n{broken\n'
        b'{"id": 5}\n\xff\xfe\n{"id": 7, "text": "\\ud800"}\n{"a": ' + b"[" * 90_000 + b"\n"
        b'{"id": 9, "text": "help me breathe"}'
    )
    answers = commands.run("route", stdin=said).lines

    assert len(answers) == 9
    assert [answers[place].get("label") for place in (0, 1, 2, 8)] == [
        "stop",
        "noise",
        "stop",
        "generic",
    ]
    assert answers[2]["id"] == "a"
    assert set(answers[8]) == {"id", "text", "kind", "label", "slots", "score", "because"}
    assert [answer["line"] for answer in answers if "error" in answer] == [4, 5, 8]


def test_route_explains_with_the_runners_up(commands: Commands) -> None:
    """Heaviest first, each with its reason."""
    ran = commands.run("route", "--explain", stdin=b"breathe or talk about a thought\n")
    (answer,) = ran.lines

    weights = [evidence["weight"] for evidence in answer["explain"]]
    assert len(weights) > 1
    assert weights == sorted(weights, reverse=True)
    assert all(set(e) == {"kind", "label", "weight", "because"} for e in answer["explain"])


def test_listings_are_one_json_value(commands: Commands) -> None:
    """Nothing else is on stdout."""
    practices = json.loads(commands.run("practices", "--json").out)
    topics = json.loads(commands.run("topics", "--json").out)

    exercises = "even_5_5 coherent_5_5 long_out_4_6 count_5 cyclic_sigh box_4 box_3"
    names = {practice["id"] for practice in practices}
    assert names >= {*exercises.split(), "four_seven_eight", "counted_breath", "body_scan"}
    assert all(practice["caution"] and practice["ask"] for practice in practices)
    assert all(topic["title"] and topic["source"] for topic in topics)
    minutes = {topic["id"]: topic["minutes"] for topic in topics}
    assert 2 <= minutes["topic_boundaries"] <= 6
    assert {id for id in minutes if id.startswith("topic_")} == {
        f"topic_{label}" for label in KINDS["topic"]
    }


def test_cues_are_json_lines_in_order(commands: Commands) -> None:
    """Four seconds in, six out, from the end of the settle-in."""
    cues = commands.run("breathe", "--minutes", "1", "--cues").lines

    assert [cue["at"] for cue in cues] == sorted(cue["at"] for cue in cues)
    assert all(set(cue) == {"at", "kind", "phase", "cycle", "text"} for cue in cues)
    starts = [cue["at"] for cue in cues if cue["kind"] == "tone" and cue["phase"] == "in"]
    assert len(starts) == 6
    assert starts[-1] - starts[0] == pytest.approx(50)


def test_more_minutes_than_the_ceiling_are_cut_and_that_is_said(commands: Commands) -> None:
    """The limit goes to stderr, and is spoken; 0 minutes are one breath."""
    most = commands.run("breathe", "--minutes", "500", "--cues")
    least = commands.run("breathe", "--minutes", "0", "--cues")

    assert "Ten minutes is the most I lead at once" in most.err
    assert max(cue["cycle"] for cue in most.lines) == 60
    assert max(cue["cycle"] for cue in least.lines) == 1


def test_run_without_its_devices_names_the_ways_out(commands: Commands, tmp_path: Path) -> None:
    """An unknown device ends at once: the program does not wait for it in silence."""
    ran = commands.run("run", "--microphone", "no such device", "--json")

    assert (ran.code, ran.out) == (1, "")
    assert "microphone" in ran.err
    assert "known: " in ran.err or "no microphone found" in ran.err


def test_doctor_tells_all_parts_on_stdout_and_what_is_ill_in_one_line(
    commands: Commands, tmp_path: Path
) -> None:
    """A cache folder that is a file is found before it matters."""
    (tmp_path / "cache").write_text("in the way")
    ran = commands.run("doctor")

    assert ran.code == 1
    parts = [line.split(": ")[0] for line in ran.out.splitlines()]
    assert parts[:2] == ["well  microphone", "well  speaker"]
    assert "ILL   disk" in parts
    assert ran.err == "assistant: not well: disk\n"


def test_models_are_listed_and_verified(commands: Commands) -> None:
    """A model that was never fetched is told and is no fault."""
    listed, verified = commands.run("models"), commands.run("models", "verify")

    assert "there    whisper-tiny-en:" in listed.out
    assert "missing  vosk-small-en" in listed.out
    assert verified.code == 0
    assert "missing  vosk-small-en: not fetched; run scripts/fetch-models" in verified.out


def test_check_takes_the_settings_the_packs_and_a_folder(
    commands: Commands, tmp_path: Path
) -> None:
    """Faults are told as file:line and end with 1."""
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "lines.yaml").write_text("hello:\n  rolle: greeting\n  say: [Hello.]\n")

    assert commands.run("check").code == 0
    assert commands.run("check", str(tmp_path / "config.yaml")).code == 0
    ran = commands.run("check", str(pack))
    assert ran.code == 1
    assert f'{pack / "lines.yaml"}:2: unknown key "rolle"' in ran.err
