from nlp.intake.columns import find_block, find_column
from nlp.intake.proposing.references import ref_to_block, ref_to_column
from nlp.intake.proposing.sightings import sightings
from tests.intake.small_proposals import export, text


def test_every_column_is_named_by_what_leads_to_it_alone():
    """
    Repeated, blank and general header cells still give each column a reference of its own.
    """
    header = (
        ("ID", "Role?", "", "Role?", "", "[a]*", "", "ID / Key"),
        ("", "Response", "Other (please specify)", "Response", "Why?", "x", "", "Key"),
    )
    raw = export(header, lambda n: (n, "a", text(n), "b", text(n), "c", "", n))

    refs = [ref_to_column(raw, column) for column in sightings(raw)]

    assert list(range(8)) == [find_column(raw, ref) for ref in refs]
    assert [(i,) for i in range(8)] == [find_block(raw, ref) for ref in refs]
    assert "Role? / Other (please specify)" == refs[2]


def test_a_block_is_named_by_a_pattern():
    """
    Names that differ in their last figure are named by what they share.
    """
    raw = export(("Q1_1", "Q1_2", "Q1_other"), lambda n: ("a", "b", text(n)))
    columns = sightings(raw)

    assert "Q1_[1-2]" == ref_to_block(raw, columns[:2])
    assert "Q1_*" == ref_to_block(raw, columns[:2], fields=[2])


def test_a_block_is_named_by_its_heading_or_its_positions():
    """
    A heading over all its columns names a block; where nothing does, its positions do.
    """
    raw = export((("Tools?", "", "x"), ("Maps", "Mail", "y")), lambda n: ("a", "b", "c"))
    columns = sightings(raw)

    assert "Tools?" == ref_to_block(raw, columns[:2])
    assert "#2-#3" == ref_to_block(raw, columns[1:])


def test_a_header_cell_with_an_address_is_not_repeated():
    """
    With too few header rows an answer may stand in the header: positions give nothing away.
    """
    raw = export(("ID", "write to me@example.org"), lambda n: (n, text(n)))

    assert "#2" == ref_to_column(raw, sightings(raw)[1])
