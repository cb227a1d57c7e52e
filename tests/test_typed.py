"""Scripts of typed conversation."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from assistant.clock import run_virtual
from assistant.errors import AssistantError
from assistant.speech.listener import Attention, EndOfInput, Sound
from assistant.speech.recognizer import Utterance
from assistant.typed import ScriptLine, TypedEars, from_script, from_stream, read_script


def script(tmp_path: Path, text: str) -> Path:
    """Write a script and return its path."""
    path = tmp_path / "script.txt"
    path.write_text(text)
    return path


def test_a_script_holds_turns_waits_and_comments(tmp_path: Path) -> None:
    """One turn a line; `~ 12s` waits; `#` and blank lines count for nothing."""
    path = script(tmp_path, "# hello\nhelp me\n\n~ 12s\n~1.5 s\nstop\n")

    assert read_script(path) == [
        ScriptLine("help me"),
        ScriptLine(wait=12),
        ScriptLine(wait=1.5),
        ScriptLine("stop"),
    ]


def test_a_wait_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    """File, line, what is accepted."""
    path = script(tmp_path, "hello\n~ soon\n")

    with pytest.raises(AssistantError, match=r'script\.txt:2: a wait is written "~ 12s"'):
        read_script(path)


def test_a_missing_script_is_a_plain_fault(tmp_path: Path) -> None:
    """No traceback for a wrong name."""
    with pytest.raises(AssistantError, match="cannot be read as a script"):
        read_script(tmp_path / "none.txt")


def test_a_scripted_line_waits_for_the_floor() -> None:
    """Nothing is said while the floor is the assistant's."""

    async def main() -> list[Sound]:
        ears = TypedEars(from_script([ScriptLine("one"), ScriptLine(wait=3), ScriptLine("two")]))
        running = asyncio.create_task(ears.run())
        await asyncio.sleep(10)
        heard = []
        for _ in range(3):
            ears.attend(Attention(1.0))
            heard.append(await ears.hear())
        await running
        return heard

    one, two, end = run_virtual(main())

    assert isinstance(one, Utterance)
    assert (one.text, one.ended_at) == ("one", 10)
    assert isinstance(two, Utterance)
    assert (two.text, two.ended_at) == ("two", 13)
    assert isinstance(end, EndOfInput)


def test_typed_lines_are_heard_until_the_stream_ends() -> None:
    """Blank lines are no turns; the end of the stream is told."""
    lines = iter(["hello\n", "\n", "  stop \n", ""])

    async def main() -> list[Sound]:
        ears = TypedEars(from_stream(lambda: next(lines)))
        running = asyncio.create_task(ears.run())
        heard = []
        for _ in range(3):
            ears.attend(Attention(1.0))
            heard.append(await ears.hear())
        await running
        return heard

    heard = asyncio.run(main())

    assert [sound.text for sound in heard if isinstance(sound, Utterance)] == ["hello", "stop"]
    assert isinstance(heard[2], EndOfInput)
