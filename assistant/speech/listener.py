"""The listener: microphone frames in, speech events and recognised utterances out.

The recogniser works ahead: after a short silence it decodes what it has, so that the text is
there by the time patience runs out, and a short command need not wait for the patience that a
thought is given.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant.audio.devices import Microphone
from assistant.audio.frames import FRAME_SECONDS, AudioFrame, Samples
from assistant.errors import DeviceError, EngineError
from assistant.speech.endpointer import Endpointer, Turn
from assistant.speech.recognizer import Recognizer, Transcript, Utterance
from assistant.speech.vad import VoiceActivityDetector

PRE_ROLL_SECONDS = 0.3
"""Kept from before speech was noticed: soft first sounds are late to be taken for speech."""
LONG_SECONDS = 8.0
"""Speech longer than this is decoded ahead only late in its patience: it costs more."""
REOPEN_SECONDS = 0.2
"""Between two tries to reopen a microphone that is gone."""
BEHIND_SECONDS = 3.0
"""That a frame waits to be listened to when the machine cannot keep up."""
BUSY_SECONDS = 300.0
"""That a machine counts as busy after it fell behind: it decodes ahead only once an utterance."""
TELL_AGAIN_SECONDS = 3600.0
"""Between two times that falling behind is told."""
MOST_DECODE_SECONDS = 60.0
"""After which a recogniser is taken for stuck."""
HAND_OVER_FRAMES = 10
"""A streaming recogniser keeps up when it is given 0.2 s at a time."""
QUEUE_LENGTH = 32
FULL_SCALE_DB = 20 * math.log10(32768)


@dataclass(frozen=True, slots=True)
class Attention:
    """How to listen at this moment."""

    patience: float
    """Seconds of silence that end what is being said."""
    command_patience: float = 0.45
    """The same, once what was said is known to be complete, as a short command is."""
    phrases: tuple[str, ...] = ()
    """What the prompt expects to hear; empty for open speech."""
    ahead: float = 0.1
    """Seconds of silence after which to decode ahead: longer than the closure of a p or t."""
    floor: bool = True
    """True while the floor is the person's, False while our own voice sounds."""
    shared: bool = False
    """True where a practice goes on under whatever the person says, and ends by itself."""
    paused: bool = False
    """True where what sounded waits until the person wants it to go on."""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Someone began to speak."""

    doubtful: bool = False
    """True where it may be our own voice; see AudioFrame."""


@dataclass(frozen=True, slots=True)
class NothingSaid:
    """What began as speech held no words."""


@dataclass(frozen=True, slots=True)
class MicrophoneLost:
    """The microphone died; it is being reopened."""

    error: DeviceError


@dataclass(frozen=True, slots=True)
class MicrophoneBack:
    """The microphone works again."""


@dataclass(frozen=True, slots=True)
class NotRecognized:
    """The recogniser failed on what was said."""

    error: EngineError


@dataclass(frozen=True, slots=True)
class FellBehind:
    """The machine is too busy to listen in time."""

    seconds: float
    """By which what is heard comes late."""


@dataclass(frozen=True, slots=True)
class EndOfInput:
    """Nothing more will ever be heard: the file, script or typed input ended."""


Sound = (
    SpeechStarted
    | NothingSaid
    | Utterance
    | NotRecognized
    | FellBehind
    | MicrophoneLost
    | MicrophoneBack
    | EndOfInput
)


class Ears(Protocol):
    """Where the conversation hears from: a microphone, a script, a keyboard."""

    async def run(self) -> None:
        """Hear until the input ends."""
        ...

    async def hear(self) -> Sound:
        """Wait for the next thing heard."""
        ...

    def attend(self, attention: Attention) -> None:
        """Listen as this moment asks."""
        ...


class Listener:
    """Ears on a microphone."""

    def __init__(
        self,
        microphone: Microphone,
        vad: VoiceActivityDetector,
        recognizer: Recognizer,
        is_complete: Callable[[str], bool],
        thread: Executor | None = None,
    ) -> None:
        self.dropped = 0
        """Events lost because nobody took them."""
        self._microphone, self._vad, self._recognizer = microphone, vad, recognizer
        self._is_complete = is_complete
        self._attention = Attention(patience=0.7)
        self._endpointer = Endpointer()
        self._sounds: asyncio.Queue[Sound] = asyncio.Queue(QUEUE_LENGTH)
        self._before: deque[AudioFrame] = deque(maxlen=round(PRE_ROLL_SECONDS / FRAME_SECONDS))
        self._pending: list[Samples] = []
        # One thread: the recogniser must take its calls in order.
        self._thread = thread or ThreadPoolExecutor(1, "recognizer")
        self._ahead: asyncio.Future[Transcript] | None = None
        self._complete: bool | None = None
        """Whether what was decoded ahead needs nothing after it; None before that is known."""
        self._phrases: tuple[str, ...] = ()
        self._started_at = self._voiced_at = 0.0
        self._doubts = 0
        """Frames of speech that may be our own voice, less those that are not."""
        self._power, self._voiced_frames = 0.0, 0
        """Sum of the mean squares of the frames of speech, and their number."""
        self._busy_until = self._tell_from = 0.0
        """Until when the machine counts as busy, and from when that is told again."""

    async def hear(self) -> Sound:
        """Wait for the next thing heard."""
        return await self._sounds.get()

    def attend(self, attention: Attention) -> None:
        """Listen as this moment asks; holds for speech already under way as well."""
        self._attention = attention

    async def run(self) -> None:
        """Follow the microphone; reopen it by name whenever it dies."""
        lost = False
        try:
            while True:
                try:
                    async for frame in self._microphone.frames():
                        if lost:
                            lost = False
                            self._put(MicrophoneBack())
                        await self._take(frame)
                    break
                except DeviceError as error:
                    self._forget()
                    if not lost:
                        lost = True
                        self._put(MicrophoneLost(error))
                    await asyncio.sleep(REOPEN_SECONDS)
            if self._endpointer.speaking:
                await self._finish()
            self._put(EndOfInput())
        finally:
            self._thread.shutdown(wait=False, cancel_futures=True)

    async def _take(self, frame: AudioFrame) -> None:
        self._watch_lag(frame)
        is_speech = self._vad.is_speech(frame)
        was_speaking = self._endpointer.speaking
        self._endpointer.patience = self._patience()
        turn = self._endpointer.accept(is_speech)
        if turn is Turn.STARTED:
            self._start(frame)
        elif was_speaking:
            self._go_on(frame, is_speech)
        else:
            self._before.append(frame)
        if turn is Turn.ENDED:
            await self._finish()

    def _watch_lag(self, frame: AudioFrame) -> None:
        """Note, and at times tell, that frames wait too long."""
        now = asyncio.get_running_loop().time()
        if now - frame.ended_at < BEHIND_SECONDS:
            return
        self._busy_until = now + BUSY_SECONDS
        if now >= self._tell_from:
            self._tell_from = now + TELL_AGAIN_SECONDS
            self._put(FellBehind(now - frame.ended_at))

    def _start(self, frame: AudioFrame) -> None:
        self._put(SpeechStarted(frame.doubtful))
        if self._attention.phrases != self._phrases:
            self._phrases = self._attention.phrases
            self._submit(self._recognizer.expect, self._phrases)
        self._submit(self._recognizer.reset)
        self._pending = [kept.samples for kept in self._before] + [frame.samples]
        self._started_at = frame.ended_at - self._endpointer.length
        self._doubts = 1 if frame.doubtful else -1
        self._voiced_at = frame.ended_at
        self._power, self._voiced_frames = _power(frame), 1
        self._before.clear()
        self._ahead = self._complete = None

    def _go_on(self, frame: AudioFrame, is_speech: bool) -> None:
        self._pending.append(frame.samples)
        if is_speech:
            self._voiced_at = frame.ended_at
            self._doubts += 1 if frame.doubtful else -1
            self._power += _power(frame)
            self._voiced_frames += 1
            self._ahead = self._complete = None
        elif self._ahead is None and self._endpointer.silence >= self._speculate_after():
            self._hand_over()
            self._ahead = asyncio.wrap_future(self._thread.submit(self._recognizer.partial))
        if len(self._pending) >= HAND_OVER_FRAMES:
            self._hand_over()

    def _speculate_after(self) -> float:
        """Return the silence after which to decode ahead: soon, but late after long speech.

        And on a busy machine, where the floor is the person's: over our voice "stop" stays quick.
        """
        is_busy = self._voiced_at < self._busy_until and self._attention.floor
        if self._endpointer.length < LONG_SECONDS and not is_busy:
            return self._attention.ahead
        return max(self._attention.ahead, self._attention.patience - 0.5)

    def _patience(self) -> float:
        """Return the silence to wait for: little once what was said is complete, or no words."""
        patience = self._attention.patience
        if self._ahead is None or not self._ahead.done() or self._ahead.exception():
            return patience
        if self._complete is None:
            text = self._ahead.result().text
            self._complete = not text or self._is_complete(text)
        return min(patience, self._attention.command_patience) if self._complete else patience

    async def _finish(self) -> None:
        """End the utterance under way and tell what was said."""
        try:
            async with asyncio.timeout(MOST_DECODE_SECONDS):
                transcript = await (self._ahead or self._decode_all())
                if not transcript.final:
                    transcript = await self._decode_all()
        except TimeoutError:
            stuck = f"{self._recognizer.name}: gave no text in {MOST_DECODE_SECONDS:.0f} s"
            self._put(NotRecognized(EngineError(f"{stuck}; restart the program if that goes on")))
        except EngineError as error:
            self._put(NotRecognized(error))
        else:
            self._put(self._utterance(transcript) if transcript.text else NothingSaid())
        finally:
            self._forget()

    def _decode_all(self) -> asyncio.Future[Transcript]:
        self._hand_over()
        return asyncio.wrap_future(self._thread.submit(self._recognizer.finish))

    def _utterance(self, transcript: Transcript) -> Utterance:
        return Utterance(
            transcript.text,
            transcript.alternatives or (transcript.text,),
            transcript.confidence,
            min(self._started_at, self._voiced_at),
            self._voiced_at,
            self._doubts > 0,
            transcript.faint,
            level_db=10 * math.log10(self._power / self._voiced_frames + 1.0) - FULL_SCALE_DB,
        )

    def _hand_over(self) -> None:
        """Give the recogniser's thread what has been heard since the last time."""
        if self._pending:
            self._submit(self._recognizer.accept, np.concatenate(self._pending))
            self._pending = []

    def _submit(self, call: Callable[..., object], *args: Sequence[object] | Samples) -> None:
        self._thread.submit(call, *args)

    def _forget(self) -> None:
        self._endpointer.reset()
        self._pending, self._ahead, self._complete = [], None, None
        self._before.clear()

    def _put(self, sound: Sound) -> None:
        try:
            self._sounds.put_nowait(sound)
        except asyncio.QueueFull:
            self.dropped += 1


def _power(frame: AudioFrame) -> float:
    """Return the mean square of a frame, int16's scale."""
    samples = frame.samples.astype(np.float32)
    return float(np.dot(samples, samples)) / len(samples)
