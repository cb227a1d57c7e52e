"""Minutes, rounds and pace are read in any usual wording, and nothing else is taken."""

from __future__ import annotations

import pytest

from assistant.understanding.normalize import normalize
from assistant.understanding.slots import length, minutes, open_ended, pace, rounds


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("five minutes of breathing", 5.0),
        ("a couple of minutes", 2.0),
        ("a few minutes", 3.0),
        ("half an hour", 30.0),
        ("half a minute", 0.5),
        ("a quarter of an hour", 15.0),
        ("three quarters of an hour", 45.0),
        ("ninety seconds", 1.5),
        ("an hour", 60.0),
        ("an hour and a half", 90.0),
        ("a minute", 1.0),
        ("a minute and a half", 1.5),
        ("one and a half minutes", 1.5),
        ("two and a half minutes", 2.5),
        ("2.5 minutes", 2.5),
        ("10 min", 10.0),
        ("five minutes and thirty seconds", 5.5),
        ("for minutes", 4.0),
        ("ten or so minutes", 10.0),
        ("three minutes no five minutes", 5.0),
        ("breathe with me", None),
        ("four seven eight breathing", None),
        ("wait a minute five times", 1.0),
        ("two minutes thirty please", 2.5),
        ("a minute thirty", 1.5),
        ("an hour and a quarter", 75.0),
        ("half a dozen minutes", 6.0),
        ("six breaths a minute", None),
        ("minus three minutes", -3.0),
        ("negative two minutes of box breathing", -2.0),
        ("zero minutes", 0.0),
        ("a million minutes", 1_000_000.0),
        ("two thousand minutes", 2000.0),
        ("two seconds of box breathing", 0.03),
        ("forty minutes of 4-7-8", 40.0),
        ("half a breath", None),
        ("one more minute", 1.0),
        ("to more minutes", 2.0),
        ("another minute", 1.0),
        ("another five minutes", 5.0),
        ("all night", None),
    ],
)
def test_minutes(said: str, value: float | None) -> None:
    assert minutes(normalize(said)) == value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("four rounds", 4),
        ("a couple of rounds", 2),
        ("ten deep breaths", 10),
        ("three sighs", 3),
        ("twice", 2),
        ("6 cycles please", 6),
        ("three of them big sighs", 3),
        ("a dozen rounds", 12),
        ("take a breath", None),
        ("half a breath", None),
        ("minus two rounds", -2),
        ("a thousand breaths", 1000),
        ("four seven eight", None),
        ("five minutes", None),
    ],
)
def test_rounds(said: str, value: int | None) -> None:
    assert rounds(normalize(said)) == value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("box breathing slowly", "slower"),
        ("a bit faster please", "faster"),
        ("nice and slow", "slower"),
        ("slow breathing", None),
        ("box breathing", None),
    ],
)
def test_pace(said: str, value: str | None) -> None:
    assert pace(normalize(said)) == value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("until i say stop", True),
        ("till I tell you to stop", True),
        ("until i fall asleep", True),
        ("until i drift off", True),
        ("for ever", True),
        ("all night", True),
        ("five minutes", False),
        ("he was out last night", False),
        ("five in and five out and keep going for ten minutes", False),
    ],
)
def test_open_ended(said: str, value: bool) -> None:
    assert open_ended(normalize(said)) is value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("a short body scan", "short"),
        ("a quick grounding", "short"),
        ("something brief", "short"),
        ("the little one", "short"),
        ("I've only got a minute", "short"),
        ("only a minute", "short"),
        ("the short one", "short"),
        ("not too long", "short"),
        ("full muscle relaxation", "full"),
        ("the long one", "full"),
        ("the whole thing", "full"),
        ("the long body scan please", "full"),
        ("long please", "full"),
        ("not the short one", "full"),
        ("the complete practice", "full"),
        ("body scan", None),
        ("ten minutes body scan", None),
        ("the long exhale", None),
        ("breathing with a long out breath", None),
        ("i am short of breath", None),
        ("three full breaths", None),
        ("how long is it", None),
        ("as long as you like", None),
        ("quickly", None),
    ],
)
def test_length(said: str, value: str | None) -> None:
    assert length(normalize(said)) == value
