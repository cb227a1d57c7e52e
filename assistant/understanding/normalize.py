"""Spoken or typed text brought to one plain form: lower case, words only, no contractions.

Both what people say and what authors write pass through here, so the two always meet. Any text
is accepted, nothing is raised, and the time taken grows with the length alone.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.understanding.numbers import NUMBER_WORDS, say_digits

_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4\u0060\uff07", "'"))
_TAGS = re.compile(
    r"[\[<(]\s*(?:unk|noise|laughter|inaudible|silence|music|blank_audio)[^\])>]*[\])>]"
)
_OUT_OF_TEN = re.compile(r"\b(\d+(?:\.\d+)?)\s*/\s*10\b")
_HALF = re.compile(r"\b1\s*[/\u2044]\s*2\b")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_NOT_A_WORD = re.compile(r"[^a-z']+")

_NOT = {"can't": "can not", "won't": "will not", "shan't": "shall not", "ain't": "is not"}
_ENDINGS = (("n't", " not"), ("'m", " am"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"))
_IS_AFTER = frozenset(
    "he she it that what who where how there here when why this everything".split()
)
_SPELLINGS = {
    "im": "i am", "ive": "i have", "dont": "do not", "cant": "can not", "cannot": "can not",
    "wont": "will not", "isnt": "is not", "doesnt": "does not", "didnt": "did not",
    "hasnt": "has not", "havent": "have not", "wouldnt": "would not", "couldnt": "could not",
    "shouldnt": "should not", "arent": "are not", "wasnt": "was not", "werent": "were not",
    "hes": "he is", "shes": "she is", "theyre": "they are", "youre": "you are",
    "thats": "that is", "whats": "what is", "theres": "there is", "lets": "let us",
    "let's": "let us", "its": "it is", "theyve": "they have", "youve": "you have",
    "theyll": "they will", "youll": "you will", "itll": "it will", "gonna": "going to",
    "gunna": "going to", "wanna": "want to", "gotta": "have to", "gimme": "give me",
    "lemme": "let me", "dunno": "do not know", "cuz": "because", "cos": "because",
    "coz": "because", "'cause": "because", "till": "until", "'til": "until", "til": "until",
    "ya": "you", "u": "you", "ur": "your", "thx": "thanks", "pls": "please", "plz": "please",
    "ok": "okay", "kay": "okay", "mom": "mum", "mam": "mum", "mommy": "mum", "mummy": "mum",
    "y'all": "you all", "c'mon": "come on", "anymore": "any more", "alright": "all right",
    "goodnight": "good night", "mhm": "yes", "mmhmm": "yes", "nah": "no",
    "meself": "myself", "mesel": "myself", "mysen": "myself", "masel": "myself",
    "yerself": "yourself", "hisself": "himself", "ma'am": "", "o'clock": "oclock",
}  # fmt: skip
_GRUNTS = {("uh", "huh"): "yes", ("mm", "hmm"): "yes", ("mm", "hm"): "yes", ("uh", "uh"): "no",
           ("nuh", "uh"): "no", ("mm", "mm"): "no"}  # fmt: skip
_SPLIT = {
    ("my", "self"): "myself", ("him", "self"): "himself", ("her", "self"): "herself",
    ("your", "self"): "yourself", ("some", "one"): "someone", ("any", "one"): "anyone",
    ("every", "one"): "everyone", ("no", "body"): "nobody", ("some", "thing"): "something",
    ("any", "thing"): "anything", ("every", "thing"): "everything", ("may", "be"): "maybe",
    ("boy", "friend"): "boyfriend", ("girl", "friend"): "girlfriend", ("to", "night"): "tonight",
    ("with", "out"): "without", ("them", "selves"): "themselves", ("good", "bye"): "goodbye",
    ("can", "not"): "can not",
}  # fmt: skip
_FILLERS = frozenset(
    "um uh er erm uhm umm mm hmm hm ah oh eh huh ugh aw shh shush basically actually literally "
    "honestly just anyway anyways".split()
)
_SOUNDS = frozenset("ah aah ahh oh ooh uh uhh um er hm hmm mm mmm huh ugh ha phew".split())
"""What a recogniser writes for a sigh, a yawn or a cough."""
_FILLER_PAIRS = frozenset({("i", "mean"), ("kind", "of"), ("sort", "of")})
_LIKE_IS_FILLER_AFTER = frozenset(
    [
        "",
        *"and so but was am is are because then can could please go keep stop turn take".split(),
        *"give fire check wait hold hang skip slow speed speak".split(),
    ]
)
_YOU_KNOW_STAYS_AFTER = frozenset("do did if would could as let that how what does until".split())
_KIND_STAYS_AFTER = frozenset("what which some any this that the".split())
_STARTS = frozenset("so and but well then".split())


def normalize(text: str) -> str:
    """Return text as lower-case words parted by one space; empty where nothing was said.

    Numbers become words ("7/10" is "seven out of ten", "478" "four seven eight"), contractions
    are written out, fillers and stutters dropped, common split words joined.
    """
    return " ".join(_drop_repeats(_drop_fillers(_join_split(words(text)))))


def words(text: str) -> list[str]:
    """Return the words of a text with contractions written out; nothing is dropped."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).lower()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _HALF.sub(" half ", _OUT_OF_TEN.sub(r"\1 out of ten", _TAGS.sub(" ", plain)))
    plain = _DIGITS.sub(lambda found: f" {say_digits(found.group())} ", plain)
    return " ".join(map(_expand, _NOT_A_WORD.sub(" ", plain).split())).split()


def _expand(word: str) -> str:
    word = word if word in _SPELLINGS else word.strip("'")
    if word in _SPELLINGS or word in _NOT:
        return _SPELLINGS.get(word) or _NOT.get(word, "")
    for ending, meaning in _ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + meaning
    if word.endswith("'s"):
        stem = word.removesuffix("'s")
        return f"{stem} is" if stem in _IS_AFTER else stem
    if word.endswith("'d"):
        return word.removesuffix("'d") + " would"
    return word.replace("'", "")


def _join_split(said: list[str]) -> list[str]:
    joined: list[str] = []
    at = 0
    while at < len(said):
        pair = (said[at], said[at + 1]) if at + 1 < len(said) else ("", "")
        whole = _GRUNTS.get(pair) or _SPLIT.get(pair)
        joined.append(whole or said[at])
        at += 2 if whole else 1
    return " ".join(joined).split()


def is_wordless(text: str) -> bool:
    """Tell whether what was heard is a sound and no word, or nothing at all."""
    return all(word in _SOUNDS for word in words(text))


def _drop_fillers(said: list[str]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(said):
        before, after = kept[-1] if kept else "", said[at + 1 : at + 3]
        if _is_filler_pair(said[at], after, before):
            at += 2
        elif _is_filler(said[at], before) or (not kept and said[at] in _STARTS and after):
            at += 1
        else:
            kept.append(said[at])
            at += 1
    return kept


def _is_filler_pair(word: str, after: list[str], before: str) -> bool:
    """Tell whether word and the next say nothing; "i mean four" corrects a number and stays."""
    pair = (word, *after[:1])
    if pair == ("you", "know"):
        return before not in _YOU_KNOW_STAYS_AFTER
    if pair not in _FILLER_PAIRS or before in _KIND_STAYS_AFTER:
        return False
    return bool(before or after[1:]) and NUMBER_WORDS.isdisjoint(after[1:])


def _is_filler(word: str, before: str) -> bool:
    return word in _FILLERS or (word == "like" and before in _LIKE_IS_FILLER_AFTER)


def _drop_repeats(said: list[str]) -> list[str]:
    """Drop a run of up to three words that only says the run before it again."""
    kept: list[str] = []
    for word in said:
        kept.append(word)
        for size in (1, 2, 3):
            again = kept[-size:]
            if again == kept[-2 * size : -size] and NUMBER_WORDS.isdisjoint(again):
                del kept[-size:]
                break
    return kept
