"""What is changed by voice holds at once, is kept, and is told; the night is soft."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Unpack

import pytest

from assistant import events
from assistant.app import Manner, Program, conversation, load
from assistant.audio.devices import Playback
from assistant.audio.frames import AudioClip
from assistant.audio.score import Score
from assistant.audio.silent import SilentSpeaker
from assistant.choosing import Choosing
from assistant.clock import run_virtual
from assistant.dialogue.actions import EVERY_SETTING, Change, Changed, Refused
from assistant.dialogue.steps import SETTING_SLOTS, SETTINGS
from assistant.errors import EngineError
from assistant.memory.choices import CHOICES, FILE, Choices
from assistant.memory.first_run import MARKERS, is_heard
from assistant.settings import MemorySettings, QuietHours, Settings
from assistant.speaking import MOST_SOFTER_DB, Speaking
from assistant.typed import ScriptLine, SilentVoice, TypedEars, from_script
from assistant.waking import Waking
from tests.fakes import Line, Recorder, SlowVoice
from tests.test_conversation import names, sources, talk
from tests.test_waking import said

FIRST_RUN = Manner(introduces=True, wakes=True, seed=1)


class LoudnessSpeaker(SilentSpeaker):
    """A silent speaker that keeps how loud each clip was to be, and how long it is."""

    def __init__(self) -> None:
        super().__init__()
        self.volume = 1.0
        self.clips: list[tuple[float, float]] = []

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    async def play(self, sound: AudioClip | Score, **how: Unpack[Playback]) -> None:
        self.clips.append((round(self.volume, 3), round(sound.seconds, 2)))
        await super().play(sound, **how)


def program_at(folder: Path, settings: Settings | None = None) -> Program:
    """Return the shipped program with a state folder of its own."""
    return load(replace(settings or Settings(country="GB"), memory=MemorySettings(folder)))


def choosing_at(folder: Path, learns: Sequence[object] = ()) -> tuple[Choosing, Recorder]:
    """Return the carrying out of choices, and what it tells."""
    recorder, settings = Recorder(), Settings()
    speaking = Speaking(SilentSpeaker(), SilentVoice(), recorder, lambda: None)
    choosing = Choosing(
        settings,
        settings,
        Choices(folder),
        speaking,
        Waking("phrase", "hey haven", can_sleep=True),
        recorder,
        countries={"IE": ("Ireland",)},
        with_help_lines={"IE"},
        learns=learns,  # type: ignore[arg-type]
    )
    return choosing, recorder


def change(choosing: Choosing, setting: str, value: str) -> Changed | Refused:
    """Change a setting."""
    return asyncio.run(choosing.do(Change(setting, value)))


def test_the_steps_of_a_dialogue_know_every_choice(tmp_path: Path) -> None:
    choosing, _ = choosing_at(tmp_path)

    assert CHOICES.keys() == SETTINGS
    assert choosing.told().keys() == SETTING_SLOTS


def test_saved_is_told_when_the_choice_is_on_the_disk(tmp_path: Path) -> None:
    choosing, recorder = choosing_at(tmp_path)
    reply = change(choosing, "country", "IE")

    assert isinstance(reply, Changed)
    assert (reply.told["my_country"], reply.told["my_lines"]) == ("Ireland", "yes")
    assert reply.kept
    assert recorder.of(events.Saved) == [events.Saved("country")]
    assert Choices(tmp_path).settled(Settings()).country == "IE"


def test_a_choice_that_cannot_be_kept_holds_until_the_end_and_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    choosing, recorder = choosing_at(tmp_path / "file")
    reply = change(choosing, "name", "Wintergreen")

    assert isinstance(reply, Changed)
    assert (reply.told["my_name"], reply.kept) == ("Wintergreen", False)
    (fault,) = recorder.of(events.Fault)
    assert isinstance(fault, events.Fault)
    assert fault.stage == "choices"
    assert "Wintergreen" not in fault.message


def test_a_phrase_that_the_ears_refuse_is_not_changed(tmp_path: Path) -> None:
    def learn(phrase: str) -> None:
        raise EngineError("too short")

    choosing, _ = choosing_at(tmp_path, [learn])

    assert change(choosing, "phrase", "a b") == Refused()
    assert choosing.waking.phrase == "hey haven"
    assert not (tmp_path / FILE).exists()


def test_slower_for_good_is_a_step_and_is_kept_as_a_number(tmp_path: Path) -> None:
    choosing, _ = choosing_at(tmp_path)
    change(choosing, "pace", "slower")

    assert choosing.speaking.pace == pytest.approx(0.85)
    assert Choices(tmp_path).settled(Settings()).speech.synthesizer.pace == pytest.approx(0.85)
    for _ in range(5):
        reply = change(choosing, "pace", "slower")
    assert reply == Refused()


def test_what_is_not_there_cannot_be_pressed(tmp_path: Path) -> None:
    choosing, _ = choosing_at(tmp_path)
    choosing.ways = {"phrase", "always"}

    assert change(choosing, "wake", "button") == Refused()
    assert isinstance(change(choosing, "wake", "always"), Changed)
    assert choosing.waking.by == "always"


def test_all_choices_are_undone_at_once(tmp_path: Path) -> None:
    choosing, _ = choosing_at(tmp_path)
    for setting, value in (("name", "Sam"), ("wake", "always"), ("volume", "softer")):
        change(choosing, setting, value)
    change(choosing, EVERY_SETTING, "")

    assert choosing.settings == Settings()
    assert (choosing.waking.by, choosing.speaking.volume) == ("phrase", Settings().audio.volume)
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize(("minute", "quiet"), [(22 * 60, True), (6 * 60, True), (7 * 60, False)])
def test_quiet_hours_go_over_midnight(tmp_path: Path, minute: int, quiet: bool) -> None:
    choosing, _ = choosing_at(tmp_path)
    choosing.minute = lambda: minute
    assert not choosing.is_quiet()
    choosing.settings = replace(choosing.settings, quiet_hours=QuietHours(22 * 60, 7 * 60))

    assert choosing.is_quiet() == quiet


def test_where_the_clock_is_not_set_any_hour_may_be_a_quiet_one(tmp_path: Path) -> None:
    choosing, _ = choosing_at(tmp_path)
    choosing.minute = lambda: None
    choosing.settings = replace(choosing.settings, quiet_hours=QuietHours(0, 60))

    assert choosing.is_quiet()


def test_danger_gets_the_number_of_a_country_chosen_a_moment_before(tmp_path: Path) -> None:
    lines = [Line(9, "change my country to australia"), Line(24, "i took all my pills")]
    recorder = talk(program_at(tmp_path), lines, 60)

    assert any("zero, zero, zero" in text or "zero zero zero" in text for text in said(recorder))


def test_no_setting_takes_the_place_of_an_answer_to_danger(tmp_path: Path) -> None:
    answers = ["i want to kill myself", "no", "what are your settings"]
    recorder = answered(program_at(tmp_path), answers, Manner(seed=1, stays=False))

    assert not any(step.startswith("my_settings") for step in sources(recorder))


def test_a_name_is_said_at_the_next_start_and_never_rendered_ahead(tmp_path: Path) -> None:
    program = program_at(tmp_path)
    recorder = talk(program, [Line(9, "call me robin"), Line(18, "yes")], 26)
    assert "set_name.done" in sources(recorder)

    again = program_at(tmp_path)
    recorder = talk(again, [Line(9, "what is my name")], 20)
    assert "I call you Robin." in said(recorder)
    assert not any("Robin" in line for line in again.pack.spoken_lines("GB"))


def test_a_damaged_file_of_choices_is_told_and_the_usual_settings_hold(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("volume: {is: loud, instead_of: '0.80'}")
    program = program_at(tmp_path)
    recorder = talk(program, [], 20)

    assert "fault_choices" in sources(recorder)
    assert [fault.stage for fault in recorder.of(events.Fault) if isinstance(fault, events.Fault)]
    assert program.settings.audio.volume == Settings().audio.volume


def test_in_quiet_hours_it_starts_without_a_word_and_answers_more_softly(tmp_path: Path) -> None:
    """A power cut at night wakes nobody; who calls in a whisper is answered in one."""
    hours = QuietHours(0, 24 * 60 - 1)
    program = program_at(tmp_path, Settings(country="GB", quiet_hours=hours))
    speaker = LoudnessSpeaker()
    recorder = talk(
        program, [Line(20, "hey haven")], 26, speaker=speaker, manner=Manner(wakes=True, seed=1)
    )

    assert sources(recorder) == ["woken"]
    assert speaker.clips[0][0] == pytest.approx(0.8 * 10 ** (-MOST_SOFTER_DB / 20), abs=0.01)


def test_a_line_that_takes_long_is_announced_by_a_tone_and_not_as_speech(tmp_path: Path) -> None:
    """Where tones are wanted; `said` stays the first word."""
    speaker = LoudnessSpeaker()
    recorder = talk(
        program_at(tmp_path),
        [],
        12,
        speaker=speaker,
        voice=SlowVoice(seconds=2.5),
        manner=Manner(signals=True, seed=1),
    )

    assert [seconds for _, seconds in speaker.clips[:2]] == [0.12, 0.12]
    assert recorder.at(events.Said) >= 2.5


def test_what_is_not_understood_is_answered_by_a_tone_first(tmp_path: Path) -> None:
    for signals, tones in ((True, 1), (False, 0)):
        speaker = LoudnessSpeaker()
        talk(
            program_at(tmp_path),
            [Line(9, "flibber the wug")],
            14,
            speaker=speaker,
            manner=Manner(signals=signals, seed=1),
        )
        assert sum(seconds == 0.24 for _, seconds in speaker.clips) == tones


def answered(program: Program, answers: Sequence[str], manner: Manner) -> Recorder:
    """Hold a conversation with someone who answers each time the floor is theirs."""
    recorder = Recorder()
    ears = TypedEars(from_script([ScriptLine(text) for text in answers]), patient=True)

    async def main() -> None:
        speaker, voice = SilentSpeaker(), SilentVoice()
        await conversation(program, ears, speaker, voice, recorder, manner).run()

    run_virtual(main())
    return recorder


ANSWERS = (
    "yes",
    "my name is robin",
    "yes",
    "ireland",
    "yes",
    "dear lantern",
    "slower please",
    "quieter",
    "yes",
    "from ten to seven",
    "the moon is out tonight",
    "yes",
)


def test_a_first_run_asks_everything_and_each_answer_is_kept(tmp_path: Path) -> None:
    """From the offer to the test of the sound, hands free; the next start asks nothing."""
    recorder = answered(program_at(tmp_path), ANSWERS, FIRST_RUN)

    kept = [event.what for event in recorder.of(events.Saved) if isinstance(event, events.Saved)]
    assert kept == ["name", "country", "phrase", "pace", "volume", "quiet_hours"]
    assert sources(recorder)[-1] == "hello"
    assert is_heard(tmp_path, MARKERS["setup"])
    settings = program_at(tmp_path).settings
    assert (settings.name, settings.country) == ("Robin", "IE")
    assert settings.wake.phrase == "dear lantern"
    # Whether these are quiet hours depends on when the test runs.
    by_day = replace(program_at(tmp_path), settings=replace(settings, quiet_hours=None))
    recorder = talk(by_day, [], 20, manner=FIRST_RUN)
    assert sources(recorder) == ["hello_asleep"]


def test_what_was_chosen_can_be_undone_by_voice(tmp_path: Path) -> None:
    answered(program_at(tmp_path), ANSWERS, FIRST_RUN)
    answered(program_at(tmp_path), ["reset my settings", "yes"], Manner(seed=1, stays=False))

    assert program_at(tmp_path).settings.country == "GB"


def test_delete_everything_deletes_the_name_as_well(tmp_path: Path) -> None:
    """The country of the help lines stays: it is nobody's words."""
    answered(program_at(tmp_path), ANSWERS, FIRST_RUN)
    answered(program_at(tmp_path), ["delete everything", "yes"], Manner(seed=1, stays=False))

    assert "obin" not in (tmp_path / FILE).read_text()
    assert program_at(tmp_path).settings.country == "IE"


def test_silence_to_the_offer_means_later_and_it_is_told_how(tmp_path: Path) -> None:
    recorder = talk(program_at(tmp_path), [], 100, manner=FIRST_RUN)

    assert sources(recorder)[5:8] == ["setup.offer", "setup.later", "hello"]
    assert any("hey haven" in text for text in said(recorder))


@pytest.mark.parametrize(
    ("words", "started"),
    [
        ("help me breathe", "breathing/generic"),
        ("i took all my pills", "crisis/suicide_active"),
        ("i think he is going to leave me", "reframe/thought"),
    ],
)
def test_who_needs_something_in_the_middle_of_the_questions_gets_it_at_once(
    tmp_path: Path, words: str, started: str
) -> None:
    recorder = answered(program_at(tmp_path), ["yes", words], FIRST_RUN)

    assert "set_name.which" in sources(recorder)
    assert f"started {started}" in names(recorder)
    assert "set_country.which" not in sources(recorder)
