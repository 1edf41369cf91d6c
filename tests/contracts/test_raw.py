"""An export as delivered."""

import dataclasses

import pytest

from nlp.contracts.raw import RawExport, Record


def test_width_counts_the_columns_of_the_header():
    """Records may be ragged; the header says how wide the export is."""
    export = RawExport("a.csv", (("id", "Q1", ""), ("", "A", "B")), (Record(3, ("1", "x")),))
    assert 3 == export.width


def test_an_export_cannot_be_changed():
    """What was delivered stays as it was delivered."""
    record = Record(2, ("1", "yes"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.line = 3
