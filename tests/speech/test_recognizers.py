"""Recognisers are opened by name, and the choice is explained."""

from pathlib import Path

import pytest

from assistant.errors import EngineError, ModelError
from assistant.speech.engines.packages import load_package
from assistant.speech.models import VOSK_FOLDER
from assistant.speech.recognizers import RECOGNIZERS, choose_engine, open_recognizer


@pytest.mark.parametrize("engine", RECOGNIZERS)
def test_an_engine_is_opened_by_its_own_name(engine: str, tmp_path: Path) -> None:
    """The recogniser carries the name it was asked for; opening loads nothing."""
    assert engine == open_recognizer(engine, tmp_path).name


def test_an_unknown_engine_is_answered_with_the_near_one(tmp_path: Path) -> None:
    """A misspelt name gets a suggestion."""
    with pytest.raises(EngineError, match=r'unknown recogniser "wisper"; did you mean "whisper"\?'):
        open_recognizer("wisper", tmp_path)


def test_an_unknown_engine_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    """A name like no other gets the list."""
    with pytest.raises(EngineError, match="known: auto, pocketsphinx, vosk, whisper"):
        open_recognizer("xyz", tmp_path)


def test_auto_takes_vosk_where_its_model_is(tmp_path: Path) -> None:
    """The folder of the model decides, and the reason names it."""
    (tmp_path / VOSK_FOLDER).mkdir()

    assert choose_engine(tmp_path).name == "vosk"
    assert str(tmp_path) in choose_engine(tmp_path).because
    assert open_recognizer("auto", tmp_path).name == "vosk"


def test_auto_takes_the_embedded_recogniser_otherwise(tmp_path: Path) -> None:
    """Without the model of Vosk, whisper listens, and the reason says so."""
    assert choose_engine(tmp_path).name == "whisper"
    assert "whisper" in choose_engine(tmp_path).because
    assert open_recognizer("auto", tmp_path).name == "whisper"


def test_a_missing_package_is_named_with_the_remedy() -> None:
    """The error tells which engine needs which package and what installs it."""
    with pytest.raises(EngineError, match=r"^ear: the package no_such_package .*scripts/start$"):
        load_package("no_such_package", "ear")


def test_a_missing_vosk_model_names_the_file_and_the_command(tmp_path: Path) -> None:
    """Loading fails with one line, without a network and without ending the process."""
    with pytest.raises(ModelError, match=r"final\.mdl is missing; run scripts/fetch-models vosk-"):
        open_recognizer("vosk", tmp_path).prepare()
