"""Does anything that leads to a person get past the door?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.errors import SourceDataError, StudyConfigError
from nlp.contracts.ids import pseudonym
from nlp.contracts.raw import ValueLabels
from nlp.intake.identities import shield, suspects
from tests.intake.small_export import raw, study

KEY = b"k" * 32
PSEUDONYMS = {"respondent": {"column": "ID", "pseudonymise": True}}


def rows(export):
    return ["|".join(record.cells) for record in export.records]


def remarks(export, **changes):
    return [(remark.column, remark.message) for remark in suspects(export, study(**changes), "w1")]


def test_identifying_columns_are_emptied():
    """What stood in them is gone, and the remark names the column and no cell."""
    export = raw("ID|IP|Risks", "1|192.0.2.1|cost", "2||jobs")
    shielded = shield(export, study(identifying=["IP"]), "w1", b"")
    assert ["1||cost", "2||jobs"] == rows(shielded)
    assert [
        (
            "identifying",
            "IP",
            "column IP is identifying: emptied in 1 records, as the study file says",
        )
    ] == [(remark.rule, remark.column, remark.message) for remark in shielded.remarks]


@pytest.mark.parametrize(
    ("expected", "named"),
    [
        ("1||b|c|x", "Contact / Name"),
        ("1||b|c|x", "#2"),
        ("1|||c|x", "Contact"),
        ("1|||c|x", "#2-#3"),
        ("1||b|c|x", "Na*"),
        ("1|a|b||x", "Plot"),
        ("1|a|b|c|x", "Not there"),
        ("1|a|b|c|x", "#99"),
        ("1|a|b|c|x", "#4-#3"),
        ("1||b|c|x", "contact / NAME"),
        ("1||b|c|x", "na*"),
    ],
)
def test_columns_are_named_as_everywhere(expected, named):
    """A header cell in any case, a path, a block, a pattern, or positions as far as they go."""
    export = raw("ID|Contact||Plot|Risks", "|Name|Mail||", "1|a|b|c|x", header_rows=2)
    assert [expected] == rows(shield(export, study(identifying=[named]), "w1", b""))


def test_positions_beyond_the_export_empty_what_they_reach():
    """An export that lost a column is no reason to show the others."""
    export = raw("ID|Risks|Name|Mail", "1|x|a|b")
    assert ["1|x||"] == rows(shield(export, study(identifying=["#3-#9"]), "w1", b""))


@pytest.mark.parametrize("named", ["Emial", "#9", "#9-#12", "Mail?"])
def test_a_name_of_no_column_is_remarked_on(named):
    """A misspelt name empties nothing, and must not pass for one that does."""
    shielded = shield(raw("ID|Email|Risks", "1|a|x"), study(identifying=[named]), "w1", b"")
    (remark,) = shielded.remarks
    assert remark.message.startswith(f"identifying: {named} is no column of this export")


def test_a_blank_header_takes_no_name_from_its_left():
    """With one header row the column beside an identifying one is another column."""
    export = raw("ID|Mail||Risks", "1|a|b|x")
    assert ["1||b|x"] == rows(shield(export, study(identifying=["Mail"]), "w1", b""))


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("open_questions.risks", {"identifying": ["Risks"]}),
        ("respondent.column", {"identifying": ["ID"]}),
        (
            "closed_questions.role",
            {
                "identifying": ["Role"],
                "closed_questions": {"role": {"column": "Role", "label": "Role"}},
            },
        ),
        (
            "exclude.test",
            {"identifying": ["Role"], "exclude": {"test": {"column": "Role", "values": ["x"]}}},
        ),
    ],
)
def test_a_column_is_either_identifying_or_in_use(place, changes):
    """A study that reads a column which it has emptied is wrong, and is told where."""
    with pytest.raises(StudyConfigError, match=place):
        shield(raw("ID|Role|Risks", "1|x|cost"), study(**changes), "w1", b"")


def test_columns_that_are_missing_are_told_as_ever():
    """The export is measured against the study file first."""
    with pytest.raises(SourceDataError, match="Risks"):
        shield(raw("ID|Other", "1|x"), study(identifying=["Other"]), "w1", b"")


def test_ids_become_pseudonyms_of_what_was_delivered():
    """White space around an id does not count; blank cells and short rows stay as they are."""
    export = raw("Risks|ID", "a|007 ", "b|007", "c| ", "d", "e|8")
    first = pseudonym(KEY, "s", "007")
    assert [f"a|{first}", f"b|{first}", "c| ", "d", f"e|{pseudonym(KEY, 's', '8')}"] == rows(
        shield(export, study(**PSEUDONYMS), "w1", KEY)
    )


def test_another_key_gives_other_pseudonyms_and_another_digest():
    """What was computed with one key is never taken for what another would give."""
    export = raw("ID|Risks", "1|cost")
    one, other = (shield(export, study(**PSEUDONYMS), "w1", key) for key in (KEY, b"x" * 32))
    assert rows(one) != rows(other)
    assert one.digest != other.digest
    assert one == shield(export, study(**PSEUDONYMS), "w1", KEY)


def test_nothing_to_shield_gives_the_export_itself():
    """An export without a declaration travels on untouched."""
    export = raw("ID|Risks", "1|cost")
    assert export is shield(export, study(), "w1", b"")


def test_value_labels_of_emptied_columns_go_too():
    """A label may be a name."""
    export = replace(raw("ID|Boss|Risks", "1|2|cost"), values={1: ValueLabels({"2": "Sam Roe"})})
    assert {} == shield(export, study(identifying=["Boss"]), "w1", b"").values


def test_a_suspect_column_is_remarked_on_without_its_cells():
    """The remark says what it looks like and what to do; where all is blank there is none."""
    ((column, message),) = remarks(raw("ID|Email|Phone|Risks", "1|jo@example.org||x", "2|||y"))
    assert "Email" == column
    assert "looks like an e-mail address" in message
    assert "`identifying`" in message
    assert "jo@" not in message


def test_all_records_are_looked_at_in_any_order():
    """Five hundred different cells, the first in the alphabet, tell what a column is."""
    lines = ["1|-|x"] * 600 + [f"1|jo{n}@example.org|x" for n in range(600)]
    expected = remarks(raw("ID|C|Risks", *lines), missing=["-"])
    assert ["C"] == [column for column, _ in expected]
    assert expected == remarks(raw("ID|C|Risks", *reversed(lines)), missing=["-"])


def test_a_declared_column_is_not_suspect():
    """The study file has dealt with it."""
    assert [] == remarks(raw("ID|Email|Risks", "1|jo@example.org|x"), identifying=["Email"])


def test_a_question_that_reads_a_suspect_column_is_named():
    """Addresses that were asked for in a question get in as answers otherwise."""
    changes = {"closed_questions": {"who": {"column": "Email", "label": "Who"}}}
    ((_, message),) = remarks(raw("ID|Email|Risks", "1|jo@example.org|x"), **changes)
    assert "closed_questions.who reads it" in message


@given(st.permutations(["1|a|x", "2||y", "3|c|z", "|d|", "5"]))
def test_the_order_of_rows_changes_nothing(lines):
    """A row is shielded by itself."""
    asked = study(identifying=["IP"], **PSEUDONYMS)
    shuffled = shield(raw("ID|IP|Risks", *lines), asked, "w1", KEY)
    assert sorted(rows(shuffled)) == sorted(
        rows(shield(raw("ID|IP|Risks", *sorted(lines)), asked, "w1", KEY))
    )
