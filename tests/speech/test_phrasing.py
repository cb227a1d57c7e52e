"""Text becomes speakable pieces."""

from __future__ import annotations

import pytest

from assistant.speech.phrasing import LONGEST_CLAUSE, Piece, pieces, speakable
from tests.speech.spoken_lines import HOSTILE


@pytest.mark.parametrize("text", HOSTILE)
def test_speakable_text_holds_no_control_characters_and_no_markup(text: str) -> None:
    """Whatever comes in, an engine gets printable words it cannot take for markup."""
    plain = speakable(text)

    assert plain.isprintable()
    assert not set("<>[]{}|\\`") & set(plain)
    plain.encode()


@pytest.mark.parametrize("text", ["", " ", "...", "\U0001f600", "\x00"])
def test_text_without_a_letter_or_digit_has_no_pieces(text: str) -> None:
    """Punctuation and symbols alone are not spoken."""
    assert pieces(text) == []


def test_each_sentence_is_a_piece_and_the_last_has_no_pause() -> None:
    """The pause after a line belongs to the dialogue, not to the line."""
    assert [piece.text for piece in pieces("One. Two? Three")] == ["One.", "Two?", "Three."]
    assert [piece.pause > 0 for piece in pieces("One. Two? Three")] == [True, True, False]


def test_a_short_sentence_is_not_cut_at_its_commas() -> None:
    """The engine's own melody is better than a cut where the sentence is short."""
    assert pieces("Yes, I hear you.") == [Piece("Yes, I hear you.", 0.0)]


def test_a_first_sentence_that_must_start_quickly_is_cut_at_its_first_clause() -> None:
    """The first sound waits for the first piece only."""
    assert pieces("I hear you, and it makes good sense.", first=12)[0].text == "I hear you,"


def test_every_piece_is_short_and_no_word_is_lost() -> None:
    """Five hundred words in one breath are cut, so that memory and waiting stay bounded."""
    text = " ".join(f"word{number}" for number in range(500))

    found = pieces(text)

    assert max(len(piece.text) for piece in found) <= LONGEST_CLAUSE + 1
    assert " ".join(piece.text for piece in found) == f"{text}."
