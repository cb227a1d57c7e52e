"""The phrase language: words, choices, options, lists, numbers, gaps and pins."""

from __future__ import annotations

import pytest

from assistant.understanding.templates import TemplateError, WordLists, compile_template, lean_text

LISTS = WordLists({"fruit": "apple|ripe pear"})


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
    assert (compiled.search(text.split()) is not None) is found


@pytest.mark.parametrize("source", ["(a", "a)", "[a", "{nothing} a", "what?", "{x", "", "* *"])
def test_what_the_language_does_not_know_is_refused(source: str) -> None:
    with pytest.raises(TemplateError):
        compile_template(source, LISTS)


def test_small_words_may_be_missing_from_a_lean_match() -> None:
    template = compile_template("turn it up a bit")
    assert template.lean
    assert template.lean.fits(lean_text("turn up bit").split())
    assert not template.fits(["turn", "up", "bit"])


def test_words_are_counted_without_the_small_ones() -> None:
    template = compile_template("(i am|are) so scared of it")
    assert template.lean_length(["really", "scared"]) == 1
    assert template.lean_length(["fine"]) == 0


def test_nothing_stands_for_a_gap_without_small_words() -> None:
    assert compile_template("turn * up").lean is None


def test_what_is_optional_is_rather_there() -> None:
    """A match takes in as much as its author wrote, so that nothing of a figure is left over."""
    span = compile_template("dying [to [see]] [you]").search("i am dying to see you".split())
    assert span == (2, 6)


def test_places_do_not_overlap() -> None:
    spans = compile_template("ha [ha]").each("ha ha ha".split())
    assert list(spans) == [(0, 2), (2, 3)]


def test_a_list_that_holds_itself_is_refused() -> None:
    with pytest.raises(TemplateError, match='no list "a"'):
        compile_template("{a}", WordLists({"a": "b|{a}"}))
