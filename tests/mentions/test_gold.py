"""How well mentions are found in real answers that were coded by others."""

import pytest

from flows.evaluating import evaluate_mentions
from nlp.contracts.tables import CATEGORIES


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize(
    ("use_question", "floors"),
    [
        (True, {"benefit": 0.86, "risk": 0.87, "regulation": 0.75}),
        (False, {"benefit": 0.8, "risk": 0.82, "regulation": 0.75}),
    ],
    ids=["with the question", "without"],
)
def test_mentions_agree_with_coded_answers(shared_gold, defaults, use_question, floors):
    """Answer by answer, what a run finds agrees with the coders at least as well as measured."""
    gold = shared_gold / "bc_ai_survey_gold.jsonl"

    figures = evaluate_mentions(defaults, gold, use_question)

    found = {name: figures[name]["f1"] for name in CATEGORIES}
    assert {} == {name: f1 for name, f1 in found.items() if f1 < floors[name]}
