"""How sure to be, learnt from answers of the study itself that people have coded.

The general weights (`deciding`) know no study. Logistic regression per category, over responses,
corrects them by what this study's coders did: which signs they trusted, what each question draws,
and what the answers mean (Platt 1999 for the scores, with the vectors beside them).
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import get_args

import numpy as np
import numpy.typing as npt
from pandera.typing import DataFrame
from sklearn.linear_model import LogisticRegression
from spacy.language import Language

from nlp.contracts.study import Category, OpenQuestion, Tagging
from nlp.contracts.tables import Mentions, Units, build
from nlp.contracts.vectors import Embeddings
from nlp.mentions.deciding import sureness
from nlp.mentions.meaning import Meanings, meant_by
from nlp.mentions.reading import Mention
from nlp.mentions.settling import Unit, in_other_words, settle, signs_of, taking_sides
from nlp.mentions.tagging import read_units, row_of

EVIDENCE = "the study's coded answers"
"""The evidence of a mention that only they speak for."""

FEWEST_ANSWERS = 10
"""Questions with fewer coded answers stay as they are: what other questions teach misleads there
(docs/evaluate.md)."""

FEWEST_ALIKE = 5
"""Categories that fewer coded answers name, or do not name, stay as they are."""

WEIGHT_OF_SIGNS = 2.0
WEIGHT_OF_QUESTION = 2.0
WEIGHT_OF_VECTOR = 2.0
"""How freely signs, questions and vectors are learnt from; chosen on development
halves, where inner cross-validation of the penalty did no better."""

LEAST, MOST = 0.001, 0.999
"""Sureness beyond these says no more in log odds."""

Row = npt.NDArray[np.float64]
Found = tuple[Unit, Mention, float]


@dataclass(frozen=True)
class ReadResponse:
    """A response, read: its units, what its question asks for, and where it lies."""

    units: tuple[Unit, ...]
    elicits: tuple[Category, ...]
    vector: Row
    """The direction of the mean of its units' vectors."""

    @property
    def response_id(self) -> str:
        """Return its name."""
        return self.units[0].response_id

    @property
    def question_id(self) -> str:
        """Return what it answers."""
        return self.units[0].question_id


@dataclass(frozen=True)
class Calibration:
    """What coded answers teach of the questions that they answer."""

    questions: tuple[str, ...]
    models: Mapping[Category, LogisticRegression]
    meanings: Meanings | None
    """What the signs were read with, and are to be read with."""

    def renamed(self, names: Mapping[str, str]) -> "Calibration":
        """Return it for the same questions under other ids."""
        return replace(self, questions=tuple(names[question] for question in self.questions))

    def sure_of(self, response: ReadResponse) -> dict[Category, float]:
        """Return how sure each category is that it can tell, or nothing of a strange question."""
        if response.question_id not in self.questions:
            return {}
        found = {}
        for category, model in self.models.items():
            row = _traits(response, category, self.questions)[np.newaxis]
            found[category] = round(float(model.predict_proba(row)[0, 1]), 4)
        return found


def tag_as_coded(
    units: DataFrame[Units],
    embeddings: Embeddings,
    pipeline: Language,
    calibration: Calibration,
    questions: Mapping[str, OpenQuestion],
    settings: Tagging,
) -> DataFrame[Mentions]:
    """Return what *units* name as `tag` does, by responses corrected by *calibration*."""
    read = read_responses(units, embeddings, pipeline, calibration.meanings, questions, settings)
    return tabulate(read, calibration, settings)


def tabulate(
    responses: Iterable[ReadResponse], calibration: Calibration, settings: Tagging
) -> DataFrame[Mentions]:
    """Return what *responses* name, as sure as *calibration* says."""
    found = (settle_as_coded(response, calibration, settings) for response in responses)
    return build([row_of(*one) for of_response in found for one in of_response], Mentions)


def read_responses(
    units: DataFrame[Units],
    embeddings: Embeddings,
    pipeline: Language,
    meanings: Meanings | None,
    questions: Mapping[str, OpenQuestion],
    settings: Tagging,
) -> list[ReadResponse]:
    """Return every response that has units, read, by its id."""
    place = {unit: row for row, unit in enumerate(embeddings.unit_ids)}
    read = read_units(units, pipeline, meant_by(units, embeddings, meanings))
    responses = []
    for _, group in groupby(read, key=attrgetter("response_id")):
        own = tuple(group)
        elicits = questions[own[0].question_id].elicits if settings.use_question else ()
        rows = embeddings.matrix[[place[unit.unit_id] for unit in own]].astype(np.float64)
        responses.append(ReadResponse(own, elicits, _direction(rows)))
    return responses


def calibrate(
    responses: Iterable[ReadResponse],
    coded: Mapping[str, frozenset[Category]],
    meanings: Meanings | None,
) -> Calibration:
    """Return what coded responses teach.

    Args:
        responses: What they say, read.
        coded: The categories that people say each names, by its id; the others are passed over.
        meanings: What the responses were read with.
    """
    known = [response for response in responses if response.response_id in coded]
    asked = [response.question_id for response in known]
    questions = tuple(sorted(q for q in set(asked) if asked.count(q) >= FEWEST_ANSWERS))
    models = {}
    for category in get_args(Category):
        named = np.array([category in coded[response.response_id] for response in known], bool)
        if min(named.sum(), len(named) - named.sum()) < FEWEST_ALIKE or not questions:
            continue
        rows = np.stack([_traits(response, category, questions) for response in known])
        models[category] = LogisticRegression(max_iter=5_000).fit(rows, named)
    return Calibration(questions, models, meanings)


def settle_as_coded(
    response: ReadResponse, calibration: Calibration, settings: Tagging
) -> Iterator[Found]:
    """Yield what *response* names, as sure as *calibration* says; the unsure is left out.

    What it denies stays, and where it is all that a unit says of a category, decides there.
    """
    settled = list(settle(response.units, response.elicits, settings))
    sure = calibration.sure_of(response)
    for category in get_args(Category):
        own = [one for one in settled if one[1].category == category]
        if category not in sure:
            yield from own
            continue
        yield from (one for one in own if one[1].context.negated)
        if sure[category] >= settings.least_score:
            affirmed = [(unit, found) for unit, found, _ in own if not found.context.negated]
            denying = {unit.unit_id for unit, found, _ in own if found.context.negated}
            for unit, mention in affirmed or _raised(response, category, denying):
                yield unit, mention, sure[category]


def _raised(
    response: ReadResponse, category: Category, denying: Collection[str]
) -> list[tuple[Unit, Mention]]:
    """Return its terms, or else the whole of the unit that most likely names *category*."""
    terms = [
        (unit, replace(term, context=taking_sides(unit, term)))
        for unit in response.units
        for term in unit.of(category, False)
    ]
    open_to = [unit for unit in response.units if unit.unit_id not in denying]
    if terms or not open_to:
        return terms
    best = max(open_to, key=lambda unit: _sureness(unit, category, response))
    return [(best, in_other_words(best, category, EVIDENCE))]


def _sureness(unit: Unit, category: Category, response: ReadResponse) -> float:
    return sureness(signs_of(unit, category, category in response.elicits), category)


def _traits(response: ReadResponse, category: Category, questions: Sequence[str]) -> Row:
    """Return what speaks for *category* in a response: signs of any unit, question, vector."""
    asked = category in response.elicits
    signs = [signs_of(unit, category, asked) for unit in response.units]
    sure = max(sureness(of_unit, category) for of_unit in signs)
    sure = min(max(sure, LEAST), MOST)
    return np.concatenate(
        [
            [math.log(sure / (1 - sure)), asked, math.log1p(len(signs))],
            WEIGHT_OF_SIGNS
            * np.array([[float(sign or 0) for sign in of_unit] for of_unit in signs]).max(axis=0),
            [WEIGHT_OF_QUESTION * (response.question_id == question) for question in questions],
            WEIGHT_OF_VECTOR * response.vector,
        ]
    )


def _direction(rows: Row) -> Row:
    mean = rows.mean(axis=0)
    direction: Row = mean / max(float(np.linalg.norm(mean)), 1e-12)
    return direction.round(4)
