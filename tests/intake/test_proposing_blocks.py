from nlp.intake.proposing.blocks import find_parts
from nlp.intake.proposing.sightings import sightings
from tests.intake.small_proposals import export, text


def shapes(raw):
    """The shape of each part, and the positions of its columns."""
    parts = find_parts(raw, sightings(raw))
    return [(part.shape, [c.position + 1 for c in part.columns]) for part in parts]


def test_columns_with_one_value_each_are_options_to_tick():
    """
    Neighbours under one heading that hold nothing or their own option make one question.
    """
    raw = export(
        (("Which tools?", "", "", "Why?"), ("Maps", "Mail", "None", "Open-Ended Response")),
        lambda n: ("Maps" if n % 2 else "", "Mail" if n % 3 else "", "", text(n)),
    )

    assert [("ticks", [1, 2, 3]), ("column", [4])] == shapes(raw)


def test_zeros_and_ones_are_ticks():
    """
    Codes for chosen and not chosen make options to tick, named Q1_1, Q1_2, … in one header row.
    """
    raw = export(("Q1_1", "Q1_2", "Why?"), lambda n: (n % 2, (n + 1) % 2, text(n)))

    assert [("ticks", [1, 2]), ("column", [3])] == shapes(raw)


def test_columns_that_share_their_options_are_a_grid():
    """
    Neighbours under one heading with the same few values are the rows of a grid.
    """
    scale = ("Never", "Sometimes", "Often")
    raw = export(
        (("How often?", "", "Why?"), ("At work", "At home", "Open-Ended Response")),
        lambda n: (scale[n % 3], scale[n % 2], text(n)),
    )

    assert [("grid", [1, 2]), ("column", [3])] == shapes(raw)


def test_a_field_beside_the_options_stands_alone():
    """
    "Other (please specify)" is no option to tick where people wrote into it.
    """
    raw = export(
        (("Which tools?", "", ""), ("Maps", "Mail", "Other (please specify)")),
        lambda n: ("Maps" if n % 2 else "", "Mail" if n % 3 else "", f"an abacus of {n}"),
    )

    assert [("ticks", [1, 2]), ("other", [3])] == shapes(raw)


def test_a_tick_beside_other_is_an_option():
    """
    A column that holds its own name is ticked, even if the name is "Other".
    """
    raw = export(
        (("Which tools?", ""), ("Maps", "Other")),
        lambda n: ("Maps" if n % 2 else "", "Other" if n % 3 else ""),
    )

    assert [("ticks", [1, 2])] == shapes(raw)


def test_one_column_per_option_may_be_a_single_choice():
    """
    Where no record has two of the options, they exclude each other.
    """
    raw = export(
        (("Your role?", "", ""), ("Nurse", "Vet", "Clerk")),
        lambda n: tuple("x" if n % 3 == place else "" for place in range(3)),
    )

    assert [True] == [part.exclusive for part in find_parts(raw, sightings(raw))]


def test_a_flattened_grid_is_cut_into_its_rows():
    """
    `Write - Never`, `Write - Often`, … are one question for each row of the grid.
    """
    names = ("Write - Never", "Write - Often", "Read - Never", "Read - Often")
    raw = export(
        (("How often?", "", "", ""), names),
        lambda n: ("x" if n % 2 else "", "" if n % 2 else "x") * 2,
    )

    assert [("ticks", [1, 2]), ("ticks", [3, 4])] == shapes(raw)
