"""Adjusting: how loud, how fast and upon what it speaks, by the word that asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.speaking import Speaking

STEPS: Mapping[str, tuple[Callable[[Speaking], bool], str, str]] = {
    "louder": (Speaking.louder, "louder", "loudest"),
    "quieter": (Speaking.quieter, "quieter", "quietest"),
    "slower": (Speaking.slower, "slower_speech", "slowest"),
    "faster": (Speaking.faster, "faster_speech", "fastest"),
}
"""What each command does, the line that says so, and the one where there is no step left."""
BACKGROUNDS: Mapping[str, str | None] = {
    "rain_sound": "rain",
    "drone_sound": "drone",
    "no_background": None,
}
"""What sounds under practices from then on, by the act that asks for it."""


def step(speaking: Speaking, command: str) -> str:
    """Go one step, as a command of STEPS asks; return the line of the pack that says so."""
    go, gone, at_the_end = STEPS[command]
    return gone if go(speaking) else at_the_end


def change_background(speaking: Speaking, act: str) -> bool:
    """Change the sound under practices; False where the act is about something else."""
    if act in BACKGROUNDS:
        speaking.set_background(BACKGROUNDS[act])
    return act in BACKGROUNDS
