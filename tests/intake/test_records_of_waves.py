"""Which records are of the wave that is read?"""

import pytest

from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import RawExport, Record, ValueLabels
from nlp.intake.records import sort_out
from tests.intake.small_export import SOURCE, raw, study


def ids(delivered):
    return [record.respondent_id for record in delivered.accepted]


def refused(delivered):
    return [(record.line, record.column, record.rule) for record in delivered.refused]


def test_records_of_another_wave_are_set_aside():
    """The wave's own name counts, or the value that the study gives it."""
    waves = {"w1": {"source": SOURCE, "value": "spring"}, "w2": {"source": "b"}}
    tracker = raw("ID|Wave|Risks", "1| spring|x", "2|w2|x", "3||x", "4|pilot|x")
    asked = study(waves=waves, wave_column="Wave", other_waves=["pilot"])
    delivered = sort_out(tracker, asked, "w1")
    assert ["1"] == ids(delivered)
    assert [(3, "", "other_wave"), (4, "", "no_wave"), (5, "", "other_wave")] == refused(delivered)


@pytest.mark.parametrize("cell", ["W1", "w1 (pilot)", "w3"])
def test_records_of_no_known_wave_are_at_fault(cell):
    """A wave that is spelt otherwise would vanish quietly among those of other waves."""
    asked = study(waves={"w1": {"source": SOURCE}, "w2": {"source": "b"}}, wave_column="Wave")
    delivered = sort_out(raw("ID|Wave|Risks", "1|w1|x", f"2|{cell}|x"), asked, "w1")
    assert [(3, "", "unknown_wave")] == refused(delivered)


def test_another_wave_may_be_named_by_a_label():
    """In statistics files the cell holds a code; the study may say what it stands for."""
    labelled = RawExport(
        SOURCE,
        (("ID", "Wave", "Risks"),),
        (Record(2, ("1", "1", "x")), Record(3, ("2", "2", "x"))),
        values={1: ValueLabels({"1": "w1", "2": "w2"})},
    )
    asked = study(waves={"w1": {"source": SOURCE}, "w2": {"source": "b"}}, wave_column="Wave")
    assert [(3, "", "other_wave")] == refused(sort_out(labelled, asked, "w1"))


def test_an_export_of_another_wave_is_refused():
    """The error says which wave the file holds, and which was asked for."""
    earlier = raw("ID|Wave|Risks", "1|2024-9|x", "2|2024-9|y")
    with pytest.raises(SourceDataError, match="file says wave 2024-9, run asked for w1"):
        sort_out(earlier, study(wave_column="Wave"), "w1")


@pytest.mark.parametrize(
    "cell", ["it will cost jobs", "privacy", "sam@4.eu", "0612345678", "20251", "1961-05-28"]
)
def test_no_answer_is_taken_for_the_name_of_a_wave(cell):
    """With another column named the cells hold words, numbers or days of people: none is shown."""
    with pytest.raises(SourceDataError, match="file says wave something else") as caught:
        sort_out(raw("ID|Risks", f"1|{cell}"), study(wave_column="Risks"), "w1")
    assert cell not in str(caught.value)


def test_the_name_of_a_wave_of_the_study_may_be_any_words():
    """The study file says them already."""
    asked = study(wave_column="Wave", other_waves=["the first spring"])
    with pytest.raises(SourceDataError, match="file says wave the first spring, run asked for w1"):
        sort_out(raw("ID|Wave|Risks", "1|the first spring|x"), asked, "w1")
