"""Looking at few templates finds what looking at every one of them would find."""

from __future__ import annotations

import pytest

from assistant.understanding.lookup import Lookup
from assistant.understanding.templates import Template, compile_template, lean_text
from tests.understanding.core import book, rules


def texts() -> list[list[str]]:
    """Some of the examples that the packs hold, each beside another."""
    examples = sorted(phrase for intent in book().intents for phrase in intent.phrases)
    pairs = zip(examples[::12], examples[5::12], strict=False)
    return [f"{first} {second}".split() for first, second in pairs]


def templates() -> list[Template]:
    """Every template of the packs that is looked for in open speech, and of danger."""
    intents = [t for i in book().intents for t in (*i.patterns, *i.exact, *i.veto, *i.hints)]
    danger = [t for rule in rules().rules for t in (*rule.patterns, *sum(rule.near, ()))]
    return [*intents, *danger, *rules().figures]


def test_no_template_that_stands_in_a_text_is_left_out() -> None:
    """Whatever a search finds is among those that a lookup says are possible."""
    every = templates()
    lookup = Lookup((None, template) for template in every)
    for said in texts():
        possible = {template for _, template in lookup.possible(said)}
        found = {template for template in every if template.search(said)}
        assert found <= possible
        assert len(possible) < len(every) / 10


def test_no_template_that_stands_without_its_small_words_is_left_out() -> None:
    """The same in texts of which the small words were dropped."""
    every = templates()[::4]
    lookup = Lookup(((None, template) for template in every), lean=True)
    for said in texts()[::4]:
        lean = lean_text(" ".join(said)).split()
        possible = {template for _, template in lookup.possible(lean)}
        assert {template for template in every if template.lean_length(lean)} <= possible


@pytest.mark.parametrize(
    ("template", "said", "is_possible"),
    [
        ("i (love|really like) you", "you really do like her", False),
        ("i (love|really like) you", "you really like what i like", True),
        ("(stop|end) [this|that] [please]", "end", True),
        ("(wake|get) up", "get it down", False),
        ("(a|b) (|c)", "b", True),
    ],
)
def test_only_words_that_are_needed_must_have_been_said(
    template: str, said: str, is_possible: bool
) -> None:
    """In any order; what is optional may be missing."""
    lookup = Lookup([(None, compile_template(template))])

    assert bool(lookup.possible(said.split())) == is_possible
