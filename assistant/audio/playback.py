"""A track being played: its position, what sounds, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.audio.bed import Bed
from assistant.audio.ramp import Ramp
from assistant.audio.score import Cue, CueKind
from assistant.audio.track import ClipReader, PlacedSound, Track, Waveform

FADE_SECONDS = 0.008
"""Short enough to be silent at once, long enough not to click."""
RELEASE_SECONDS = 0.06
"""How long a tone takes to give way to the next: heard as one tone turning into another."""
_VOICED = (CueKind.VOICE, CueKind.COUNT)
_TONED = (CueKind.TONE, CueKind.BELL)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that begins or ends inside a rendered block."""

    track: Track
    offset: int
    """Samples from the start of the block."""
    cue: Cue | None = None
    ended: bool = False


class Playback:
    """Renders one track from a position on, under a gate that fades."""

    def __init__(self, track: Track, start: int, rate: int) -> None:
        self.track = track
        self.position = start
        """Samples of the track already rendered."""
        self.gate = Ramp(1.0)
        self._rate = rate
        if start:  # it begins inside a sound, which must not click
            self.gate = Ramp(0.0)
            self.gate.aim(1.0, self._samples(FADE_SECONDS))
        self._beds: list[Bed] = []
        self._lay_bed()
        self._announced = False
        self._started = 0
        self._active: list[_Sounding] = []
        while self._started < len(track.sounds) and track.sounds[self._started].start < start:
            self._begin(track.sounds[self._started].start, start)
        self._forget_ended()

    def go_on_as(self, track: Track) -> None:
        """Replace the track by one with the same sounds up to the position."""
        changed = track.background is not self.track.background
        self.track = track
        if changed:
            for bed in self._beds:
                bed.leave()
            self._lay_bed()

    def fade_out(self) -> None:
        """Close the gate."""
        self.gate.aim(0.0, self._samples(FADE_SECONDS))

    def render_into(self, block: Waveform, notices: list[Notice]) -> None:
        """Add the next samples to `block`; a closed gate stands still."""
        frames = len(block)
        if self.gate.target == 0.0:
            frames = min(frames, self.gate.samples_left)
        if not frames:
            return
        mixed = np.zeros(frames, dtype=np.float32)
        self._begin_due(frames, notices)
        for sounding in self._active:
            sounding.add_to(mixed, self.position)
        self._add_beds(mixed)
        self.position += frames
        self._forget_ended()
        block[:frames] += mixed * self.gate.take(frames)
        if self._finished:
            notices.append(Notice(self.track, frames, ended=True))

    @property
    def _finished(self) -> bool:
        left = self._active or self._started < len(self.track.sounds)
        return not left and self.position >= self.track.length

    def _begin_due(self, frames: int, notices: list[Notice]) -> None:
        if not self._announced:
            self._announced = True
            notices.append(Notice(self.track, 0))
        sounds, end = self.track.sounds, self.position + frames
        while self._started < len(sounds) and sounds[self._started].start < end:
            sound = sounds[self._started]
            start = max(sound.start, self.position)
            self._begin(start, self.position)
            notices.append(Notice(self.track, start - self.position, sound.cue))

    def _begin(self, start: int, position: int) -> None:
        """Have the next sound begin at `start`, read from `position` on."""
        sound = self.track.sounds[self._started]
        self._started += 1
        if sound.cue and sound.cue.kind in _TONED:
            for sounding in self._active:
                sounding.give_way(start, self._samples(RELEASE_SECONDS))
        if sound.clip and start + sound.length > position:
            reader = ClipReader(sound.clip, self._rate, max(position - start, 0))
            self._active.append(_Sounding(sound, start, start + sound.length, reader))

    def _forget_ended(self) -> None:
        self._active = [sounding for sounding in self._active if sounding.end > self.position]

    def _lay_bed(self) -> None:
        if self.track.background is not None:
            self._beds.append(Bed(self.track.background, self._rate))

    def _add_beds(self, mixed: Waveform) -> None:
        voiced = any(sounding.kind in _VOICED for sounding in self._active)
        for bed in self._beds:
            bed.add_to(mixed, self.position, self.track.length, voiced)
        self._beds = [bed for bed in self._beds if not bed.gone]

    def _samples(self, seconds: float) -> int:
        return round(seconds * self._rate)


@dataclass(slots=True, eq=False)
class _Sounding:
    """A sound that has begun."""

    sound: PlacedSound
    start: int
    """Samples from the start of the track."""
    end: int
    """Samples from the start of the track."""
    reader: ClipReader
    _release: int = 0
    """Samples its fade takes; 0 where it sounds to its own end."""

    @property
    def kind(self) -> CueKind | None:
        """How it sounds; None for a clip that is no cue."""
        return self.sound.cue.kind if self.sound.cue else None

    def give_way(self, at: int, samples: int) -> None:
        """Fade out from `at` on where this is a tone that began before."""
        if self.kind is CueKind.TONE and self.start < at and self.end > at + samples:
            self.end, self._release = at + samples, samples

    def add_to(self, mixed: Waveform, position: int) -> None:
        """Mix in the samples that lie in the block at `position`."""
        at = max(self.start - position, 0)
        part = self.reader.take(min(len(mixed), self.end - position) - at) * self.sound.gain
        if self._release:
            left = self.end - position - at - np.arange(len(part), dtype=np.float32)
            part *= np.minimum(left / np.float32(self._release), np.float32(1.0))
        mixed[at : at + len(part)] += part
