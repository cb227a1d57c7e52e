"""Remarks: what is answered with one line of the pack, and starts no dialogue."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.understanding.intents import IntentMatch

LINES: Mapping[str, str] = {
    "smalltalk/thanks": "thanks",
    "smalltalk/greeting": "greeting",
    "smalltalk/chat": "chat",
    "checkin/rating": "checkin_rating",
    "checkin/feeling": "checkin_feeling",
    "command/settings/how_loud": "how_loud",
    "command/settings/how_fast": "how_fast",
    "smalltalk/greeting/state": "state",
    "smalltalk/about_you/my_name": "my_name",
    "command/help": "help_home",
    "command/resume": "nothing_to_resume",
    "command/repeat": "nothing_to_repeat",
    "command/skip": "nothing_to_skip",
    "command/back": "nothing_before",
    "command/yes": "yes_no_unasked",
    "command/no": "yes_no_unasked",
    "command/number": "number_unasked",
    "command/time": "time_now",
    "command/sleep": "sleep_now",
    "command/goodbye": "goodbye",
}
"""Line that answers an intent, or an act of it."""


def is_remark(match: IntentMatch) -> bool:
    """Tell whether an act is answered with a line, also where its intent starts a dialogue."""
    return bool(match.act) and match.names[0] in LINES


def line_for(match: IntentMatch, knows_time: bool) -> str:
    """Return the line that answers what was understood, also where no line is meant for it."""
    fallback = "out_of_scope" if match.kind == "out_of_scope" else "not_yet"
    line = next((LINES[name] for name in match.names if name in LINES), fallback)
    return "time_unknown" if line == "time_now" and not knows_time else line
