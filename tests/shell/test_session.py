import logging
from copy import copy

import pytest

from flows.session import open_session
from nlp.contracts.errors import StudyConfigError
from nlp.contracts.study import Encoding
from tests.fakes import fixed_clock


def test_a_study_is_opened_without_loading_weights(session):
    """
    Opening reads files only; engines are known by name until a stage needs them.
    """
    assert ("small", 3, ("w1", "w2")) == (
        session.study.study_id,
        len(session.lexicons),
        session.wave_order,
    )
    assert "hashed-words-512" == session.encoder().name


def test_each_wave_has_one_run(session):
    """
    The steps of a wave share its run, and waves share none.
    """
    assert session.run("w1") is session.run("w1")
    assert session.run("w1") is not session.run("w2")
    assert session.run("w1").folder == session.workspace.root / "data" / "interim" / "small" / "w1"


def test_without_examples_words_decide_and_it_is_said(session, caplog):
    """
    A workspace without the file is worked on, with a warning; one that needs none is not warned.
    """
    assert None is session.meanings
    assert [] == caplog.records

    again = copy(session)
    again.__dict__.pop("meanings")
    again.study = session.study.model_copy(update={"encoding": Encoding()})

    assert None is again.meanings
    assert [(logging.WARNING, True)] == [
        (record.levelno, "mentions.csv is missing" in record.getMessage())
        for record in caplog.records
    ]


def test_a_wave_sees_no_other_wave(session):
    """
    What a stage is told of the study holds its own wave alone, so later waves move nothing.
    """
    assert ["w2"] == list(session.study_of("w2").waves)
    assert ["w1", "w2"] == list(session.study.waves)


def test_without_a_codebook_there_are_no_themes(session):
    """
    A study that has no codebook yet is worked on with a draft that holds no theme.
    """
    session.workspace.codebook_file("small").unlink()

    assert ("small", "draft", ()) == (
        session.codebook.study_id,
        session.codebook.status,
        session.codebook.themes,
    )


def test_an_unknown_study_is_not_opened(workspace):
    """
    A study without a file is refused before anything is made on disk.
    """
    with pytest.raises(StudyConfigError):
        open_session(workspace, "smal", fixed_clock)

    assert not (workspace.root / "data" / "interim").exists()
