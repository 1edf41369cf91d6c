"""How much may go wrong?"""

import pytest

from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import RawExport, Record
from nlp.contracts.tables import Answers, build
from nlp.intake.limits import breaches, check_limits, count_unrecognised
from nlp.intake.records import sort_out
from tests.intake.small_export import SOURCE, raw, study

TEN = [f"{number}|x" for number in range(10)]


def answers(**options):
    """Answers of respondents 1, 2, … to each question; a bracketed one is missing."""
    return build(
        [
            {
                "respondent_id": str(number),
                "wave": "w1",
                "question_id": question,
                "option": option.strip("()"),
                "missing": option.startswith("("),
            }
            for question, given in options.items()
            for number, option in enumerate(given.split())
        ],
        Answers,
    )


def broken(export, asked, given=None):
    delivered = sort_out(export, asked, "w1")
    remarks = breaches(delivered, answers() if given is None else given, asked)
    return [(remark.rule, remark.column) for remark in remarks]


@pytest.mark.parametrize(
    ("rules", "limit"), [([], 0.2), ([("most_set_aside", "")], 0.1), ([("most_set_aside", "")], 0)]
)
def test_a_limit_is_what_may_be_reached(rules, limit):
    """Two rows of ten are a fifth, and no more than a fifth."""
    export = raw("ID|Risks", *TEN[:8], "11", "12")
    assert rules == broken(export, study(limits={"most_set_aside": limit}))


def test_what_says_nothing_against_an_export_is_no_fault():
    """Blank rows, repetitions, other waves and exclusions are neither counted nor compared."""
    tracker = study(
        wave_column="Wave",
        other_waves=["w2"],
        exclude={"trial": {"column": "Risks", "values": ["test"]}},
        limits={"most_set_aside": 0.1},
    )
    rows = ("1|w1|x", "1|w1|x", "||", "2|w2|x", "3|w1|test", "4|w1|y")
    assert [] == broken(raw("ID|Wave|Risks", *rows), tracker)
    one_of_three = raw("ID|Wave|Risks", *rows, "5|w1")
    assert [("most_set_aside", "")] == broken(one_of_three, tracker)


def test_records_count_by_the_rows_they_were_made_of():
    """One respondent of a long export who is set aside takes several rows along."""
    rows = (Record(2, ("1", "x"), 1), Record(3, ("", "y"), 4))
    long = RawExport(SOURCE, (("ID", "Risks"),), rows)
    assert [("most_set_aside", "")] == broken(long, study(limits={"most_set_aside": 0.5}))


def test_too_many_unrecognised_answers_are_told_by_question():
    """A reason why there is no answer is not among the answers."""
    given = answers(role="User unrecognised unrecognised (Refused)", size="unrecognised Small")
    assert [("most_unrecognised", "role")] == broken(raw("ID|Risks", *TEN), study(), given)
    assert {"role": (2, 3), "size": (1, 2)} == count_unrecognised(given)


def test_a_wave_beyond_its_limits_is_refused_with_the_counts():
    """The error says how many, why, where first, and how to go on."""
    delivered = sort_out(raw("ID|Risks", "1|x", "2", "|y"), study(), "w1")
    with pytest.raises(
        SourceDataError,
        match=r"wave w1 is refused; .*on_breach: remark.*\n  2 of 3 records \(67%\) .*is 10%: "
        r"field_count: 1 .*row 3; .*no_respondent_id: 1 .*row 4; ",
    ):
        check_limits(delivered, answers(), study(), "w1")


def test_a_study_may_go_on_beyond_its_limits():
    """The breach is a remark then."""
    lenient = study(limits={"on_breach": "remark"})
    export = raw("ID|Risks", "1|x", "2", "|y")
    check_limits(sort_out(export, lenient, "w1"), answers(), lenient, "w1")
    assert [("most_set_aside", "")] == broken(export, lenient)


def test_a_wave_within_its_limits_passes():
    """Without a fault even limits of nought hold."""
    strict = study(limits={"most_set_aside": 0, "most_unrecognised": 0})
    check_limits(sort_out(raw("ID|Risks", *TEN), strict, "w1"), answers(role="User"), strict, "w1")
