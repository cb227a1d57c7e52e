"""What open speech means by all that was learned, beside what authors wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.understanding.evidence import Evidence, Sums
from assistant.understanding.intents import ENDS, THOUGHT, Context, IntentMatch
from assistant.understanding.judge import Judge
from assistant.understanding.matching import ENOUGH, found_in, matched, unsure
from assistant.understanding.phrases import PhraseBook
from assistant.understanding.risk import LOWER_ODDS, least_odds, sensed

TIE_BREAKING = 0.7
"""Weight of what authors wrote from which it decides between two that are about as unlikely."""
ABOUT_AS_LIKELY = 0.8
"""Likelihood of the second meaning against the first, from which the two are about as likely."""
SURE_ENOUGH = 0.2
"""Likelihood below which two meanings of different kinds are asked about."""
MOST_BY_CLASSIFIER = 0.89
"""Score of what is only likely: what interrupts a practice is said in so many words."""
LEAST_STEERED = 0.7
"""Weight of an act from which it is believed in a practice, where little else is said."""
LEAST_ENDING = 0.4
"""Likelihood below which nothing is ended, however unlikely all else is."""
MOST_ALTERNATIVES = 3
"""Alternatives that are judged: each costs as much time as the first, and counts for less."""
_ALTERNATIVE_SHARE = 0.5
"""What each further alternative of a recogniser counts, against the one before."""
_ENDING = frozenset("/".join(name) for name in ENDS)


class Judged:
    """Decides by the judge, which weighs the evidence of the phrase book among other things."""

    def __init__(
        self, book: PhraseBook, judge: Judge, is_figurative: Callable[[str], bool]
    ) -> None:
        self._book = book
        self._judge = judge
        self._is_figurative = is_figurative

    def decide(self, texts: Sequence[str], context: Context) -> IntentMatch:
        """Return what is likeliest over all alternatives, best first."""
        steered = self._steered(texts, context) if context.practice else None
        if steered:
            return steered
        if not any(map(self._judge.knows, texts)):
            return IntentMatch("out_of_scope", "noise", {}, 0.3, "words that nobody wrote")
        return self._likeliest(texts[:MOST_ALTERNATIVES], context)

    def explain(self, texts: Sequence[str]) -> list[Evidence]:
        """Return every meaning of the first alternative with its likelihood and its reason."""
        judge, text = self._judge, texts[0]
        sums = found_in(self._book, text, Context())
        return [
            Evidence(
                _intent(name),
                round(share, 3),
                sums.get(_intent(name), (0.0, ""))[1] or judge.reason(text, name),
            )
            for name, share in zip(judge.classes, judge.likely(text, sums), strict=True)
        ]

    def _steered(self, texts: Sequence[str], context: Context) -> IntentMatch | None:
        """Return the act that was said in a practice, where one is nearly certain there."""
        acts = [(act, text) for text in texts for act in self._book.acts.weigh(text, context)]
        best = max(acts, key=lambda found: found[0].weight, default=None)
        if best is None or best[0].weight < LEAST_STEERED:
            return None
        return matched(self._book, *best, context)

    def _likeliest(self, texts: Sequence[str], context: Context) -> IntentMatch:
        judge = self._judge
        sums = [found_in(self._book, text, context) for text in texts]
        each: list[list[float]] = []
        for text, found in zip(texts, sums, strict=True):
            each.append(judge.likely(text, found))
            least = least_odds(context, self._is_figurative(text)) + (LOWER_ODDS if each[1:] else 0)
            danger = sensed(judge, text, found, each[-1], least)
            if danger and not self._is_act(text, context):
                return danger
        shares = [_ALTERNATIVE_SHARE**place for place in range(len(texts))]
        likely = [_mean(column, shares) for column in zip(*each, strict=True)]
        vetoed = {"/".join(name) for name in self._book.vetoed(texts[0]) if name[0] == "command"}
        vetoed |= {name for name in _ENDING if likely[judge.classes.index(name)] < LEAST_ENDING}
        order = [
            at
            for at in sorted(range(len(likely)), key=lambda at: -likely[at])
            if _allows(judge.classes[at], context) and judge.classes[at] not in vetoed
        ]
        first, second, third = (_intent(judge.classes[at]) for at in order[:3])
        alike = likely[order[1]] >= ABOUT_AS_LIKELY * likely[order[0]]
        if self._gives_way(first, second, texts[0], sums[0], alike=alike):
            order, first, second = order[1:], second, third
        best = likely[order[0]]
        if context.role != THOUGHT and _is_open(first, second, best, sums[0]):
            if sums[0].get(second, (0.0, ""))[0] < TIE_BREAKING:
                return unsure(first, second, best)
            first, best = second, likely[order[1]]
        at_first = judge.classes.index("/".join(first))
        weighed = [share * one[at_first] for share, one in zip(shares, each, strict=True)]
        at = weighed.index(max(weighed))
        return self._match(first, best, texts[at], sums[at], context)

    def _gives_way(
        self, first: tuple[str, str], second: tuple[str, str], text: str, sums: Sums, *, alike: bool
    ) -> bool:
        """Tell whether, of two meanings of one kind, authors speak for the second: they rule the
        first out, or wrote nothing for it and it is hardly likelier.
        """
        speaks = sums.get(second, (0.0, ""))[0] >= TIE_BREAKING and first[0] == second[0]
        unwritten = alike and first not in sums
        return speaks and (unwritten or first in self._book.vetoed(text))

    def _is_act(self, text: str, context: Context) -> bool:
        """True where an act was nearly said as its authors wrote it."""
        return any(act.weight >= LEAST_STEERED for act in self._book.acts.weigh(text, context))

    def _match(
        self, intent: tuple[str, str], likely: float, text: str, sums: Sums, context: Context
    ) -> IntentMatch:
        """Return a meaning as a match, with its reason and its slots."""
        weight, because = sums.get(intent, (0.0, ""))
        if weight < ENOUGH:
            because = self._judge.reason(text, "/".join(intent))
        score = max(weight, min(likely, MOST_BY_CLASSIFIER))
        match = matched(self._book, Evidence(intent, score, because), text, context)
        if match.name == "reframe/thought" or context.role == THOUGHT:
            match = replace(match, slots={**match.slots, **self._judge.thought(text, sums)})
        return match


def _mean(values: Sequence[float], shares: Sequence[float]) -> float:
    return sum(v * share for v, share in zip(values, shares, strict=True)) / sum(shares)


def _is_open(first: tuple[str, str], second: tuple[str, str], best: float, sums: Sums) -> bool:
    """Tell whether two meanings of different kinds are both too unlikely to choose."""
    if first[0] == second[0] or "out_of_scope" in (first[0], second[0]):
        return False
    return best < SURE_ENOUGH and sums.get(first, (0.0, ""))[0] < TIE_BREAKING


def _allows(name: str, context: Context) -> bool:
    """Tell whether words can mean something at a moment; danger has rules of its own."""
    kind = name.partition("/")[0]
    return kind != "crisis" and not (kind == "command" and context.expects in ("open", "choice"))


def _intent(name: str) -> tuple[str, str]:
    kind, _, label = name.partition("/")
    return kind, label
