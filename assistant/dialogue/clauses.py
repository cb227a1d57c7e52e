"""Speech cut into its clauses: at stops, at joining words, where a new sentence begins unmarked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.dialogue.lexicon import (
    AUXILIARIES,
    BASES,
    FINITE,
    ING,
    MODALS,
    PAST,
    THIRD,
    base,
    is_adverb,
    listed,
    verb_at,
)
from assistant.dialogue.syntax import Sentence
from assistant.understanding.normalize import normalize

_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u00b4\u0060", "'"))
_STOP = re.compile(r"[.?!,;:\n\u2013\u2014]+|\.\.\.")
_PRONOUNS = frozenset("he she it who that there what where how here everything this".split())
_ANYBODY = frozenset("everyone everybody nobody someone somebody".split())
_PARTICIPLES = listed("participles")
_NEVER_HAS = listed("never_has")
_ADJECTIVES = listed("adjectives_in_ed") | listed("feelings")
_JOINTS = frozenset({"and", "but", "or", "though", "although", "while", "which", "then"})
_DONE_TO = frozenset(
    "me my him his her us our the a an it them their everything everyone no all".split()
)
_SHARING = frozenset("i he she we they".split())
_AFTER_SO = frozenset(
    "i he she it we they there that this what my his her our their the a an nobody everyone no "
    "something someone everything nothing things people".split()
) | frozenset(ING)
_AFTER_STATE = frozenset("with and but because when for in by inside".split())
_AFTER_IS = frozenset(
    "a an the going in on at with out off not too so very over away back here there gone done "
    "finished ruined down up about never always no such all mine".split()
)
_INDEFINITE = frozenset({"nothing", "everything", "anything", "something"})
_FEELINGS = listed("feelings")
_TO_BE = frozenset("am is are was were be been feel feels felt being".split())
_WITH_WILL = frozenset("i you he she it we they".split())
"""After these "'ll" is known."""
_TAG = re.compile(
    r" (?:i (?:will|have to|must) (?:admit|say)(?: it)?|i (?:only )?know (?:it|he has|she has)|"
    r"i swear|you will see|end of|that is all there is to it|full stop|i bet|i tell you|you know)$"
)
_EACH = frozenset({"every", "each"})
"""Before a noun on which a clause hangs: "every meal i cook"."""
_PURPOSE = re.compile(
    r"(?:that )?(?:i|he|she|they|we) (?:can|could|(?:does|do|did|would) not have to)\b"
)
"""What follows "so" where it tells what something is done for."""
_CONTRASTS = frozenset({"but", "though", "although"})
_MARKERS = listed("markers")
_ASKING = AUXILIARIES | MODALS
_EMBEDS = listed("embed_if")
_LICENSED = listed("complement")
_TELLERS = listed("tellers")
_POINTING = {("that", "is"), ("that", "means"), ("there", "is")}
_STARTS = frozenset("i he she we nobody everyone everybody".split())
_AS_SOON_AS = re.compile(
    r"(?<!of )(?<!at )(?<!for )(?<!from )\bthe (?:minute|moment|second|instant)(?: that)?"
    r"(?= (?:i|he|she|we|they|it)\b)"
)
_EVERY_TIME = re.compile(r"\bevery time(?= (?:i|he|she|we|they|it|my|the|people|someone)\b)")
_PARTNER = "(?:my (?:partner|boyfriend|girlfriend|husband|wife))"
_US = re.compile(
    r"(?:^|(?<=think )|(?<=like )|(?<=that )|(?<=if )|(?<=because )|(?<=afraid )|(?<=scared ))"
    rf"(?:(?:he|she|they) and i|(?:me|i) and (?:him|her|he|she|{_PARTNER})|"
    rf"(?:him|her|{_PARTNER}) and (?:i|me))\b"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in plain words, and the word that hangs it on another one."""

    words: list[str]
    marker: str = ""
    """As "because" or "if", or "so" of a purpose; "" for a clause that stands alone."""
    joint: str = ""
    """As "and", "but": with its marker it leads in what follows, as "and if it fails"."""
    shares: bool = False
    """True where its subject is that of the clause before: "he saw it and smiled"."""
    either: bool = False
    """True before "or": it is one of two ends."""
    concludes: bool = False
    """True after "so": it is what the speaker makes of the rest."""


def clauses(thought: str) -> Iterator[list[Clause]]:
    """Yield the clauses of each sentence of a thought."""
    for sentence in _STOP.split(thought.translate(_APOSTROPHES).lower()):
        if words := plain(sentence):
            yield _supposed(list(_split(words)))


def _supposed(sentence: list[Clause]) -> list[Clause]:
    """Return clauses with a "what if" before each that goes on from one."""
    if sentence[0].words[:2] != ["what", "if"]:
        return sentence
    rest = (
        clause if clause.marker or clause.concludes else replace(clause, words=_what_if(clause))
        for clause in sentence[1:]
    )
    return [sentence[0], *rest]


def _what_if(clause: Clause) -> list[str]:
    return clause.words if clause.words[:2] == ["what", "if"] else ["what", "if", *clause.words]


def plain(sentence: str) -> list[str]:
    """Return a sentence in plain words, "'s" and "'d" written out, or parted where they own."""
    said = sentence.replace("not just", "not only").split()
    whole = [_written_out(word, said[at + 1 :]) for at, word in enumerate(said)]
    text = _TAG.sub("", re.sub(r" s\b", "'s", normalize(" ".join(whole))))
    text = _EVERY_TIME.sub("whenever", text.removesuffix(" like").removesuffix(" so"))
    text = _AS_SOON_AS.sub("once", text).replace("everyone of", "every one of")
    return _without_like(re.sub(_US, "we", text).split())


def _written_out(word: str, rest: list[str]) -> str:
    stem, apostrophe, ending = word.partition("'")
    at = verb_at(rest)
    after = rest[at : at + 1] or [""]
    if ending == "ll" and stem not in _WITH_WILL:
        return f"{stem} will"
    if not apostrophe or ending not in ("s", "d") or not stem:
        return word
    if ending == "d":
        had = after[0] in _PARTICIPLES | PAST.keys() or rest[0:1] in (["better"], ["a"], ["no"])
        return f"{stem} had" if had else word
    if _is_perfect(after[0], rest[at + 1 : at + 2]):
        return f"{stem} has"
    if stem in _PRONOUNS:
        return word
    told = at or after[0] in _ADJECTIVES | ING.keys() | _AFTER_IS
    told = told or (stem in _ANYBODY and FINITE.isdisjoint(rest[1:3]))
    return f"{stem} is" if told else f"{stem} 's"


def _is_perfect(word: str, after: list[str]) -> bool:
    """Tell "'s left me" (has) from "'s bored" (is)."""
    if word in _NEVER_HAS:
        return bool(after) and after[0] not in _AFTER_STATE
    done = word in PAST and word[-2:] == "ed" and word not in _ADJECTIVES
    return word in _PARTICIPLES or (done and not _DONE_TO.isdisjoint(after))


def _without_like(words: list[str]) -> list[str]:
    """Drop a "like" that stands between a subject and its verb."""
    kept = []
    for at, word in enumerate(words):
        filler = (
            word == "like" and 0 < at < len(words) - 1 and words[at - 1] in {"he", "she", "they"}
        )
        if not (filler and words[at + 1] in FINITE):
            kept.append(word)
    return kept


def _split(words: list[str]) -> Iterator[Clause]:
    cut = Clause([])
    for at, word in enumerate(words):
        current = cut.words
        told = _is_told(current)
        if _is_joint(words, at, current, told):
            yield replace(cut, either=word == "or")
            shared = [] if word in ("which", "or") else _shared_subject(current, words[at + 1 :])
            cut = Clause(shared, joint=word, shares=bool(shared))
        elif _hangs(words, at, told) and (told or not current):
            if current:
                yield cut
            cut = Clause([], word, joint="" if current else cut.joint)
        elif told and word == "so" and not _AFTER_SO.isdisjoint(words[at + 1 : at + 2]):
            yield cut
            purpose = _PURPOSE.match(" ".join(words[at + 1 :])) is not None
            cut = Clause([], "so" if purpose else "", concludes=not purpose)
        elif told and _starts(words, at):
            yield cut
            cut = Clause([word])
        else:
            cut = replace(cut, words=[*current, word])
    if cut.words:
        yield cut


def _is_joint(words: list[str], at: int, current: list[str], told: bool) -> bool:
    """Tell whether a joining word ends the clause so far; "know which" asks."""
    ends = told or (current and words[at] in _CONTRASTS)
    asks = words[at] == "which" and at > 0 and words[at - 1] in _EMBEDS
    return bool(ends) and _joins(words, at) and not asks


def _hangs(words: list[str], at: int, told: bool) -> bool:
    """Tell whether a word hangs a clause on another: no "when will he", no "because of"."""
    if Sentence.of(words[at + 1 :]) is None:
        return False
    after = words[at + 1 : at + 2]
    asks = not told and words[at] == "when" and not _ASKING.isdisjoint(after)
    known = at > 0 and words[at - 1] in _EMBEDS
    return words[at] in _MARKERS and not (known or asks or after == ["of"])


def _joins(words: list[str], at: int) -> bool:
    """Tell whether a joining word stands between two clauses, not between "you and your mum"."""
    rest = words[verb_at(words, at + 1) :]
    if words[at] not in ("and", "or") or not rest:
        return words[at] in _JOINTS
    begins = rest[0] in FINITE | _MARKERS | _JOINTS or rest[0] in _STARTS | {"that", "what", "now"}
    return begins or Sentence.of(rest) is not None


def _shared_subject(before: list[str], after: list[str]) -> list[str]:
    """Return the subject that a verb after "and" shares with the clause before."""
    verb = after[at] if (at := verb_at(after)) < len(after) else ""
    single = verb in THIRD or verb in ("is", "was", "has", "does")
    if single:
        others = [word for word in before if word in ("he", "she")]
        return others[-1:]
    shared = before[0] in ("i", "we", "they") or verb in PAST
    alike = verb in (PAST if _in_past(before) else BASES)
    return before[:1] if shared and alike and before[0] in _SHARING else []


def _in_past(words: list[str]) -> bool:
    only_past = (PAST.keys() - BASES) | {"was", "did"}
    return not only_past.isdisjoint(words[1:4])


def _is_told(words: list[str]) -> bool:
    """Tell whether there is a verb already."""
    return any(word in FINITE for word in words[1:])


def _starts(words: list[str], at: int) -> bool:
    """Tell whether a new sentence begins here without a joining word."""
    word, before = words[at], words[at - 1]
    points = (word, *words[at + 1 : at + 2]) in _POINTING
    if word not in _STARTS and not points and not (word == "it" and before not in FINITE):
        return False
    verb = verb_at(words, at + 1)
    if verb >= len(words) or words[verb] not in FINITE:
        return False
    if _is_asking(words[:at]):
        return False
    if words[at - 2 : at - 1] and words[at - 2] in _EACH:
        return False
    if words[at - 2 : at - 1] == ["how"]:
        return False
    if before == "know" and words[at - 3 : at - 1] == ["do", "not"]:
        return True
    if _TELLERS & set(map(base, words[max(0, at - 4) : at])):
        return False
    if points and before in _INDEFINITE:
        return True
    if before in _FEELINGS and _TO_BE.isdisjoint(words[max(0, at - 4) : at]):
        return True
    if is_adverb(before):
        return base(words[at - 2]) not in _LICENSED & BASES
    return before not in _LICENSED and base(before) not in _LICENSED


def _is_asking(words: list[str]) -> bool:
    """Tell whether these words only open a question, as "why does"."""
    rest = [word for word in words if word != "not"]
    return bool(rest) and rest[-1] in _ASKING and len(rest) <= 2
