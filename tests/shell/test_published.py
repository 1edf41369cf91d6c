"""Published tables come back as they were before they were written."""

import pytest
from pandas.testing import assert_frame_equal

from flows.published import published_mentions
from nlp.contracts.errors import OutputsChanged
from nlp.contracts.tables import Mentions, ScreenedResponses


def path_of(root):
    return root / "outputs" / "small" / "w1" / "mentions.csv"


@pytest.fixture
def tables(finished, session):
    """The kept mentions and responses of the first wave."""
    run = session.run("w1")
    run.resume()
    return run.table(Mentions), run.table(ScreenedResponses)


def test_mentions_come_back_as_they_were(tables, session):
    """
    Every cell and every type is that of the table which was published.
    """
    mentions, screened = tables

    assert_frame_equal(mentions, published_mentions(session, "w1", screened))


def test_only_mentions_of_what_is_codable_now_come_back(tables, session):
    """
    A response that was withdrawn or is screened out since has no mentions to compare.
    """
    mentions, screened = tables
    kept = screened[screened["response_id"] != mentions["response_id"].iloc[0]]

    back = published_mentions(session, "w1", kept)

    assert len(mentions) > len(back) > 0


def test_nothing_published_and_an_older_form_are_no_mentions(tables, session, root):
    """
    A file of other columns cannot be compared, and neither can one that is not there.
    """
    path = path_of(root)
    path.chmod(0o644)
    path.write_text('"mention_id"\n"m1"\n', "utf-8")
    assert published_mentions(session, "w1", tables[1]) is None
    assert published_mentions(session, "w9", tables[1]) is None


def test_a_file_that_was_meddled_with_is_refused_without_quoting_it(tables, session, root):
    """
    A word where a number should be is an error that names the file alone.
    """
    path = path_of(root)
    path.chmod(0o644)
    text = path.read_text("utf-8-sig").replace('"1.0"', '"secret"')
    path.write_text(text, "utf-8")

    with pytest.raises(
        OutputsChanged, match=r"mentions\.csv is not what was published"
    ) as refused:
        published_mentions(session, "w1", tables[1])
    assert "secret" not in str(refused.value)
