"""Packs: what starts what, and what is known to be spoken."""

from pathlib import Path

import pytest

from assistant.content.loader import load_packs
from assistant.dialogue.exercise import Exercise
from assistant.dialogue.steps import Ask, Branch
from assistant.errors import ContentError
from assistant.understanding.intents import KINDS, IntentMatch
from assistant.understanding.safety import Danger, Safety
from tests.content.shipped import shipped


@pytest.mark.parametrize(
    ("name", "tier", "dialogue"),
    [
        ("breathing/box", None, "breathe"),
        ("reassurance/reassure", None, "reassure"),
        ("reassurance/urge", None, "urge"),
        ("reframe/start", None, "reframe"),
        ("reframe/thought", None, "reframe"),
        ("checkin/start", None, "checkin"),
        ("crisis/suicide_active", "T4", "safety_t4"),
        ("crisis/suicide_active", "T3", "safety_t3"),
        ("crisis/self_harm", "T3", "safety_t3"),
        ("crisis/suicide_passive", "T2", "safety_t2"),
        ("crisis/check", "T2", "safety_t2"),
        ("crisis/abuse", "S", "safety_abuse"),
        ("crisis/abuse", "T4", "safety_abuse"),
        ("crisis/medical", "S", "safety_medical"),
        ("crisis/third_party", "S", "safety_third_party"),
        ("crisis/harm_others", "S", "safety_harm_others"),
        ("crisis/hotline", "S", "safety_hotline"),
    ],
)
def test_each_meaning_starts_its_dialogue(name: str, tier: str | None, dialogue: str) -> None:
    kind, label = name.split("/")
    script = shipped().dialogue_for(IntentMatch(kind, label, tier=tier))

    assert script is not None
    assert script.id == dialogue


@pytest.mark.parametrize("label", sorted(KINDS["breathing"]))
def test_every_breath_can_be_asked_for_and_a_hold_is_asked_about_first(label: str) -> None:
    match = IntentMatch("breathing", label)
    exercise, script = shipped().exercise_for(match), shipped().dialogue_for(match)

    assert isinstance(exercise, Exercise)
    assert exercise.holds == (label in ("box", "478"))
    assert script is not None
    assert isinstance(script.steps[script.first], Branch)


def test_every_practice_can_be_asked_for_by_voice() -> None:
    asked = {name for script in shipped().dialogues.values() for name in script.starts_on}

    for exercise in shipped().exercises.values():
        for start in exercise.asks:
            assert asked & {start, start.rpartition("/")[0]}, start
        assert exercise.asks


def test_an_act_is_led_before_its_label() -> None:
    match = IntentMatch("breathing", "box", act="gentle_box")

    exercise = shipped().exercise_for(match)
    assert exercise is not None
    assert exercise.id == "box_3"


@pytest.mark.parametrize(
    ("text", "length", "changes"),
    [
        ("a short body scan", "short", ()),
        ("five minutes of box breathing just tones", None, ("just_tones",)),
    ],
)
def test_what_is_asked_for_along_with_a_practice_is_handed_on(
    text: str, length: str | None, changes: tuple[str, ...]
) -> None:
    slots = shipped().slots_for(IntentMatch("mindfulness", "body_scan"), text)

    assert (slots["length"], slots["changes"]) == (length, changes)


def test_a_thought_said_at_once_is_kept_for_the_dialogue() -> None:
    match = IntentMatch("reframe", "thought", {"theme": "no_reply"})
    slots = shipped().slots_for(match, "he hates me")

    assert slots["thought"] == "he hates me"
    assert (slots["theme"], slots["what"]) == ("no_reply", "reframe/thought")
    assert "thought" not in shipped().slots_for(IntentMatch("reframe", "start"), "help me")


def test_every_text_known_beforehand_is_listed_for_the_country() -> None:
    lines = shipped().spoken_lines("GB")

    assert "Please call nine nine nine now. I'm so glad you told me." in lines
    assert "One more." in lines
    assert "That's a painful thought to have." in lines
    assert not any("{" in line for line in lines)


def test_what_danger_is_answered_with_is_rendered_before_anything_else() -> None:
    """A fresh machine has it first, whatever is asked of it in its first minute."""
    pack = shipped()
    spoken, facts = pack.spoken_lines("GB"), pack.book("GB").facts
    scripts = [script for script in pack.dialogues.values() if script.answers_danger]
    steps = [step for script in scripts for step in script.steps.values()]
    answers = {
        v.filled(facts.get) for step in steps for line in step.lines for v in line.variants()
    }
    ahead = next(at for at, text in enumerate(spoken) if text not in answers)

    for script in scripts:
        ask = next(step for step in script.steps.values() if isinstance(step, Ask))
        for text in (
            ask.line,
            script.steps[script.first].lines[0] if script.steps[script.first].lines else ask.line,
        ):
            assert {v.filled(facts.get) for v in text.variants()} <= set(spoken[:ahead]), script.id


def pack_of(folder: Path, file: str, text: str) -> Path:
    """Return a pack that holds one file."""
    path = folder / file
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "figures: [i want to kill myself]",
            ':1: a pack adds to what is heard as danger; "figures"',
        ),
        ("guards:\n  - {id: x, anywhere: [i], to: check}", ":2: a pack adds to what is heard as"),
        ("people: [i]", ':1: a pack adds to what is heard as danger; "people"'),
        ("words: {me: florble}", ':1: "me" has its meaning already; a pack only adds'),
        ("heard_as: {sue aside: cake}", ':1: "sue aside" has its meaning already'),
    ],
)
def test_a_pack_takes_nothing_from_what_is_heard_as_danger(
    tmp_path: Path, text: str, fault: str
) -> None:
    pack = pack_of(tmp_path / "mine", "safety/mine.yaml", text)

    with pytest.raises(ContentError) as refused:
        load_packs([pack])

    assert f"{pack}/safety/mine.yaml{fault}" in str(refused.value)


def test_a_pack_adds_phrases_to_what_is_heard_as_danger(tmp_path: Path) -> None:
    rule = "rules:\n  - {id: mine, tier: T3, label: suicide_active, patterns: [purple alarm]}"
    pack = load_packs([pack_of(tmp_path / "mine", "safety/mine.yaml", rule)])

    found = Safety(pack.safety)

    assert found.check(["a purple alarm"]) == Danger("T3", "suicide_active", "mine")
    assert found.check(["i want to kill myself"])


@pytest.mark.parametrize("start", ["T3", "S", "crisis/abuse", "crisis/suicide_active"])
def test_a_pack_answers_no_danger_in_place_of_the_shipped_dialogues(
    tmp_path: Path, start: str
) -> None:
    text = (
        f"id: mine\ntitle: Mine\nstarts_on: [{start}]\nnot_for: [nothing]\nsource: [vera_mh]\n"
        "on_worse: end\nsteps:\n  - {id: end, end: done, say: 'Cheer up.'}\n"
    )
    pack = pack_of(tmp_path / "mine", "dialogues/mine.yaml", text)

    with pytest.raises(ContentError, match=r"mine\.yaml:1: \"mine\" starts on danger"):
        load_packs([pack])


def test_what_is_told_about_topics_is_rendered_last() -> None:
    """Where the room ends, a comfort or a question about a thought is there at once."""
    pack = shipped()
    spoken = pack.spoken_lines("GB")
    firsts = {
        script.id: min(
            spoken.index(variant.text)
            for step in script.steps.values()
            for line in step.lines
            for variant in line.variants()
            if variant.text in spoken
        )
        for script in (pack.dialogues["reassure"], pack.dialogues["topic_trust"])
    }

    assert firsts["reassure"] < firsts["topic_trust"]
    assert spoken.index("That's a painful thought to have.") < firsts["topic_trust"]


def test_what_is_said_about_traps_is_known_beforehand() -> None:
    """So the questions that fit a trap and a theme are rendered ahead, as all lines are."""
    known = shipped().spoken_lines("GB")

    for trap in shipped().traps.values():
        for question in (
            *trap.question,
            *(text for texts in trap.by_theme.values() for text in texts),
        ):
            assert question.text in known
    assert any("mind reading: guessing what someone thinks" in line for line in known)
    assert not any("{" in line for line in known)
