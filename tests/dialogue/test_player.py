"""Playing a dialogue: what each reply leads to."""

from dataclasses import replace

import pytest

from assistant.dialogue.actions import (
    Answer,
    Done,
    Ended,
    Failed,
    Forget,
    Guide,
    Keep,
    Listen,
    NoInput,
    NoMatch,
    Recall,
    Recalled,
    Speak,
    Wait,
)
from assistant.understanding.intents import IntentMatch
from tests.dialogue.authoring import HEAD, Stage, command, said, script, shared_book

TWO_QUESTIONS = """
  - {id: hello, role: validate, say: That sounds hard.}
  - {id: thought, role: thought, ask: "What is the thought?", slot: thought, help: Any words.}
  - {id: fit, role: evidence_for, ask: "What fits?", slot: fit, patience_s: 3, unsure: nothing}
  - {id: thanks, end: done, say: 'Thank you.'}
  - {id: nothing, end: done, say: That's fine.}
"""
YES_NO = """
  - {id: safe, ask: "Are you safe?", expects: yes_no, 'no': danger, unsure: danger, default: danger}
  - {id: fine, end: done, say: Good.}
  - {id: danger, end: done, say: Call someone.}
"""


def test_it_speaks_until_it_asks_and_then_gives_the_floor() -> None:
    stage = Stage(script(TWO_QUESTIONS))

    assert stage.spoken == ["That sounds hard.", "What is the thought?"]
    assert stage.prompt.expects == "open"
    assert stage.prompt.role == "thought"
    assert stage.prompt.source == "test.thought"
    assert stage.prompt.patience == 2.5


def test_an_answer_fills_its_slot_and_leads_on_to_the_last_line() -> None:
    stage = Stage(script(TWO_QUESTIONS))

    assert stage.reply(said("i'm not enough")) == ["What fits?"]
    assert stage.reply(said("he was quiet")) == ["Thank you."]
    assert stage.how == "done"
    assert stage.slots == {"thought": "i'm not enough", "fit": "he was quiet"}


def test_skip_leaves_the_slot_empty_and_goes_on() -> None:
    stage = Stage(script(TWO_QUESTIONS))

    assert stage.reply(command("skip")) == ["What fits?"]
    assert stage.slots == {}


@pytest.mark.parametrize("answer", [said("i don't know"), command("no")])
def test_no_answer_to_give_has_its_own_way(answer: object) -> None:
    stage = Stage(script(TWO_QUESTIONS))
    stage.reply(said("i'm not enough"))

    assert stage.reply(answer) == ["That's fine."]  # type: ignore[arg-type]


def test_back_asks_the_question_before_and_is_not_endless() -> None:
    stage = Stage(script(TWO_QUESTIONS))
    for _ in range(3):
        assert stage.reply(said("one")) == ["What fits?"]
        assert stage.reply(command("back")) == ["What is the thought?"]
    stage.reply(said("one"))

    assert stage.reply(command("back"))[-1:] == ["What fits?"]


def test_help_explains_and_asks_again() -> None:
    stage = Stage(script(TWO_QUESTIONS))

    assert stage.reply(command("help")) == ["Any words.", "What is the thought?"]


def test_silence_is_met_twice_in_other_words_and_then_closes_softly() -> None:
    stage = Stage(script(TWO_QUESTIONS))

    assert stage.reply(NoInput()) == ["nothing_heard 1"]
    assert stage.reply(NoInput()) == ["nothing_heard 2"]
    assert stage.reply(NoInput()) == ["silence_close 1"]
    assert stage.how == "silence"


def test_what_is_not_understood_is_asked_twice_more_and_then_left() -> None:
    stage = Stage(script(TWO_QUESTIONS))

    assert stage.reply(NoMatch()) == ["missed_open 1", "What is the thought?"]
    assert stage.reply(NoMatch()) == ["missed_open 2"]
    assert stage.reply(NoMatch()) == ["moving_on 1", "What fits?"]


def test_a_step_may_have_its_own_lines_for_silence_and_misses() -> None:
    stage = Stage(
        script("""
  - {id: q, ask: "What is it?", no_input: [Take your time., No rush.], no_match: [Say more.]}
  - {id: end, end: done, say: Good.}
""")
    )

    assert stage.reply(NoInput()) == ["Take your time."]
    assert stage.reply(NoInput()) == ["No rush."]
    assert stage.reply(NoMatch()) == ["Say more."]


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (command("yes"), "Good."),
        (command("no"), "Call someone."),
        (said("i don't know"), "Call someone."),
        (command("skip"), "Call someone."),
    ],
)
def test_yes_no_and_unsure_lead_where_they_are_written(answer: object, line: str) -> None:
    assert Stage(script(YES_NO)).reply(answer) == [line]  # type: ignore[arg-type]


def test_the_third_miss_does_the_safe_default() -> None:
    stage = Stage(script(YES_NO))
    stage.reply(NoMatch())
    stage.reply(NoMatch())

    assert stage.reply(NoMatch()) == ["Call someone."]


def test_a_number_is_taken_where_a_rating_is_asked_and_not_where_a_thought_is() -> None:
    rating = "\n  - {id: q, ask: 'How strong?', expects: rating, slot: n}\n"
    stage = Stage(script(rating + "  - {id: end, end: done, say: Thanks.}\n"))
    assert stage.reply(command("number", rating=7.0)) == ["Thanks."]
    assert stage.slots == {"n": 7.0}

    stage = Stage(script(TWO_QUESTIONS))
    assert stage.reply(command("number", rating=7.0)) == ["missed_open 1", "What is the thought?"]


CHOICE = """
  - id: q
    ask: Better or the same?
    expects: choice
    slot: how
    options:
      better: {words: [better, good], then: better}
      same: {words: [same, no better], then: same}
    skip: same
    default: same
  - {id: better, end: done, say: Good.}
  - {id: same, end: done, say: That's fine.}
"""


@pytest.mark.parametrize(
    ("text", "line"),
    [("a bit better", "Good."), ("no better really", "That's fine."), ("the same", "That's fine.")],
)
def test_a_choice_goes_by_the_longest_words_that_were_said(text: str, line: str) -> None:
    stage = Stage(script(CHOICE))

    assert stage.prompt.options == ("better", "same")
    assert stage.reply(said(text)) == [line]


def test_the_last_one_is_a_choice_where_it_may_be_chosen_and_no_way_back() -> None:
    steps = "\n  - {id: first, ask: 'What is it?'}" + CHOICE.replace("[same, no", "[last, no")
    stage = Stage(script(steps))
    stage.reply(said("a worry"))

    assert stage.reply(said("the last one", "command/back")) == ["That's fine."]


def test_a_choice_goes_by_its_place_where_none_of_its_words_was_said() -> None:
    """The first of the row is the one that was named first."""
    assert Stage(script(CHOICE)).reply(said("the second one")) == ["That's fine."]
    assert Stage(script(CHOICE)).reply(said("the first please")) == ["Good."]
    assert Stage(script(CHOICE)).reply(said("the third one"))[0] == "missed_choice 1"


def test_a_choice_that_names_two_options_alike_is_asked_again() -> None:
    assert Stage(script(CHOICE)).reply(said("better or the same"))[0] == "missed_choice 1"


def test_the_prompt_tells_what_it_can_use() -> None:
    prompt = Stage(script(YES_NO)).prompt

    assert prompt.takes(command("yes"))
    assert prompt.takes(said("i don't know"))
    assert prompt.takes(command("help"))
    assert not prompt.takes(said("the weather is fine", "out_of_scope/weather"))


def test_a_practice_asked_for_in_so_many_words_is_no_thought() -> None:
    prompt = Stage(script(TWO_QUESTIONS)).prompt

    assert not prompt.takes(said("help me breathe", "breathing/generic"))
    assert prompt.takes(said("i can't sleep because he's out", "out_of_scope/noise"))


GUIDED = """
  - {id: lead, guide: asked, on_stop: stopped}
  - {id: how, ask: "How is it?", slot: how}
  - {id: end, end: done, say: Good.}
  - {id: stopped, end: left, say: Stopped.}
"""


def test_the_practice_that_was_asked_for_is_led_as_long_and_as_fast_as_asked() -> None:
    stage = Stage(
        script(GUIDED),
        {"asked": "box_4", "what": "breathing/box", "minutes": 2.0, "pace": "slower"},
    )

    assert stage.waiting == Guide("box_4", "breathing/box", minutes=2.0, pace=0.8)
    assert stage.reply(Done()) == ["How is it?"]


@pytest.mark.parametrize(
    ("how", "lines", "end"),
    [
        ("worse", ["Feel your feet."], "worse"),
        ("stopped", ["Stopped."], "left"),
        ("switched", [], "left"),
        ("left", ["How is it?"], None),
    ],
)
def test_a_practice_left_early_leads_where_it_should(
    how: str, lines: list[str], end: str | None
) -> None:
    stage = Stage(script(GUIDED), {"asked": "box_4", "what": "breathing/box"})

    assert stage.reply(Ended(how)) == lines
    assert stage.how == end


def test_worse_while_a_question_waits_leads_to_the_feet_too() -> None:
    assert Stage(script(TWO_QUESTIONS)).reply(Ended("worse")) == ["Feel your feet."]


def test_a_branch_goes_by_ranges_values_and_emptiness() -> None:
    steps = """
  - {id: b, branch: n, cases: {8..10: high, empty: none, low: low}, then: other}
  - {id: other, end: done, say: Other.}
  - {id: high, end: done, say: High.}
  - {id: none, end: done, say: None.}
  - {id: low, end: done, say: Low.}
"""
    spoken = [Stage(script(steps), {"n": value}).spoken for value in (9, 10.0, 5, None, "low")]

    assert spoken == [["High."], ["High."], ["Other."], ["None."], ["Low."]]


def test_a_wait_is_for_the_conversation_to_keep() -> None:
    stage = Stage(
        script("""
  - {id: w, wait: 20}
  - {id: end, end: done, say: Good.}
""")
    )

    assert stage.actions == [Wait(20)]


@pytest.mark.parametrize(("literal", "taken"), [("yes", True), ("no", False)])
def test_a_practice_that_is_named_is_an_answer_where_the_author_says_so(
    literal: str, taken: bool
) -> None:
    steps = f"""
  - {{id: q, ask: "What helps?", slot: helps, literal: {literal}}}
  - {{id: end, end: done, say: Good.}}
"""
    named = Answer("box breathing", IntentMatch("breathing", "box", score=1.0))

    assert Stage(script(steps)).prompt.takes(named) is taken


KEEPING = """
  - {id: r, recall: [plan, people], failed: unread}
  - {id: s, save: [plan, people, empty]}
  - {id: f, forget: people}
  - {id: a, forget: everything}
  - {id: end, end: done, say: 'You have {people}.', or: You have nobody.}
  - {id: unread, end: left, say: I cannot read it.}
"""


def test_slots_are_recalled_saved_and_forgotten_by_name() -> None:
    stage = Stage(script(KEEPING), {"plan": "old"})

    stage.reply(Recalled({"people": "sam"}))
    stage.reply(Done())
    stage.reply(Done())
    assert stage.reply(Done()) == ["You have sam."]
    assert stage.actions[:4] == [
        Recall(("plan", "people")),
        Keep({"plan": "old", "people": "sam"}),
        Forget(("people",)),
        Forget(()),
    ]


@pytest.mark.parametrize(("done", "line"), [(0, "not_kept 1"), (1, "not_deleted 1")])
def test_what_cannot_be_kept_or_deleted_is_said_and_never_pretended(done: int, line: str) -> None:
    """The dialogue ends there: no line after it can claim otherwise."""
    stage = Stage(script(KEEPING), {"plan": "old"})
    stage.reply(Recalled({}))
    for _ in range(done):
        stage.reply(Done())

    assert stage.reply(Failed()) == [line]
    assert stage.how == "left"


def test_what_cannot_be_recalled_leads_where_the_author_says() -> None:
    stage = Stage(script(KEEPING))

    assert stage.reply(Failed()) == ["I cannot read it."]


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("i walk " * 12, f"Plan: {'I walk ' * 12}".strip() + "."),
        ("i walk " * 13, "It is in it."),
        ("that i want to die", "It is in it."),
        (None, "It is in it."),
    ],
)
def test_what_was_kept_is_spoken_whole_or_not_at_all(kept: str | None, said: str) -> None:
    """At most 24 words, and no word of danger."""
    steps = "\n  - {id: a, end: done, say: 'Plan: {plan.whole}.', or: It is in it.}"

    assert Stage(script(steps), {"plan": kept}).spoken == [said]


def test_a_contact_is_named_branched_on_and_never_cached() -> None:
    steps = """
  - {id: b, branch: contact.name, cases: {filled: call}, then: none}
  - {id: call, end: done, say: 'Call {contact.name}.', or: Call someone.}
  - {id: none, end: done, say: Nobody.}
"""
    book = replace(shared_book(), contact={"contact.name": "Sam"})
    stage = Stage(script(steps), book=book)

    assert stage.spoken == ["Call Sam."]
    assert [a.cacheable for a in stage.actions if isinstance(a, Speak)] == [False]
    assert Stage(script(steps)).spoken == ["Nobody."]


def test_a_line_with_words_of_a_person_is_never_kept_on_disk() -> None:
    steps = """
  - {id: a, say: 'You said {thought}.', or: I hear you.}
  - {id: b, say: 'Call {helpline.suicide}.'}
  - {id: end, end: done, say: Good.}
"""
    facts = shared_book({"helpline.suicide": "nine eight eight"})
    stage = Stage(script(steps), {"thought": "i'm late"}, facts)

    cacheable = [action.cacheable for action in stage.actions if isinstance(action, Speak)]
    assert cacheable == [False, True, True]
    assert stage.spoken[1] == "Call nine eight eight."


def test_a_thought_is_spoken_turned_to_you_where_that_is_sure() -> None:
    steps = """
  - {id: a, say: "You're afraid {thought.turned}.", or: That's heavy.}
  - {id: end, end: done, say: Good.}
"""
    sure = Stage(script(steps), {"thought": "i think he's going to leave me"})
    unsure = Stage(script(steps), {"thought": "tom saw sarah"})

    assert sure.spoken[0] == "You're afraid they're going to leave you."
    assert unsure.spoken[0] == "That's heavy."


def test_a_listen_is_the_same_whatever_it_takes() -> None:
    assert Listen("open", "thought", "x") == Listen("open", "thought", "x", takes=lambda _: False)


LEVELS = """
  - id: q
    ask: How bad is it?
    expects: rating
    slot: n
    words:
      9: [terrible, unbearable, really bad, panic]
      6: [bad, scared]
      3: [a bit, a little, not too bad]
  - {id: end, end: done, say: Thanks.}
"""


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("it's terrible", 9),
        ("bad", 6),
        ("really bad", 9),
        ("not too bad", 3),
        ("a bit scared", 3),
        ("scared and in panic", 9),
        ("it's not bad it's terrible", 9),
        ("a little", 3),
    ],
)
def test_a_level_may_be_said_in_words_the_longest_counts(text: str, level: float) -> None:
    stage = Stage(script(LEVELS))

    assert stage.reply(said(text)) == ["Thanks."]
    assert stage.slots == {"n": level}


@pytest.mark.parametrize("text", ["not terrible", "not so bad", "the weather"])
def test_a_level_that_is_denied_or_not_named_is_none(text: str) -> None:
    assert not Stage(script(LEVELS)).prompt.takes(said(text))


def test_a_number_goes_before_words() -> None:
    stage = Stage(script(LEVELS))
    stage.reply(said("seven a bit bad", "command/number", rating=7.0))

    assert stage.slots == {"n": 7.0}


def test_a_guide_step_passes_on_length_holds_and_what_was_asked_along_with_it() -> None:
    known = {
        "asked": "box_4",
        "what": "breathing/box",
        "length": "short",
        "changes": ["just_tones"],
    }
    steps = "\n  - {id: lead, guide: asked, holds: no, bell: no}\n"
    asked = Stage(script(steps), {**known}).waiting
    own = Stage(script(steps.replace("holds: no, bell: no", "length: full")), {**known}).waiting

    assert asked == Guide(
        "box_4", "breathing/box", length="short", holds=False, bell=False, changes=("just_tones",)
    )
    assert own == Guide("box_4", "breathing/box", length="full", changes=("just_tones",))


def test_a_practice_that_closes_itself_ends_without_a_line() -> None:
    steps = "\n  - {id: lead, guide: asked}\n  - {id: end, end: done}\n"
    stage = Stage(script(steps), {"asked": "falling_asleep", "what": "mindfulness/sleep"})

    assert stage.reply(Done()) == []
    assert stage.how == "done"


def test_a_branch_goes_by_words_somewhere_in_what_was_said() -> None:
    steps = """
  - {id: b, branch: t, says: {feet: [flashback, what happened to me]}, cases: {empty: none}}
  - {id: other, end: done, say: Other.}
  - {id: feet, end: done, say: Feet.}
  - {id: none, end: done, say: None.}
"""
    told = ("I had a flashback again.", "worry", None, "flashbacks")
    spoken = [Stage(script(steps), {"t": value}).spoken[0] for value in told]

    assert spoken == ["Feet.", "Other.", "None.", "Other."]


def test_a_dialogue_may_start_on_an_act_of_a_meaning_and_tell_of_the_practice_it_is() -> None:
    head = HEAD + "starts_on: [mindfulness/generic/rain_steps]\nminutes: 4\nwhy: It helps many.\n"
    found = script("\n  - {id: end, end: done, say: Good.}\n", head)

    assert found.starts_on == ("mindfulness/generic/rain_steps",)
    assert (found.minutes, found.why, found.caution) == (4, "It helps many.", "")


def test_a_set_step_puts_a_text_into_a_slot() -> None:
    steps = "\n  - {id: s, set: hold_trouble, to: 'yes'}\n  - {id: end, end: done, say: Good.}\n"
    stage = Stage(script(steps))

    assert stage.slots == {"hold_trouble": "yes"}
    assert stage.how == "done"


def test_a_set_step_copies_what_another_slot_holds() -> None:
    """An empty one is copied as empty."""
    steps = "\n  - {id: s, set: second, to: '{first}'}\n  - {id: t, set: third, to: '{none}'}\n"
    stage = Stage(script(steps + "  - {id: end, end: done, say: Good.}\n"), {"first": "tea"})

    assert stage.slots == {"first": "tea", "second": "tea", "third": ""}


def test_the_date_is_a_slot_where_the_clock_can_be_trusted() -> None:
    told = script("\n  - {id: end, end: done, say: 'Kept {today}.', or: Kept.}\n")
    book = replace(shared_book(), today=lambda: "the 3rd of May")

    assert Stage(told, book=book).spoken == ["Kept the 3rd of May."]
    assert Stage(told).spoken == ["Kept."]


MEASURE = """
  - {id: pace, measure: Say in at each breath in., count: 4, slot: rate}
  - {id: end, end: done, say: Done.}
"""


@pytest.mark.parametrize(
    ("times", "rate"),
    [
        ([0.0, 4.0, 8.0, 12.0], 15.0),
        ([0.0, 4.0, 12.0, 16.0], 15.0),
        ([0.0, 0.0, 0.0, 0.0], None),
        ([0.0, 60.0, 120.0, 180.0], None),
    ],
)
def test_a_word_at_each_breath_tells_breaths_a_minute(
    times: list[float], rate: float | None
) -> None:
    """The middle interval counts; a rate that no one breathes at is none."""
    stage = Stage(script(MEASURE))
    for at in times:
        stage.reply(replace(said("in", "out_of_scope/noise"), at=at))

    assert stage.how == "done"
    assert stage.slots.get("rate") == rate


def test_who_says_nothing_while_breaths_are_measured_goes_on_without() -> None:
    stage = Stage(script(MEASURE))
    stage.reply(NoInput())

    assert stage.how == "done"
    assert "rate" not in stage.slots


BY_THEME = """
  - {id: a, say: {by: theme, work: About work., else: About anything.}}
  - {id: z, end: done, say: Bye.}
"""


@pytest.mark.parametrize(
    ("theme", "line"),
    [("work", "About work."), ("ex", "About anything."), (None, "About anything.")],
)
def test_a_slot_chooses_what_is_said(theme: str | None, line: str) -> None:
    assert Stage(script(BY_THEME), {"theme": theme}).spoken[0] == line


HOW = """
  - {id: q, ask: "How is it?", slot: word, also: [rating]}
  - {id: z, end: done, say: "{word}", or: No word.}
"""


@pytest.mark.parametrize(
    ("answer", "word", "number"),
    [
        (said("sad and about a six", "checkin/feeling"), "sad and about a six", 6.0),
        (said("sad", "checkin/feeling"), "sad", None),
        (command("number", rating=6.0), None, 6.0),
    ],
)
def test_an_open_answer_may_hold_a_number_too(
    answer: Answer, word: str | None, number: float | None
) -> None:
    """A number alone leaves no word behind."""
    book = replace(shared_book(), reads={"rating": lambda text: 6.0 if "six" in text else None})
    stage = Stage(script(HOW), book=book)
    stage.reply(answer)

    assert stage.spoken[-1] == (word or "No word.")
    assert stage.slots["rating"] == number


WHICH = """
  - id: q
    ask: "Which one?"
    expects: choice
    options: {a: {words: [this], then: z}}
    other: o
    default: z
  - {id: z, end: done, say: Bye.}
  - {id: o, end: done, say: Something else.}
"""


def test_a_choice_may_take_any_other_words() -> None:
    stage = Stage(script(WHICH))
    stage.reply(said("my aunt is here"))

    assert stage.spoken[-1] == "Something else."


def test_a_start_is_told_how_often_there_was_one_and_danger_is_not_counted() -> None:
    counted: list[str] = []

    def started(dialogue: str) -> dict[str, int]:
        counted.append(dialogue)
        return {"times_today": 2}

    book = replace(shared_book(), started=started)
    steps = """
  - {id: b, branch: times_today, cases: {2..9: again}}
  - {id: z, end: done, say: Bye.}
  - {id: again, end: done, say: Again.}
"""
    assert Stage(script(steps), book=book).spoken == ["Again."]
    Stage(replace(script(steps), starts_on=("crisis/abuse",)), book=book)
    assert counted == ["test"]
