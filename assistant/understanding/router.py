"""The router: what a person means, decided in one fixed order.

    normalise -> safety -> whole utterances (commands that end, acts, commands, answers)
    -> open speech -> unsure

It never raises and always answers. Open speech is decided by what was learned (`judged`), which
weighs the evidence of patterns and phrases among other things; without it they decide (`written`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from assistant.understanding.evidence import Evidence
from assistant.understanding.intents import ENDS, KINDS, Context, IntentMatch
from assistant.understanding.judge import Judge
from assistant.understanding.judged import Judged
from assistant.understanding.matching import matched
from assistant.understanding.normalize import normalize
from assistant.understanding.numbers import RATINGS
from assistant.understanding.phrases import PhraseBook
from assistant.understanding.ratings import awaited_rating, is_only_a_rating, rating
from assistant.understanding.safety import Danger, Safety, SafetyRules
from assistant.understanding.written import Written

Source = Callable[[str], Iterable[Evidence]]
"""Evidence for the meaning of one normalised text."""

_MOST_WORDS = 400
"""Words of one utterance that are weighed; the first and last halves of this in a longer one."""
LONGEST_RATING = 12
"""Words of an answer that is taken for a number."""
_SAYS_HOW_I_AM = re.compile(r"\b(?:i am|i feel|feeling|scale|level)\b")


class Router:
    """Understands utterances by the phrase book and the safety rules of the content packs."""

    def __init__(
        self, phrases: PhraseBook, safety: SafetyRules, judge: Judge | None = None
    ) -> None:
        self._book = phrases
        self._safety = Safety(safety)
        figurative = self._safety.is_figurative
        self._weigh = Judged(phrases, judge, figurative) if judge else Written(phrases)
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
            or self._weigh.decide(texts, context)
        )

    def meant(self, intent: tuple[str, str], said: str) -> IntentMatch:
        """Return what was said as the meaning that the person has confirmed, with its slots."""
        chosen = Evidence(intent, 1.0, "chosen of two")
        return matched(self._book, chosen, self._plain(said), Context())

    def explain(self, alternatives: Sequence[str], most: int = 5) -> list[Evidence]:
        """Return what speaks for each meaning when nothing decides outright, heaviest first."""
        texts = [text for text in map(self._plain, alternatives) if text]
        found = self._weigh.explain(texts) if texts else []
        return sorted(found, key=lambda evidence: -evidence.weight)[:most]

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
            given = awaited_rating(text)
            if given is not None and len(text.split()) <= LONGEST_RATING:
                because = "a number where one is awaited"
                return IntentMatch("command", "number", {"rating": given}, 0.95, because)
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
                    itertools.chain(look(text), _without_politeness(look, text, forms[-1])),
                    key=lambda item: _rank(item, context),
                    default=None,
                )
                found = _act_or_command(act, found)
                if found:
                    return matched(self._book, found, text, context)
        return None


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
    return command if command.weight == 1 and command.intent in ENDS else act


def _without_politeness(look: Source, text: str, bare: str) -> Iterator[Evidence]:
    """Yield what stands once politeness was taken off, a little less sure.

    Thanks that lost their "no" are none.
    """
    refused = "no" in text.split() and "no" not in bare.split()
    for found in look(bare) if bare != text else ():
        if not (refused and found.intent == ("smalltalk", "thanks")):
            yield replace(found, weight=found.weight - 0.06)


def _rank(evidence: Evidence, context: Context) -> float:
    """Put yes and no first where they are awaited, and last where nothing is."""
    if evidence.intent in (("command", "yes"), ("command", "no")):
        return evidence.weight + (0.1 if context.expects == "yes_no" else -0.02)
    return evidence.weight
