"""Rules of the embedded recogniser."""

import numpy as np
import pytest

from assistant.speech.engines.whisper import WhisperRecognizer
from assistant.speech.recognizer import Transcript


@pytest.mark.engine
def test_silence_gives_no_text() -> None:
    """An utterance without speech gives an empty transcript."""
    recognizer = WhisperRecognizer()
    recognizer.prepare()

    recognizer.accept(np.zeros(16_000, np.int16))

    assert Transcript("") == recognizer.finish()
