import pytest

from flows.withholding import in_full, withheld
from nlp.contracts.errors import AlreadyRunning, SourceDataError, StudyConfigError


@pytest.mark.parametrize("kind", [SourceDataError, StudyConfigError])
def test_what_names_columns_is_told_by_its_kind(tmp_path, kind):
    """The words stand where their owner reads them, and whoever asked at a terminal gets them."""
    error = kind("no column gruffalo")

    told = withheld(error, tmp_path)

    assert "gruffalo" not in str(told)
    assert (kind, error.exit_code) == (type(told), told.exit_code)
    assert "no column gruffalo\n" == (tmp_path / "failure.txt").read_text("utf-8")
    assert error is in_full(told)
    assert told is withheld(told, tmp_path)


def test_what_names_nobody_is_told_as_it_is(tmp_path):
    """Who works since when is no secret."""
    error = AlreadyRunning("another run of small is under way")

    assert error is withheld(error, tmp_path)
    assert error is in_full(error)
    assert [] == list(tmp_path.iterdir())
