"""Everything that is wrong with a pack is found at once, with file and line."""

from pathlib import Path

import pytest

from assistant.content.checks import MUST_START, check_packs
from assistant.content.loader import load_packs
from assistant.content.naming import trap_faults
from assistant.dialogue.lines import LINE_IDS
from assistant.dialogue.traps import read_trap
from assistant.errors import ContentError
from assistant.understanding.intents import IntentMatch
from tests.dialogue.authoring import node

GOOD = """id: {id}
title: A test
not_for: [crisis]
source: [treleaven]
on_worse: worse
steps:
"""
END = """  - {id: end, end: done, say: Thank you.}
  - {id: worse, end: worse, say: Feel your feet.}
"""
TALK = """- title: It ends
  talk:
    - user: hello
"""
AFTER_YES = "what is kept changes only right after the yes"
HEARD = '  - {id: h, ask: "What is it?", slot: w}\n'
MAY_I = 'role: consent, ask: "May I keep it?", expects: yes_no'
BROKEN = {
    "unknown_step_kind": ("  - {id: a, sya: Hello.}\n", 7, "a step has an"),
    "two_kinds": ("  - {id: a, say: Hello., wait: 5}\n", 7, "this one has 2 of them"),
    "unknown_role": ("  - {id: a, role: closes, say: Hello.}\n", 7, 'did you mean "close"?'),
    "no_such_step": ("  - {id: a, say: Hello., then: edn}\n", 7, 'no step "edn"'),
    "unreachable": ("  - {id: a, say: Hello., then: end}\n  - {id: b, say: Hello.}\n", 8, "no way"),
    "circle": ("  - {id: a, say: Hello.}\n  - {id: b, say: Hi., then: a}\n", 1, "in a circle"),
    "no_such_practice": ("  - {id: a, guide: box_44}\n", 7, 'did you mean "box_4"?'),
    "no_such_dialogue": ("  - {id: c, continue: refram}\n", 7, 'did you mean "reframe"?'),
    "turn_that_is_not_for_two": ("  - {id: a, turn: 2}\n", 1, 'is "for_two: yes"'),
    "turn_too_long": ("  - {id: a, turn: 90}\n", 7, "out of range"),
    "turn_by_nothing": ("  - {id: a, turn: lenght}\n", 7, 'sets the slot "lenght"'),
    "slot_never_set": ('  - {id: a, say: "You said {word}.", or: Okay.}\n', 7, "nothing before"),
    "slot_without_or": (
        '  - {id: q, ask: "What is it?", slot: w}\n  - {id: a, say: "You said {w}."}\n',
        8,
        'give an "or"',
    ),
    "text_by_nothing": ("  - {id: a, say: {by: mood, bad: Oh., else: Okay.}}\n", 7, '"mood"'),
    "text_for_no_theme": (
        "  - {id: a, say: {by: theme, works: Oh., else: Okay.}}\n",
        7,
        'did you mean "work"?',
    ),
    "text_by_without_else": ("  - {id: a, say: {by: theme, work: Oh.}}\n", 7, 'needs an "else"'),
    "branch_on_nothing": ("  - {id: a, branch: mood, cases: {bad: end}}\n", 7, 'the slot "mood"'),
    "two_questions": ('  - {id: q, ask: "Is it hard? Is it late?"}\n', 7, "two questions"),
    "question_without_listening": ('  - {id: a, say: "Is it hard?"}\n', 7, "a question stands"),
    "promise": ("  - {id: a, say: They will come back.}\n", 7, "a promise"),
    "too_long": (f"  - {{id: a, say: {'word ' * 36}}}\n", 7, "36 words"),
    "long_turn": (
        f"  - {{id: a, say: {'so. ' * 20}}}\n  - {{id: b, say: {'so. ' * 20}}}\n",
        8,
        "40 words",
    ),
    "disputes_before_validating": (
        '  - {id: q, role: evidence_for, ask: "What fits?"}\n',
        7,
        "comes after a validate step",
    ),
    "disputes_before_the_evidence": (
        "  - {id: v, role: validate, say: That hurts.}\n"
        '  - {id: q, role: evidence_against, ask: "What does not fit?"}\n',
        8,
        "comes after evidence_for",
    ),
    "ten_answers": (
        "".join(f'  - {{id: q{at}, ask: "What is it?"}}\n' for at in range(10)),
        1,
        "up to 10 answers",
    ),
    "choice_without_options": ('  - {id: q, ask: "Which?", expects: choice}\n', 7, '"options"'),
    "collect_of_nothing": ("  - {id: c, collect: Name it., more: More.}\n", 7, "count is missing"),
    "left_elsewhere": ('  - {id: a, say: "And {left} more."}\n', 7, "nothing before sets {left}"),
    "question_in_enough": (
        '  - {id: c, collect: Name one., count: 1, more: More., enough: "Is it enough?"}\n',
        7,
        "a question stands",
    ),
    "long_turn_after_naming": (
        f"  - {{id: c, collect: Name one., count: 1, more: More., enough: {'so. ' * 20}}}\n"
        f"  - {{id: b, say: {'so. ' * 20}}}\n",
        8,
        "40 words",
    ),
    "words_for_no_rating": ('  - {id: q, ask: "How?", words: {9: [bad]}}\n', 7, '"words" go'),
    "words_for_eleven": (
        '  - {id: q, ask: "How?", expects: rating, words: {11: [bad]}}\n',
        7,
        "from 0 to 10",
    ),
    "silent_end": ("  - {id: a, say: Hello.}\n  - {id: b, end: done}\n", 8, 'a last line to "say"'),
    "says_on_nothing": ("  - {id: a, branch: mood, says: {end: [sad]}}\n", 7, 'the slot "mood"'),
    "says_safe_for_someone": (
        '  - {id: a, set: weigh, to: on_asking}\n',
        7,
        'only the shipped safety dialogues set "weigh"',
    ),
    "sets_the_gate_from_what_was_kept": (
        "  - {id: a, recall: weigh}\n",
        7,
        'only the shipped safety dialogues set "weigh"',
    ),
    "save_unasked": (
        '  - {id: q, ask: "What is it?", slot: w}\n  - {id: s, save: w}\n', 8, AFTER_YES
    ),
    "save_after_a_no": (
        f"{HEARD}  - {{id: q, {MAY_I}, 'no': s, skip: end, unsure: end}}\n"
        "  - {id: s, save: w}\n",
        9,
        AFTER_YES,
    ),
    "save_after_silence": (
        f"{HEARD}  - {{id: q, {MAY_I}, 'no': end, skip: end, unsure: end, silence: s}}\n"
        "  - {id: s, save: w}\n",
        9,
        AFTER_YES,
    ),
    "save_by_another_way": (
        f"{HEARD}  - {{id: b, branch: w, cases: {{tea: s}}, then: q}}\n"
        f"  - {{id: q, {MAY_I}, 'no': end, skip: end, unsure: end}}\n"
        "  - {id: s, save: w}\n",
        10,
        AFTER_YES,
    ),
    "delete_unasked": ("  - {id: f, forget: everything}\n", 7, AFTER_YES),
    "save_of_nothing": (
        f"  - {{id: q, {MAY_I}, 'no': end, skip: end, unsure: end}}\n  - {{id: s, save: w}}\n",
        8,
        'nothing before sets the slot "w"',
    ),
    "copy_of_nothing": (
        "  - {id: s, set: tea, to: '{w}'}\n",
        7,
        'nothing before sets the slot "w"',
    ),
    "contact_without_or": ('  - {id: a, say: "Call {contact.name}."}\n', 7, 'give an "or"'),
    "no_such_form": (
        f'{HEARD}  - {{id: a, say: "You said {{w.hole}}.", or: Okay.}}\n', 8, "nothing before"
    ),
    "no_such_call": ("  - {id: c, call: refram}\n", 7, 'did you mean "reframe"?'),
    "way_to_no_step": ('  - {id: q, ask: "What is it?", skip: edn}\n', 7, 'no step "edn"'),
    "left_to_no_step": ("  - {id: c, call: helper_friend, left: edn}\n", 7, 'no step "edn"'),
    "no_such_trap_form": (
        '  - {id: a, say: "It is {trap.nmae}.", or: Okay.}\n', 7, 'sets {trap.nmae}; did you mean'
    ),
    "trap_without_or": ('  - {id: a, say: "It is {trap.name}."}\n', 7, 'give an "or"'),
    "text_for_no_trap": (
        "  - {id: a, say: {by: trap, labelling: Oh., else: Okay.}}\n", 7, 'mean "labeling"?'
    ),
    "against_nothing": (
        "  - {id: b, branch: rating, against: before, cases: {2..10: end}}\n", 7, 'slot "before"'
    ),
    "ten_answers_with_those_of_a_call": (
        "".join(f'  - {{id: q{at}, ask: "What is it?"}}\n' for at in range(9))
        + "  - {id: c, call: helper_friend}\n",
        1,
        "up to 10 answers",
    ),
    "long_turn_into_a_call": (
        f"  - {{id: a, say: {'so. ' * 30}}}\n  - {{id: c, call: helper_friend}}\n",
        8,
        "words in one turn",
    ),
    "second_id": ("  - {id: a, say: Hello.}\n  - {id: a, say: Hello.}\n", 8, "a second step"),
}  # fmt: skip
BROKEN_HEADS = {
    "no_such_act": ("starts_on: [mindfulness/generic/dancing]", 'no act "mindfulness/generic/danc'),
    "no_such_start": ("starts_on: [mindful/generic/dancing]", "unknown name"),
    "caution_without_stop": ("caution: Keep it easy.", 'the caution says the word "stop"'),
    "long_caution": (f"caution: {'stop ' * 21}", "a caution of 21 words; 20 at most"),
    "why_with_a_ban": ("why: It will be fine.", '"everything will be fine" is never said'),
}


PART = """id: part
title: A part
not_for: [crisis]
source: [treleaven]
on_worse: worse
steps:
  - {id: q, role: helper, ask: "What would a friend say?"}
  - {id: end, end: done}
  - {id: worse, end: worse, say: Feel your feet.}
"""
FOR = '  - {id: f, role: evidence_for, ask: "What fits?"}\n'
VALIDATE = "  - {id: v, role: validate, say: That hurts.}\n"
CALLS = "  - {id: c, call: part}\n"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Return a pack in which each dialogue has one fault, and all that is found in it."""
    pack = tmp_path_factory.mktemp("pack")
    for folder in ("dialogues", "tests/dialogues"):
        (pack / folder).mkdir(parents=True)
    for name, (steps, _, _) in BROKEN.items():
        text = GOOD.replace("{id}", name) + steps + END
        (pack / "dialogues" / f"{name}.yaml").write_text(text, encoding="utf-8")
        (pack / "tests" / "dialogues" / f"{name}.yaml").write_text(TALK, encoding="utf-8")
    for name, (head, _) in BROKEN_HEADS.items():
        text = GOOD.replace("{id}", name).replace("steps:", f"{head}\nsteps:") + END
        (pack / "dialogues" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (pack / "dialogues" / "untested.yaml").write_text(GOOD + END, encoding="utf-8")
    (pack / "dialogues" / "again.yaml").write_text(
        GOOD.replace("{id}", "safety_t3").replace("treleaven", "nobody") + END, encoding="utf-8"
    )
    (pack / "lines.yaml").write_text("hello: Hello.\n", encoding="utf-8")
    (pack / "helplines.yaml").write_text(
        'countries:\n  US:\n    emergency: {number: "1", source: x, evidence: read, '
        "verified_on: null}\n",
        encoding="utf-8",
    )
    (pack / "dialogues" / "no_yaml.yaml").write_text("id: [\n", encoding="utf-8")
    return pack, check_packs([pack])


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_is_told_with_its_file_and_line(broken: tuple[Path, list[str]], name: str) -> None:
    pack, faults = broken
    _, line, fault = BROKEN[name]
    place = f"{pack / 'dialogues' / name}.yaml:"
    here = [found for found in faults if found.startswith(place)]

    assert any(found.startswith(f"{place}{line}: ") and fault in found for found in here), here


@pytest.mark.parametrize("name", BROKEN_HEADS)
def test_a_fault_of_the_head_is_told(broken: tuple[Path, list[str]], name: str) -> None:
    pack, faults = broken
    here = [fault for fault in faults if fault.startswith(f"{pack / 'dialogues' / name}.yaml:")]

    assert any(BROKEN_HEADS[name][1] in fault for fault in here), here


def test_a_pack_adds_and_never_replaces(broken: tuple[Path, list[str]]) -> None:
    faults = broken[1]
    taken = [fault for fault in faults if "stands already" in fault or "only adds" in fault]

    assert any('"safety_t3" stands already' in fault for fault in taken)
    assert any('"hello" stands already' in fault for fault in taken)
    assert any("US has its help lines already" in fault for fault in taken)


def test_a_dialogue_without_a_transcript_is_a_fault(broken: tuple[Path, list[str]]) -> None:
    pack, faults = broken

    assert any(
        fault.startswith(f"{pack / 'dialogues' / 'untested.yaml'}:1: has no test")
        for fault in faults
    )


def test_what_is_no_yaml_is_told(broken: tuple[Path, list[str]]) -> None:
    pack, faults = broken

    assert any(f"{pack / 'dialogues' / 'no_yaml.yaml'}:" in f and "YAML" in f for f in faults)


def test_a_broken_pack_is_refused_with_every_fault(broken: tuple[Path, list[str]]) -> None:
    pack, _ = broken

    with pytest.raises(ContentError) as caught:
        load_packs([pack])
    assert len(caught.value.faults) > 5


def test_the_shipped_content_is_without_a_fault() -> None:
    assert check_packs() == []


def test_every_question_has_its_ways_out(tmp_path: Path) -> None:
    """For silence, what is not understood, a skip, a stop, feeling worse and danger."""
    (tmp_path / "dialogues").mkdir()
    text = GOOD.replace("{id}", "mine").replace("on_worse: worse\n", "") + HEARD + END
    (tmp_path / "dialogues" / "mine.yaml").write_text(text, encoding="utf-8")
    shared = "nothing_heard silence_close missed_open missed_yes_no missed_rating missed_choice"

    assert any('"on_worse" is missing' in fault for fault in check_packs([tmp_path]))
    assert {*shared.split(), "moving_on", "stopped"} <= LINE_IDS
    assert {"T4", "T3", "T2", "S", "crisis/abuse", "crisis/medical"} <= MUST_START


def test_a_missing_folder_is_told() -> None:
    assert any("no such folder" in fault for fault in check_packs([Path("/nowhere")]))


def test_a_pack_of_ones_own_adds_a_dialogue(tmp_path: Path) -> None:
    (tmp_path / "dialogues").mkdir()
    text = GOOD.replace("{id}", "mine").replace("on_worse", "starts_on: [topic/trust]\non_worse")
    (tmp_path / "dialogues" / "mine.yaml").write_text(text + END, encoding="utf-8")
    pack = load_packs([tmp_path])

    script = pack.dialogue_for(IntentMatch("topic", "trust"))
    assert script is not None
    assert script.id == "mine"


def test_a_transcript_that_goes_another_way_is_told(tmp_path: Path) -> None:
    for folder in ("dialogues", "tests/dialogues"):
        (tmp_path / folder).mkdir(parents=True)
    text = GOOD.replace("{id}", "mine")
    (tmp_path / "dialogues" / "mine.yaml").write_text(text + END, encoding="utf-8")
    test = tmp_path / "tests" / "dialogues" / "mine.yaml"
    test.write_text(
        "- title: It says hello\n  talk:\n    - user: help me breathe\n    - expect: [hello]\n",
        encoding="utf-8",
    )

    assert any(
        fault.startswith(f"{test}:4: expected hello; came ") for fault in check_packs([tmp_path])
    )


def test_every_danger_has_an_answer_of_its_own() -> None:
    """No rule of safety leads to "I can't do that yet"."""
    pack = load_packs()

    unanswered = {
        (rule.id, rule.label, rule.tier)
        for rule in pack.safety.rules
        if pack.dialogue_for(IntentMatch("crisis", rule.label, tier=rule.tier)) is None
    }
    assert unanswered == set()


def test_what_answers_danger_weighs_no_thought(tmp_path: Path) -> None:
    """Else it would be kept from being played, by the gate that it shuts."""
    (tmp_path / "dialogues").mkdir()
    text = GOOD.replace("{id}", "mine").replace(
        "on_worse", "starts_on: [crisis/self_harm]\non_worse"
    )
    weighing = "  - {id: v, role: validate, say: That hurts.}\n" + (
        '  - {id: q, role: evidence_for, ask: "What fits?"}\n'
    )
    (tmp_path / "dialogues" / "mine.yaml").write_text(text + weighing + END, encoding="utf-8")

    assert any("what answers danger weighs no thought" in f for f in check_packs([tmp_path]))


def faults_of(folder: Path, **steps: str) -> list[str]:
    """Return the faults of a pack with PART and dialogues of the given steps, by id."""
    (folder / "dialogues").mkdir()
    (folder / "dialogues" / "part.yaml").write_text(PART, encoding="utf-8")
    for id, text in steps.items():
        path = folder / "dialogues" / f"{id}.yaml"
        path.write_text(GOOD.replace("{id}", id) + text + END, encoding="utf-8")
    return [fault for fault in check_packs([folder]) if "has no test" not in fault]


def test_a_part_may_rest_on_what_every_caller_has_done_before(tmp_path: Path) -> None:
    assert faults_of(tmp_path, one=VALIDATE + FOR + CALLS, two=VALIDATE + FOR + CALLS) == []


def test_a_part_that_one_caller_comes_to_too_early_is_a_fault(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, one=VALIDATE + FOR + CALLS, two=VALIDATE + CALLS)

    place = f"{tmp_path / 'dialogues' / 'part.yaml'}:7"
    assert faults == [f"{place}: helper comes after evidence_for on every way"]


def test_only_a_part_ends_without_a_word(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, one="  - {id: c, continue: part}\n")

    assert any("part.yaml:8: an end has a last line" in fault for fault in faults)


def test_dialogues_that_lead_back_to_each_other_are_refused(tmp_path: Path) -> None:
    """By a call or by going on; with the place of each step that closes the circle."""
    faults = faults_of(tmp_path, one="  - {id: c, call: two}\n", two="  - {id: c, continue: one}\n")

    for name in ("one", "two"):
        place = f"{tmp_path / 'dialogues' / name}.yaml:7: "
        assert any(fault.startswith(place) and "in a circle" in fault for fault in faults)


def test_answers_are_counted_over_all_dialogues_and_a_branch_may_leave_some_out(
    tmp_path: Path,
) -> None:
    asks = "".join(f'  - {{id: q{at}, ask: "What is it?"}}\n' for at in range(8))
    room = "  - {id: room, branch: answers, cases: {8..99: end}}\n"
    more = '  - {id: m, ask: "And then?"}\n  - {id: n, ask: "And now?"}\n'

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    too_many = [
        fault for fault in faults_of(tmp_path / "a", one=asks + more) if "asks for up to" in fault
    ]
    assert len(too_many) == 1
    fewer = faults_of(tmp_path / "b", one=asks + room + more + CALLS)
    assert not any("asks for up to" in fault for fault in fewer)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("mind_reading:", "mind_readin:", 'no trap "mind_readin"; did you mean'),
        ("no_reply:", "no_replies:", 'no theme "no_replies"'),
        ("guessing what", "guessing, irrational,", '"irrational, distortion, overreacting"'),
        ("a guess?", "a guess.", "ends in a question mark"),
        ("a guess?", "{thought}?", "holds no slot"),
        (
            "guessing what someone thinks",
            "guessing what some other person really thinks",
            "7 words",
        ),
    ],
)
def test_a_trap_is_named_in_words_that_may_be_said(old: str, new: str, fault: str) -> None:
    text = """mind_reading:
  name: "mind reading"
  means: "guessing what someone thinks"
  question: "What did you see, and what is a guess?"
  by_theme:
    no_reply: "What does the silence say, and what is a guess?"
"""
    assert list(_trap_faults(text)) == []
    assert any(fault in found for found in _trap_faults(text.replace(old, new))), old


def test_a_trap_that_can_be_found_and_has_no_words_is_a_fault() -> None:
    assert any('the trap "mind_reading" is missing' in fault for fault in _trap_faults("{}"))


def _trap_faults(text: str) -> list[str]:
    found: list[str] = []
    traps = {id: read_trap(entry, id) for id, entry in node(text, found).pairs()}
    return [*found, *trap_faults(traps, {"mind_reading"}, {"no_reply"}, "traps.yaml")]


FOR_TWO = GOOD.replace("on_worse", "for_two: yes\non_worse").format(id="mine")


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        (FOR_TWO, 'what is for two is not_for "abuse"'),
        (
            FOR_TWO.replace("[crisis]", "[abuse]\nstarts_on: [crisis/abuse]"),
            "what answers danger is not for two",
        ),
    ],
)
def test_what_is_for_two_is_not_for_abuse_and_answers_no_danger(
    tmp_path: Path, head: str, fault: str
) -> None:
    (tmp_path / "dialogues").mkdir()
    (tmp_path / "dialogues" / "mine.yaml").write_text(head + END, encoding="utf-8")

    assert any(fault in found for found in check_packs([tmp_path]))
