"""Whether a turned clause ends where nobody would stop, as "you think they can tell"."""

from __future__ import annotations

from itertools import pairwise

from assistant.dialogue.lexicon import AUXILIARIES, is_adverb

_OTHERS = frozenset({"them", "her", "him"})
_THEIRS = frozenset({"theirs", "hers", "yours"})
_UNFINISHED = frozenset(
    "not of have been would could should will can me any why neither either".split()
)
_PLACES = frozenset("on in with at from about to".split())
_STRANDED = _PLACES - {"in", "to"}
_PERSONS = frozenset("you they he she it i two".split())
_LICENSING = frozenset(
    "than as how what who where like all everything something anything nothing whatever way".split()
)
"""Words after which a clause may end in its verb: "happier than they are"."""
_SHORT_RELATIVE = 4
"""Words of a clause that ends in such a word and most likely hung on a noun: "i grew up in"."""


def is_unfinished(core: list[str], feeling: bool) -> bool:
    """Tell whether a core hangs on a noun that is not there, or wants more words."""
    relative = len(core) <= _SHORT_RELATIVE and (
        (core[-1] in _STRANDED and core[1] != "were")
        or (core[-1] in _PLACES and core[-2] in ("is", "are", "up"))
    )
    relative = relative or core[-2:] in (["of", "it"], ["of", "that"])
    relative = relative or core[-3:] in (["not", "in", "it"], ["one", "of", "them"])
    relative = relative or (core[-1] == "that" and feeling)
    relative = relative or (core[-1] == "right" and core[-2] in ("is", "are"))
    relative = relative or (core[-2] in ("let", "lets") and core[-1] in _OTHERS)
    relative = relative or (
        core[-1] in AUXILIARIES and core[-2] in _PERSONS and _LICENSING.isdisjoint(core)
    )
    left_out = core[-2] == "not" and is_adverb(core[-1])
    unfinished = (
        relative
        or left_out
        or core[-1] in _UNFINISHED
        or (core[-1] == "be" and _LICENSING.isdisjoint(core))
        or core[-2:] in (["not", "one"], ["no", "second"], ["no", "third"], ["no", "other"])
    )
    unfinished = unfinished or core[-1] == "tell" or core[-2:] == ["be", "done"]
    added = any(one == "and" and two in _PLACES | {"by", "then"} for one, two in pairwise(core))
    bare = core[-2:] in (["and", "you"], ["and", "them"], ["feel", "left"], ["over", "right"])
    bare = bare or (core[-2:] == ["tell", "you"] and len(core) <= _SHORT_RELATIVE)
    return unfinished or added or bare or (core[-1] in _THEIRS and core[-2] in _PLACES | {"for"})
