from nlp.contracts.tables import Topics, build
from nlp.report.candidates import candidates_by_wave
from tests.report.sample import CANDIDATES, results


def test_candidates_show_only_what_may_be_quoted():
    """
    Examples of a candidate follow the rules for quotes: masked ones are left out.
    """
    masked = CANDIDATES[0] | {"examples": "mail [email] about it | Releases stop"}
    made = results(candidates={"2025": build([masked], Topics), "2026": build([], Topics)})

    assert [("2026", []), ("2025", [("Releases stop",)])] == [
        (found.wave, [one.examples for one in found.candidates])
        for found in candidates_by_wave(made)
    ]


def test_candidates_without_quotes_have_no_examples():
    """
    Where the study wants no quotes, candidates are described by keywords only.
    """
    made = results(changes={"reporting": {"quotes": 0}})

    assert {()} == {one.examples for found in candidates_by_wave(made) for one in found.candidates}
