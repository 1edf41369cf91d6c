import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.tables import CATEGORIES
from nlp.mentions.deciding import WEIGHTS, Signs, sureness

SILENT = Signs(meaning=-1.0, affirmed=False, denied=False, answers=False, refuses=False)

ANY_SIGNS = st.builds(
    Signs, st.floats(-1.5, 1.5), st.booleans(), st.booleans(), st.booleans(), st.booleans()
)


@pytest.mark.parametrize(
    ("signs", "sure"),
    [
        (SILENT, 0.0),
        (SILENT._replace(affirmed=True), 1.0),
        (SILENT._replace(answers=True), 1.0),
        (SILENT._replace(denied=True, refuses=True), 0.0),
    ],
)
def test_without_meaning_words_and_question_decide(signs, sure):
    """
    Where no example teaches, a term or an answer is wholly sure, and nothing else is.
    """
    assert sure == sureness(signs._replace(meaning=None), "risk")


@pytest.mark.parametrize("category", CATEGORIES)
def test_no_sign_is_no_mention(category):
    """
    What means nothing of the kind, and says nothing of it, is all but surely not named.
    """
    assert sureness(SILENT, category) < 0.05


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_term_does_not_outweigh_a_contrary_meaning(category):
    """
    A word that the unit does not mean stays below what a mention needs; one it means does not.
    """
    term = SILENT._replace(affirmed=True)

    assert sureness(term, category) < 0.35 < sureness(term._replace(meaning=0.0), category)


@pytest.mark.parametrize("category", CATEGORIES)
@given(signs=ANY_SIGNS)
def test_sureness_lies_between_never_and_always(category, signs):
    """
    Whatever the signs, it is a share.
    """
    assert 0 <= sureness(signs, category) <= 1


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("sign", ["affirmed", "denied", "answers", "refuses"])
@given(signs=ANY_SIGNS)
def test_a_sign_speaks_one_way(category, sign, signs):
    """
    A sign never lowers what it speaks for, nor raises what it speaks against.
    """
    without = sureness(signs._replace(**{sign: False}), category)
    given_it = sureness(signs._replace(**{sign: True}), category)

    speaks_for = getattr(WEIGHTS[category], sign) > 0
    assert (given_it >= without) if speaks_for else (given_it <= without)
    assert (sign in ("affirmed", "answers")) == speaks_for


@pytest.mark.parametrize("category", CATEGORIES)
@given(signs=ANY_SIGNS, more=st.floats(0, 1))
def test_more_meaning_is_surer(category, signs, more):
    """
    The nearer a unit comes to examples of a category, the surer it names it.
    """
    nearer = signs._replace(meaning=signs.meaning + more)

    assert sureness(nearer, category) >= sureness(signs, category)
