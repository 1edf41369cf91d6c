"""Candidates wave after wave."""

import numpy as np
import pandas as pd
import pytest

from nlp.contracts.tables import TopicAssignments, UncoveredReasons, build
from nlp.themes.continuity import is_surely_more, trace_topics
from tests.builders import units

WAVES = ("w1", "w2")


class Compass:
    """Vectors of which each letter of a text gives a direction."""

    name = "compass"

    def encode(self, texts):
        counts = [[text.count(letter) + 0.001 for letter in "abcdefgh"] for text in texts]
        matrix = np.array(counts, dtype=np.float32).reshape(len(texts), 8)
        return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def reasons_of(of, theme_id, likeness):
    """All units are nearest to *theme_id*, and this alike."""
    kept = of[["unit_id", "response_id", "question_id", "wave"]]
    more = {"reason": "unlike_all", "n_words": 4, "next_theme_id": "", "next_likeness": np.nan}
    rows = kept.assign(theme_id=theme_id, likeness=likeness, **more).to_dict("records")
    return build(rows, UncoveredReasons)


def traced(first, second, newcomers=(), theme_id="T", likeness=0.05):
    """Relations of the candidates, given the texts of each topic in two waves."""
    tables, found, new = [], [], []
    for wave, topics in zip(WAVES, (first, second), strict=True):
        of = units(*[text for texts in topics.values() for text in texts], wave=wave)
        names = [name for name, texts in topics.items() for _ in texts]
        tables.append(of)
        for unit, name in zip(of["unit_id"], names, strict=True):
            row = {"unit_id": unit, "topic_id": name, "stability": None}
            (new if name in newcomers else found).append(row)
    both = pd.concat(tables, ignore_index=True)
    lineage = trace_topics(
        both,
        build(found, TopicAssignments),
        build(new, TopicAssignments),
        reasons_of(both, theme_id, likeness),
        Compass(),
        WAVES,
    )
    later = lineage[lineage["wave"] == "w2"]
    columns = ("topic_id", "relation", "earlier_kind", "earlier_id")
    return sorted(zip(*(later[name] for name in columns), strict=True))


A, B, C, D = (["aaaa"] * 6, ["bbbb"] * 6, ["cccc"] * 6, ["dddd"] * 6)


P, Q = ("candidate", "p"), ("candidate", "q")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"p": A, "q": B}, {"x": A, "y": B}, [("x", "kept", *P), ("y", "kept", *Q)]),
        ({"p": A, "q": B}, {"x": A}, [("", "gone", *Q), ("x", "kept", *P)]),
        (
            {"p": A[:3] + B[:3], "": C},
            {"x": A, "y": B, "": C},
            [("x", "split", *P), ("y", "split", *P)],
        ),
        (
            {"p": A, "q": B, "": C},
            {"x": A[:3] + B[:3], "": C},
            [("x", "merged", *P), ("x", "merged", *Q)],
        ),
        (
            {"p": A, "": C + D},
            {"x": A, "y": B, "": C + D},
            [("x", "kept", *P), ("y", "unclear", "units", "")],
        ),
    ],
    ids=["kept", "gone", "split", "merged", "unclear"],
)
def test_what_a_candidate_is_to_those_of_the_wave_before(first, second, expected):
    """
    The same subject is kept; two of one are split, one of two is merged; what has no past is
    unclear unless the scan says that it is new.
    """
    assert expected == traced(first, second)


def test_a_candidate_that_is_said_surely_more_has_grown():
    """
    Two of sixty before, thirty of ninety now: that is more than chance gives.
    """
    found = traced({"p": A[:2], "": B + C * 5 + D}, {"x": A * 5, "": B + C * 5 + D})
    assert [("x", "grown", "candidate", "p")] == found


def test_newcomers_are_new():
    """
    What the scan found is new, whatever is near.
    """
    new = "any_question-new-w2-01"
    found = traced({"": A + B + C}, {new: D, "": A + B}, newcomers=[new])
    assert [(new, "new", "", "")] == found


def test_the_outskirts_of_a_theme_are_no_new_subject():
    """
    A candidate most of whose units nearly have one theme is that theme, grown.
    """
    found = traced({"": A + B + C}, {"x": D, "": A}, theme_id="cost", likeness=0.22)
    assert [("x", "grown", "theme", "cost")] == found


def test_in_the_first_wave_every_candidate_is_new():
    """
    Where nothing came before, nothing can be kept.
    """
    of = units(*A)
    rows = [{"unit_id": u, "topic_id": "x", "stability": None} for u in of["unit_id"]]
    table = build(rows, TopicAssignments)
    none = build([], TopicAssignments)
    reasons = reasons_of(of, "T", 0.0)

    lineage = trace_topics(of, table, none, reasons, Compass(), ("w1",))

    assert ["new"] == list(lineage["relation"])
    assert trace_topics(units(), none, none, reasons_of(units(), "T", 0.0), Compass(), WAVES).empty


def test_a_rise_must_be_sure():
    """
    Nine against twelve of two hundred may be chance; none against twelve is not.
    """
    assert is_surely_more(12, 200, 0, 200)
    assert not is_surely_more(12, 200, 9, 200)
