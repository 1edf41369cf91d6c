"""Several signs, one decision: does a unit name a category, and how sure is that?"""

import math
from typing import NamedTuple

from nlp.contracts.study import Category


class Signs(NamedTuple):
    """What speaks for and against a category in a unit."""

    meaning: float
    """What examples of like meaning say: near 1 it is named, near -1 it is not."""

    affirmed: bool
    """A term of the lexicon names it."""

    denied: bool
    """Terms of the lexicon name it, and the text denies them all."""

    answers: bool
    """The question asks for it, and the unit answers."""

    refuses: bool
    """The question asks for it, and the unit says that there is none."""


class Weights(NamedTuple):
    """How much each sign counts, in log odds; `start` is what holds without any."""

    start: float
    meaning: float
    affirmed: float
    denied: float
    answers: float
    refuses: float


WEIGHTS: dict[Category, Weights] = {
    "benefit": Weights(-1.0, 2.0, 1.5, -1.0, 2.5, -2.0),
    "risk": Weights(-1.0, 2.0, 1.5, -1.0, 2.5, -2.0),
    "regulation": Weights(-1.0, 2.0, 1.5, -1.0, 2.5, -2.0),
}
"""Fitted on the development half of coded answers to other questions (tests/labels/mentions.csv),
by `python -m tests.benchmarks.deciding`: logistic regression, a response being as sure as its
surest unit."""


def sureness(signs: Signs, category: Category) -> float:
    """Return how sure it is, from 0 to 1, that *category* is named: a logistic sum of *signs*."""
    weights = WEIGHTS[category]
    odds = weights.start + sum(
        weight * float(sign) for weight, sign in zip(weights[1:], signs, strict=True)
    )
    return round(1 / (1 + math.exp(-odds)), 4)
