"""What the doctor found is said in plain words, without paths, commands or figures."""

import re

import pytest

from assistant.app import load
from assistant.doctor import _PARTS, Finding, spoken_findings
from assistant.settings import Settings

PARTS = ("microphone", "speaker", *(part for part, _ in _PARTS))


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_a_plain_sentence_of_its_own(part: str) -> None:
    finding = Finding(part, False, "/dev/snd/pcmC0D0p: not allowed; run `sudo usermod`")
    first, more = spoken_findings(load(Settings()).pack, [finding])

    assert not re.search(r"[/`_0-9]", first)
    assert not first.startswith("Something else")
    assert "screen" in more


def test_where_all_is_well_one_sentence_says_so() -> None:
    assert len(spoken_findings(load(Settings()).pack, [])) == 1
