"""What open speech means by what authors wrote alone, where nothing was learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.understanding.evidence import Evidence
from assistant.understanding.intents import Context, IntentMatch
from assistant.understanding.matching import ENOUGH, found_in, matched, unsure
from assistant.understanding.phrases import PhraseBook

MARGIN = 0.04
"""Two meanings of different kinds nearer than this are asked about."""
_LOWER_ALTERNATIVE = 0.93
"""What each further alternative of a recogniser is worth, against the one before."""
_WEAK = 0.72
"""Weight from which a meaning is not asked about, however near another is."""
_NEAR = 0.4
"""Weight from which two meanings are asked about, where none is believed."""
_Best = Mapping[tuple[str, str], tuple[float, str, str]]
"""Weight, reason and text of each meaning."""


class Written:
    """Decides by the weight of patterns, hints and similar phrases."""

    def __init__(self, book: PhraseBook) -> None:
        self._book = book

    def decide(self, texts: Sequence[str], context: Context) -> IntentMatch:
        """Return what is most likely meant over all alternatives, best first."""
        best = self._best(texts, context)
        ranked = sorted(best, key=lambda intent: -best[intent][0])
        if not ranked or best[ranked[0]][0] < ENOUGH:
            return _nothing_matched(ranked, best)
        first = ranked[0]
        if len(ranked) > 1 and _too_close(first, ranked[1], best):
            return unsure(first, ranked[1], best[first][0])
        weight, because, text = best[first]
        return matched(self._book, Evidence(first, weight, because), text, context)

    def explain(self, texts: Sequence[str]) -> list[Evidence]:
        """Return what speaks for each meaning."""
        best = self._best(texts, Context()).items()
        return [Evidence(i, round(weight, 3), because) for i, (weight, because, _) in best]

    def _best(self, texts: Sequence[str], context: Context) -> _Best:
        """Return weight, reason and text of each meaning, by the alternative that fits best."""
        best: dict[tuple[str, str], tuple[float, str, str]] = {}
        for rank, text in enumerate(texts):
            for intent, (weight, because) in found_in(self._book, text, context).items():
                if intent[0] == "command" and context.expects == "open":
                    continue
                weight *= _LOWER_ALTERNATIVE**rank
                if weight > best.get(intent, (0.0, "", ""))[0]:
                    best[intent] = (weight, because, text)
        return best


def _too_close(first: tuple[str, str], second: tuple[str, str], best: _Best) -> bool:
    weak = best[first][0] < _WEAK
    near = best[first][0] - best[second][0] < MARGIN
    return weak and near and first[0] != second[0] and "out_of_scope" not in (first[0], second[0])


def _nothing_matched(ranked: Sequence[tuple[str, str]], best: _Best) -> IntentMatch:
    near = [i for i in ranked if best[i][0] >= _NEAR and i[0] != "out_of_scope"]
    if len(near) >= 2:
        return unsure(near[0], near[1], best[near[0]][0])
    for kind, label in ranked:
        if kind == "out_of_scope":
            weight, because, _ = best[kind, label]
            return IntentMatch(kind, label, {}, round(weight, 3), because)
    return IntentMatch("out_of_scope", "noise", {}, 0.3, "nothing in the book is near")
