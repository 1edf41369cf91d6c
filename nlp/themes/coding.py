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
from nlp.contracts.vectors import Embeddings, Encoder, Matrix, Scores
from nlp.themes.likeness import ThemeVectors, measure_likeness, theme_vectors


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
        vectors = theme_vectors(question_id, codebook, encoder, waves)
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
    likeness = measure_likeness(matrix, themes, vectors)
    thresholds = thresholds_of(themes, settings)
    patterns = [_pattern(theme.keywords) for theme in themes]
    verdicts: dict[str, list[Verdict]] = {}
    for row, text in enumerate(texts):
        by_keyword = _by_keyword(text, themes, patterns)
        given = {verdict.theme_id for verdict in by_keyword}
        by_likeness = [
            Verdict(
                themes[column].theme_id,
                "similarity",
                float(min(1.0, max(0.0, likeness.of_themes[row, column]))),
                _evidence(likeness.to_wordings[column][row], len(themes[column].examples)),
            )
            for column in near_enough(likeness.of_themes[row], thresholds, settings)
            if themes[column].theme_id not in given
        ]
        verdicts[text] = by_keyword + by_likeness
    return verdicts


def thresholds_of(themes: Sequence[Theme], settings: Coding) -> Scores:
    """Return the least likeness that gives each theme: its own, or else that of the study."""
    own = [settings.threshold if t.threshold is None else t.threshold for t in themes]
    return np.array(own, dtype=np.float64)


def near_enough(likeness: Scores, thresholds: Scores, settings: Coding) -> list[int]:
    """Return the columns of the themes that likeness gives to one unit, the likest first.

    The best of those that reach their threshold; others too that reach theirs and come within
    the margin of the best, up to the most themes allowed. The earlier in the codebook wins a tie.
    """
    reached = likeness >= thresholds - 1e-9
    if not reached.any():
        return []
    bar = float(likeness[reached].max()) - settings.margin - 1e-9
    order = np.argsort(-likeness, kind="stable")
    given = [int(column) for column in order if reached[column] and likeness[column] >= bar]
    return given[: settings.most_themes]


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
