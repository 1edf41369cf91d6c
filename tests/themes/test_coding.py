"""Units to themes."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.contracts.codebook import Codebook, Theme
from nlp.contracts.study import Coding
from nlp.themes.coding import code, near_enough, thresholds_of
from nlp.themes.embedding import embed
from tests.builders import units
from tests.fakes import LetterEncoder

SETTINGS = Coding(threshold=0.5, margin=0.1, most_themes=2)
WAVES = ("w1", "w2")
CODEBOOK = Codebook(
    study_id="s",
    themes=(
        Theme(theme_id="a", label="aaaa", examples=("aa", "aab")),
        Theme(theme_id="m", label="mmmm", examples=("mm",), keywords=("gpu  cost", "Lock-in")),
        Theme(theme_id="z", label="zzzz", examples=("zz",), since="w2"),
    ),
)


class TableEncoder:
    """Vectors as a table gives them."""

    name = "table"

    def __init__(self, vector_of):
        self.vector_of = vector_of

    def encode(self, texts):
        return np.array([self.vector_of[text] for text in texts], dtype=np.float32)


def book(**words):
    """A codebook of themes; each has the words as examples, but for the last, its label."""
    themes = [
        Theme(theme_id=theme, label=label, examples=tuple(examples))
        for theme, (*examples, label) in words.items()
    ]
    return Codebook(study_id="s", themes=tuple(themes))


def coded(*texts, codebook=CODEBOOK, settings=SETTINGS, encoder=None, **where):
    of = units(*texts, **where)
    encoder = encoder or LetterEncoder()
    return code(of, embed(of, encoder), codebook, encoder, settings, WAVES)


def themes_given(*texts, **how):
    """The themes of each text, in the order of texts."""
    given = coded(*texts, **how)
    where = {k: v for k, v in how.items() if k in ("wave", "question")}
    return [
        sorted(given.loc[given["unit_id"] == unit, "theme_id"])
        for unit in units(*texts, **where)["unit_id"]
    ]


def test_a_unit_gets_the_theme_it_is_like_and_others_get_none():
    """Likeness to examples decides; what is like nothing in the codebook stays without a theme."""
    assert [["a"], ["m"], []] == themes_given("aaa", "mmm", "qqq")


def test_one_unit_may_have_several_themes_by_margin():
    """What is as near to two themes gets both, what is nearer to one that one, as settings say."""
    of = {
        "A": (1, 0, 0),
        "B": (0, 1, 0),
        "C": (0, 0, 1),
        "ab": (0.7, 0.7, 0.14),
        "a": (0.8, 0.6, 0),
    }
    book_of_three = book(a=("A", "A"), b=("B", "B"), c=("C", "C"))

    def given(**how):
        settings = Coding(**{"threshold": 0.1, "margin": 0.05, **how})
        about = {"codebook": book_of_three, "encoder": TableEncoder(of), "settings": settings}
        return themes_given("ab", "a", **about)

    assert [["a", "b"], ["a"]] == given()
    assert [["a", "b"], ["a", "b"]] == given(margin=0.9)
    assert [["a"], ["a"]] == given(most_themes=1)


def test_evidence_names_the_nearest_example_by_number():
    """Evidence points into the codebook and quotes nobody."""
    row = coded("aab").iloc[0]
    assert "example 2: 1.00" == row["evidence"]
    assert "similarity" == row["source"]


def test_the_label_is_one_more_wording():
    """It moves the centre, here half-way between example and label, and may be the nearest."""
    encoder = TableEncoder({"cheap": (1, 0), "Cost": (0, 1), "pricey": (0.6, 0.8)})
    row = coded("pricey", codebook=book(a=("cheap", "Cost")), encoder=encoder).iloc[0]
    assert "label: 0.80" == row["evidence"]
    assert np.isclose((1.4 / 2**0.5 + 0.8) / 2, row["confidence"], atol=1e-4)


def test_what_all_themes_of_the_question_share_counts_for_nothing():
    """A text that names only the common subject is like no theme, unless there is only one."""
    cheap, quick = (0.8, 0.6, 0), (0.8, 0, 0.6)
    encoder = TableEncoder(
        {"cheap": cheap, "Cost": cheap, "quick": quick, "Speed": quick, "models": (1, 0, 0)}
    )
    both = book(a=("cheap", "Cost"), b=("quick", "Speed"))
    assert coded("models", codebook=both, encoder=encoder).empty
    assert [1.0] == list(coded("cheap", codebook=both, encoder=encoder)["confidence"])
    alone = coded("models", codebook=book(a=("cheap", "Cost")), encoder=encoder)
    assert [0.8] == list(alone["confidence"])


def test_a_keyword_gives_its_theme_whatever_the_likeness():
    """Keywords are whole words in any case, and evidence quotes the codebook."""
    given = coded("qqq GPU\ncost qqq", "locked lock-ins", "qq LOCK-IN!")
    expected = {"keyword: gpu  cost", "keyword: Lock-in"}
    assert expected == set(given["evidence"])
    assert [("m", "keyword", 1.0)] * 2 == list(
        zip(given["theme_id"], given["source"], given["confidence"], strict=True)
    )


def test_a_theme_comes_once_even_if_keyword_and_likeness_agree():
    """People's rule goes before likeness."""
    codebook = Codebook(
        study_id="s", themes=(Theme(theme_id="m", label="mm", examples=("mm",), keywords=("mm",)),)
    )
    assert ["keyword"] == list(coded("mm", codebook=codebook)["source"])


def test_a_theme_is_given_only_where_it_lives():
    """A theme of the second wave is not given in the first, and moves no other theme there."""
    assert [[], ["a"]] == themes_given("zzz", "aaa", wave="w1")
    assert [["z"], ["a"]] == themes_given("zzz", "aaa", wave="w2")
    first, second = coded("aaab", wave="w1"), coded("aaab", wave="w2")
    assert list(first["confidence"]) == list(second["confidence"])


def test_a_question_without_themes_has_no_codings():
    """Codings of a question that the codebook leaves out are an empty table, not an error."""
    codebook = Codebook(
        study_id="s", themes=(Theme(theme_id="a", label="a", examples=("a",), questions=("x",)),)
    )
    assert coded("aaa", codebook=codebook).empty
    assert ["a"] == list(coded("aaa", codebook=codebook, question="x")["theme_id"])


@pytest.mark.parametrize(
    ("likeness", "expected"),
    [
        ([0.49, 0.40, 0.1], []),
        ([0.50, 0.45, 0.1], [0]),
        ([0.60, 0.70, 0.1], [1, 0]),
        ([0.59, 0.70, 0.1], [1]),
        ([0.70, 0.70, 0.7], [0, 1]),
    ],
)
def test_threshold_margin_and_most_themes(likeness, expected):
    """The best above the threshold; others within the margin; the earlier of equals; no third."""
    assert expected == near_enough(np.array(likeness), np.full(3, 0.5), SETTINGS)


def test_a_theme_may_have_a_threshold_of_its_own():
    """
    A wide theme asks for more, a narrow one for less; the margin counts from the best that has.
    """
    themes = (
        Theme(theme_id="a", label="a", examples=("a",), threshold=0.8),
        Theme(theme_id="m", label="m", examples=("m",)),
        Theme(theme_id="z", label="z", examples=("z",), threshold=0.0),
    )
    thresholds = thresholds_of(themes, SETTINGS)

    assert [0.8, 0.5, 0.0] == list(thresholds)
    assert [1] == near_enough(np.array([0.79, 0.6, 0.2]), thresholds, SETTINGS)
    assert [0] == near_enough(np.array([0.81, 0.6, 0.2]), thresholds, SETTINGS)
    assert [2] == near_enough(np.array([0.70, 0.4, 0.2]), thresholds, SETTINGS)


def test_a_threshold_in_the_codebook_decides():
    """
    The same unit loses the theme whose own threshold it does not reach.
    """
    strict = CODEBOOK.themes[0].model_copy(update={"threshold": 1.0})
    codebook = CODEBOOK.model_copy(update={"themes": (strict, *CODEBOOK.themes[1:])})

    assert [["a"]] == themes_given("aaab")
    assert [[]] == themes_given("aaab", codebook=codebook)


def test_a_theme_that_comes_later_leaves_earlier_codings_as_they_were():
    """
    Adding a theme from the second wave on changes no byte of the first wave's codings, nor the
    likeness of other themes in the second.
    """
    fewer = CODEBOOK.model_copy(update={"themes": CODEBOOK.themes[:2]})
    said = ("aaab", "zza", "mma", "qqq", "amz")

    for wave in WAVES:
        before = coded(*said, codebook=fewer, wave=wave)
        after = coded(*said, wave=wave)
        pd.testing.assert_frame_equal(
            before, after[after["theme_id"] != "z"].reset_index(drop=True)
        )
    assert "z" not in set(coded(*said, wave="w1")["theme_id"])


def test_nothing_to_code_gives_an_empty_table():
    """A wave without a codable response is not an error."""
    assert coded().empty


texts_of_letters = st.lists(st.text("amz q", min_size=1, max_size=6), min_size=1, max_size=8)


@settings(deadline=None, max_examples=25)
@given(texts_of_letters, st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(texts, random):
    """The same units in another order give the very same table."""
    of = units(*texts)
    order = list(range(len(of)))
    random.shuffle(order)
    shuffled = of.iloc[order].reset_index(drop=True)
    encoder = LetterEncoder()
    before, after = (
        code(table, embed(table, encoder), CODEBOOK, encoder, SETTINGS, WAVES)
        for table in (of, shuffled)
    )
    pd.testing.assert_frame_equal(before, after)


@settings(deadline=None, max_examples=25)
@given(texts_of_letters)
def test_a_text_is_coded_alike_in_any_company(texts):
    """What others say does not change the themes of a text."""
    assert [themes_given(text)[0] for text in texts] == themes_given(*texts)
