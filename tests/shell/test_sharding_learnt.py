import json

import numpy as np
from sklearn.linear_model import LogisticRegression

from flows.sharding.learnt import (
    calibration_in,
    meanings_in,
    order_of_calibration,
    order_of_meanings,
    order_of_questions,
    questions_in,
)
from nlp.contracts.examples import CodedExample
from nlp.contracts.study import OpenQuestion
from nlp.mentions.calibration import Calibration
from nlp.mentions.meaning import learn_meanings
from tests.fakes import LetterEncoder

EXAMPLES = (
    CodedExample(text="It saves us time", benefit="affirmed"),
    CodedExample(text="We need a law", regulation="affirmed", stance="for"),
    CodedExample(text="No law, please", regulation="affirmed", stance="against"),
    CodedExample(text="People lose their jobs", risk="affirmed"),
)

ASKED = LetterEncoder().encode(["A law would help", "Time and jobs", ""])


def through_json(order):
    """Return *order* as a worker reads it."""
    return json.loads(json.dumps(order))


def test_meanings_read_texts_as_before():
    """
    A worker scores texts by the very numbers that were learnt, and learns nothing itself.
    """
    learnt = learn_meanings(EXAMPLES, LetterEncoder())

    taken = meanings_in(through_json(order_of_meanings(learnt)))

    assert learnt.examples == taken.examples
    assert learnt.read(ASKED).tobytes() == taken.read(ASKED).tobytes()
    assert learnt.stance(ASKED).tobytes() == taken.stance(ASKED).tobytes()
    assert learnt.nearest(ASKED).tobytes() == taken.nearest(ASKED).tobytes()


def test_a_study_without_meanings_has_none():
    """
    Nothing learnt is nothing taken along.
    """
    assert meanings_in(through_json(order_of_meanings(None))) is None


def test_a_calibration_is_as_sure_as_before():
    """
    The regression of a worker gives the very probabilities of the one that was fitted.
    """
    rows = np.random.default_rng(1).normal(size=(40, 5))
    model = LogisticRegression(max_iter=5_000).fit(rows, rows[:, 0] > 0.2)
    learnt = Calibration(("risks",), {"risk": model}, None)

    taken = calibration_in(through_json(order_of_calibration(learnt)))

    assert ("risks",) == taken.questions
    expected = model.predict_proba(rows)
    assert expected.tobytes() == taken.models["risk"].predict_proba(rows).tobytes()


def test_questions_are_taken_along_as_they_are():
    """
    With wording per wave, routes and what they ask for.
    """
    asked = {
        "risks": OpenQuestion(
            column="Q1", label="Risks", wording={"w1": "What worries you?"}, elicits=("risk",)
        )
    }

    assert asked == questions_in(through_json(order_of_questions(asked)))
