"""The pages for authors say what is so, and their example works."""

import re
from pathlib import Path

import pytest

from assistant.content.checks import check_packs
from assistant.content.lengths import longest_minutes
from assistant.speech.estimate import estimated_seconds
from tests.content.shipped import shipped

DOCS = Path(__file__).parents[2] / "docs"


def test_the_example_dialogue_and_its_test_are_without_a_fault(tmp_path: Path) -> None:
    page = (DOCS / "dialogue-language.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n# ([\w/]+\.yaml).*?\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 3

    for name, text in blocks:
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    mine = [fault for fault in check_packs([tmp_path]) if str(tmp_path) in fault]
    assert mine == []


@pytest.mark.parametrize("kind", ["dialogues", "exercises"])
def test_every_dialogue_and_practice_stands_in_the_index(kind: str) -> None:
    page = (DOCS / "content.md").read_text(encoding="utf-8")
    for item in getattr(shipped(), kind).values():
        (row,) = (line for line in page.splitlines() if line.startswith(f"| `{item.id}` |"))
        assert all(source in row for source in item.sources)


def test_the_index_of_the_article_holds_every_topic_with_its_words_length_and_source() -> None:
    page = (DOCS / "index-of-the-article.md").read_text(encoding="utf-8")
    pack = shipped()
    for script in (s for id, s in pack.dialogues.items() if id.startswith("topic_")):
        (row,) = (line for line in page.splitlines() if f"| `{script.id}` |" in line)
        minutes = longest_minutes(script, pack.exercises, estimated_seconds)
        assert f'| "{script.how_to_ask}" | {round(minutes, 1):g} |' in row
        assert all(source in row for source in script.sources if source != "seed_article")
