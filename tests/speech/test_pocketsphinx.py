"""The grammar recogniser hears its phrases and leaves out what it cannot pronounce."""

import logging

import numpy as np
import pytest

from assistant.speech.engines.pocketsphinx import PRONUNCIATIONS, PocketsphinxRecognizer
from assistant.speech.recognizer import Transcript
from tests.speech.real_speech import clips, padded

pytestmark = pytest.mark.engine


def test_a_phrase_that_cannot_be_pronounced_is_left_out_and_counted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The others are heard all the same, and the log tells a number, no words."""
    recognizer = PocketsphinxRecognizer(["stop", "xyzzyq", "stop (", ""])
    with caplog.at_level(logging.WARNING):
        recognizer.prepare()

    assert recognizer.left_out == 3
    assert "3 phrases cannot be pronounced" in caplog.text
    assert "xyzzyq" not in caplog.text


def test_words_of_this_project_can_be_pronounced() -> None:
    """Each added pronunciation is made of phones the engine knows, and is needed."""
    plain = PocketsphinxRecognizer(list(PRONUNCIATIONS))
    plain.prepare()

    assert plain.left_out == 0


def test_only_known_phrases_are_heard() -> None:
    """A real person's word gives that phrase; what a prompt expects is heard beside it."""
    stop = padded(clips("speech_commands/stop")[2])
    recognizer = PocketsphinxRecognizer(["stop", "resume"])
    recognizer.accept(stop)
    assert recognizer.finish().text == "stop"

    recognizer = PocketsphinxRecognizer(["resume"])
    recognizer.expect(["stop"])
    recognizer.accept(stop)
    assert recognizer.finish().text == "stop"


@pytest.mark.parametrize("phrases", [[], ["xyzzyq"], ["stop"]])
def test_silence_gives_no_text(phrases: list[str]) -> None:
    """Silence is none of the phrases, even where there are none."""
    recognizer = PocketsphinxRecognizer(phrases)
    recognizer.accept(np.zeros(16_000, np.int16))

    assert Transcript("") == recognizer.finish()


def test_a_phrase_that_breaks_off_is_not_heard() -> None:
    """The engine gives the words so far; the text is a whole phrase or nothing."""
    phrases = ["thank you", "say that again", "carry on", "go back"]
    recognizer = PocketsphinxRecognizer(phrases)
    heard = set()
    for clip in clips("speech_commands/_unknown_"):
        recognizer.accept(padded(clip))
        heard.add(recognizer.finish().text)

    assert heard <= {*phrases, ""}


def test_the_phrase_of_one_prompt_is_gone_with_the_next() -> None:
    """expect() replaces what was expected before and keeps the standing phrases."""
    recognizer = PocketsphinxRecognizer(["resume"])
    recognizer.expect(["stop"])
    recognizer.expect([])
    recognizer.accept(padded(clips("speech_commands/stop")[2]))

    assert recognizer.finish().text in ("", "resume")


def test_what_would_break_a_grammar_is_left_out() -> None:
    """Signs of the grammar's own language are words without a pronunciation."""
    recognizer = PocketsphinxRecognizer([";| <x> {", "stop; public <y> = no"])
    recognizer.prepare()

    assert recognizer.left_out == 2
