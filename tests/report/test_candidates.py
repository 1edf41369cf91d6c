from nlp.contracts.tables import Topics, build
from nlp.report.candidates import candidates_by_wave
from tests.report.sample import results
from tests.report.sample_tables import CANDIDATES

LONG = "It goes on. " * 20
RESPONSES = [
    "They stop / without\nnotice. So there",
    "Nobody cares. Ask [email] about it",
    f"Too long. {LONG}",
]


def of_first_sentences(texts, *examples, wave="2025"):
    """Results in which *texts* are given often, in units of one sentence, by *wave* alone."""
    made = results(respondents=40, texts=texts * 60)
    first = made.units["text"].str.split(".", regex=False).str[0]
    candidate = CANDIDATES[0] | {"examples": " | ".join(examples)}
    units = made.units.assign(text=first)[made.units["wave"] == wave]
    candidates = {"2025": build([candidate], Topics), "2026": build([], Topics)}
    return results(respondents=40, texts=texts * 60, units=units, candidates=candidates)


def examples_by_wave(made):
    return [
        (found.wave, [one.examples for one in found.candidates])
        for found in candidates_by_wave(made)
    ]


def test_a_sentence_is_shown_only_if_its_whole_response_may_be_quoted():
    """
    A plain sentence of a response that is too long, or in which something was masked, is left out.
    """
    examples = ["Nobody cares", "They stop / without notice", "Too long"]
    made = of_first_sentences(RESPONSES, *examples)

    assert [("2026", []), ("2025", [("They stop / without notice",)])] == examples_by_wave(made)


def test_a_sentence_that_another_response_gave_in_full_is_shown():
    """
    What one person may not be quoted with, another one may.
    """
    made = of_first_sentences([*RESPONSES, "Nobody cares"], "Nobody cares")

    assert ("2025", [("Nobody cares",)]) == examples_by_wave(made)[1]


def test_an_example_that_no_response_of_the_wave_holds_is_not_shown():
    """
    Where no response vouches for an example, nothing says that it may be quoted.
    """
    examples = ["Nobody ever said this", "They stop / without notice"]
    made = of_first_sentences(RESPONSES, *examples, wave="2026")

    assert ("2025", [()]) == examples_by_wave(made)[1]


def test_candidates_without_quotes_have_no_examples():
    """
    Where the study wants no quotes, candidates are described by keywords only.
    """
    made = results(changes={"reporting": {"quotes": 0}})

    assert {()} == {one.examples for found in candidates_by_wave(made) for one in found.candidates}
