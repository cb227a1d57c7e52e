"""Whether a turned clause ends where nobody would stop, as "you think they can tell"."""

from __future__ import annotations

from assistant.dialogue.lexicon import is_adverb

_OTHERS = frozenset({"them", "her", "him"})
_THEIRS = frozenset({"theirs", "hers", "yours"})
_UNFINISHED = frozenset("not of have been would could should will can me".split())
_PLACES = frozenset("on in with at from about to".split())
_STRANDED = _PLACES - {"in", "to"}
SHORT_RELATIVE = 4
"""Words of a clause that ends in such a word and most likely hung on a noun: "i grew up in"."""


def is_unfinished(core: list[str], feeling: bool) -> bool:
    """Tell whether a core hangs on a noun that is not there, or wants more words."""
    relative = len(core) <= SHORT_RELATIVE and (
        (core[-1] in _STRANDED and core[1] != "were")
        or (core[-1] in _PLACES and core[-2] in ("is", "are", "up"))
    )
    relative = relative or core[-2:] in (["of", "it"], ["of", "that"])
    relative = relative or core[-3:] in (["not", "in", "it"], ["one", "of", "them"])
    relative = relative or (core[-1] == "that" and feeling)
    relative = relative or (core[-1] == "right" and core[-2] in ("is", "are"))
    relative = relative or (core[-2] in ("let", "lets") and core[-1] in _OTHERS)
    left_out = core[-2] == "not" and is_adverb(core[-1])
    unfinished = relative or left_out or core[-1] in _UNFINISHED or core[-2:] == ["not", "be"]
    unfinished = unfinished or core[-1] == "tell" or core[-2:] == ["be", "done"]
    return unfinished or (core[-1] in _THEIRS and core[-2] in _PLACES | {"for"})
