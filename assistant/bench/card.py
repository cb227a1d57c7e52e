"""A private sound card: PulseAudio in a temporary folder, with a person on one side of it.

    speaker ──► room, channel "assistant", and at the loudness of the echo "microphone"
    mic_in  ──► room, channels "person" and "microphone"
    mic     ◄── room, channel "microphone"

All three channels are one sink, so a recording of it holds both sides on one clock.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from assistant.audio.frames import AudioClip
from assistant.audio.wavfile import write_wav
from assistant.errors import DeviceError

RATE = 48_000
"""Hertz: the card's own rate."""
DEVICES: Mapping[str, str] = {"usbmic": "mic", "usbspeaker": "speaker"}
"""The named devices, beside `default`, and what stands behind each."""

# Without norewinds a new stream stalls for one to two seconds.
_SERVER = """
load-module module-native-protocol-unix auth-anonymous=1 socket={folder}/native
load-module module-null-sink norewinds=1 sink_name=room rate=48000 channels=3 \
channel_map=front-left,front-right,rear-left
load-module module-remap-sink sink_name=speaker master=room channels=2 remix=no \
channel_map=front-right,rear-left master_channel_map=front-right,rear-left
load-module module-remap-sink sink_name=mic_in master=room channels=2 remix=no \
channel_map=front-left,rear-left master_channel_map=front-left,rear-left
load-module module-remap-source source_name=mic master=room.monitor channels=1 remix=no \
channel_map=mono master_channel_map=rear-left
set-default-sink speaker
set-default-source mic
"""
_PROGRAMS = ("setpriv", "pulseaudio", "pactl", "paplay", "parecord")
_COMMAND = (
    "setpriv --pdeathsig KILL pulseaudio -n -F {folder}/pulse.conf --daemonize=no "
    "--use-pid-file=no --exit-idle-time=-1 --disallow-exit --disable-shm=yes --realtime=yes "
    "--high-priority=yes --log-target=file:{folder}/pulse.log"
)


@dataclass(frozen=True, slots=True)
class Recording:
    """What was in the air, on one clock: the same sample index is the same moment."""

    person: AudioClip
    assistant: AudioClip
    microphone: AudioClip
    """The person and the echo of the assistant, as the microphone hears them."""


class Recorder:
    """A recording under way; `stop()` gives what was heard since it began."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._path = folder / f"recording-{time.monotonic_ns()}.raw"
        command = (
            f"parecord --device=room.monitor --raw --format=s16le --rate={RATE} --channels=3 "
            f"--channel-map=front-left,front-right,rear-left --latency-msec=20 {self._path}"
        )
        self.process = _start(command, environment)
        _wait_until(lambda: self._path.exists() and self._path.stat().st_size > 0, "parecord")

    def stop(self) -> Recording:
        """End the recording and return it."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=5)
        data = np.fromfile(self._path, dtype="<i2")
        self._path.unlink()
        channels = data[: len(data) // 3 * 3].reshape(-1, 3).T
        return Recording(*(AudioClip(np.ascontiguousarray(one), RATE) for one in channels))


class VirtualCard:
    """A sound card of its own for one use, in a `with` block.

    `echo_db` is the loudness of the assistant's voice in the microphone, None for no echo.
    The server dies with the thread that starts it. Raises DeviceError where PulseAudio is
    not installed or does not start.
    """

    def __init__(self, echo_db: float | None = None) -> None:
        self._echo_db = echo_db
        self._folder = tempfile.TemporaryDirectory(prefix="card-")
        self.folder = Path(self._folder.name)
        self._server: subprocess.Popen[bytes] | None = None
        self._clients: list[subprocess.Popen[bytes]] = []
        self.environment: dict[str, str] = os.environ | {
            "PULSE_SERVER": f"unix:{self.folder}/native",
            "PULSE_CLIENTCONFIG": f"{self.folder}/client.conf",
            "PULSE_COOKIE": f"{self.folder}/cookie",
            "PULSE_RUNTIME_PATH": str(self.folder),
            "PULSE_STATE_PATH": str(self.folder),
            "ALSA_CONFIG_PATH": f"{self.folder}/asound.conf",
        }

    def __enter__(self) -> Self:
        (self.folder / "client.conf").write_text("autospawn = no\n")
        (self.folder / "pulse.conf").write_text(_SERVER.format(folder=self.folder))
        self._write_devices(DEVICES)
        try:
            self.start_server()
        except DeviceError:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the server and whatever still plays or records, and remove the files."""
        self.kill_server()
        for client in self._clients:
            client.wait(timeout=5)
        self._folder.cleanup()

    def start_server(self) -> None:
        """Start the sound server, again after `kill_server`."""
        for program in _PROGRAMS:
            if not shutil.which(program):
                raise DeviceError(
                    f"virtual sound card: {program} is not installed; "
                    "apt-get install pulseaudio pulseaudio-utils libasound2-plugins"
                )
        home = {"HOME": str(self.folder)}
        self._server = _start(_COMMAND.format(folder=self.folder), self.environment | home)
        _wait_until(lambda: self._control("info") == 0, "pulseaudio")
        with suppress(OSError):  # on a busy machine an ordinary server breaks the sound
            os.sched_setscheduler(self._server.pid, os.SCHED_RR, os.sched_param(5))
        self.set_echo(self._echo_db)

    def kill_server(self) -> None:
        """End the sound server as a crash would."""
        if self._server:
            self._server.kill()
            self._server.wait()
            (self.folder / "native").unlink(missing_ok=True)

    def set_echo(self, echo_db: float | None) -> None:
        """Set how loud the microphone hears the speaker."""
        self._echo_db = echo_db
        gain = 0.0 if echo_db is None else 10 ** (echo_db / 20)
        self._control("set-sink-volume", "speaker", "1.0", f"{gain:.4f}")

    def unplug(self, device: str) -> None:
        """Silence a named device and take it off the list."""
        self._write_devices({name: pcm for name, pcm in DEVICES.items() if name != device})
        self._suspend(device, "1")

    def plug_in(self, device: str) -> None:
        """Undo `unplug`."""
        self._write_devices(DEVICES)
        self._suspend(device, "0")

    def play_into_microphone(self, clip: AudioClip) -> subprocess.Popen[bytes]:
        """Start to say a clip into the microphone; `wait()` on what is returned for its end."""
        path = self.folder / f"person-{time.monotonic_ns()}.wav"
        write_wav(path, clip)
        playing = _start(f"paplay --device=mic_in --latency-msec=20 {path}", self.environment)
        self._clients.append(playing)
        return playing

    def record(self) -> Recorder:
        """Start to record both sides."""
        recorder = Recorder(self.folder, self.environment)
        self._clients.append(recorder.process)
        return recorder

    def _write_devices(self, devices: Mapping[str, str]) -> None:
        named = "".join(
            f"pcm.{name} {{ type pulse device {pcm} hint.description {name} }}\n"
            for name, pcm in devices.items()
        )
        written = self.folder / "asound.conf.part"
        written.write_text(
            "</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\n"
            f"ctl.!default {{ type pulse }}\n{named}"
        )
        written.replace(self.folder / "asound.conf")  # PortAudio aborts where it reads half of it

    def _suspend(self, device: str, on: str) -> None:
        pcm = DEVICES[device]
        self._control("suspend-source" if pcm == "mic" else "suspend-sink", pcm, on)

    def _control(self, *words: str) -> int:
        return subprocess.run(
            ["pactl", *words], env=self.environment, capture_output=True, check=False
        ).returncode


def _start(command: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command.split(), env=environment, stderr=subprocess.DEVNULL)


def _wait_until(ready: Callable[[], bool], what: str, seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise DeviceError(f"virtual sound card: {what} did not start in {seconds:.0f} s")
        time.sleep(0.02)
