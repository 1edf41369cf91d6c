from nlp.report.grids import grids
from tests.report.sample import results, usual


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


def test_no_banner_gives_no_grid():
    """
    A study without a banner has no grids.
    """
    assert () == grids(results(changes={"banner": []}))
