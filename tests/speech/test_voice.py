"""Lines come from memory, disk or the engine, and personal words stay out of both stores."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import EngineError
from assistant.events import Fault
from assistant.speech.cache import ClipCache
from assistant.speech.phrasing import SENTENCE_PAUSE
from assistant.speech.voice import Voice
from tests.speech.fake_synthesizer import FakeSynthesizer


class Studio:
    """A real voice and cache over a fake synthesiser."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self.synthesizer = FakeSynthesizer()
        self.voice = self.another_voice()

    def another_voice(self) -> Voice:
        return Voice(self.synthesizer, ClipCache(self.folder, 1_000_000, self.faults.append))

    def run(self, act: Callable[[Voice], Awaitable[object]]) -> None:
        async def session() -> None:
            async with asyncio.timeout(5):
                await act(self.voice)
                await self.voice.aclose()

        asyncio.run(session())


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path / "speech")


def test_an_authored_line_is_rendered_once(studio: Studio) -> None:
    """The second time it comes from memory; in the next session, from disk."""

    async def act(voice: Voice) -> None:
        first = await voice.clip("I am here.")
        again = await voice.clip("I am here.")
        assert np.array_equal(first.samples, again.samples)

    studio.run(act)
    studio.voice = studio.another_voice()
    studio.run(act)

    assert studio.synthesizer.spoken == ["I am here."]


def test_a_persons_own_words_never_touch_the_disk(studio: Studio) -> None:
    """A line that is not cacheable leaves no file, and is not found again."""

    async def act(voice: Voice) -> None:
        await voice.clip("You said: he hates me.", cacheable=False)
        await voice.clip("You said: he hates me.", cacheable=False)
        async with aclosing(voice.stream("You said: he hates me.")) as clips:
            assert [clip async for clip in clips]

    studio.run(act)

    assert not studio.folder.exists()
    assert len(studio.synthesizer.spoken) == 3


def test_all_synthesis_happens_on_one_thread_of_the_voices_own(studio: Studio) -> None:
    """An engine need not be thread-safe, and never blocks the event loop."""

    async def act(voice: Voice) -> None:
        await asyncio.gather(*(voice.clip(f"Line {number}.") for number in range(5)))

    studio.run(act)

    assert len(studio.synthesizer.threads) == 1
    assert all(name.startswith("voice") for name in studio.synthesizer.threads)


def test_a_cached_line_does_not_wait_for_the_engine(studio: Studio) -> None:
    """While a slow line is rendered, or the model loads, what is cached is there at once."""

    async def fill(voice: Voice) -> None:
        await voice.clip("Breathe in.")

    async def act(voice: Voice) -> None:
        studio.synthesizer.gate.clear()
        slow = asyncio.create_task(voice.clip("Slow.", cacheable=False))
        await asyncio.sleep(0)
        await voice.clip("Breathe in.")
        assert not slow.done()
        studio.synthesizer.gate.set()
        await slow

    studio.run(fill)
    studio.voice = studio.another_voice()
    studio.run(act)


def test_sentences_are_joined_with_our_own_pauses(studio: Studio) -> None:
    """Pauses are samples of silence, shorter where the pace is faster."""

    async def act(voice: Voice) -> None:
        calm, fast = await voice.clip("One. Two."), await voice.clip("One. Two.", pace=2.0)
        assert calm.seconds == pytest.approx(0.08 + SENTENCE_PAUSE, abs=0.001)
        assert fast.seconds == pytest.approx(0.08 + SENTENCE_PAUSE / 2, abs=0.001)

    studio.run(act)


def test_a_stream_gives_its_first_clause_before_the_rest_is_rendered(studio: Studio) -> None:
    """A line with the person's words starts quickly; only one piece is rendered ahead."""
    text = "I hear you, and it makes sense to feel this. One. Two. Three."

    async def act(voice: Voice) -> None:
        async with aclosing(voice.stream(text)) as clips:
            await anext(clips)
            assert studio.synthesizer.spoken[0] == "I hear you,"
            assert len(studio.synthesizer.spoken) <= 2

    studio.run(act)

    assert len(studio.synthesizer.spoken) <= 3


def test_a_stream_played_in_a_row_sounds_like_the_whole(studio: Studio) -> None:
    """The pieces, with their pauses, are as long as the clip."""
    text = "One. Two. Three."

    async def act(voice: Voice) -> None:
        async with aclosing(voice.stream(text)) as clips:
            seconds = sum([clip.seconds async for clip in clips])
        assert seconds == pytest.approx((await voice.clip(text)).seconds)

    studio.run(act)


def test_cancelling_a_long_line_stops_its_synthesis(studio: Studio) -> None:
    """What nobody waits for is not rendered, so leaving is quick."""

    async def act(voice: Voice) -> None:
        studio.synthesizer.gate.clear()
        task = asyncio.create_task(voice.clip("One. Two. Three.", cacheable=False))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        studio.synthesizer.gate.set()

    studio.run(act)

    assert len(studio.synthesizer.spoken) <= 1


def test_prepare_renders_every_line_and_tells_how_far_it_is(studio: Studio) -> None:
    """The progress counts each line, cached or not."""
    progress: list[tuple[int, int]] = []

    async def act(voice: Voice) -> None:
        await voice.prepare(["One.", "Two.", "One."], 1.0, lambda *counts: progress.append(counts))

    studio.run(act)

    assert progress == [(1, 3), (2, 3), (3, 3)]
    assert studio.synthesizer.spoken == ["One.", "Two."]


def test_prepare_renders_what_there_is_room_for_and_keeps_the_first_longest(
    studio: Studio,
) -> None:
    """Later lines do not push out what danger is answered with, which comes first."""
    lines = [f"Line {number}." for number in range(10)]
    studio.run(lambda voice: voice.prepare(lines[:1], 1.0, lambda done, of: None))
    (kept,) = studio.folder.iterdir()
    limit = 10 * kept.stat().st_size  # of which eight tenths are for what is prepared
    voice = Voice(studio.synthesizer, ClipCache(studio.folder, limit, studio.faults.append))
    studio.voice = voice

    async def act(voice: Voice) -> None:
        assert await voice.prepare(lines, 1.0, lambda done, of: None) == 8
        for number in range(4):
            await voice.clip(f"More {number}.")

    studio.run(act)

    assert studio.synthesizer.spoken[:8] == lines[:8]
    others = studio.another_voice()
    assert [others.has(line) for line in lines] == [True] * 6 + [False] * 4


def test_a_folder_that_cannot_be_written_costs_one_fault_and_no_line(studio: Studio) -> None:
    """The clip is still returned."""
    studio.folder.write_bytes(b"")

    async def act(voice: Voice) -> None:
        for number in range(3):
            assert (await voice.clip(f"Line {number}.")).seconds > 0

    studio.run(act)

    assert [fault.stage for fault in studio.faults] == ["cache"]


def test_nothing_is_rendered_beforehand_where_nothing_can_be_kept(studio: Studio) -> None:
    """One line shows it; the others would be rendered anew at each start, for nothing."""
    studio.folder.write_bytes(b"")

    studio.run(lambda voice: voice.prepare(["One.", "Two.", "Three."], 1.0, lambda done, of: None))

    assert studio.synthesizer.spoken == ["One."]
    assert len(studio.faults) == 1


def test_text_in_which_nothing_is_spoken_still_gives_a_clip(studio: Studio) -> None:
    """A line of symbols does not end the conversation."""

    async def act(voice: Voice) -> None:
        await voice.clip("\U0001f600", cacheable=False)

    studio.run(act)


def test_when_no_engine_can_speak_the_caller_is_told(studio: Studio) -> None:
    """The error comes out of the call, and nothing is kept."""
    studio.synthesizer.broken = True

    async def act(voice: Voice) -> None:
        with pytest.raises(EngineError):
            await voice.clip("I am here.")

    studio.run(act)

    assert not studio.folder.exists()


def test_closing_releases_the_engine(studio: Studio) -> None:
    """No child process is left behind."""

    async def act(_: Voice) -> None: ...

    studio.run(act)

    assert studio.synthesizer.closed
