"""What was learnt from coded answers, as plain values: learnt once, and the same for all parts."""

from collections.abc import Mapping
from typing import Any, cast

import numpy as np
from sklearn.linear_model import LogisticRegression

from flows.sharding.orders import Order, packed, plain, several, unpacked
from nlp.contracts.examples import CodedExample
from nlp.contracts.study import Category, OpenQuestion
from nlp.mentions.calibration import Calibration
from nlp.mentions.meaning import Meanings

NEVER_ALWAYS = np.array([False, True])
"""What every model of a calibration tells apart."""


def order_of_questions(questions: Mapping[str, OpenQuestion]) -> dict[str, Any]:
    """Return *questions* as plain values."""
    return {question_id: plain(question) for question_id, question in questions.items()}


def questions_in(order: Order) -> dict[str, OpenQuestion]:
    """Return the questions of an order."""
    return {key: OpenQuestion.model_validate(question) for key, question in order.items()}


def order_of_meanings(meanings: Meanings | None) -> dict[str, Any] | None:
    """Return what examples teach as plain values, bit for bit."""
    if meanings is None:
        return None
    arrays = ("vectors", "weights", "stance_weights")
    return {
        "examples": several(meanings.examples),
        **{name: packed(getattr(meanings, name)) for name in arrays},
    }


def meanings_in(order: Order | None) -> Meanings | None:
    """Return the meanings of an order."""
    if order is None:
        return None
    return Meanings(
        examples=tuple(CodedExample.model_validate(example) for example in order["examples"]),
        vectors=unpacked(order["vectors"]),
        weights=unpacked(order["weights"]),
        stance_weights=unpacked(order["stance_weights"]),
    )


def order_of_calibration(calibration: Calibration) -> dict[str, Any]:
    """Return what the study's coded answers teach as plain values, bit for bit."""
    return {
        "questions": list(calibration.questions),
        "models": {
            category: {"coef": packed(model.coef_), "intercept": packed(model.intercept_)}
            for category, model in calibration.models.items()
        },
        "meanings": order_of_meanings(calibration.meanings),
    }


def calibration_in(order: Order) -> Calibration:
    """Return the calibration of an order."""
    return Calibration(
        questions=tuple(order["questions"]),
        models={
            cast("Category", category): _model(model)
            for category, model in order["models"].items()
        },
        meanings=meanings_in(order["meanings"]),
    )


def _model(order: Order) -> LogisticRegression:
    model = LogisticRegression()
    model.coef_, model.intercept_ = unpacked(order["coef"]), unpacked(order["intercept"])
    model.classes_, model.n_features_in_ = NEVER_ALWAYS, model.coef_.shape[1]
    return model
