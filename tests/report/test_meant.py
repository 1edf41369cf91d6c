import pandas as pd

from nlp.report.meant import how_meant
from tests.builders import PLAINLY


def words(**meant):
    return how_meant(pd.DataFrame([{"term": "Job losses", **PLAINLY, **meant}]))


def test_a_plain_statement_has_its_term_alone():
    """
    What goes without saying is not said.
    """
    assert ["Job losses"] == words()


def test_what_is_special_is_said_with_its_cues():
    """
    Certainty, holder, time, target and stance are named in this order, and then the cues.
    """
    said = words(certainty="hedged", holder="others", target="open", cues="may: hedge")

    assert ["Job losses · hedged, reported of others, of open models · may: hedge"] == said
    assert ["Job losses · against it"] == words(stance="against")


def test_no_mentions_no_words():
    """
    An empty table gives an empty list.
    """
    assert [] == how_meant(pd.DataFrame([{"term": "x", **PLAINLY}]).head(0))
