"""The phrase language: words, choices, options, lists, numbers, gaps and pins."""

from __future__ import annotations

import pytest

from assistant.understanding.templates import TemplateError, compile_template, lean_text

LISTS = {"fruit": "apple|ripe pear"}


@pytest.mark.parametrize(
    ("template", "text", "found"),
    [
        ("stop", "please stop now", True),
        ("stop", "nonstop", False),
        ("(a|b c) d", "b c d", True),
        ("(a|b c) d", "b d", False),
        ("go [right] now", "go now", True),
        ("{fruit} pie", "ripe pear pie", True),
        ("{number} rounds", "twenty five rounds", True),
        ("one * two", "one x y two", True),
        ("one * two", "one a b c d e two", False),
        ("^ stop", "do stop", False),
        ("stop $", "stop now", False),
        ("don't go", "do not go", True),
    ],
)
def test_a_template_is_found_where_its_words_stand(template: str, text: str, found: bool) -> None:
    compiled = compile_template(template, LISTS)
    assert (compiled.search(text + " ") is not None) is found


@pytest.mark.parametrize("source", ["(a", "a)", "[a", "{nothing} a", "what?", "{x", "", "* *"])
def test_what_the_language_does_not_know_is_refused(source: str) -> None:
    with pytest.raises(TemplateError):
        compile_template(source, LISTS)


def test_small_words_may_be_missing_from_a_lean_match() -> None:
    template = compile_template("turn it up a bit")
    text = lean_text("turn up bit")
    assert template.fits_lean(text + " ")
    assert not template.fits("turn up bit ")


def test_a_lean_match_of_a_pattern_needs_two_words() -> None:
    template = compile_template("(i am|are) so scared")
    assert template.search_lean("scared ") is None
