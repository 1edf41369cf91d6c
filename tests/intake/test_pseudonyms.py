"""Do pseudonyms count as the delivered ids would?"""

from dataclasses import replace

import pytest

from nlp.contracts.errors import SourceDataError, StudyConfigError
from nlp.contracts.raw import ValueLabels
from nlp.intake.identities import shield
from nlp.intake.records import sort_out
from tests.intake.small_export import raw, study

KEY = b"k" * 32


def fates(export, *, pseudonymise, **changes):
    """Return how many records count, and the line and the rule of each other one."""
    asked = study(respondent={"column": "ID", "pseudonymise": pseudonymise}, **changes)
    delivered = sort_out(shield(export, asked, "w1", KEY), asked, "w1")
    assert pseudonymise == all(len(one.respondent_id) > 9 for one in delivered.accepted)
    return len(delivered.accepted), [(one.line, one.rule) for one in delivered.refused]


@pytest.mark.parametrize("pseudonymise", [False, True])
@pytest.mark.parametrize("values", [["TEST 1"], ["Trial"], ["TEST 1", "Trial"]])
def test_an_id_is_excluded_by_name(values, pseudonymise):
    """As delivered or by its label; white space does not matter."""
    export = raw("ID|Risks", "7|x", " TEST  1 |x", "8|y")
    export = replace(export, values={0: ValueLabels({"TEST 1": "Trial"})})
    test = {"test": {"column": "ID", "values": values}}
    assert (2, [(3, "test")]) == fates(export, pseudonymise=pseudonymise, exclude=test)


@pytest.mark.parametrize("pseudonymise", [False, True])
def test_a_missing_code_is_no_id(pseudonymise):
    """What a statistics file declares as missing in the column of ids stays so."""
    export = raw("ID|Risks", "7|x", "-99|x", "-|x")
    export = replace(export, values={0: ValueLabels({"-99": "None"}, frozenset({"-99"}))})
    expected = (1, [(3, "no_respondent_id"), (4, "no_respondent_id")])
    assert expected == fates(export, pseudonymise=pseudonymise, missing=["-"])


@pytest.mark.parametrize("pseudonymise", [False, True])
def test_white_space_around_an_id_makes_no_conflict(pseudonymise):
    """Records alike but for it are one."""
    export = raw("ID|Risks", "1|x", "1 |x", "2|x", " 2|y")
    expected = (1, [(3, "repeated"), (4, "conflicting_id"), (5, "conflicting_id")])
    assert expected == fates(export, pseudonymise=pseudonymise)


def test_ids_cannot_be_kept_by_name_behind_pseudonyms():
    """To tell them would be to leave them in the records that count."""
    panel = {"panel": {"column": "ID", "keep": ["7"]}}
    with pytest.raises(StudyConfigError, match=r"exclude\.panel\.keep: .*another column"):
        fates(raw("ID|Risks", "7|x"), pseudonymise=True, exclude=panel)


def test_other_columns_may_keep():
    """Only the column of ids is hidden."""
    done = {"part": {"column": "Done", "keep": ["1"]}}
    export = raw("ID|Done|Risks", "7|1|x", "8|0|x")
    assert (1, [(3, "part")]) == fates(export, pseudonymise=True, exclude=done)


@pytest.mark.parametrize("pseudonymise", [False, True])
def test_a_rounded_id_that_people_share_is_refused(pseudonymise):
    """Pseudonyms would hide that two people have become one."""
    export = raw("ID|Risks", "1.15E+19|x", "1.15E+19 |y")
    with pytest.raises(SourceDataError, match="rows 2 and 3: different respondents share an id"):
        fates(export, pseudonymise=pseudonymise)


@pytest.mark.parametrize("pseudonymise", [False, True])
def test_only_records_that_count_share_an_id(pseudonymise):
    """Repeats are one record, and what is set aside in any case is none."""
    export = raw("ID|Done|Risks", "1.15E+19|1|x", "1.15E+19|1|x", "1.15E+19|0|y")
    part = {"part": {"column": "Done", "values": ["0"]}}
    expected = (1, [(3, "repeated"), (4, "part")])
    assert expected == fates(export, pseudonymise=pseudonymise, exclude=part)
