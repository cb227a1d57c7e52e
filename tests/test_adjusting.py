"""How loud and how fast it speaks goes by steps, and each step is told."""

import pytest

from assistant.adjusting import BACKGROUNDS, STEPS, change_background, step
from assistant.audio.silent import SilentSpeaker
from assistant.settings import BACKGROUNDS as SOUNDS
from assistant.speaking import Speaking
from assistant.typed import SilentVoice
from tests.content.shipped import shipped


def speaking() -> Speaking:
    """Return a voice without sound."""
    return Speaking(SilentSpeaker(), SilentVoice(), lambda event: None, lambda: None)


@pytest.mark.parametrize("command", STEPS)
def test_steps_are_told_until_there_is_none_left(command: str) -> None:
    """Each has its line in the pack."""
    _, gone, at_the_end = STEPS[command]
    voice = speaking()
    told = [step(voice, command) for _ in range(20)]

    assert told[0] == gone
    assert told[-1] == at_the_end
    assert {gone, at_the_end} <= shipped().lines.keys()


def test_a_background_is_changed_by_the_act_that_names_it() -> None:
    """Another act changes nothing."""
    voice = speaking()

    assert change_background(voice, "rain_sound")
    assert not change_background(voice, "why")
    assert voice.background == "rain"
    assert change_background(voice, "no_background")
    assert voice.background is None


def test_every_sound_of_the_settings_can_be_asked_for() -> None:
    assert {*SOUNDS, None} == set(BACKGROUNDS.values())
