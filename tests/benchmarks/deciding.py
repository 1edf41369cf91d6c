"""Prints the weights of signs, fitted on the development half of coded answers to other questions.

They stand in nlp/mentions/deciding.py. The gold is not used: it is there to try them on.
Usage: python -m tests.benchmarks.deciding
"""

from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from flows.evaluating import asking, session_for, units_of
from flows.runs import at_hand
from flows.workspace import Workspace
from nlp.contracts.tables import CATEGORIES
from nlp.mentions.coded_answers import names_of
from nlp.mentions.deciding import TOO_FEW, Weights
from nlp.mentions.meaning import meant_by
from nlp.mentions.settling import signs_of
from nlp.mentions.tagging import read_units
from nlp.themes.embedding import embed
from tests.benchmarks.mentions import coded_sets

ROOT = Path(__file__).parent.parent.parent
FITTED_ON = "other questions, all, development"
PENALTY = 0.15


def main() -> None:
    """Print a line per category."""
    gold = dict(coded_sets())[FITTED_ON]
    session = asking(session_for(Workspace(ROOT), None), gold, use_question=True)
    _, units = units_of(session, gold)
    vectors = embed(units, session.encoder_of_answers)
    meant = meant_by(units, vectors, at_hand(session.meanings))
    read = list(read_units(units, at_hand(session.pipeline), meant))
    of = dict(zip(names_of(gold), gold, strict=True))
    place = {name: row for row, name in enumerate(of)}
    rows = np.array([place[unit.response_id] for unit in read])
    for category in CATEGORIES:
        signs = np.array(
            [signs_of(u, category, category in of[u.response_id].elicits) for u in read], float
        )
        coded = np.array(
            [
                any(code.code == category and code.status == "affirmed" for code in answer.codes)
                for answer in of.values()
            ]
        )
        print(category, Weights(*fitted(signs, rows, coded).round(2).tolist()))


def fitted(signs: np.ndarray, rows: np.ndarray, coded: np.ndarray) -> np.ndarray:
    """Return the weights with the least logistic loss; an answer is as sure as its surest unit."""
    known = np.isin(Weights._fields, list(TOO_FEW))
    fixed = np.array([TOO_FEW.get(name, 0.0) for name in Weights._fields])

    def loss(free: np.ndarray) -> float:
        weights = np.where(known, fixed, free)
        odds = np.full(len(coded), -20.0)
        np.maximum.at(odds, rows, signs @ weights[1:] + weights[0])
        wrong = np.logaddexp(0, np.where(coded, -odds, odds)).sum()
        return float(wrong + PENALTY * (weights[1:] ** 2).sum())

    start = np.array([-1.0, 2.0, 1.5, -1.0, 2.5, -2.0])
    return np.where(known, fixed, minimize(loss, start, method="Powell").x)


if __name__ == "__main__":
    main()
