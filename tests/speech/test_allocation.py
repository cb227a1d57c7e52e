"""What engines freed is given back; threads share what they allocate from."""

from __future__ import annotations

import subprocess
import sys
import textwrap

ARENA_MB = 64
"""Of addresses that glibc sets aside for each arena on a 64-bit machine."""
PROGRAM = textwrap.dedent(
    """
    import threading
    from pathlib import Path
    from assistant.speech.engines.allocation import give_back_freed_memory

    if {limited}:
        give_back_freed_memory()
    barrier = threading.Barrier(9)

    def hold():
        held = [bytes(2000) for _ in range(200)]
        barrier.wait()
        barrier.wait()

    threads = [threading.Thread(target=hold) for _ in range(8)]
    for thread in threads:
        thread.start()
    barrier.wait()
    print(Path("/proc/self/status").read_text().split("VmSize:")[1].split()[0])
    barrier.wait()
    """
)


def address_space_mb(limited: bool) -> float:
    """The addresses that a program with eight threads has taken."""
    program = PROGRAM.format(limited=limited)
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return int(told.stdout) / 1024


def test_many_threads_share_two_arenas() -> None:
    """Each arena keeps what it once held, so a thread more must not be an arena more."""
    assert address_space_mb(limited=False) - address_space_mb(limited=True) > 3 * ARENA_MB
