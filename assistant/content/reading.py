"""How long and how hard a spoken text is: words, sentences, and the Flesch-Kincaid grade."""

from __future__ import annotations

import re
from statistics import median

_SLOT = re.compile(r"\{[^{}]*\}")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]|[aeiouy]l)e$|[^td]ed$|[^sxzcgh]es$|[^cs]hes$")
_ONE_MORE = re.compile(r"ia(?!n)|io(?!n)|uie|ien|ier$|iest$|dea$|yon|ying|eing|oing|[^aeiour]n't$")
_ONE_LESS = re.compile(r"every|[aeiouy][bcdfgklmnprstvz]e(?:ful|ly|less|ment|thing|where|times)")


def words(text: str) -> list[str]:
    """Return the words of a text; a slot in braces counts as one word."""
    return re.findall(r"[A-Za-z][A-Za-z'-]*|\d+", _SLOT.sub("them", text))


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [part for part in re.split(r"[.?!:]+(?:\s+|$)", text) if words(part)]


def sentence_length(text: str) -> float:
    """Return the median number of words in a sentence."""
    return median([len(words(sentence)) for sentence in sentences(text)] or [0])


def syllables(word: str) -> int:
    """Return the number of syllables in an English word, by rule of thumb.

    >>> [syllables(word) for word in ("breathe", "comfortable", "someone", "idea")]
    [1, 4, 2, 3]
    """
    word = word.lower().replace("-", "")
    bare = word.removesuffix("n't").removesuffix("'s").replace("'", "")
    count = len(_VOWELS.findall(bare))
    count -= count > 1 and bool(_SILENT.search(bare))
    count += len(_ONE_MORE.findall(word)) - len(_ONE_LESS.findall(word))
    return max(count, 1)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade (Kincaid and others 1975): years of school to read it."""
    said = words(text)
    if not said:
        return 0.0
    per_sentence = len(said) / len(sentences(text))
    return 0.39 * per_sentence + 11.8 * sum(map(syllables, said)) / len(said) - 15.59
