"""The parts of a plain sentence: its subject, its verb, when it takes place."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.dialogue import lexicon

OUGHT = frozenset({"should", "must", "ought"})
_SUBJECTS = lexicon.listed("subjects")
_DETERMINERS = lexicon.listed("determiners")
_NOUNS_TOO = lexicon.listed("nouns_too")
_PRONOUNS = frozenset("i he she it we they this that there".split())
_SPEAKERS = frozenset("i he she we".split())
_BEFORE_NOUN = _DETERMINERS | frozenset("at in of from for about with best own new old".split())
_AFTER_WOULD = frozenset({"be", "have", "do"})
_LONGEST_SUBJECT = 7


def subject_size(words: list[str]) -> int:
    """Return how many words the subject has; 0 where they begin with none that is known."""
    if not words or words[0] not in _SUBJECTS | _DETERMINERS:
        return 0
    if words[0] in _PRONOUNS:
        return 1
    alone = words[0] in _SUBJECTS and words[:2] != ["no", "one"]
    at = 1 if alone or words[1:2] in (["i"], ["he"], ["she"], ["we"]) else 2
    while at < len(words) and not lexicon.is_adverb(words[at]):
        named = words[at] in _NOUNS_TOO and words[at - 1] in _BEFORE_NOUN
        if words[at] in ("it", "they", "that"):
            return 0
        if words[at] in _SPEAKERS and words[at - 1] == "and":
            return 0
        if words[at] in _SPEAKERS and words[at + 1 : at + 2]:
            at = lexicon.verb_at(words, at + 1) + 1
        elif words[at] in lexicon.FINITE and not named:
            break
        else:
            at += 1
    return at


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence whose subject and verb are known."""

    words: list[str]
    at: int
    """Where the verb stands."""

    @classmethod
    def of(cls, words: list[str]) -> Sentence | None:
        """Return words as a sentence, or None where they are none that is wholly known."""
        size = subject_size(words)
        at = lexicon.verb_at(words, size)
        if not 0 < size <= _LONGEST_SUBJECT or at >= len(words):
            return None
        if words[size - 1] in ("and", "or", "of") or words[1] == "or":
            return None
        helps = words[at] in lexicon.AUXILIARIES | lexicon.MODALS
        if words[0] in ("he", "she", "it", "this", "that", "there"):
            known = helps or words[at] in lexicon.THIRD or words[at] in lexicon.PAST
        else:
            known = words[at] in lexicon.FINITE
        said = cls(words, at)
        whole = len(words) > at + helps and not (
            words[at] == "would" and said.after[0] not in lexicon.BASES | _AFTER_WOULD
        )
        return said if known and whole else None

    @property
    def verb(self) -> str:
        """The first verb, which may be a helping one."""
        return self.words[self.at]

    @property
    def after(self) -> list[str]:
        """What follows the verb and its adverbs; [""] for nothing."""
        return self.words[lexicon.verb_at(self.words, self.at + 1) :] or [""]

    @property
    def own(self) -> bool:
        """True where it is about the person who says it."""
        return self.words[0] == "i"

    @property
    def is_past(self) -> bool:
        """True for what has been: "he left"."""
        noun = self.words[0] in _DETERMINERS and self.words[self.at - 1][-1:] != "s"
        single = noun or self.words[0] in ("he", "she", "it")
        told = self.verb in lexicon.PAST and (single or self.verb not in lexicon.BASES)
        return told or self.verb in ("was", "were", "had", "did")

    @property
    def is_to_come(self) -> bool:
        """True for what will be or might be."""
        going = self.after[:2] == ["going", "to"] and not _DETERMINERS & {*self.after[2:3]}
        if self.verb == "would" and self.after[0] == "have":
            return False
        return going or self.verb in lexicon.MODALS - OUGHT - {"can", "could"}

    def has(self, listing: frozenset[str]) -> bool:
        """Tell whether a word, in whatever form, is in a list."""
        return any(word in listing or lexicon.base(word) in listing for word in self.words)
