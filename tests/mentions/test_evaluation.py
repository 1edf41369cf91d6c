import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.tables import Mentions, build
from nlp.mentions.coded_answers import CodedAnswer
from nlp.mentions.evaluation import judge, measure_quality
from tests.builders import PLAINLY

ANSWER = "It takes jobs, and no law stops it."


def coded(*codes, who="p1", question="What worries you?", answer=ANSWER):
    """One answer with codes such as ("risk", "affirmed", "jobs")."""
    spelt = [
        dict(zip(("code", "status", "evidence", "stance"), code, strict=False)) for code in codes
    ]
    return CodedAnswer(id="", respondent_id=who, question=question, answer=answer, codes=spelt)


def found(name, category, span="jobs", text=ANSWER, **meant):
    """One mention in the answer of that name."""
    start = text.index(span)
    return {
        **PLAINLY,
        "mention_id": f"{name} {category} {span} {meant}",
        "unit_id": name,
        "response_id": name,
        "category": category,
        "term_id": "t1",
        "term": "Term",
        "start": start,
        "end": start + len(span),
        "span": span,
        "negated": False,
        **meant,
    }


def quality(gold, *mentions, texts=None):
    """The figures on answers g1, g2, …"""
    texts = texts or {f"g{n}": answer.answer for n, answer in enumerate(gold, start=1)}
    verdicts = judge(gold, build(list(mentions), Mentions), texts)
    return measure_quality(verdicts, len(gold), seed=1)


def test_precision_and_recall_count_answers():
    """
    Of three answers that the tagger raises two are coded, of four coded ones it raises two.
    """
    risk, nothing = coded(("risk", "affirmed", "jobs")), coded()
    mentions = [found(name, "risk") for name in ("g1", "g2", "g5")]

    of = quality([risk, risk, risk, risk, nothing], *mentions, found("g1", "risk", "law"))["risk"]

    assert (2 / 3, 2 / 4, 4 / 7) == (of["precision"], of["recall"], of["f1"])


def test_what_is_denied_is_not_raised():
    """
    An answer names a category if any mention of it is affirmed, and denies it if none is.
    """
    affirmed, denied = coded(("risk", "affirmed", "jobs")), coded(("risk", "denied", "jobs"))
    gold = [affirmed, affirmed, denied, denied]
    mentions = [
        found("g1", "risk", negated=True),
        found("g1", "risk", "law"),
        found("g2", "risk", negated=True),
        found("g3", "risk", negated=True),
    ]

    got = quality(gold, *mentions)

    assert (1.0, 0.5) == (got["risk"]["precision"], got["risk"]["recall"])
    assert {"accuracy": 2 / 3, "n": 3} == got["status"]["risk"]


def test_a_figure_that_nothing_speaks_for_is_missing():
    """
    Where nobody codes a category and the tagger does not raise it, there is no share of it.
    """
    got = quality([coded()])

    empty = {"precision": None, "recall": None, "f1": None, "low": None, "high": None}
    assert empty == got["benefit"]
    assert {"accuracy": None, "n": 0} == got["stance"]
    assert {"overlap": None, "n": 0} == got["evidence"]


def test_bounds_lie_around_the_figure_and_are_the_same_again():
    """
    The interval holds F1, and comes out alike in every run and order of the answers.
    """
    risk = ("risk", "affirmed", "jobs")
    gold = [coded(*([risk] * (n % 2)), who=f"p{n}") for n in range(40)]
    mentions = [found(f"g{n + 1}", "risk") for n in range(40) if n % 2 or n % 5 == 0]

    got = quality(gold, *mentions)["risk"]
    again = quality(gold, *reversed(mentions))["risk"]

    assert got["low"] < got["f1"] < got["high"]
    assert got == again


def test_people_are_drawn_and_not_answers():
    """
    Forty answers of two people tell less than forty answers of forty.
    """
    mentions = [found(f"g{n}", "risk") for n in range(21, 41)]

    def width(person):
        gold = [coded(("risk", "affirmed", "jobs"), who=person(n)) for n in range(1, 41)]
        of = quality(gold, *mentions)["risk"]
        return of["high"] - of["low"]

    assert width(lambda n: f"p{n}") < 0.5 < width(lambda n: f"p{n > 20}")


@pytest.mark.parametrize(
    ("stances", "right"),
    [
        (["for"], 1),
        (["for", "neutral"], 1),
        (["for", "against"], 0),
        (["mixed", "for"], 0),
        ([], 0),
    ],
)
def test_the_stance_of_an_answer_is_that_of_most_mentions(stances, right):
    """
    What most affirmed mentions want is compared; as many against, or a mixed one, make it mixed.
    """
    gold = [coded(("regulation", "affirmed", "law", "for"))]
    mentions = [
        found("g1", "regulation", "law", stance=stance, term_id=f"t{n}", mention_id=f"m{n}")
        for n, stance in enumerate([*stances, ""])
    ]

    assert {"accuracy": right, "n": 1} == quality(gold, *mentions)["stance"]


def test_stances_are_compared_where_both_name_regulation():
    """
    Regulation that the tagger missed, or that people gave no stance, says nothing on stances.
    """
    gold = [coded(("regulation", "affirmed", "law", "for")), coded(("regulation", "affirmed"))]

    mentions = [found("g2", "regulation", "law", stance="for")]

    assert {"accuracy": None, "n": 0} == quality(gold, *mentions)["stance"]


def test_the_surest_mention_is_the_evidence():
    """
    Of several mentions the surest must overlap the words that people showed.
    """
    gold = [coded(("risk", "affirmed", "jobs"))]
    elsewhere = found("g1", "risk", "law", score=0.5)

    assert (
        1.0 == quality(gold, elsewhere, found("g1", "risk", "takes jobs"))["evidence"]["overlap"]
    )
    assert 0.0 == quality(gold, elsewhere, found("g1", "risk", score=0.4))["evidence"]["overlap"]


def test_evidence_is_looked_for_in_the_masked_text():
    """
    Masks and trimmed white space move what people showed; what was masked is left out.
    """
    answer = "  ann@example.org: takes\u00a0jobs"
    masked = "[email]: takes jobs"
    moved = coded(("risk", "affirmed", "takes\u00a0jobs"), answer=answer)
    gone = coded(("risk", "affirmed", "ann@example.org"), answer=answer)
    mentions = [found(name, "risk", "jobs", text=masked) for name in ("g1", "g2")]

    got = quality([moved, gone], *mentions, texts={"g1": masked, "g2": masked})

    assert {"overlap": 1.0, "n": 1} == got["evidence"]


def test_errors_are_counted_by_question():
    """
    Per question: how many answers, what was raised for nothing, and what was missed.
    """
    gold = [coded(("risk", "affirmed", "jobs")), coded(question="Why?"), coded(question="Why?")]

    errors = quality(gold, found("g2", "risk"), found("g3", "benefit"))["questions"]

    assert {"n": 1, "false": 0, "missed": 1} == {"n": errors["What worries you?"]["n"]} | errors[
        "What worries you?"
    ]["risk"]
    assert (2, {"false": 1, "missed": 0}) == (errors["Why?"]["n"], errors["Why?"]["risk"])


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=12))
def test_shares_are_shares(answers):
    """
    F1 is the harmonic mean of precision and recall, and no figure leaves the unit interval.
    """
    gold = [coded(*([("risk", "affirmed", "jobs")] * is_coded)) for is_coded, _ in answers]
    mentions = [found(f"g{n}", "risk") for n, (_, is_found) in enumerate(answers, 1) if is_found]

    of = quality(gold, *mentions)["risk"]

    assert [] == [value for value in of.values() if value is not None and not 0 <= value <= 1]
    if of["precision"] and of["recall"]:
        mean = 2 * of["precision"] * of["recall"] / (of["precision"] + of["recall"])
        assert math.isclose(mean, of["f1"])
