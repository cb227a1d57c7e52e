"""Short commands of real people are heard, and other words are not taken for them."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from assistant.audio.frames import SPEECH_RATE, Samples
from assistant.speech.engines.command_ear import CommandEar
from assistant.speech.engines.whisper import WhisperRecognizer
from assistant.speech.engines.whisper_model import WhisperModel
from assistant.speech.models import whisper_files
from tests.speech.real_speech import clips, padded

COMMANDS = ("pause", "resume", "slower", "go on", "go back", "stop it", "thank you", "yeah")


@pytest.fixture(scope="module")
def whisper() -> WhisperRecognizer:
    recognizer = WhisperRecognizer(COMMANDS, threads=1)
    recognizer.prepare()
    return recognizer


class ScriptedModel(WhisperModel):
    """Gives each word its scripted probability; spells a phrase as one token."""

    def __init__(self, probabilities: Mapping[str, float]) -> None:
        self._words = list(probabilities)
        self._chances = np.array([*probabilities.values(), 0.0])

    def first_tokens(self, encoding: object) -> np.ndarray:
        return self._chances

    def tokens(self, text: str) -> tuple[int, ...]:
        return (self._words.index(text) if text in self._words else len(self._words),)


def decide(
    chances: Mapping[str, float],
    texts: Sequence[str],
    is_noise: bool = False,
    expected: Sequence[str] = (),
) -> str | None:
    ear = CommandEar(ScriptedModel(chances), COMMANDS)
    ear.expect(expected)
    silence: Samples = np.zeros(SPEECH_RATE, np.int16)
    return ear.decide(None, silence, texts, is_noise)


@pytest.mark.engine
@pytest.mark.parametrize(
    ("chances", "text", "decision"),
    [
        ({"stop": 0.06}, "stock", "stop"),
        ({"stop": 0.04}, "stock", None),
        ({"pause": 0.11}, "paws", "pause"),
        ({"pause": 0.06}, "paws", None),
        ({"stop": 0.9}, "stop loving", None),
        ({"stop": 0.9}, "my own heart is heavy", None),
        ({"stop": 0.9}, "slower", None),
        ({"yes": 0.06}, "yeah", "yes"),
        ({"no": 0.06}, "yeah", None),
        ({"stop": 0.06, "pause": 0.2}, "paws", "pause"),
    ],
)
def test_a_command_replaces_only_a_short_text_that_is_no_command(
    chances: Mapping[str, float], text: str, decision: str | None
) -> None:
    """Its own probability decides; a longer text or another command stays."""
    assert decision == decide(chances, [text])


@pytest.mark.engine
def test_noise_is_overruled_by_decisive_and_expected_words_only() -> None:
    """Whisper takes some soft words for noise, and writes "thank you" into real noise."""
    assert decide({"no": 0.06}, ["you"], is_noise=True) == "no"
    assert decide({"no": 0.06}, ["no"], is_noise=True) == "no"
    assert decide({"seven": 0.06}, [], is_noise=True, expected=["seven"]) == "seven"
    assert decide({"thank you": 0.6}, ["thank you"], is_noise=True) is None


@pytest.mark.engine
def test_an_expected_answer_may_replace_a_standing_command() -> None:
    """A prompt for a rating hears the number; an answer that was read stays."""
    assert decide({"five": 0.06}, ["pause"], expected=["five", "nine"]) == "five"
    assert decide({"five": 0.06}, ["nine"], expected=["five", "nine"]) is None
    assert decide({"five": 0.06}, ["pause"]) is None


@pytest.mark.engine
@pytest.mark.parametrize(("word", "least"), [("stop", 0.95), ("yes", 0.92), ("no", 0.92)])
def test_the_decisive_words_of_real_people_are_heard(
    whisper: WhisperRecognizer, word: str, least: float
) -> None:
    """Single words with silence around, each from another person."""
    heard = []
    for clip in clips(f"speech_commands/{word}"):
        whisper.accept(padded(clip))
        heard.append(whisper.finish().text == word)

    assert np.mean(heard) >= least


@pytest.mark.engine
def test_other_words_of_real_people_are_not_taken_for_decisive_ones(
    whisper: WhisperRecognizer,
) -> None:
    """At most three in a hundred; background noise gives no text at all."""
    taken, texts_of_noise = [], []
    for folder in ("_unknown_", "up", "down", "go", "_silence_"):
        for clip in clips(f"speech_commands/{folder}"):
            whisper.accept(padded(clip))
            text = whisper.finish().text
            taken.append(text in ("stop", "yes", "no"))
            if folder == "_silence_":
                texts_of_noise.append(text)

    assert np.mean(taken) <= 0.03
    assert not any(texts_of_noise)


@pytest.mark.engine
def test_the_spellings_of_the_decisive_words_are_single_tokens() -> None:
    """So the first token's probability is that of the word."""
    model = WhisperModel(whisper_files()[0].path.parent, 1)

    for word in ("stop", "yes", "no", "Stop", "Yes", "No"):
        assert len(model.tokens(word)) == 1
    assert len(model.tokens("quieter please")) > 1
