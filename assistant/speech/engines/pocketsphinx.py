"""pocketsphinx with a grammar: knows a list of phrases and nothing else.

It takes almost any speech for one of its phrases, so it is the recogniser only where no other
can be had.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.audio.frames import Samples
from assistant.errors import EngineError
from assistant.speech.engines.packages import load_package
from assistant.speech.engines.whole_clip import WholeClipRecognizer
from assistant.speech.recognizer import Transcript

PRONUNCIATIONS: Mapping[str, str] = {
    "catastrophizing": "K AH T AE S T R AH F AY Z IH NG",
    "mindfulness": "M AY N D F AH L N AH S",
    "overthink": "OW V ER TH IH NG K",
    "overthinking": "OW V ER TH IH NG K IH NG",
    "reframe": "R IY F R EY M",
    "reframing": "R IY F R EY M IH NG",
    "ruminating": "R UW M AH N EY T IH NG",
    "unmute": "AH N M Y UW T",
    "unpause": "AH N P AO Z",
    "visualisation": "V IH ZH W AH L AH Z EY SH AH N",
}
"""Words of this project that the engine's dictionary (CMUdict) lacks, in its own phones."""

_SEARCH = "phrases"
_log = logging.getLogger(__name__)


class PocketsphinxRecognizer(WholeClipRecognizer):
    """Hears `phrases`, and what a prompt expects beside them."""

    name = "pocketsphinx"

    def __init__(self, phrases: Sequence[str]) -> None:
        super().__init__()
        self.left_out = 0
        """Phrases that hold a word without a known pronunciation."""
        self._phrases = tuple(phrases)
        self._known: frozenset[str] = frozenset()
        self._decoder: Any = None

    def prepare(self) -> None:
        """Load the acoustic model; about 0.3 s. Raises EngineError."""
        if self._decoder is not None:
            return
        package = load_package("pocketsphinx", "pocketsphinx")
        try:
            self._decoder = package.Decoder(lm=None, loglevel="FATAL")
        except (RuntimeError, ValueError) as fault:
            raise EngineError(
                f"pocketsphinx: its model cannot be loaded ({fault}); run scripts/start"
            ) from fault
        for word, phones in PRONUNCIATIONS.items():
            if self._decoder.lookup_word(word) is None:
                self._decoder.add_word(word, phones, False)
        self.expect(())

    def expect(self, phrases: Sequence[str]) -> None:
        """Hear these phrases beside the standing ones."""
        if self._decoder is None:
            self.prepare()
        wanted = dict.fromkeys((*self._phrases, *phrases))
        self._known = frozenset(phrase for phrase in wanted if self._can_say(phrase))
        self.left_out = len(wanted) - len(self._known)
        if self.left_out:
            _log.warning("pocketsphinx: %d phrases cannot be pronounced", self.left_out)
        if self._known:
            self._decoder.add_jsgf_string(_SEARCH, _grammar(self._known))
            self._decoder.activate_search(_SEARCH)

    def transcribe(self, samples: Samples) -> Transcript:
        """Return the phrase that fits best; empty where none fits to its end."""
        self.prepare()
        if not self._known:
            return Transcript("")
        self._decoder.start_utt()
        self._decoder.process_raw(samples.tobytes(), full_utt=True)
        self._decoder.end_utt()
        best = self._decoder.hyp()
        if best is None or best.hypstr not in self._known:
            return Transcript("")
        return Transcript(best.hypstr, (best.hypstr,), min(1.0, max(0.0, best.prob)))

    def _can_say(self, phrase: str) -> bool:
        words = phrase.split()
        return bool(words) and all(self._decoder.lookup_word(word) for word in words)


def _grammar(phrases: frozenset[str]) -> str:
    return f"#JSGF V1.0;\ngrammar phrases;\npublic <phrase> = {' | '.join(sorted(phrases))};\n"
