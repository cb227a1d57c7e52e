"""Endpointing on frames of yes and no."""

from __future__ import annotations

import pytest

from assistant.audio.frames import FRAME_SECONDS
from assistant.speech.endpointer import Endpointer, Turn


def feed(endpointer: Endpointer, seconds: float, is_speech: bool) -> list[Turn]:
    """Feed frames; return what they changed."""
    turns = [endpointer.accept(is_speech) for _ in range(round(seconds / FRAME_SECONDS))]
    return [turn for turn in turns if turn is not Turn.NOTHING]


def test_speech_and_then_silence_is_one_utterance() -> None:
    """It starts with speech and ends once patience is used up."""
    endpointer = Endpointer(patience=0.5)

    assert feed(endpointer, 1.0, True) == [Turn.STARTED]
    assert feed(endpointer, 0.48, False) == []
    assert feed(endpointer, 0.02, False) == [Turn.ENDED]


def test_a_click_starts_nothing() -> None:
    """Speech shorter than the start length is no utterance."""
    endpointer = Endpointer()

    assert feed(endpointer, 0.04, True) == []
    assert feed(endpointer, 0.2, False) == []
    assert feed(endpointer, 0.04, True) == []


def test_a_thinking_pause_within_patience_does_not_end_the_utterance() -> None:
    """Two stretches of speech with a shorter silence between them are one."""
    endpointer = Endpointer(patience=2.5)

    feed(endpointer, 1.0, True)

    assert feed(endpointer, 2.4, False) == []
    assert feed(endpointer, 1.0, True) == []
    assert feed(endpointer, 2.5, False) == [Turn.ENDED]


def test_patience_may_shrink_in_mid_silence() -> None:
    """A command that is known ends at once where the silence is long enough already."""
    endpointer = Endpointer(patience=2.5)
    feed(endpointer, 0.5, True)
    feed(endpointer, 0.3, False)

    endpointer.patience = 0.2

    assert endpointer.accept(False) is Turn.ENDED


def test_endless_speech_is_cut_at_the_longest_utterance() -> None:
    """A television that never pauses cannot hold the floor."""
    endpointer = Endpointer(longest=3.0)

    assert feed(endpointer, 3.0, True) == [Turn.STARTED, Turn.ENDED]


@pytest.mark.parametrize("length", [0.06, 0.3, 1.0])
def test_length_counts_from_the_first_frame_of_speech(length: float) -> None:
    """The frames that made it sure are part of the utterance."""
    endpointer = Endpointer()

    feed(endpointer, length, True)

    assert endpointer.length == pytest.approx(length)
