"""Any text becomes plain words, in time that grows with its length alone."""

from __future__ import annotations

import random
import re
import time

import pytest

from assistant.understanding.normalize import normalize


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("I DON\u2019T know", "i do not know"),
        ("can't won't shan't", "can not will not shall not"),
        ("dont wanna", "do not want to"),
        ("um so uh stop", "stop"),
        ("stop stop stop", "stop"),
        ("i want i want to stop", "i want to stop"),
        ("I'd like, like, five minutes", "i would like five minutes"),
        ("7/10", "seven out of ten"),
        ("45 minutes", "forty five minutes"),
        ("4-7-8", "four seven eight"),
        ("478", "four seven eight"),
        ("6.5", "six point five"),
        ("120", "one hundred twenty"),
        ("kill my self", "kill myself"),
        ("uh huh", "yes"),
        ("four four four four", "four four four four"),
        ("\U0001f600 \u4f60\u597d", ""),
        ("[noise] hello <unk>", "hello"),
        ("caf\u00e9", "cafe"),
        ("do you know the time", "do you know the time"),
        ("\x00stop\x07", "stop"),
    ],
)
def test_text_is_brought_to_one_plain_form(said: str, plain: str) -> None:
    assert normalize(said) == plain


def test_normalising_twice_changes_nothing_more() -> None:
    for said in ("I can't, um, 7/10 you know!", "so so so like it's 478", "mm hmm i mean no"):
        assert normalize(normalize(said)) == normalize(said)


def test_any_characters_give_words_of_letters_only() -> None:
    rng = random.Random(7)
    for _ in range(500):
        text = "".join(
            chr(rng.choice((rng.randrange(256), rng.randrange(0x2FFF)))) for _ in range(60)
        )
        assert re.fullmatch(r"[a-z]*(?: [a-z]+)*", normalize(text))


def test_five_thousand_words_are_read_in_milliseconds() -> None:
    text = "I really can't stop thinking, you know, about 7 things " * 500
    began = time.process_time()
    assert normalize(text)
    spent = (time.process_time() - began) * 1000
    print(f"5,000 words normalised in {spent:.0f} ms")
    assert spent < 1000
