"""Rules of the embedded recogniser."""

from pathlib import Path

import numpy as np
import pytest

from assistant.audio.frames import SPEECH_RATE, Samples
from assistant.errors import ModelError
from assistant.speech.engines.whisper import (
    WhisperRecognizer,
    is_noise,
    is_unsure,
    joined,
    split,
    spoken_seconds,
    texts_of,
    without_repeats,
)
from assistant.speech.engines.whisper_model import Hypothesis, Reading, WhisperModel
from assistant.speech.recognizer import Transcript
from tests.speech.real_speech import DATA, clips, padded

COMMANDS = ("pause", "resume", "slower", "go on", "thank you")


@pytest.fixture(scope="module")
def whisper() -> WhisperRecognizer:
    recognizer = WhisperRecognizer(COMMANDS, threads=1)
    recognizer.prepare()
    return recognizer


def hear(recognizer: WhisperRecognizer, samples: Samples) -> Transcript:
    recognizer.accept(samples)
    return recognizer.finish()


def noise(seconds: float, level: float) -> Samples:
    random = np.random.default_rng(2)
    return random.normal(0, level, round(seconds * SPEECH_RATE)).astype(np.int16)


def reading(*texts: str, score: float = -0.3, no_speech: float = 0.1) -> Reading:
    return Reading(tuple(Hypothesis(text, score) for text in texts), no_speech)


@pytest.mark.engine
@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(1, np.int16),
        np.zeros(SPEECH_RATE, np.int16),
        noise(1.5, 3000),
        noise(6, 300),
        (6000 * np.sin(np.arange(SPEECH_RATE * 4) * 0.04)).astype(np.int16),
    ],
    ids=["one sample", "silence", "loud noise", "soft noise", "hum"],
)
def test_what_is_not_speech_gives_no_text(whisper: WhisperRecognizer, sound: Samples) -> None:
    """Noise and silence give an empty transcript."""
    assert Transcript("") == hear(whisper, sound)
    assert Transcript("") == whisper.finish()


@pytest.mark.engine
def test_speech_is_read_in_lower_case_words(whisper: WhisperRecognizer) -> None:
    """A sentence gives its words, numerals in words, and alternatives with the text first."""
    clips("speech_to_phrase_en")
    transcript = hear(whisper, padded(DATA / "speech_to_phrase_en/set_a_timer_for_30_seconds.wav"))

    assert transcript.text == "set a timer for thirty seconds"
    assert transcript.alternatives[0] == transcript.text
    assert len(set(transcript.alternatives)) == len(transcript.alternatives) > 1
    assert 0.3 < transcript.confidence <= 1


@pytest.mark.engine
def test_the_same_sound_is_read_once(whisper: WhisperRecognizer) -> None:
    """finish() after partial() gives the same transcript object; more sound is read anew."""
    word = padded(clips("speech_commands/stop")[0])
    whisper.accept(word)
    ahead = whisper.partial()
    assert whisper.finish() is ahead

    whisper.accept(word)
    ahead = whisper.partial()
    whisper.accept(np.zeros(320, np.int16))
    assert whisper.finish() is not ahead


@pytest.mark.engine
def test_reset_forgets_what_was_accepted(whisper: WhisperRecognizer) -> None:
    """Sound before a reset leaves no trace after it."""
    whisper.accept(padded(clips("speech_commands/stop")[0]))
    whisper.reset()

    assert Transcript("") == whisper.finish()


@pytest.mark.engine
def test_a_long_clip_is_read_to_its_end(whisper: WhisperRecognizer) -> None:
    """Sound beyond Whisper's 30 s window is read in parts."""
    clips("speech_to_phrase_en")
    sentence = padded(DATA / "speech_to_phrase_en/what's_the_date.wav")
    gap = np.zeros(SPEECH_RATE * 16, np.int16)

    assert hear(whisper, np.concatenate([sentence, gap, gap, sentence])).text == (
        "what's the date what's the date"
    )


def test_parts_hold_all_the_sound_and_are_cut_where_it_is_quiet() -> None:
    """No sample is lost, no part is longer than 28 s, and a pause is where it is cut."""
    sound = noise(70, 1000)
    sound[22 * SPEECH_RATE : 23 * SPEECH_RATE] = 0
    parts = list(split(sound))

    assert (np.concatenate(parts) == sound).all()
    assert max(map(len, parts)) <= 28 * SPEECH_RATE
    assert 22 <= len(parts[0]) / SPEECH_RATE <= 23


@pytest.mark.parametrize(
    ("text", "once"),
    [
        ("yes yes yes", "yes"),
        ("lock the door lock the door", "lock the door"),
        ("lock the door lock the", "lock the door"),
        ("no i said no", "no i said no"),
        ("i do and i do not", "i do and i do not"),
        ("stop", "stop"),
        ("", ""),
    ],
)
def test_a_text_that_repeats_is_said_once(text: str, once: str) -> None:
    """Whole repeats go, and a last one that was cut short; other sentences stay."""
    assert once == without_repeats(text)


def test_a_reading_is_doubted_where_it_is_unlikely_or_starts_over() -> None:
    """Those are read again at the full window; noise is not."""
    assert is_unsure(reading("Call him.", score=-0.9))
    assert is_unsure(reading("Start a body scan start a body scans."))
    assert not is_unsure(reading("Call him."))
    assert not is_unsure(reading("Call him.", score=-0.9, no_speech=0.7))


def test_noise_is_told_by_whisper_s_own_doubts() -> None:
    """Either the probability of no speech or a text that is as good as invented."""
    assert is_noise(reading("You", no_speech=0.61))
    assert is_noise(reading("You", score=-2.6))
    assert not is_noise(reading("You", score=-2.4, no_speech=0.59))


def test_alternatives_are_different_texts() -> None:
    """Readings that differ in signs alone are one alternative; empty ones are none."""
    assert texts_of(reading("Stop.", "Stop!", "...", "stop stop", "Stock")) == ("stop", "stock")


def test_the_length_of_speech_leaves_out_silence_at_its_edges() -> None:
    """One second of sound counts as one however much silence surrounds it."""
    quiet = np.zeros(SPEECH_RATE * 2, np.int16)

    assert spoken_seconds(np.concatenate([quiet, noise(1, 500), quiet])) == pytest.approx(
        1, abs=0.04
    )
    assert spoken_seconds(quiet[:100]) == 0


def test_parts_are_joined_into_one_transcript() -> None:
    """The text runs on; the confidence is that of the weakest part."""
    first, second = Transcript("i am", ("i am",), 0.9), Transcript("here", ("here",), 0.4)

    assert Transcript("i am here", ("i am here",), 0.4) == joined([first, second])
    assert first is joined([first])
    assert Transcript("") == joined([])


@pytest.mark.engine
def test_a_corrupt_model_is_an_error_that_names_the_folder(tmp_path: Path) -> None:
    """The error tells where and what mends it."""
    (tmp_path / "model.bin").write_bytes(b"not a model")

    with pytest.raises(ModelError, match=f"whisper: {tmp_path} cannot be loaded .* scripts/start"):
        WhisperModel(tmp_path, 1)
