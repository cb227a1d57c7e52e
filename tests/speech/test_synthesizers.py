"""An engine that cannot be had is replaced, and that is said."""

from __future__ import annotations

import pytest

from assistant.errors import EngineError
from assistant.speech.synthesizers import ENGINES, FallbackSynthesizer, open_synthesizer
from tests.speech.fake_synthesizer import FakeSynthesizer


class Bench:
    """Two fake engines under the real opener."""

    def __init__(self, **missing: bool) -> None:
        self.good = FakeSynthesizer("good", missing=missing.get("good", False))
        self.plain = FakeSynthesizer("plain", missing=missing.get("plain", False))
        self.reasons: list[str] = []

    def open(self, engine: str) -> FallbackSynthesizer:
        engines = {"good": lambda: self.good, "plain": lambda: self.plain}
        return open_synthesizer(engine, self.reasons.append, engines)


@pytest.mark.parametrize(
    ("engine", "missing", "used", "reasons"),
    [
        ("auto", {}, "good", []),
        ("plain", {}, "plain", []),
        ("auto", {"good": True}, "plain", ["good: not installed; plain speaks instead"]),
        ("plain", {"plain": True}, "good", ["plain: not installed; good speaks instead"]),
    ],
)
def test_the_named_engine_is_used_or_the_next_and_that_is_said(
    engine: str, missing: dict[str, bool], used: str, reasons: list[str]
) -> None:
    """`auto` is the best there is; a missing engine costs one line, not the voice."""
    bench = Bench(**missing)

    assert bench.open(engine).name == used
    assert bench.reasons == reasons


def test_no_engine_at_all_is_an_error() -> None:
    """Where none can be had, the last reason is the error."""
    with pytest.raises(EngineError, match="plain: not installed"):
        Bench(good=True, plain=True).open("auto")


@pytest.mark.parametrize(
    ("engine", "hint"),
    [("pyttsx", 'did you mean "pyttsx3"'), ("zzz", "known: auto, piper, pyttsx3")],
)
def test_an_unknown_engine_lists_the_known(engine: str, hint: str) -> None:
    """A misspelt name is answered with the right one."""
    with pytest.raises(EngineError, match=hint):
        open_synthesizer(engine, lambda _: None)


def test_opening_loads_no_engine() -> None:
    """Loading is for `prepare`, or for the first line."""
    bench = Bench()
    bench.open("auto")

    assert not bench.good.prepared


def test_an_engine_that_fails_while_speaking_is_left_for_good_and_said_once() -> None:
    """The line is still spoken, by the next engine, and so are the ones after it."""
    bench = Bench()
    voice = bench.open("auto")
    bench.good.broken = True

    clips = [voice.synthesize("hello") for _ in range(3)]

    assert all(clip.seconds > 0 for clip in clips)
    assert bench.plain.spoken == ["hello"] * 3
    assert bench.reasons == ["good: failed; plain speaks instead"]
    assert bench.good.closed


def test_an_engine_that_cannot_load_is_replaced() -> None:
    """`prepare` leaves a loaded engine in use."""
    bench = Bench()
    voice = bench.open("auto")
    bench.good.broken = True

    voice.prepare()

    assert voice.name == "plain"
    assert bench.plain.prepared


def test_when_every_engine_fails_the_error_reaches_the_caller() -> None:
    """Then the conversation has to do without a voice."""
    bench = Bench()
    voice = bench.open("auto")
    bench.good.broken = bench.plain.broken = True

    with pytest.raises(EngineError, match="plain: failed"):
        voice.synthesize("hello")


@pytest.mark.parametrize("name", ENGINES)
def test_each_listed_engine_is_cheap_to_construct_and_answers_to_its_name(name: str) -> None:
    """The registry's name and the engine's own are one."""
    assert ENGINES[name]().name == name
