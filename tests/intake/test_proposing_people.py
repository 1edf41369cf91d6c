from nlp.contracts.raw import ValueLabels
from nlp.intake.proposing.people import (
    find_respondent,
    find_submitted,
    find_weight,
    missing_marks,
)
from nlp.intake.proposing.sightings import sightings
from tests.intake.small_proposals import export, text


def column_of_ids(raw):
    column, _, doubt = find_respondent(sightings(raw))
    return column and column.name, doubt


def test_the_likeliest_id_is_taken():
    """
    A column of running numbers gives way to one that is named after respondents.
    """
    raw = export(("S. No", "participant_id", "Why?"), lambda n: (n, f"p{n}", text(n)))

    assert ("participant_id", "") == column_of_ids(raw)


def test_ids_that_repeat_are_no_ids():
    """
    Where many values stand more than once, each record is named by what stands in it.
    """
    raw = export(("ID", "Why?"), lambda n: (n // 2, text(n)))

    assert column_of_ids(raw)[0] is None


def test_few_repeated_ids_are_a_doubt():
    """
    An id or two delivered again are for people to decide.
    """
    name, doubt = column_of_ids(export(("ID", "Why?"), lambda n: (max(n, 1), text(n)), people=90))

    assert "ID" == name
    assert "1 id delivered again" in doubt


def test_days_tell_the_order_they_are_written_in():
    """
    A month above twelve is a day; where there is none, the order is in doubt.
    """
    surely = export(("End Date",), lambda n: (f"{n % 28 + 1:02}/03/2025",))
    unsure = export(("End Date",), lambda n: (f"{n % 12 + 1:02}/03/2025",))

    assert "day first" == find_submitted(surely, sightings(surely))[1].settings["order"]
    assert "leave open" in find_submitted(unsure, sightings(unsure))[1].unsure


def test_serial_numbers_are_no_days():
    """
    A column named like a day that holds numbers is not proposed as one.
    """
    raw = export(("End Date",), lambda n: (45_000 + n,))

    assert (None, None) == find_submitted(raw, sightings(raw))


def test_weights_say_their_mean():
    """
    A weight is proposed with its mean, and is in doubt where that is far from one.
    """
    near = export(("wt",), lambda n: (0.5 + n % 2,))
    far = export(("wt",), lambda n: (100 + n,))

    assert "1.00 on average" in find_weight(near, sightings(near)).because[0]
    assert find_weight(far, sightings(far)).unsure


def test_a_mark_in_many_columns_is_no_answer():
    """
    A dash counts as missing where it stands in three columns, not where it stands in one.
    """
    many = export(("A", "B", "C"), lambda n: ("-", "-", "-") if n % 2 else (1, 2, 3))
    one = export(("A", "B", "C"), lambda n: ("-", "4", "5") if n % 2 else (1, 2, 3))

    assert ("-",) == missing_marks(sightings(many))
    assert () == missing_marks(sightings(one))


def test_a_mark_among_free_words_is_an_answer():
    """
    `N/A` that people wrote to open questions is theirs, in however many columns.
    """
    raw = export(("A", "B", "C"), lambda n: ("N/A",) * 3 if n % 9 == 0 else (text(n),) * 3)

    assert () == missing_marks(sightings(raw))


def test_labels_of_values_are_seen():
    """
    What a statistics file says of a column is kept with it.
    """
    labels = ValueLabels({"1": "Yes"})

    assert labels == sightings(export(("A",), lambda _: (1,), values={0: labels}))[0].labels
