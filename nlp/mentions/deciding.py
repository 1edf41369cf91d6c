"""Several signs, one decision: does a unit name a category, and how sure is that?"""

import math
from typing import NamedTuple


class Signs(NamedTuple):
    """What speaks for and against a category in a unit."""

    meaning: float | None
    """What examples of like meaning say: near 1 it is named, near -1 it is not; None: unknown."""

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


TOO_FEW = {"denied": -1.0, "refuses": -3.0}
"""Weights of signs that too few coded answers bear to fit any; chosen to be cautious."""

WEIGHTS: dict[str, Weights] = {
    "benefit": Weights(-1.2, 2.97, 1.4, answers=3.23, **TOO_FEW),
    "risk": Weights(-1.33, 2.51, 3.0, answers=3.56, **TOO_FEW),
    "regulation": Weights(-1.71, 3.02, 2.34, answers=3.05, **TOO_FEW),
}
"""Fitted on the development half of coded answers to other questions (tests/labels/mentions.csv),
by `python -m tests.benchmarks.deciding`: logistic regression, a response being as sure as its
surest unit. Those of terms were raised, for benefits (1.03 there) and for risks (2.05), to what
did better on the development halves of all coded answers."""


def sureness(signs: Signs, category: str) -> float:
    """Return how sure it is, from 0 to 1, that *category* is named: a logistic sum of *signs*.

    Where nothing is known of the meaning, words and the question decide by themselves.
    """
    if signs.meaning is None:
        return float(signs.affirmed or signs.answers)
    weights = WEIGHTS[category]
    said = (signs.meaning, *signs[1:])
    odds = weights.start + sum(w * float(s) for w, s in zip(weights[1:], said, strict=True))
    return round(1 / (1 + math.exp(-odds)), 4)
