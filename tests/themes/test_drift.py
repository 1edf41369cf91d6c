"""Whether themes are still what they were."""

import pandas as pd

from nlp.contracts.tables import Codings, build
from nlp.themes.drift import measure_drift
from tests.builders import units


def coding(unit, source, confidence):
    return {
        "unit_id": unit["unit_id"],
        "response_id": unit["response_id"],
        "theme_id": "cost",
        "source": source,
        "confidence": confidence,
        "evidence": "label: 0.40",
    }


def test_drift_is_the_mean_likeness_of_what_likeness_gave():
    """
    Codings by keyword are counted, but say nothing of likeness; a theme of them alone has none.
    """
    first, second = units("a", "b", "c"), units("d", wave="w2")
    rows = first.to_dict("records")
    codings = [
        coding(rows[0], "similarity", 0.4),
        coding(rows[1], "similarity", 0.3),
        coding(rows[2], "keyword", 1.0),
        coding(second.iloc[0], "keyword", 1.0),
    ]
    both = pd.concat([first, second], ignore_index=True)

    drift = measure_drift(both, build(codings, Codings))

    assert [("w1", 3, 1), ("w2", 1, 1)] == list(
        zip(drift["wave"], drift["n_codings"], drift["n_by_keyword"], strict=True)
    )
    assert 0.35 == drift["mean_likeness"][0]
    assert pd.isna(drift["mean_likeness"][1])


def test_no_codings_do_not_drift():
    """
    Where nothing was coded the table is empty.
    """
    assert measure_drift(units("a"), build([], Codings)).empty
