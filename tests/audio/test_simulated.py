"""The room from files keeps to the event loop's clock."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from assistant.audio.frames import AudioClip, silence
from assistant.audio.score import Cue, CueKind, Phase, Score
from assistant.audio.simulated import WavMicrophone, WavSpeaker
from assistant.audio.wavfile import read_wav, write_wav
from assistant.clock import run_virtual
from assistant.errors import AudioFileError

CLICK = AudioClip(np.full(48, 16_000, dtype=np.int16), 48_000)
LONG = AudioClip(np.full(48_000 * 5, 8_000, dtype=np.int16), 48_000)


def score(*times: float, seconds: float) -> Score:
    cues = tuple(Cue(at, CueKind.TONE, Phase.IN, n, "") for n, at in enumerate(times))
    return Score(cues, seconds)


def onsets(path: Path) -> list[float]:
    """Return the seconds at which sound begins."""
    clip = read_wav(path, rate=None)
    loud = np.abs(np.pad(clip.samples.astype(int), (1, 0))) > 1000
    return [int(at) / clip.rate for at in np.flatnonzero(loud[1:] & ~loud[:-1])]


def test_a_file_is_heard_frame_by_frame_then_silence_then_nothing(tmp_path: Path) -> None:
    """Each frame comes when its last sample would have been heard; the tail closes the file."""
    write_wav(tmp_path / "in.wav", AudioClip(np.full(16_100, 900, dtype=np.int16), 16_000))

    async def listen() -> list[tuple[float, float, int]]:
        now = asyncio.get_running_loop().time
        microphone = WavMicrophone(tmp_path / "in.wav", tail=2.0)
        return [(now(), f.ended_at, int(f.samples.max())) async for f in microphone.frames()]

    frames = run_virtual(listen())

    assert len(frames) == (16_100 + 32_000) // 320
    assert all(at == pytest.approx(ended) for at, ended, _ in frames)
    assert np.diff([ended for _, ended, _ in frames]) == pytest.approx(0.02)
    assert [level for _, _, level in frames] == [900] * 51 + [0] * (len(frames) - 51)


def test_the_written_file_has_the_time_axis_of_the_program(tmp_path: Path) -> None:
    """Silence before, between and after is in the file, and each cue on its sample."""

    async def talk() -> list[float]:
        now, told = asyncio.get_running_loop().time, list[float]()
        speaker = WavSpeaker(tmp_path / "out.wav")
        speaker.start()
        await asyncio.sleep(1.0)
        await speaker.play(
            score(0.0, 0.5, 1.25, seconds=2.0),
            sounds=lambda cue: CLICK,
            on_cue=lambda cue: told.append(now()),
        )
        await asyncio.sleep(0.5)
        await speaker.aclose()
        return told

    told = run_virtual(talk())

    first = onsets(tmp_path / "out.wav")[0]
    assert np.subtract(onsets(tmp_path / "out.wav"), first) == pytest.approx([0, 0.5, 1.25])
    assert 1.0 <= first <= 1.04
    assert np.subtract(told, onsets(tmp_path / "out.wav")) == pytest.approx(0, abs=0.003)
    assert read_wav(tmp_path / "out.wav").seconds == pytest.approx(3.5, abs=0.1)


def test_cancelling_play_cuts_the_sound(tmp_path: Path) -> None:
    async def talk() -> None:
        speaker = WavSpeaker(tmp_path / "out.wav")
        playing = asyncio.create_task(speaker.play(LONG))
        await asyncio.sleep(1.0)
        playing.cancel()
        await asyncio.wait({playing})
        assert playing.cancelled()
        await asyncio.sleep(0.5)
        await speaker.aclose()

    run_virtual(talk())

    loud = np.abs(read_wav(tmp_path / "out.wav", None).samples) > 0
    assert np.flatnonzero(loud)[-1] / 48_000 == pytest.approx(1.0, abs=0.03)


def test_a_second_play_cuts_the_first_which_returns(tmp_path: Path) -> None:
    async def talk() -> float:
        speaker = WavSpeaker(tmp_path / "out.wav")
        first = asyncio.create_task(speaker.play(LONG))
        await asyncio.sleep(0.5)
        await speaker.play(silence(1.0))
        assert first.done()
        await speaker.aclose()
        return asyncio.get_running_loop().time()

    assert run_virtual(talk()) == pytest.approx(1.5, abs=0.1)


def test_what_is_pending_of_a_cut_play_is_not_announced(tmp_path: Path) -> None:
    """A cue that was rendered and not yet heard when its play was cut is told to nobody."""

    async def talk() -> list[Cue]:
        told: list[Cue] = []
        speaker = WavSpeaker(tmp_path / "out.wav")
        cut = asyncio.create_task(
            speaker.play(
                score(0.05, 0.115, seconds=1.0), sounds=lambda c: CLICK, on_cue=told.append
            )
        )
        await asyncio.sleep(0.105)
        cut.cancel()
        await asyncio.wait({cut})
        await speaker.play(silence(0.3), on_cue=told.append)
        await speaker.aclose()
        return told

    assert [cue.at for cue in run_virtual(talk())] == [0.05]


def test_a_volume_outside_of_its_range_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"volume is 0 to 1, not 1\.5"):
        run_virtual(_loud(tmp_path / "out.wav"))


async def _loud(path: Path) -> None:
    speaker = WavSpeaker(path)
    try:
        speaker.set_volume(1.5)
    finally:
        await speaker.aclose()


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match=r"none/out\.wav: cannot be written"):
        WavSpeaker(tmp_path / "none" / "out.wav")


def loudness(path: Path, begin: float, end: float) -> float:
    """Return the RMS of a stretch of a file in dBFS, -120 for silence."""
    samples = read_wav(path, None).samples[round(begin * 48_000) : round(end * 48_000)] / 32_768
    return float(10 * np.log10(np.mean(np.square(samples)) + 1e-12))


def test_a_background_is_heard_under_a_score_until_it_is_switched_off(tmp_path: Path) -> None:
    """On from the start at its level, kept through a change of pace, exchanged, off, on."""

    async def talk() -> None:
        speaker = WavSpeaker(tmp_path / "out.wav")
        calm = score(seconds=60.0)
        playing = asyncio.create_task(speaker.play(calm, background="rain"))
        await asyncio.sleep(4.0)
        speaker.retime(score(seconds=30.0))
        await asyncio.sleep(4.0)
        speaker.set_background("drone")
        await asyncio.sleep(4.0)
        speaker.set_background(None)
        await asyncio.sleep(3.0)
        speaker.set_background("rain")
        await playing
        await speaker.aclose()

    run_virtual(talk())

    file = tmp_path / "out.wav"
    assert loudness(file, 2.1, 8.0) == pytest.approx(-34, abs=1.5)
    assert loudness(file, 10.1, 12.0) == pytest.approx(-30, abs=1.5)
    assert loudness(file, 13.1, 15.0) == -120
    assert loudness(file, 17.1, 25.9) == pytest.approx(-34, abs=1.5)
    assert loudness(file, 26.0, 30.0) == pytest.approx(-39, abs=2)
    assert read_wav(file).seconds == pytest.approx(30, abs=0.1)


def test_a_cut_score_takes_its_background_with_it(tmp_path: Path) -> None:
    """Silence follows as soon as without one, and the same score goes on with it again."""

    async def talk() -> None:
        speaker = WavSpeaker(tmp_path / "out.wav")
        playing = asyncio.create_task(speaker.play(score(seconds=60.0), background="drone"))
        await asyncio.sleep(4.0)
        playing.cancel()
        await asyncio.wait({playing})
        await asyncio.sleep(1.0)
        await speaker.play(score(seconds=20.0), start=speaker.position, background="drone")
        await speaker.aclose()

    run_virtual(talk())

    file = tmp_path / "out.wav"
    assert loudness(file, 3.5, 4.0) > -33
    assert loudness(file, 4.03, 5.0) == -120
    assert loudness(file, 7.1, 9.0) == pytest.approx(-30, abs=2)


def test_a_background_while_nothing_plays_makes_no_sound(tmp_path: Path) -> None:
    async def talk() -> None:
        speaker = WavSpeaker(tmp_path / "out.wav")
        speaker.set_background("rain")
        speaker.start()
        await asyncio.sleep(3.0)
        await speaker.play(score(seconds=8.0))
        await speaker.aclose()

    run_virtual(talk())

    assert loudness(tmp_path / "out.wav", 0.0, 11.0) == -120


def test_an_unknown_background_is_refused_before_anything_sounds(tmp_path: Path) -> None:
    async def talk() -> None:
        speaker = WavSpeaker(tmp_path / "out.wav")
        try:
            await speaker.play(score(seconds=8.0), background="waves")
        finally:
            await speaker.aclose()

    with pytest.raises(ValueError, match="one of rain, drone, not waves"):
        run_virtual(talk())
