"""Units to themes: by likeness to a theme's label and examples, or by its keywords."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.codebook import Codebook, Theme, themes_of
from nlp.contracts.study import Coding
from nlp.contracts.tables import Codings, Units, build, conform
from nlp.contracts.vectors import Embeddings, Encoder, Matrix
from nlp.themes.embedding import contrasted

LABEL_SHARE = 1 / 3
"""What the label counts for in the vector of a theme; the examples are the rest.

With it, and what themes share left out, average precision on the key points of IBM ArgKP 2021 is
.78 (eight examples each), against .61 for the plain mean of the examples.
"""

Scores = npt.NDArray[np.float64]
"""Cosines, a row per text."""


@dataclass(frozen=True)
class ThemeVectors:
    """The themes of one question as vectors; `common` is the direction that they all share."""

    of_theme: dict[str, Matrix]
    of_examples: dict[str, Matrix]
    common: Matrix


@dataclass(frozen=True)
class Verdict:
    """One theme given to one text."""

    theme_id: str
    source: str
    confidence: float
    evidence: str


def code(
    units: DataFrame[Units],
    embeddings: Embeddings,
    codebook: Codebook,
    encoder: Encoder,
    settings: Coding,
    waves: tuple[str, ...],
) -> DataFrame[Codings]:
    """Return the themes of every unit: those it is near enough to, and those a keyword gives.

    A unit's likeness to a theme is the cosine of their vectors, once what all themes of the
    question share is left out. Nothing is learnt from the wave, so a text is coded alike in all
    waves and in any company.

    Args:
        units: What to code.
        embeddings: Their vectors, made by *encoder*.
        codebook: The themes.
        encoder: Makes the vectors of labels and examples.
        settings: How near is near enough.
        waves: The study's waves in the order of fielding.
    """
    rows: list[dict[str, object]] = []
    for question_id in sorted(set(units["question_id"])):
        asked = units[units["question_id"] == question_id]
        vectors = _theme_vectors(question_id, codebook, encoder)
        for wave in sorted(set(asked["wave"]), key=waves.index):
            themes = themes_of(codebook, question_id, wave, waves)
            rows += _coded(asked[asked["wave"] == wave], embeddings, themes, vectors, settings)
    rows.sort(key=lambda row: (str(row["unit_id"]), str(row["theme_id"])))
    return build(rows, Codings)


def uncovered(units: DataFrame[Units], codings: DataFrame[Codings]) -> DataFrame[Units]:
    """Return the units of responses that no theme covers: where new themes may hide."""
    covered = set(codings["response_id"])
    left = units[~units["response_id"].isin(covered)]
    return conform(left.reset_index(drop=True), Units)


def _coded(
    asked: pd.DataFrame,
    embeddings: Embeddings,
    themes: Sequence[Theme],
    vectors: ThemeVectors,
    settings: Coding,
) -> list[dict[str, object]]:
    """Return the codings of the units of one question and wave, each distinct text judged once."""
    if not themes:
        return []
    unit_of = dict(sorted(zip(asked["text"], asked["unit_id"], strict=True), reverse=True))
    texts = sorted(unit_of)
    matrix = embeddings.rows([unit_of[text] for text in texts])
    verdicts = _verdicts(texts, matrix, themes, vectors, settings)
    return [
        {"unit_id": unit, "response_id": response, **vars(verdict)}
        for unit, response, text in zip(
            asked["unit_id"], asked["response_id"], asked["text"], strict=True
        )
        for verdict in verdicts[text]
    ]


def _verdicts(
    texts: Sequence[str],
    matrix: Matrix,
    themes: Sequence[Theme],
    vectors: ThemeVectors,
    settings: Coding,
) -> dict[str, list[Verdict]]:
    """Return the themes of each text; a keyword, being people's rule, goes before likeness."""
    likeness = _likeness(matrix, themes, vectors)
    to_examples = [_cosines(matrix, vectors.of_examples[theme.theme_id]) for theme in themes]
    patterns = [_pattern(theme.keywords) for theme in themes]
    verdicts: dict[str, list[Verdict]] = {}
    for row, text in enumerate(texts):
        by_keyword = _by_keyword(text, themes, patterns)
        given = {verdict.theme_id for verdict in by_keyword}
        by_likeness = [
            Verdict(
                themes[column].theme_id,
                "similarity",
                float(min(1.0, max(0.0, likeness[row, column]))),
                _evidence(to_examples[column][row]),
            )
            for column in near_enough(likeness[row], settings)
            if themes[column].theme_id not in given
        ]
        verdicts[text] = by_keyword + by_likeness
    return verdicts


def near_enough(likeness: Scores, settings: Coding) -> list[int]:
    """Return the columns of the themes that likeness gives to one unit, the likest first.

    The best one if it reaches the threshold; others too that reach it and come within the margin
    of the best, up to the most themes allowed. The earlier in the codebook wins a tie.
    """
    order = np.argsort(-likeness, kind="stable")[: settings.most_themes]
    bar = max(settings.threshold, float(likeness.max()) - settings.margin)
    return [int(column) for column in order if likeness[column] >= bar - 1e-9]


def _theme_vectors(question_id: str, codebook: Codebook, encoder: Encoder) -> ThemeVectors:
    """Return the vectors of all themes of a question, whatever the wave.

    What they share is taken from all of them, the retired and the coming ones included, so that
    a theme's coming or going does not move the others.
    """
    themes = [t for t in codebook.themes if not t.questions or question_id in t.questions]
    texts = sorted({text for theme in themes for text in (theme.label, *theme.examples)})
    encoded = encoder.encode(texts)
    place = {text: row for row, text in enumerate(texts)}
    of_examples = {t.theme_id: encoded[[place[text] for text in t.examples]] for t in themes}
    of_theme = {
        t.theme_id: (1 - LABEL_SHARE) * _unit(of_examples[t.theme_id].mean(axis=0))
        + LABEL_SHARE * encoded[place[t.label]]
        for t in themes
    }
    # subtle: a theme that stands alone has nothing to be told from, so it keeps its all
    alone = np.zeros(encoded.shape[1], dtype=np.float32)
    common = np.mean(list(of_theme.values()), axis=0) if len(themes) > 1 else alone
    return ThemeVectors(of_theme, of_examples, common)


def _likeness(matrix: Matrix, themes: Sequence[Theme], vectors: ThemeVectors) -> Scores:
    """Return the likeness of every text (row) to every theme (column)."""
    of_themes = np.stack([vectors.of_theme[theme.theme_id] for theme in themes])
    return _cosines(contrasted(matrix, vectors.common), contrasted(of_themes, vectors.common))


def _cosines(matrix: Matrix, others: Matrix) -> Scores:
    """Return the cosine of every row with every row of *others*.

    Rounded, so that the last bits of a product, which depend on what else is in the matrix,
    decide nothing.
    """
    cosines: Scores = (matrix @ others.T).astype(np.float64)
    return cosines.round(4)


def _evidence(cosines: Scores) -> str:
    """Return which example is nearest, counted from 1, and how near."""
    best = int(cosines.argmax())
    return f"example {best + 1}: {cosines[best]:.2f}"


def _by_keyword(
    text: str, themes: Sequence[Theme], patterns: Sequence[re.Pattern[str] | None]
) -> list[Verdict]:
    """Return the themes of which a keyword stands in *text*, quoted as the codebook has it."""
    verdicts = []
    for theme, pattern in zip(themes, patterns, strict=True):
        found = pattern.search(text) if pattern else None
        if found and found.lastindex:
            keyword = theme.keywords[found.lastindex - 1]
            verdicts.append(Verdict(theme.theme_id, "keyword", 1.0, f"keyword: {keyword}"))
    return verdicts


def _pattern(keywords: Sequence[str]) -> re.Pattern[str] | None:
    """Return what finds any of *keywords* as whole words, one group each, whatever the case."""
    if not keywords:
        return None
    spelt = [r"\s+".join(map(re.escape, keyword.split())) for keyword in keywords]
    return re.compile(rf"(?<!\w)(?:{'|'.join(f'({s})' for s in spelt)})(?!\w)", re.IGNORECASE)


def _unit(vector: Matrix) -> Matrix:
    unit: Matrix = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit
