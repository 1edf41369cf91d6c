"""Units to themes: by likeness to a theme's examples and label, or by its keywords."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.codebook import Codebook, Theme, themes_of
from nlp.contracts.study import Coding
from nlp.contracts.tables import Codings, Units, build
from nlp.contracts.vectors import Embeddings, Encoder, Matrix
from nlp.themes.embedding import Scores, as_read, contrasted, cosines


@dataclass(frozen=True)
class ThemeVectors:
    """The themes of one question as vectors, without `common`, the direction that they share.

    A theme's wordings are its examples and, as one more of them, its label, which comes last.
    """

    of_wordings: dict[str, Matrix]
    of_centre: dict[str, Matrix]
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

    Nothing is learnt from the wave, so a text is coded alike in all waves and in any company.

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
    rest = contrasted(matrix, vectors.common)
    to_wordings = [cosines(rest, vectors.of_wordings[theme.theme_id]) for theme in themes]
    to_centres = cosines(rest, np.stack([vectors.of_centre[theme.theme_id] for theme in themes]))
    likeness = likeness_of(to_centres, to_wordings)
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
                _evidence(to_wordings[column][row], len(themes[column].examples)),
            )
            for column in near_enough(likeness[row], settings)
            if themes[column].theme_id not in given
        ]
        verdicts[text] = by_keyword + by_likeness
    return verdicts


def likeness_of(to_centres: Scores, to_wordings: Sequence[Scores]) -> Scores:
    """Return the likeness of every text (row) to every theme (column), from cosines.

    It is the mean of two: to the theme's centre, which keeps out what resembles one example only,
    and to its nearest wording, which lets in the far sides of a wide theme. F1 so, with the
    centre alone, and with the nearest alone: .56, .56, .50 on the key points of IBM ArgKP 2021
    (Bar-Haim et al. 2020; eight examples each); .60, .56, .56 on 135 units of the example study
    coded by hand. Settings were chosen on one half and tried on the other. The label as a wording
    lifts themes with a single example from .33 to .42.
    """
    nearest = np.stack([cosines.max(axis=1) for cosines in to_wordings], axis=1)
    likeness: Scores = (to_centres + nearest) / 2
    return likeness


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
    wordings = {theme.theme_id: (*theme.examples, theme.label) for theme in themes}
    texts = sorted({text for of_theme in wordings.values() for text in of_theme})
    encoded = encoder.encode([as_read(text, question_id, encoder) for text in texts])
    place = {text: row for row, text in enumerate(texts)}
    matrices = {t: encoded[[place[text] for text in wordings[t]]] for t in wordings}
    centres = {t: matrix.mean(axis=0) for t, matrix in matrices.items()}
    # subtle: a theme that stands alone has nothing to be told from, so it keeps its all
    alone = np.zeros(encoded.shape[1], dtype=np.float32)
    common = np.mean(list(centres.values()), axis=0) if len(themes) > 1 else alone
    return ThemeVectors(
        {t: contrasted(matrix, common) for t, matrix in matrices.items()},
        {t: contrasted(centre[np.newaxis], common)[0] for t, centre in centres.items()},
        common,
    )


def _evidence(cosines: Scores, examples: int) -> str:
    """Return which wording is nearest, examples counted from 1, and how near."""
    best = int(cosines.argmax())
    name = f"example {best + 1}" if best < examples else "label"
    return f"{name}: {cosines[best]:.2f}"


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
