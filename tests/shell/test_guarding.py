import pytest

from flows.failures import FAILURE
from flows.guarding import guarded
from nlp.contracts.errors import SourceDataError, StageFailed


def fall_over():
    raise ValueError("an answer")


def test_what_is_returned_is_returned(tmp_path):
    """
    Where nothing falls over, nothing is written.
    """
    assert 3 == guarded(tmp_path, "the step", lambda: 3)
    assert [] == list(tmp_path.iterdir())


def test_a_foreign_error_is_set_aside(tmp_path):
    """
    Its kind is told, its words stand in the file that the message names.
    """
    with pytest.raises(StageFailed, match="the step fell over with ValueError") as caught:
        guarded(tmp_path, "the step", fall_over)

    assert str(tmp_path / FAILURE) in str(caught.value)
    assert "an answer" not in str(caught.value)
    assert "an answer" in (tmp_path / FAILURE).read_text("utf-8")
    assert (None, None) == (caught.value.__cause__, caught.value.__context__)


def test_our_own_error_goes_on_alone(tmp_path):
    """
    What it was made of, which may quote an answer, stays behind.
    """

    def complain():
        try:
            fall_over()
        except ValueError:
            raise SourceDataError("row 3")  # noqa: B904  (what a forgetful hand would write)

    with pytest.raises(SourceDataError, match="row 3") as caught:
        guarded(tmp_path, "the step", complain)

    assert (None, None) == (caught.value.__cause__, caught.value.__context__)
    assert [] == list(tmp_path.iterdir())


def test_where_nothing_can_be_written_the_kind_is_told_all_the_same(tmp_path):
    """
    A disk that takes no failure does not bring its words back into the message.
    """
    with pytest.raises(StageFailed, match="could not be written down") as caught:
        guarded(tmp_path / "missing", "the step", fall_over)

    assert "an answer" not in repr(caught.value)
    assert (None, None) == (caught.value.__cause__, caught.value.__context__)
