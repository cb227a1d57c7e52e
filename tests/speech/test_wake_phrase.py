"""The wake phrase is heard from synthetic voices, also in noise; other speech wakes nothing."""

from collections.abc import Iterator

import numpy as np
import pytest

from assistant.audio.frames import SPEECH_RATE, Samples
from assistant.bench.people import Person
from assistant.errors import EngineError
from assistant.speech.engines.wake_phrase import WakePhraseRecognizer
from assistant.speech.engines.whisper import WhisperRecognizer

PHRASE = "hey haven"
OTHERS = (
    "they have been here since seven",
    "heaven knows what the neighbours are doing",
    "help me breathe",
    "i have a headache and i cannot sleep",
    "hey how are you doing today",
    "he hasn't even called",
    "stop",
)
NOISE_DB = 15

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def person() -> Iterator[Person]:
    person = Person()
    yield person
    person.close()


@pytest.fixture(scope="module")
def ear() -> WakePhraseRecognizer:
    ear = WakePhraseRecognizer(WhisperRecognizer(), PHRASE)
    ear.prepare()
    return ear


def heard(ear: WakePhraseRecognizer, samples: Samples) -> str:
    """Return what comes of some sound while it sleeps."""
    ear.expect((PHRASE,))
    ear.reset()
    ear.accept(samples)
    return ear.finish().text


def noisy(samples: Samples) -> Samples:
    level = np.sqrt((samples.astype(np.float64) ** 2).mean()) / 10 ** (NOISE_DB / 20)
    noise = np.random.default_rng(1).standard_normal(len(samples)) * level
    return np.asarray(np.clip(samples + noise, -32768, 32767), dtype=np.int16)


@pytest.mark.parametrize("turn", [0, 1])
@pytest.mark.parametrize("is_noisy", [False, True])
def test_the_phrase_is_heard_in_quiet_and_in_noise(
    ear: WakePhraseRecognizer, person: Person, turn: int, is_noisy: bool
) -> None:
    samples = person.heard(PHRASE, turn)
    assert heard(ear, noisy(samples) if is_noisy else samples) == PHRASE


def test_what_follows_the_phrase_is_recognised(ear: WakePhraseRecognizer, person: Person) -> None:
    text = heard(ear, person.heard(f"{PHRASE} help me breathe"))
    assert text.startswith(f"{PHRASE} ")
    assert text.endswith("help me breathe")


@pytest.mark.parametrize("text", OTHERS)
def test_other_speech_wakes_nothing(ear: WakePhraseRecognizer, person: Person, text: str) -> None:
    assert [heard(ear, person.heard(text, turn)) for turn in (0, 1)] == ["", ""]


class Doubting(WhisperRecognizer):
    """Believes the phrase only where nothing follows it."""

    def compared(self, samples: Samples, phrase: str) -> tuple[float, float]:
        return (1.0 if len(samples) < 1.8 * SPEECH_RATE else 0.0), 0.5


def test_what_follows_the_phrase_does_not_hide_it(person: Person) -> None:
    ear = WakePhraseRecognizer(Doubting(), PHRASE)
    ear.prepare()
    assert heard(ear, person.heard(f"{PHRASE} i need some help with it")).startswith(PHRASE)


def test_who_calls_again_and_again_in_one_breath_is_heard(
    ear: WakePhraseRecognizer, person: Person
) -> None:
    assert heard(ear, person.heard(" ".join([PHRASE] * 5))).startswith(PHRASE)


class Believing(WhisperRecognizer):
    """Believes whatever was spotted."""

    def compared(self, samples: Samples, phrase: str) -> tuple[float, float]:
        return 1.0, 1.0


def test_who_only_names_it_late_in_a_sentence_does_not_call_it(person: Person) -> None:
    ear = WakePhraseRecognizer(Believing(), PHRASE)
    ear.prepare()
    late = f"the new box by my bed only ever listens to {PHRASE}"
    assert heard(ear, person.heard(PHRASE)) == PHRASE
    assert heard(ear, person.heard(late)) == ""


def test_silence_and_very_short_sound_wake_nothing(ear: WakePhraseRecognizer) -> None:
    assert heard(ear, np.zeros(SPEECH_RATE, dtype=np.int16)) == ""
    assert heard(ear, np.ones(7, dtype=np.int16)) == ""


def test_awake_it_is_the_recogniser_that_it_wraps(
    ear: WakePhraseRecognizer, person: Person
) -> None:
    ear.expect(())
    ear.reset()
    ear.accept(person.heard("i cannot sleep tonight"))
    assert "sleep" in ear.finish().text


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [("hey qwzyx", '"qwzyx"'), ("oh no", "sounds")],
)
def test_a_phrase_that_cannot_be_heard_is_refused(phrase: str, fault: str) -> None:
    """With what is wrong and what would do."""
    with pytest.raises(EngineError, match=fault) as refused:
        WakePhraseRecognizer(WhisperRecognizer(), phrase).prepare()
    assert "such as hey haven" in str(refused.value)
