"""A score rendered to a file, by the same mixer that plays it aloud."""

from __future__ import annotations

from pathlib import Path

from assistant.audio.background import background_loop
from assistant.audio.mixer import Mixer
from assistant.audio.score import Score, Sounds
from assistant.audio.track import track_of
from assistant.audio.wavfile import to_int16, wav_writer

BLOCK_SECONDS = 0.05


def render_score(
    path: Path,
    score: Score,
    sounds: Sounds,
    rate: int = 48_000,
    background: str | None = None,
) -> None:
    """Write a score as a mono 16-bit WAV at `rate` Hz, block by block.

    `background` names what loops softly under it. Raises AudioFileError where it cannot be
    written, ValueError for an unknown background.
    """
    mixer = Mixer(rate)
    loop = background_loop(background, rate) if background else None
    mixer.play(track_of(score, sounds, rate, loop))
    with wav_writer(path, rate) as file:
        while mixer.sounding:
            block, _ = mixer.render(round(BLOCK_SECONDS * rate))
            file.writeframesraw(to_int16(block).tobytes())
