"""The router: what a person means, decided in one fixed order.

    normalise -> safety -> whole utterances (commands that end, acts, commands, answers)
    -> patterns and phrases -> unsure

It never raises and always answers. Open speech is judged by what was learned (`judge`), which
weighs the evidence of patterns and phrases among other things; without it they decide alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from assistant.understanding.evidence import Evidence, Sums, added_up
from assistant.understanding.intents import KINDS, Context, IntentMatch
from assistant.understanding.judge import Judge
from assistant.understanding.normalize import normalize
from assistant.understanding.numbers import RATINGS
from assistant.understanding.phrases import PhraseBook
from assistant.understanding.risk import sensed
from assistant.understanding.safety import Danger, Safety, SafetyRules
from assistant.understanding.slots import is_only_a_rating, minutes, rating, slots_for

Source = Callable[[str], Iterable[Evidence]]
"""Evidence for the meaning of one normalised text."""

ENOUGH = 0.5
"""Weight from which a meaning is believed."""
MARGIN = 0.04
"""Two meanings of different kinds nearer than this are asked about."""
_ENDS = frozenset({("command", label) for label in ("stop", "goodbye", "sleep")})
"""Commands that end something: word for word they come before acts."""
TIE_BREAKING = 0.7
"""Weight of what authors wrote from which it decides between two that are about as unlikely."""
SURE_ENOUGH = 0.2
"""Likelihood below which two meanings of different kinds are asked about."""
MOST_BY_CLASSIFIER = 0.89
"""Score of what is only likely: what interrupts a practice is said in so many words."""
LEAST_STEERED = 0.7
"""Weight of an act from which it is believed in a practice, where little else is said."""
_ALTERNATIVE_SHARE = 0.5
"""What each further alternative of a recogniser counts, against the one before."""
_ENDING = frozenset("/".join(name) for name in _ENDS)
LEAST_ENDING = 0.4
"""Likelihood below which nothing is ended, however unlikely all else is."""
_LOWER_ALTERNATIVE = 0.93
"""What each further alternative of a recogniser is worth, against the one before."""
_MOST_WORDS = 400
"""Words of one utterance that are weighed; the first and last halves of this in a longer one."""
_SAYS_HOW_I_AM = re.compile(r"\b(?:i am|i feel|feeling|scale|level)\b")


class Router:
    """Understands utterances by the phrase book and the safety rules of the content packs."""

    def __init__(
        self, phrases: PhraseBook, safety: SafetyRules, judge: Judge | None = None
    ) -> None:
        self._book = phrases
        self._safety = Safety(safety)
        self._judge = judge
        self.commands = self._short(KINDS["command"])
        """The short phrases of all commands, answers included."""

    def expected(self, expects: str) -> tuple[str, ...]:
        """Return the short answers to a closed prompt, for the recogniser; none for open speech."""
        if expects == "yes_no":
            return self._short({"yes", "no"})
        return RATINGS if expects == "rating" else ()

    def _short(self, labels: Collection[str]) -> tuple[str, ...]:
        intents = [i for i in self._book.intents if i.name[0] == "command" and i.name[1] in labels]
        return tuple(sorted({text for intent in intents for text in intent.short}))

    def route(
        self,
        alternatives: Sequence[str],
        context: Context = Context(),  # noqa: B008  frozen
        recent: Sequence[Danger] = (),
    ) -> IntentMatch:
        """Return what the best of a recogniser's alternatives means; never raises.

        `recent` holds the dangers of the last few turns.
        """
        texts = [text for text in (self._plain(said) for said in alternatives) if text]
        danger = self._safety.check(alternatives, recent)
        if danger:
            return IntentMatch("crisis", danger.label, {}, 1.0, danger.because, danger.tier)
        if not texts:
            return IntentMatch("out_of_scope", "noise", {}, 1.0, "nothing said")
        return (
            self._answer(texts, context)
            or self._whole(texts, context)
            or self._weighed(texts, context)
        )

    def meant(self, intent: tuple[str, str], said: str) -> IntentMatch:
        """Return what was said as the meaning that the person has confirmed, with its slots."""
        return self._match(Evidence(intent, 1.0, "chosen of two"), self._plain(said), Context())

    def explain(self, alternatives: Sequence[str], most: int = 5) -> list[Evidence]:
        """Return what speaks for each meaning when nothing decides outright, heaviest first."""
        texts = [text for text in map(self._plain, alternatives) if text]
        if self._judge and texts:
            found = self._likeliest(self._judge, texts[0])
        else:
            evidence = self._evidence(texts, Context()).items()
            found = [Evidence(i, round(weight, 3), because) for i, (weight, because, _) in evidence]
        return sorted(found, key=lambda evidence: -evidence.weight)[:most]

    def _likeliest(self, judge: Judge, text: str) -> list[Evidence]:
        """Return every meaning with its likelihood, and what was found for it."""
        sums = self._sums(text, Context())
        likely = judge.likely(text, sums).tolist()
        return [
            Evidence(
                _intent(name),
                round(share, 3),
                sums.get(_intent(name), (0.0, ""))[1] or judge.reason(text, name),
            )
            for name, share in zip(judge.classes, likely, strict=True)
        ]

    def _plain(self, said: str) -> str:
        text = normalize(said)
        said_words = text.split()
        if len(said_words) > _MOST_WORDS:
            half = _MOST_WORDS // 2
            text = " ".join(said_words[:half] + said_words[-half:])
        return self._book.mend(text)

    def _answer(self, texts: Sequence[str], context: Context) -> IntentMatch | None:
        """Return the number, while a rating is awaited, that some alternative holds."""
        if context.expects != "rating":
            return None
        for text in texts:
            slots = slots_for("command", "number", text, self._book.cues)
            if slots and (len(text.split()) <= 12):
                return IntentMatch(
                    "command", "number", slots, 0.95, "a number where one is awaited"
                )
        return None

    def _whole(self, texts: Sequence[str], context: Context) -> IntentMatch | None:
        """Return what some alternative is as a whole: word for word, or without politeness.

        While an open question waits, commands and acts count only word for word.
        """
        for text in texts:
            forms = [text] if context.expects == "open" else list(self._book.peeled(text))
            act = self._book.acts.whole(forms, context)
            looks: tuple[Source, ...] = (
                self._book.whole,
                partial(_only_a_rating, context),
                self._book.row,
            )
            for look in looks:
                found = max(
                    itertools.chain(look(text), map(_less_sure, look(forms[-1]))),
                    key=lambda item: _rank(item, context),
                    default=None,
                )
                found = _act_or_command(act, found)
                if found:
                    return self._match(found, text, context)
        return None

    def _weighed(self, texts: Sequence[str], context: Context) -> IntentMatch:
        """Return what is most likely meant over all alternatives."""
        if self._judge:
            return self._steered(texts, context) or self._judged(self._judge, texts, context)
        best = self._evidence(texts, context)
        ranked = sorted(best, key=lambda intent: -best[intent][0])
        if not ranked or best[ranked[0]][0] < ENOUGH:
            return self._nothing_matched(ranked, best)
        first = ranked[0]
        if len(ranked) > 1 and self._too_close(first, ranked[1], best):
            return _unsure(first, ranked[1], best[first][0])
        weight, because, text = best[first]
        return self._match(Evidence(first, weight, because), text, context)

    def _steered(self, texts: Sequence[str], context: Context) -> IntentMatch | None:
        """Return the act that was said in a practice, where one is nearly certain there."""
        if not context.practice:
            return None
        acts = [(act, text) for text in texts for act in self._book.acts.weigh(text, context)]
        best = max(acts, key=lambda found: found[0].weight, default=None)
        if best is None or best[0].weight < LEAST_STEERED:
            return None
        return self._match(*best, context)

    def _judged(self, judge: Judge, texts: Sequence[str], context: Context) -> IntentMatch:
        """Return what the judge holds likeliest, or unsure between the two likeliest."""
        if not any(map(judge.knows, texts)):
            return IntentMatch("out_of_scope", "noise", {}, 0.3, "words that nobody wrote")
        sums = [self._sums(text, context) for text in texts]
        each = [judge.likely(text, found) for text, found in zip(texts, sums, strict=True)]
        shares = _ALTERNATIVE_SHARE ** np.arange(len(texts))
        likely = shares @ np.stack(each) / shares.sum()
        danger = sensed(judge, texts[0], sums[0], likely, context)
        if danger and not self._is_act(texts[0], context):
            return danger
        vetoed = {"/".join(name) for name in self._book.vetoed(texts[0]) if name[0] == "command"}
        vetoed |= {name for name in _ENDING if likely[judge.classes.index(name)] < LEAST_ENDING}
        order = [
            at
            for at in np.argsort(-likely, kind="stable")
            if _allows(judge.classes[at], context) and judge.classes[at] not in vetoed
        ]
        first, second = (_intent(judge.classes[at]) for at in order[:2])
        best = float(likely[order[0]])
        kinds = {first[0], second[0]}
        written = sums[0].get(first, (0.0, ""))[0]
        is_open = len(kinds) == 2 and "out_of_scope" not in kinds
        if is_open and best < SURE_ENOUGH and written < TIE_BREAKING:
            return _unsure(first, second, best)
        at = int(np.argmax(shares * [one[order[0]] for one in each]))
        return self._found(judge, first, best, texts[at], sums[at], context)

    def _is_act(self, text: str, context: Context) -> bool:
        """True where an act was nearly said as its authors wrote it."""
        return any(act.weight >= LEAST_STEERED for act in self._book.acts.weigh(text, context))

    def _found(
        self,
        judge: Judge,
        intent: tuple[str, str],
        likely: float,
        text: str,
        sums: Sums,
        context: Context,
    ) -> IntentMatch:
        """Return a meaning as a match, with its reason and its slots."""
        weight, because = sums.get(intent, (0.0, ""))
        if weight < ENOUGH:
            because = judge.reason(text, "/".join(intent))
        score = max(weight, min(likely, MOST_BY_CLASSIFIER))
        match = self._match(Evidence(intent, score, because), text, context)
        if match.name == "reframe/thought":
            match = replace(match, slots={**match.slots, **judge.thought(text, sums)})
        return match

    def _evidence(
        self, texts: Sequence[str], context: Context
    ) -> dict[tuple[str, str], tuple[float, str, str]]:
        """Return weight, reason and text of each meaning, by the alternative that fits it best."""
        best: dict[tuple[str, str], tuple[float, str, str]] = {}
        for rank, text in enumerate(texts):
            for intent, (weight, because) in self._sums(text, context).items():
                if intent[0] == "command" and context.expects == "open":
                    continue
                weight *= _LOWER_ALTERNATIVE**rank
                if weight > best.get(intent, (0.0, "", ""))[0]:
                    best[intent] = (weight, because, text)
        return best

    def _sums(self, text: str, context: Context) -> Sums:
        acts = () if context.expects == "open" else self._book.acts.weigh(text, context)
        return added_up((*acts, *self._book.weigh(text)))

    def _too_close(
        self,
        first: tuple[str, str],
        second: tuple[str, str],
        best: dict[tuple[str, str], tuple[float, str, str]],
    ) -> bool:
        weak = best[first][0] < 0.72
        near = best[first][0] - best[second][0] < MARGIN
        return (
            weak and near and first[0] != second[0] and "out_of_scope" not in (first[0], second[0])
        )

    def _nothing_matched(
        self,
        ranked: Sequence[tuple[str, str]],
        best: dict[tuple[str, str], tuple[float, str, str]],
    ) -> IntentMatch:
        near = [
            intent for intent in ranked if best[intent][0] >= 0.4 and intent[0] != "out_of_scope"
        ]
        if len(near) >= 2:
            return _unsure(near[0], near[1], best[near[0]][0])
        for kind, label in ranked:
            if kind == "out_of_scope":
                weight, because, _ = best[kind, label]
                return IntentMatch(kind, label, {}, round(weight, 3), because)
        return IntentMatch("out_of_scope", "noise", {}, 0.3, "nothing in the book is near")

    def _match(self, found: Evidence, text: str, context: Context) -> IntentMatch:
        kind, label = found.intent
        if kind == "unsure":
            return _unsure(("command", "yes"), ("command", "no"), found.weight)
        act = found.act
        if not act and context.expects != "open":
            act = self._book.acts.refined(found.intent, text, context)
        slots = slots_for(kind, label, text, self._book.cues)
        if act and kind == "command" and (length := minutes(text)) is not None:
            slots["minutes"] = length
        score = round(min(found.weight, 1.0), 3)
        return IntentMatch(kind, label, slots, score, found.because, act=act)


def _allows(name: str, context: Context) -> bool:
    """Tell whether words can mean something at a moment; danger has rules of its own."""
    kind = name.partition("/")[0]
    return kind != "crisis" and not (kind == "command" and context.expects in ("open", "choice"))


def _intent(name: str) -> tuple[str, str]:
    kind, _, label = name.partition("/")
    return kind, label


def _only_a_rating(context: Context, text: str) -> Iterator[Evidence]:
    """Yield a number that stands alone; one that says how somebody is opens a check-in."""
    if is_only_a_rating(text) and rating(text) is not None:
        says_how = context.expects is None and _SAYS_HOW_I_AM.search(text)
        intent = ("checkin", "rating") if says_how else ("command", "number")
        yield Evidence(intent, 0.95, "a number and nothing else")


def _act_or_command(act: Evidence | None, command: Evidence | None) -> Evidence | None:
    """Return the act, unless a command that ends stands word for word; as sure as its command."""
    if not act or not command:
        return act or command
    if command.intent == act.intent:
        return replace(act, weight=max(act.weight, command.weight))
    return command if command.weight == 1 and command.intent in _ENDS else act


def _less_sure(evidence: Evidence) -> Evidence:
    """Weigh what stands only after politeness was taken off a little less."""
    return replace(evidence, weight=evidence.weight - 0.06)


def _rank(evidence: Evidence, context: Context) -> float:
    """Put yes and no first where they are awaited, and last where nothing is."""
    if evidence.intent in (("command", "yes"), ("command", "no")):
        return evidence.weight + (0.1 if context.expects == "yes_no" else -0.05)
    return evidence.weight


def _unsure(first: tuple[str, str], second: tuple[str, str], score: float) -> IntentMatch:
    because = f"between {'/'.join(first)} and {'/'.join(second)}"
    return IntentMatch("unsure", "", {}, round(score, 3), because, None, (first, second))
