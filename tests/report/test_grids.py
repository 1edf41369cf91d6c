from nlp.report.grids import grids
from tests.report.sample import BENEFIT, RISK, asked_in, results, usual


def test_columns_are_the_options_after_the_total():
    """
    A grid shows everyone first, then the options, each with its base; single choices add up.
    """
    grid = grids(usual())[0]
    assert ["Total", "Producer", "User", "no answer"] == [one.option for one in grid.columns]
    total, *options = [column.n_base for column in grid.columns]
    assert total == sum(options)


def test_cells_are_those_of_the_crosstabs():
    """
    A cell holds the share of its finding and option.
    """
    made = usual()
    grid = grids(made)[0]
    row = next(row for row in grid.rows if row.finding_id == "cost")
    expected = made.crosstabs.query(
        "wave == '2025' and question_id == 'benefits' and finding_id == 'cost' "
        "and banner_id == 'role' and option == 'User'"
    )
    assert list(expected["share"]) == [row.cells[2].share]


def test_one_grid_per_banner_question_and_wave():
    """
    Two banner questions, two open questions and two waves give eight grids.
    """
    assert 8 == len(grids(usual()))


def test_an_option_called_total_is_not_the_total():
    """
    Whatever options are called, everyone stands in the first column and each option in its own.
    """
    made = usual(12)
    named = {"Producer": "Total"}
    again = results(
        12,
        crosstabs=made.crosstabs.replace({"option": named}),
        answers=made.answers.replace({"option": named}),
    )
    expected, got = grids(made)[0], grids(again)[0]
    assert ["Total", "User", "Total", "no answer"] == [one.option for one in got.columns]
    assert [column.n_base for column in expected.columns] == [
        got.columns[place].n_base for place in (0, 2, 1, 3)
    ]
    assert expected.rows[0].cells[0] == got.rows[0].cells[0]
    assert expected.rows[0].cells[1] == got.rows[0].cells[2]


def test_a_wave_that_did_not_ask_has_no_grid():
    """
    Where nobody was asked the question, or the banner question, there is nothing to cross.
    """
    tools = {"column": {"2026": "t"}, "label": "Tools used", "kind": "multiple"}
    closed = {"role": {"column": "role", "label": "Role"}, "tools": tools}
    made = results(changes=asked_in("2025") | {"closed_questions": closed})
    found = {(one.banner_id, one.question_id, one.wave) for one in grids(made)}
    assert {
        ("role", BENEFIT, "2025"),
        ("role", BENEFIT, "2026"),
        ("role", RISK, "2025"),
        ("tools", BENEFIT, "2026"),
    } == found


def test_no_banner_gives_no_grid():
    """
    A study without a banner has no grids.
    """
    assert () == grids(results(changes={"banner": []}))
