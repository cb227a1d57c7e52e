"""systemd: tells it that the program is ready and that it is alive, see sd_notify(3)."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from assistant import events

READY, ALIVE = b"READY=1", b"WATCHDOG=1"
WELL = b"STATUS=everything works"
BEATS = 3
"""Signs of life in the time after which systemd takes the program for dead."""


@dataclass(slots=True)
class Supervisor:
    """The end of systemd's line to a service."""

    address: str
    """Path of its socket; an abstract one begins with "@"."""
    watchdog: float | None = None
    """Seconds without a sign of life after which it restarts the program; None for never."""
    _ready: bool = field(default=False, init=False)
    _faults: dict[str, str] = field(default_factory=dict, init=False)
    """What does not work, by stage."""

    def observe(self, event: events.Event) -> None:
        """Tell when the floor is first the person's, which means ready, and what does not work.

        That someone is heard, or our voice sounds, shows that what was amiss there is well again.
        """
        match event:
            case events.Listening() if not self._ready:
                self._ready = True
                self._tell(READY)
            case events.Fault(stage, message):
                self._faults[stage] = message
                self._tell_faults()
            case events.Heard():
                self._mend("microphone", "recognizer")
            case events.Said():
                self._mend("speaker", "synthesizer")

    def _mend(self, *stages: str) -> None:
        well = self._faults.keys() & set(stages)
        for stage in well:
            del self._faults[stage]
        if well:
            self._tell_faults()

    def _tell_faults(self) -> None:
        """Show in `systemctl status` what does not work."""
        faults = "; ".join(f"{stage}: {message}" for stage, message in self._faults.items())
        self._tell(f"STATUS={faults}".encode() if faults else WELL)

    async def keep_alive(self) -> None:
        """Give signs of life for as long as the event loop goes round."""
        while self.watchdog:
            self._tell(ALIVE)
            await asyncio.sleep(self.watchdog / BEATS)

    def _tell(self, state: bytes) -> None:
        """Send a datagram; a supervisor that is gone is no reason to fall silent on a person."""
        address = self.address.replace("@", "\0", 1) if self.address[0] == "@" else self.address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.setblocking(False)
            line.sendto(state, address)


def supervisor(environment: Mapping[str, str]) -> Supervisor | None:
    """Return the supervisor that started the program, None where there is none."""
    address = environment.get("NOTIFY_SOCKET")
    if not address:
        return None
    microseconds = environment.get("WATCHDOG_USEC", "")
    return Supervisor(address, int(microseconds) / 1e6 if microseconds.isdigit() else None)
