"""What a step raised, as it may be told."""

import errno

import pytest

from flows.failures import FAILURE, in_our_words
from nlp.contracts.errors import CodebookError, StageFailed, WorkspaceError

ANSWER = "my colleague Xanthippe"


def test_our_own_errors_stay_as_they_are(tmp_path):
    """What we said ourselves needs no other words, and nothing is set aside."""
    error = CodebookError("edit it")

    assert error is in_our_words("small w1: the step `code`", error, tmp_path)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (ValueError(ANSWER), StageFailed, "fell over with ValueError"),
        (MemoryError(ANSWER), WorkspaceError, "memory ran out"),
        (RuntimeError(f"can't allocate memory {ANSWER}"), WorkspaceError, "memory ran out"),
        (RuntimeError(ANSWER), StageFailed, "fell over with RuntimeError"),
        (OSError(errno.ENOSPC, ANSWER, ANSWER), WorkspaceError, "No space left on device"),
        (OSError(ANSWER), StageFailed, "fell over with OSError"),
    ],
)
def test_what_the_machine_lacks_is_no_bug_of_ours(tmp_path, error, kind, words):
    """Memory and disk are the operator's move, the rest is ours; nobody is quoted."""
    told = in_our_words("small w1: the step `code`", error, tmp_path)

    assert kind is type(told)
    assert str(told).startswith("small w1: the step `code`")
    assert words in str(told)
    assert ANSWER not in str(told)
    assert ANSWER in (tmp_path / FAILURE).read_text("utf-8")
    assert 0o600 == (tmp_path / FAILURE).stat().st_mode & 0o777


def test_what_cannot_be_written_down_is_said_so(tmp_path):
    """On a full disk there is no room for details either; the failure is told all the same."""
    told = in_our_words("small w1: the step `code`", ValueError(ANSWER), tmp_path / "not there")

    assert "could not be written down" in str(told)


def test_characters_that_are_none_do_not_stand_in_the_way(tmp_path):
    """Half a character of an answer, quoted by an error, is written down as its number."""
    in_our_words("small w1: the step `code`", ValueError("\ud83d"), tmp_path)

    assert "\\ud83d" in (tmp_path / FAILURE).read_text("utf-8")
