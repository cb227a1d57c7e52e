"""A soft voice is told from the usual one, and answered softly within bounds."""

import pytest

from assistant.speech.loudness import MOST_DB, Softness

USUAL_DB = -25.0


@pytest.fixture
def softness() -> Softness:
    """Give one that knows a person's usual level."""
    softness = Softness()
    for _ in range(5):
        softness.take(USUAL_DB)
    return softness


@pytest.mark.parametrize(
    ("softer_db", "answer_db"), [(0, 0.0), (3, 0.0), (10, 3.6), (18, 8.4), (30, MOST_DB)]
)
def test_the_answer_follows_a_soft_voice_in_part(
    softness: Softness, softer_db: float, answer_db: float
) -> None:
    assert softness.take(USUAL_DB - softer_db) == pytest.approx(answer_db, abs=0.01)


def test_who_is_loud_is_not_answered_loudly(softness: Softness) -> None:
    assert softness.take(USUAL_DB + 12) == 0.0


def test_a_first_word_is_taken_for_usual_unless_it_is_a_whisper() -> None:
    """Nothing is known yet, and microphones differ."""
    assert Softness().take(-38.0) == 0.0
    assert Softness().take(-58.0) > 5.0


def test_a_night_of_whispers_is_answered_softly_to_its_end(softness: Softness) -> None:
    """Twenty soft turns do not become the usual level."""
    answers = [softness.take(USUAL_DB - 18) for _ in range(20)]
    assert answers[-1] > 4.0


def test_a_louder_microphone_is_learned_in_a_few_words(softness: Softness) -> None:
    for _ in range(4):
        softness.take(USUAL_DB + 15)
    assert softness.take(USUAL_DB) > 3.0
