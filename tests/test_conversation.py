"""The whole loop on virtual time: scripted microphone, real listener, real router, real content.

The speaker makes no sound and takes the time that sound would take; nothing here sleeps for real.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from itertools import pairwise

import pytest

from assistant import events
from assistant.app import Manner, Program, conversation, load, with_button
from assistant.audio.devices import Button
from assistant.audio.silent import SilentSpeaker
from assistant.clock import run_virtual
from assistant.settings import Settings
from assistant.speech.listener import Ears, Listener
from assistant.speech.recognizer import Transcript
from assistant.typed import SilentVoice
from assistant.understanding.intents import Context
from tests.fakes import (
    FailingRecognizer,
    InlineExecutor,
    Line,
    LostMicrophone,
    LostSpeaker,
    MarkRecognizer,
    MarkVad,
    Recorder,
    ScriptedMicrophone,
    SlowVoice,
)

HALF_HEARD = [
    "kindly do a pranayama with me i am not able to settle after the quarrel",
    "i need something for the thought before i sleep",
    "something quick for my body and the worry about him",
    "i want to look at it and breathe and sleep",
    "could we do the kind one about my chest and my thoughts",
]
"""Said so that two meanings are about as likely; which of them are depends on the weights."""


@pytest.fixture(scope="module")
def program() -> Program:
    """Return the shipped content, for Great Britain."""
    return load(Settings(country="GB"))


def talk(
    program: Program,
    lines: Sequence[Line],
    until: float,
    *,
    speaker: SilentSpeaker | None = None,
    microphone: ScriptedMicrophone | None = None,
    recognizer: type[MarkRecognizer] = MarkRecognizer,
    voice: SilentVoice | None = None,
    stays: bool = True,
    manner: Manner | None = None,
    button: Button | None = None,
    is_quiet: bool = False,
    thread: Executor | None = None,
    wall_clock: Callable[[], str | None] | None = None,
) -> Recorder:
    """Hold a conversation with someone who says `lines`, and return its events."""
    recorder = Recorder()

    async def main() -> None:
        heard_by = microphone or ScriptedMicrophone(lines, until)
        manners = manner or Manner(stays=stays, seed=1)
        ears: Ears = Listener(
            heard_by,
            MarkVad(),
            recognizer(heard_by.texts),
            program.is_complete,
            thread or InlineExecutor(),
        )
        if button:
            ears = with_button(program, ears, button, manners)
        talking = conversation(
            program,
            ears,
            speaker or SilentSpeaker(),
            voice or SilentVoice(),
            recorder,
            manners,
        )
        talking.turns.troubles.is_quiet = lambda: is_quiet
        talking.wall_clock = wall_clock or talking.wall_clock
        await talking.run()

    run_virtual(main())
    return recorder


def names(recorder: Recorder) -> list[str]:
    """Return the story in a few words: what started, was heard, ended."""
    story = []
    for _, event in recorder.events:
        match event:
            case events.Started(what):
                story.append(f"started {what}")
            case events.Ended(what, how):
                story.append(f"ended {what} {how}")
            case events.Intent(kind, label):
                story.append(f"heard {kind}/{label}")
            case events.Paused() | events.Resumed() | events.NoInput() | events.NoMatch():
                story.append(event.name())
            case events.Interrupted(by):
                story.append(f"interrupted {by}")
    return story


def test_the_whole_story_in_order(program: Program) -> None:
    """Hello, a breath that is slowed, held and resumed, stopped; thanks and goodbye."""
    recorder = talk(
        program,
        [
            Line(15, "help me breathe"),
            Line(50, "slower"),
            Line(60, "pause"),
            Line(70, "go on"),
            Line(90, "stop"),
            Line(100, "thank you"),
            Line(115, "goodbye"),
        ],
        until=140,
        stays=False,
    )

    assert names(recorder) == [
        "started session",
        "heard breathing/generic",
        "started breathing/generic",
        "heard command/slower",
        "heard command/pause",
        "paused",
        "heard command/resume",
        "resumed",
        "heard command/stop",
        "interrupted command",
        "ended breathing/generic stopped",
        "heard smalltalk/thanks",
        "heard command/goodbye",
        "ended session goodbye",
    ]


def test_stop_over_a_line_cuts_it_at_once(program: Program) -> None:
    """From the end of the word to the cut there is the command's patience and no more."""
    recorder = talk(program, [Line(1.0, "stop", 0.4)], until=20)

    cut = recorder.of(events.Spoken)[0]
    assert cut == events.Spoken("hello", "cut")
    assert recorder.at(events.Spoken) == pytest.approx(1.4 + 0.2, abs=0.05)


def test_after_a_stop_it_is_silent_for_a_second_and_then_says_one_short_line(
    program: Program,
) -> None:
    """Stop is answered by silence first, and one line of at most six words."""
    recorder = talk(program, [Line(1.0, "stop", 0.4)], until=12)

    said = recorder.of(events.Said)
    assert [line.source for line in said] == ["hello", "stopped"]  # type: ignore[attr-defined]
    assert recorder.at(events.Said, 1) - recorder.at(events.Spoken) >= 1.0
    assert len(said[1].text.split()) <= 6  # type: ignore[attr-defined]


def test_chatter_over_a_practice_is_dropped_and_changes_nothing(program: Program) -> None:
    """Only a whole command interrupts; the radio does not."""
    chatter = "and then the minister said that the bridge would open in may"
    recorder = talk(program, [Line(15, "help me breathe"), Line(45, chatter, 3.0)], until=400)

    assert events.Heard(chatter, 1.0, "dropped") in recorder.of(events.Heard)
    assert "ended breathing/generic done" in names(recorder)


def test_our_own_voice_in_the_microphone_is_ignored(program: Program) -> None:
    """What is heard while we say it, and is what we say, is ours."""
    hello = talk(program, [], until=3).of(events.Said)[0].text  # type: ignore[attr-defined]
    echo = " ".join(hello.lower().replace(".", "").split()[2:8])

    recorder = talk(program, [Line(0.5, echo, 2.0)], until=30)

    assert events.Heard(echo, 1.0, "own_voice") in recorder.of(events.Heard)
    assert recorder.of(events.Intent) == []


def test_a_short_line_of_ours_that_comes_back_garbled_is_ours(program: Program) -> None:
    """ "Peace out" in the middle of our "Breathe out" says goodbye to nobody."""
    quiet = talk(program, [Line(15, "help me breathe")], until=60)
    at = next(at for at, event in quiet.events if getattr(event, "text", "") == "Breathe out.")
    lines = [Line(15, "help me breathe"), Line(at + 0.1, "peace out", 0.7)]

    recorder = talk(program, lines, until=400)

    assert "ended breathing/generic done" in names(recorder)


class FaintRecognizer(MarkRecognizer):
    """Hardly believes what it reads."""

    def partial(self) -> Transcript:
        return replace(super().partial(), faint=True)


@pytest.mark.parametrize(
    ("words", "after", "acted_on"),
    [("hurry", 0.1, False), ("hurry", 2.0, True), ("stop", 0.1, True)],
)
def test_what_is_hardly_heard_while_a_line_sounds_is_taken_only_where_it_must_be(
    program: Program, words: str, after: float, acted_on: bool
) -> None:
    """A scrap of our "Breathe out" steers nothing; between the lines it would."""
    quiet = talk(program, [Line(15, "help me breathe")], until=60)
    at = next(at for at, event in quiet.events if getattr(event, "text", "") == "Breathe out.")
    lines = [Line(15, "help me breathe"), Line(at + after, words, 0.4)]

    recorder = talk(program, lines, until=at + 8, recognizer=FaintRecognizer)

    assert len(recorder.of(events.Intent)) == 1 + acted_on


def test_words_said_upon_our_last_words_are_heard(program: Program) -> None:
    """One stretch of sound that begins with the end of our line and goes on with the person."""
    quiet = talk(program, [], until=30)
    tail = " ".join(re.findall(r"[\w']+", quiet.of(events.Said)[0].text.lower())[-3:])  # type: ignore[attr-defined]
    ends_at = quiet.at(events.Spoken)
    lines = [Line(ends_at - 1.0, f"{tail} help me breathe", 2.5)]

    recorder = talk(
        program, lines, until=30, microphone=ScriptedMicrophone(lines, 30, doubtful=True)
    )

    assert events.Heard("help me breathe", 1.0, None) in recorder.of(events.Heard)
    assert "started breathing/generic" in names(recorder)


def test_an_answer_right_upon_our_line_is_not_doubted(program: Program) -> None:
    """Even before the room is learned: nothing of ours sounds any more."""
    ends_at = talk(program, [], until=30).at(events.Spoken)
    lines = [Line(ends_at + 0.1, "help me breathe", 1.5)]

    recorder = talk(
        program, lines, until=30, microphone=ScriptedMicrophone(lines, 30, doubtful=True)
    )

    assert "started breathing/generic" in names(recorder)


def test_of_two_meanings_on_offer_the_second_can_be_chosen(program: Program) -> None:
    """And what was said before it was asked about is what is answered."""
    words = next(
        words for words in HALF_HEARD if program.router.route([words], Context()).kind == "unsure"
    )
    meant = "/".join(program.router.route([words], Context()).options[1])

    recorder = talk(program, [Line(10, words, 3.0), Line(30, "the second one")], until=60)

    assert f"started {meant}" in names(recorder)
    assert "not_understood" not in sources(recorder)


def test_silence_is_announced_and_then_kept(program: Program) -> None:
    """Two silences are answered; then it says that it will be quiet, and is."""
    recorder = talk(program, [], until=600)

    sources = [line.source for line in recorder.of(events.Said)]  # type: ignore[attr-defined]
    assert sources == ["hello", "nothing_heard", "silence_close"]
    assert "ended session silence" in names(recorder)


def test_speech_after_the_session_closed_opens_a_new_one(program: Program) -> None:
    """Whoever comes back an hour later is heard."""
    recorder = talk(program, [Line(600, "help me breathe")], until=900)

    assert names(recorder).count("started session") == 2
    assert "ended breathing/generic done" in names(recorder)


def test_danger_interrupts_a_practice_and_its_words_are_not_shown(program: Program) -> None:
    """Safety comes before everything, and its text is null in the events."""
    recorder = talk(
        program, [Line(15, "help me breathe"), Line(45, "i want to kill myself", 1.2)], until=90
    )

    assert "interrupted safety" in names(recorder)
    assert "ended breathing/generic safety" in names(recorder)
    heard = recorder.of(events.Heard)[1]
    assert heard == events.Heard(None, 1.0, None)
    assert recorder.of(events.Safety)[0].tier in ("T3", "T4")  # type: ignore[attr-defined]
    assert "myself" not in repr(recorder.of(events.Intent))


def test_pause_keeps_the_phase(program: Program) -> None:
    """Held in mid-breath for a minute, the breath goes on from there: no cue is lost or doubled."""
    plain = talk(program, [Line(15, "help me breathe")], until=400).of(events.Cue)
    held = talk(
        program,
        [Line(15, "help me breathe"), Line(60, "pause"), Line(120, "resume")],
        until=500,
    ).of(events.Cue)

    assert held == plain


def test_slower_is_a_longer_breath_from_the_next_phase_on(program: Program) -> None:
    """The time between two tones grows by the step."""

    def gaps(lines: Sequence[Line]) -> list[float]:
        recorder = talk(program, lines, until=300)
        tones = [
            at
            for at, event in recorder.events
            if isinstance(event, events.Cue) and event.kind == "tone" and event.phase == "in"
        ]
        return [later - sooner for sooner, later in pairwise(tones)]

    plain = gaps([Line(15, "help me breathe")])
    slowed = gaps([Line(15, "help me breathe"), Line(80, "slower")])

    assert plain[-1] == pytest.approx(10.0)
    assert slowed[-1] == pytest.approx(10.0 * 1.15)


@pytest.mark.parametrize("word", ["repeat that", "slower please", "too fast"])
def test_a_line_is_said_again_when_that_is_asked_over_it(program: Program, word: str) -> None:
    """Repeat and slower cut the line and say it anew."""
    recorder = talk(program, [Line(3.0, word)], until=25)

    sources = [line.source for line in recorder.of(events.Said)]  # type: ignore[attr-defined]
    assert sources[:2] == ["hello", "hello"]


def test_what_nobody_understands_is_answered_in_three_different_ways(program: Program) -> None:
    """Graded lines, never the same silence."""
    nonsense = "florble wug tazzik"
    recorder = talk(program, [Line(15, nonsense), Line(35, nonsense), Line(60, nonsense)], until=90)

    said = [line for line in recorder.of(events.Said) if line.source == "not_understood"]  # type: ignore[attr-defined]
    assert len({line.text for line in said}) == 3  # type: ignore[attr-defined]
    assert "started breathing/generic" in names(recorder)


def test_a_thought_is_talked_through_with_thinking_pauses(program: Program) -> None:
    """A thought may hold a pause of two seconds; the dialogue gets the whole of it."""
    recorder = talk(
        program,
        [
            Line(15, "can you help me with a thought"),
            Line(30, "yes please"),
            Line(45, "she has not written back", 1.5),
            Line(48.5, "and i think she is done with me", 2.0),
        ],
        until=65,
    )

    texts = [heard.text for heard in recorder.of(events.Heard)]  # type: ignore[attr-defined]
    assert "she has not written back and i think she is done with me" in texts


def test_an_answer_over_a_reprompt_is_taken(program: Program) -> None:
    """Who begins to answer while we say "take your time" has answered."""
    recorder = talk(
        program,
        [Line(15, "can you help me with a thought"), Line(39.5, "yes please")],
        until=60,
    )

    story = names(recorder)
    assert story[-4:-2] == ["no_input", "heard command/yes"]
    last = recorder.of(events.Said)[-1]
    assert last.source == "reframe_setting.situation"  # type: ignore[attr-defined]


BREATH = [Line(15, "help me breathe")]


def sources(recorder: Recorder) -> list[str]:
    """Return the sources of all that was said."""
    return [line.source for line in recorder.of(events.Said)]  # type: ignore[attr-defined]


def test_a_lost_microphone_is_told_and_the_practice_goes_on(program: Program) -> None:
    """The person hears that they cannot be heard, and later that they can; no cue is lost."""
    plain = talk(program, BREATH, until=400).of(events.Cue)

    lost = LostMicrophone(BREATH, 400, gone=(60, 90))
    recorder = talk(program, BREATH, until=400, microphone=lost)

    assert recorder.of(events.Cue) == plain
    told = [name for name in sources(recorder) if name.startswith("fault")]
    assert told == ["fault_microphone", "fault_microphone_back"]
    assert recorder.at(events.Fault) == pytest.approx(60, abs=0.1)
    assert "ended breathing/generic done" in names(recorder)


def test_while_the_microphone_is_gone_nobody_is_asked_for_an_answer(program: Program) -> None:
    """Silence means nothing when we are deaf: no "I didn't hear you"."""
    lost = LostMicrophone([], 200, gone=(12, 150))

    recorder = talk(program, [], until=200, microphone=lost)

    no_inputs = [at for at, event in recorder.events if isinstance(event, events.NoInput)]
    assert all(at > 150 for at in no_inputs)


def test_a_dead_speaker_loses_no_place(program: Program) -> None:
    """The breath goes on from the phase in which the speaker died, once it is back."""
    plain = talk(program, BREATH, until=400).of(events.Cue)

    recorder = talk(program, BREATH, until=500, speaker=LostSpeaker(gone=(60, 75)))

    assert recorder.of(events.Cue) == plain
    assert "interrupted device" in names(recorder)
    assert recorder.of(events.Fault)[0].stage == "speaker"  # type: ignore[attr-defined]


def test_a_line_that_a_dead_speaker_cut_is_said_whole(program: Program) -> None:
    """Nobody is left with half a sentence."""
    recorder = talk(program, [], until=40, speaker=LostSpeaker(gone=(2, 5)))

    spoken = recorder.of(events.Spoken)
    assert spoken[:3] == [
        events.Spoken("hello", "cut"),
        events.Spoken("fault_speaker_back", "whole"),
        events.Spoken("hello", "whole"),
    ]
    assert recorder.at(events.Spoken, 2) > 7


def test_a_recogniser_that_fails_is_told_and_heard_again(program: Program) -> None:
    """The person is asked to say it again; the next time it is understood."""
    recorder = talk(
        program,
        [Line(15, "help me breathe"), Line(40, "help me breathe")],
        until=60,
        recognizer=FailingRecognizer,
    )

    assert "fault_recognizer" in sources(recorder)
    assert "started breathing/generic" in names(recorder)


def test_a_practice_held_in_its_settle_in_says_the_cut_line_again(program: Program) -> None:
    """The caution is heard whole, however often it is interrupted."""
    recorder = talk(program, [*BREATH, Line(20, "pause"), Line(40, "go on")], until=120)

    said = [line.text for line in recorder.of(events.Said) if line.source == "long_out_4_6"]  # type: ignore[attr-defined]
    cut = [event for event in recorder.of(events.Spoken) if event.how == "cut"]  # type: ignore[attr-defined]
    assert len(cut) == 1
    assert len([text for text in said if "comfortable" in text or "together" in text]) == 3


@pytest.mark.parametrize(
    ("words", "acted_on"),
    [("what", False), ("help me breathe", False), ("stop", True), ("i want to kill myself", True)],
)
def test_what_may_be_our_own_voice_is_taken_only_where_it_must_be(
    program: Program, words: str, acted_on: bool
) -> None:
    """Before the room is learned, only what ends things and danger are acted on."""
    lines = [Line(2, words)]

    recorder = talk(program, lines, until=6, microphone=ScriptedMicrophone(lines, 6, doubtful=True))

    assert bool(recorder.of(events.Intent)) == acted_on


def test_a_practice_begins_once_its_first_words_are_rendered(program: Program) -> None:
    """Nobody waits for the last line of a practice before the first; and none is lost."""
    plain = talk(program, BREATH, until=400)
    slow = talk(program, BREATH, until=400, voice=SlowVoice(seconds=2.0))

    asked = slow.at(events.Started, 1)
    spoken = [at for at, event in slow.events if isinstance(event, events.Said) and at > asked]
    assert spoken[0] - asked < 5.0
    assert [line for line in sources(slow) if line != "hello"] == [
        line for line in sources(plain) if line != "hello"
    ]


def test_after_a_goodbye_nobody_is_spoken_to_again(program: Program) -> None:
    """An hour of silence after a goodbye stays silent, and the next word is heard."""
    recorder = talk(program, [Line(15, "goodbye"), Line(3600, "help me breathe")], until=3700)

    said_between = [
        event for at, event in recorder.events if isinstance(event, events.Said) and 30 < at < 3600
    ]
    assert said_between == []
    assert "started breathing/generic" in names(recorder)


def test_after_a_stop_only_the_one_short_line_is_said(program: Program) -> None:
    """Who says stop in the night is not asked anything more."""
    recorder = talk(program, [*BREATH, Line(40, "stop")], until=300)

    assert sources(recorder)[-1] == "stopped"
    assert "ended session silence" in names(recorder)


def test_who_falls_asleep_over_a_practice_is_not_woken(program: Program) -> None:
    """After the quiet ending of a practice that nobody answers, no further word comes."""
    recorder = talk(program, BREATH, until=900)

    assert sources(recorder)[-1] == "afterwards.quiet"


@pytest.mark.parametrize(
    "words", ["i feel dizzy", "this is making it worse", "i can't breathe", "i'm panicking"]
)
def test_a_breath_that_does_no_good_ends_at_once(program: Program, words: str) -> None:
    """The pacing stops, natural breath and the feet come next; the practice is not begun anew."""
    recorder = talk(program, [*BREATH, Line(60, words)], until=120)

    assert "ended breathing/generic worse" in names(recorder)
    assert [name for name in sources(recorder) if name.startswith("ease.ease")]
    cues = [at for at, event in recorder.events if isinstance(event, events.Cue)]
    assert max(cues) < 62


def test_what_is_not_worse_does_not_end_a_breath(program: Program) -> None:
    """A denial is no complaint."""
    recorder = talk(program, [*BREATH, Line(60, "i'm not dizzy")], until=400)

    assert "ended breathing/generic done" in names(
        recorder
    ) or "ended breathing/generic silence" in names(recorder)


def test_louder_while_it_is_held_holds_on(program: Program) -> None:
    """A change of volume in a pause does not end the practice."""
    recorder = talk(
        program,
        [*BREATH, Line(60, "pause"), Line(70, "louder"), Line(85, "go on")],
        until=400,
    )

    story = names(recorder)
    assert story.index("resumed") > story.index("heard command/louder") > story.index("paused")
    assert not any("switched" in step for step in story)


def test_a_closed_prompt_tells_the_recogniser_what_it_expects(program: Program) -> None:
    """Yes and no, or the numbers of a rating; nothing for an open one."""
    assert {"yes", "no", "nope"} <= set(program.router.expected("yes_no"))
    assert "slower" not in program.router.expected("yes_no")
    assert program.router.expected("rating")[::10] == ("zero", "ten")
    assert program.router.expected("open") == ()


def cues(recorder: Recorder, phase: str) -> list[float]:
    """Return when the cues of a phase sounded."""
    return [
        at
        for at, event in recorder.events
        if isinstance(event, events.Cue) and event.phase == phase and event.kind == "tone"
    ]


def test_who_should_not_hold_the_breath_is_asked_once_in_a_session(program: Program) -> None:
    recorder = talk(
        program,
        [Line(15, "box breathing"), Line(40, "no"), Line(180, "box breathing")],
        until=300,
    )

    assert sources(recorder).count("breathe.may_hold") == 1
    assert len(cues(recorder, "hold_in")) == 8


@pytest.mark.parametrize(
    "words", ["i'm pregnant and worried", "i'm having a panic attack", "i am sitting in the bath"]
)
def test_what_was_said_before_rules_holds_out_without_a_question(
    program: Program, words: str
) -> None:
    """Whoever named it is not asked about it, and panic never gets a hold."""
    recorder = talk(
        program,
        [Line(15, words), Line(60, "stop"), Line(75, "box breathing")],
        until=200,
    )

    assert "breathe.may_hold" not in sources(recorder)
    assert not cues(recorder, "hold_in")
    assert "breathe.softly" in sources(recorder)


def test_a_ramp_begins_at_the_breath_that_was_told(program: Program) -> None:
    """A word every three seconds is twenty a minute; the ramp starts as near as it may."""
    told = [Line(30 + 3 * n, "in", 0.3) for n in range(4)]
    recorder = talk(program, [Line(15, "breathe with me, start at my pace"), *told], until=250)
    breaths = [later - sooner for sooner, later in pairwise(cues(recorder, "in"))]

    assert breaths[0] == pytest.approx(5.0)
    assert [round(seconds, 6) for seconds in breaths] == sorted(round(s, 6) for s in breaths)
    assert breaths[-1] == pytest.approx(10.0)


def test_nobody_who_fell_asleep_is_spoken_to(program: Program) -> None:
    recorder = talk(program, [Line(15, "help me fall asleep")], until=1500)

    assert sources(recorder)[-1] == "falling_asleep"
    assert "?" not in [e.text for e in recorder.of(events.Said)][-1]  # type: ignore[attr-defined]


def test_why_this_one_is_answered_after_the_practice_too(program: Program) -> None:
    recorder = talk(
        program,
        [Line(15, "one round of sighing breath"), Line(70, "why this one")],
        until=120,
    )

    assert "cyclic_sigh.why" in sources(recorder)


class Overheard(SilentSpeaker):
    """A silent speaker that keeps which background each sound had."""

    def __init__(self) -> None:
        super().__init__()
        self.backgrounds: list[str | None] = []

    def set_background(self, name: str | None) -> None:
        self.backgrounds.append(name)
        super().set_background(name)


def test_a_background_that_is_asked_for_sounds_under_the_practice(program: Program) -> None:
    speaker = Overheard()
    recorder = talk(
        program,
        [Line(15, "breathe with me with some rain"), Line(50, "no background")],
        until=90,
        speaker=speaker,
    )

    assert speaker.backgrounds == ["rain", None]
    assert not recorder.of(events.Interrupted)


def test_who_is_not_understood_in_a_pause_is_told_how_to_go_on(program: Program) -> None:
    """Once is a cough; twice is someone who cannot get on. It is said once."""
    recorder = talk(
        program,
        [
            Line(15, "help me breathe"),
            Line(50, "pause"),
            Line(55, "blorf"),
            Line(60, "blorf"),
            Line(75, "blorf"),
            Line(80, "go on"),
        ],
        until=100,
    )

    assert sources(recorder).count("paused_long") == 1
    assert len(recorder.of(events.Resumed)) == 1


def test_a_practice_is_steered_over_a_word_about_it_too(program: Program) -> None:
    """Over "this is breath ..." it is slowed, held and stopped as over the breath itself."""
    recorder = talk(
        program,
        [
            Line(15, "help me breathe"),
            Line(60, "where was i"),
            Line(63, "a bit shorter"),
            Line(75, "why this one"),
            Line(78, "pause"),
            Line(90, "go on"),
        ],
        until=260,
    )

    assert not [e for e in recorder.of(events.Heard) if e.ignored]  # type: ignore[attr-defined]
    assert recorder.at(events.Paused) < 80
    assert recorder.at(events.Resumed) > 90
    assert max(e.cycle for e in recorder.of(events.Cue)) < 13  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", ["what's the weather tomorrow", "mum it's me i'll be down soon"])
def test_talk_to_others_in_a_pause_loses_no_place(program: Program, words: str) -> None:
    recorder = talk(
        program,
        [Line(15, "help me breathe"), Line(50, "pause"), Line(60, words), Line(75, "go on")],
        until=100,
    )

    assert len(recorder.of(events.Resumed)) == 1
    assert "ended breathing/generic switched" not in names(recorder)


def test_no_session_holds_more_than_eight_rounds_of_four_seven_eight(program: Program) -> None:
    """Four, then what is left of eight; then the holds are left out, and that is said."""
    recorder = talk(
        program,
        [
            Line(15, "four seven eight breathing"),
            Line(40, "no"),
            Line(190, "eight rounds of four seven eight"),
            Line(340, "four seven eight breathing"),
        ],
        until=460,
    )

    assert len(cues(recorder, "hold_in")) == 8
    assert sources(recorder).count("breathe.softly") == 1


def test_a_sigh_or_a_cough_is_no_turn(program: Program) -> None:
    """Whoever sighs before an answer is waited for, not told that they were not understood."""
    lines = [Line(20, "help me with a thought"), Line(36, "ah"), Line(39, "uh"), Line(43, "yes")]
    recorder = talk(program, lines, 52)
    assert recorder.of(events.NoMatch) == []
    heard = [event for _, event in recorder.events if isinstance(event, events.Heard)]
    assert [event.text for event in heard if event.ignored == "dropped"] == ["ah", "uh"]
    assert "heard command/yes" in names(recorder)
