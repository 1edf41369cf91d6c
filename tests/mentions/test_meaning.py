import numpy as np
import pytest

from nlp.contracts.examples import parse_examples
from nlp.contracts.tables import CATEGORIES
from nlp.mentions.meaning import ROWS_AT_ONCE, learn_meanings, meant_by
from nlp.themes.embedding import embed
from tests import builders
from tests.fakes import LetterEncoder

TAUGHT = (
    {"text": "zzz", "risk": "affirmed"},
    {"text": "zzzz zz", "risk": "affirmed"},
    {"text": "ggg", "benefit": "affirmed"},
    {"text": "www", "regulation": "affirmed", "stance": "for"},
    {"text": "xxx", "regulation": "affirmed", "stance": "against"},
    {"text": "zzz kkk", "risk": "denied"},
    {"text": "nothing at all"},
)


def taught(*rows):
    """What examples teach a reader of letters."""
    return learn_meanings(parse_examples(enumerate(rows, start=2), "a test"), LetterEncoder())


def meant(*texts, by=TAUGHT):
    """What units mean, in their order."""
    units = builders.units(*texts)
    found = meant_by(units, embed(units, LetterEncoder()), taught(*by))
    return [found[unit] for unit in units["unit_id"]]


@pytest.mark.parametrize(
    ("text", "category"), [("zz", "risk"), ("gggg", "benefit"), ("ww", "regulation")]
)
def test_a_unit_means_what_examples_near_it_mean(text, category):
    """
    The category of like examples is meant, and no other.
    """
    (found,) = meant(text)

    assert [category] == [name for name in CATEGORIES if found.of[name] > 0]


def test_a_denied_category_is_not_meant():
    """
    An example that denies a risk teaches what no risk looks like.
    """
    risk, none = meant("zzzz", "zzz kkkk")

    assert none.of["risk"] < risk.of["risk"]


def test_the_nearest_example_is_told():
    """
    Evidence is the example that speaks most for the category, by its place in the file.
    """
    (found,) = meant("gg")

    assert "like example 3" == found.because["benefit"]


def test_sides_are_learnt_apart():
    """
    Who wants rules lies above 0, who wants none below.
    """
    wants, wants_none = meant("ww", "xx")

    assert wants_none.stance < 0 < wants.stance


def test_what_no_example_teaches_is_not_learnt():
    """
    Without an example of a category, or of a side, nothing is said of it.
    """
    (found,) = meant("zz", by=[{"text": "zzz", "risk": "affirmed"}, {"text": "a"}])

    assert (0.0, 0.0, 0.0) == (found.of["benefit"], found.of["regulation"], found.stance)


def test_few_examples_of_a_category_count_like_many_of_the_rest():
    """
    One example among many without a code is still heard.
    """
    rest = [{"text": f"{letter}{letter}"} for letter in "abcdefhijklmnop"]

    (found,) = meant("ggg", by=[{"text": "gg", "benefit": "affirmed"}, *rest])

    assert found.of["benefit"] > 0


def test_a_unit_is_read_without_those_beside_it():
    """
    What a unit means does not change with how many are read with it.
    """
    few = ["zz", "zz gg", "wx", "k", "gz", "hello there", "no"]
    many = ["gz" * (n % 50) + "k" * (n // 50) for n in range(1, ROWS_AT_ONCE)]

    assert [meant(text)[0] for text in few] == meant(*many, *few)[-len(few) :]


def test_meanings_are_learnt_the_same_again():
    """
    The same examples teach the same, bit for bit.
    """
    assert np.array_equal(taught(*TAUGHT).weights, taught(*TAUGHT).weights)


def test_without_examples_or_units_nothing_is_meant():
    """
    Nothing learnt, nothing said.
    """
    units, none = builders.units("zz"), builders.units()

    assert {} == meant_by(units, embed(units, LetterEncoder()), None)
    assert {} == meant_by(none, embed(units, LetterEncoder()), taught(*TAUGHT))
