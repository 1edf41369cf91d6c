"""Who counts?"""

from nlp.intake.records import sort_out
from nlp.intake.respondents import read_respondents
from tests.intake.small_export import raw, study


def respondents(export, asked):
    table = read_respondents(sort_out(export, asked, "w1"), "w1")
    return list(table.itertuples(index=False))


def test_respondents_stand_for_one_without_weights():
    """One row per record that counts, in the order of ids."""
    assert [("a", "w1", 1.0), ("b", "w1", 1.0)] == respondents(
        raw("ID|Risks", "b|x", "|", "a|y"), study()
    )


def test_respondents_stand_for_as_many_as_their_weight_says():
    """The weight is that of their record."""
    assert [("a", "w1", 0.5), ("b", "w1", 2.0)] == respondents(
        raw("ID|W|Risks", "b|2|x", "a|.5|y"), study(weight={"column": "W"})
    )


def test_a_wave_without_a_weight_column_has_no_weights():
    """Left out of the mapping, the wave's respondents stand for one each."""
    waves = {"w1": {"source": "a"}, "w2": {"source": "b"}}
    weighted = study(waves=waves, weight={"column": {"w2": "W"}})
    assert [("1", "w1", 1.0)] == respondents(raw("ID|Risks", "1|x"), weighted)
