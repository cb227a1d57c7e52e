"""Scripted conversations: their events, their time, and how they end."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from assistant.content.loader import load_packs
from assistant.dates import spoken_date
from assistant.understanding.intents import KINDS
from tests.cli.running import Commands

KEYS: Mapping[str, frozenset[str]] = {
    name: frozenset(keys.split())
    for name, keys in {
        "listening": "patience_s",
        "heard": "text confidence ignored",
        "intent": "kind label slots score because",
        "safety": "tier label",
        "said": "text source role seconds",
        "spoken": "source how",
        "asked": "role expects",
        "started": "what",
        "ended": "what how",
        "cue": "kind phase cycle text",
        "interrupted": "by",
        "paused": "",
        "resumed": "",
        "no_input": "",
        "no_match": "",
        "saved": "what",
        "fault": "stage message",
    }.items()
}
"""The events that users and other programs may rely on, with their keys beside at and event."""
VALUES: Mapping[tuple[str, str], frozenset[str | None]] = {
    (event, key): frozenset(values)
    for (event, key), values in {
        ("heard", "ignored"): (None, "own_voice", "dropped"),
        ("safety", "tier"): ("T4", "T3", "T2", "S"),
        ("spoken", "how"): ("whole", "cut"),
        ("asked", "expects"): ("yes_no", "rating", "choice", "open"),
        ("ended", "how"): (
            *("done", "stopped", "switched", "left", "silence", "worse", "safety", "goodbye"),
        ),
        ("cue", "kind"): ("voice", "tone", "bell", "count"),
        ("interrupted", "by"): ("command", "safety", "device"),
    }.items()
}
STORIES = {
    "a breath": (
        "help me breathe\n~ 40s\nslower\n~ 20s\npause\n~ 10s\nresume\n~ 30s\nthe radio\nstop\n"
        "~ 5s\nbox breathing\n~ 400s\n7\ngoodbye"
    ),
    "a thought": (
        "help me with a thought\nyes\ni think she is leaving me\nyes\n7\n~ 30s\nshe never answers\n"
        "she wrote yesterday\nrepeat\n~ 90s\nlouder\nflorble wug\nwhat time is it\nthank you"
    ),
    "danger": (
        "help me breathe\n~ 20s\ni want to kill myself\n~ 20s\nyes\nskip\nskip\n~ 60s\n"
        "my partner hits me\nno\n~ 200s\ni cannot do this any more\nno\nbye"
    ),
    "comfort": "reassure me\n~ 30s\nyes\ni want to text him right now\nyes\n~ 200s\nno\nstop",
}


def chat(commands: Commands, script: str, *options: str) -> list[dict[str, Any]]:
    """Hold a scripted conversation and return its events."""
    path = commands.folder / "script.txt"
    path.write_text(script)
    ran = commands.run("chat", "--script", str(path), "--json", *options)
    assert (ran.code, ran.err) == (0, "")
    return ran.lines


def of(events: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """Return the events of one name."""
    return [event for event in events if event["event"] == name]


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_event_has_its_documented_name_keys_and_values(
    commands: Commands, story: str
) -> None:
    """Nothing more and nothing less, at times that never go back."""
    events = chat(commands, story, "--seed", "2")

    assert [event for event in events if set(event) - {"at", "event"} != KEYS[event["event"]]] == []
    wrong = [
        event
        for event in events
        for key, value in event.items()
        if value not in VALUES.get((event["event"], key), [value])
    ]
    assert wrong == []
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)


@pytest.mark.parametrize(
    "story", [STORIES["a thought"], STORIES["danger"]], ids=["thought", "danger"]
)
def test_the_same_script_and_seed_give_the_same_events(commands: Commands, story: str) -> None:
    """To the last digit of every time; each line of the person's is heard once."""
    events = chat(commands, story, "--seed", "5")

    assert chat(commands, story, "--seed", "5") == events
    lines = [line for line in story.splitlines() if not line.startswith("~")]
    assert len(of(events, "heard")) == len(lines)


def test_another_seed_says_it_in_other_words(commands: Commands) -> None:
    """The seed chooses the variants."""
    hellos = {of(chat(commands, "", "--seed", str(n)), "said")[0]["text"] for n in range(3)}

    assert len(hellos) > 1


def test_the_end_of_a_script_ends_the_session(commands: Commands) -> None:
    """After what the last line asked for has begun to wait for an answer."""
    events = chat(commands, "# nothing but a thought\n\nhelp me with a thought\n")

    assert events[-1]["event"] == "ended"
    assert (events[-1]["what"], events[-1]["how"]) == ("session", "left")
    assert of(events, "asked")[-1]["expects"] == "yes_no"


def test_goodbye_ends_the_session_before_the_script_does(commands: Commands) -> None:
    """What stands after goodbye is never heard."""
    events = chat(commands, "goodbye\nhelp me breathe\n")

    assert (events[-1]["what"], events[-1]["how"]) == ("session", "goodbye")
    assert [heard["text"] for heard in of(events, "heard")] == ["goodbye"]


def test_a_script_that_ends_in_a_practice_lets_it_finish(commands: Commands) -> None:
    """Twenty minutes of breathing pass in moments, breath by breath."""
    ten = "breathe with me for ten minutes\n"
    events = chat(commands, f"{ten}~ 700s\nskip\n{ten}")

    assert of(events, "ended")[-1]["at"] > 20 * 60
    starts = [e["at"] for e in of(events, "cue") if (e["kind"], e["phase"]) == ("tone", "in")]
    assert len(starts) == 2 * 60
    assert starts[59] - starts[0] == pytest.approx(590, abs=0.01)


def test_a_line_is_heard_at_the_next_listen_and_in_a_practice_at_once(commands: Commands) -> None:
    """Waiting is counted from the moment the line before was heard."""
    events = chat(commands, "help me breathe\n~ 12s\nslower\n~ 3s\nstop\n")

    asked, slower, stop = (heard["at"] for heard in of(events, "heard"))
    assert asked == of(events, "listening")[1]["at"]
    assert (slower - asked, stop - slower) == (pytest.approx(12), pytest.approx(3))


def test_words_of_danger_are_shown_only_on_request(commands: Commands) -> None:
    """Null in heard and because; safety comes before the reply."""
    script = "i want to kill myself\n"
    hidden, shown = chat(commands, script), chat(commands, script, "--show-sensitive")

    assert of(hidden, "heard")[0]["text"] is None
    assert of(hidden, "intent")[0]["because"] is None
    assert "kill" not in str(hidden)
    assert of(shown, "heard")[0]["text"] == "i want to kill myself"
    assert of(shown, "intent")[0]["because"]
    names = [event["event"] for event in hidden]
    assert names.index("safety") < names.index("said", names.index("safety"))


def test_every_topic_begins_in_a_conversation_and_ends_at_a_stop(commands: Commands) -> None:
    """Its own line answers the words by which the listing says to ask for it."""
    scripts = [load_packs().dialogues[f"topic_{label}"] for label in sorted(KINDS["topic"])]
    told = "".join(f"{script.how_to_ask}\nstop\n~ 3s\n" for script in scripts)
    events = [event for event in chat(commands, told) if event["event"] in ("started", "said")]

    first = [
        (event["what"], answer["source"].partition(".")[0])
        for event, answer in pairwise(events)
        if event["event"] == "started" and event["what"] != "session"
    ]
    assert first == [(script.starts_on[0], script.id) for script in scripts]


def test_a_small_win_is_heard_again_another_time_with_its_day(commands: Commands) -> None:
    told = "i waited before i called\npatience\ni waited an hour\na cup of tea\n"
    chat(commands, f"small wins\n{told}yes\n")
    again = chat(commands, "small wins\n")

    texts = [event["text"] for event in of(again, "said")]
    assert any("I waited an hour" in text and spoken_date() in text for text in texts)
