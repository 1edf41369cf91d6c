"""Does a file that crashes its reader crash nothing of ours?"""

import pandas as pd
import pyreadstat
import pytest

from flows.exports.rehearsal import survives
from flows.exports.statistics import read_statistics
from nlp.contracts.errors import SourceDataError
from nlp.contracts.study import ExportLayout


@pytest.fixture
def labelled(tmp_path):
    """An SPSS file of one labelled variable."""
    path = tmp_path / "w1.sav"
    labels = {"role": {1: "Teacher"}}
    pyreadstat.write_sav(pd.DataFrame({"role": [1.0, 2.0]}), path, variable_value_labels=labels)
    return path


def test_a_sound_file_is_survived(labelled):
    """So is one that the reader refuses with a word."""
    assert survives(labelled, "read_sav")
    labelled.write_bytes(labelled.read_bytes()[:100])
    assert survives(labelled, "read_sav")
    assert survives(labelled.with_name("none.sav"), "read_sav")


def test_a_file_that_crashes_its_reader_is_refused(labelled):
    """Labels of a variable that there is none of end the process that reads them."""
    record = (4).to_bytes(4, "little") + (1).to_bytes(4, "little") + (1).to_bytes(4, "little")
    content = labelled.read_bytes()
    assert 1 == content.count(record)
    labelled.write_bytes(content.replace(record, record[:8] + (2**24 + 1).to_bytes(4, "little")))
    assert not survives(labelled, "read_sav")
    with pytest.raises(SourceDataError, match="not a readable SPSS file"):
        read_statistics(labelled, ExportLayout())
