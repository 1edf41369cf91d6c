from nlp.report.few_answers import UNQUOTED, UNSHOWN, few_answer_table, few_answers
from tests.report.sample import RISK, results, usual

FLOOR = {"discovery": {"min_units": 10}}
REPEATED = ["Rent is high", "rent is high!", "Rents are high", "Ask [email]", "x" * 300] * 20


def texts_of(few):
    return [answer.text for answer in few.answers]


def test_answers_below_the_floor_are_listed_the_most_frequent_first():
    """
    Where too few differ for topics, every answer is there with how often each wave gave it.
    """
    few = few_answers(usual(), RISK)

    codable = usual().screened.query("question_id == 'risks' and status == 'codable'")
    expected = codable.groupby("text").size()
    assert expected.to_dict() == {answer.text: sum(answer.n_by_wave) for answer in few.answers}
    totals = [sum(answer.n_by_wave) for answer in few.answers]
    assert sorted(totals, reverse=True) == totals
    assert few.says.startswith("5 different answers (or sentences of them): too few")


def test_from_the_floor_on_nothing_is_listed():
    """
    Five different answers are enough where ten would not be.
    """
    few = results(respondents=40, changes=FLOOR, texts=[f"Answer number {n}" for n in range(200)])

    assert few_answers(few, RISK) is None
    assert few_answer_table(few).empty


def test_nothing_said_is_not_listed():
    """
    A question nobody could be coded on has no answers to show.
    """
    made = usual()
    nothing = results(
        units=made.units[made.units["question_id"] != RISK],
        screened=made.screened[made.screened["question_id"] != RISK],
    )
    assert few_answers(nothing, RISK) is None


def test_spellings_are_one_answer_and_what_may_not_be_quoted_is_only_counted():
    """
    Case and marks make no other answer; masked and long ones share the last line.
    """
    made = results(respondents=25, changes=FLOOR, texts=REPEATED)
    few = few_answers(made, RISK)

    assert {"Rent is high", "Rents are high", UNSHOWN} == set(texts_of(few))
    assert UNSHOWN == texts_of(few)[-1]
    codable = made.screened.query("question_id == 'risks' and status == 'codable'")
    assert len(codable) == sum(sum(answer.n_by_wave) for answer in few.answers)


def test_a_study_without_quotes_shows_no_answer():
    """
    Where the study wants nobody quoted, answers are counted and none is shown.
    """
    silent = results(changes={"reporting": {"quotes": 0}})

    assert [UNQUOTED] == texts_of(few_answers(silent, RISK))


def test_the_table_says_who_said_it_when():
    """
    The workbook has a row per question, answer and wave, and adds up to the codable responses.
    """
    table = few_answer_table(usual())

    codable = usual().screened.query("status == 'codable'")
    assert codable.groupby(["question_id", "wave"]).size().to_dict() == (
        table.groupby(["question_id", "wave"])["n_responses"].sum().to_dict()
    )
    assert {"Benefits", "Risks"} == set(table["question"])
