"""Why no theme covers a unit, and which themes come nearest."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.codebook import Codebook, Theme, themes_of
from nlp.contracts.study import Coding
from nlp.contracts.tables import Codings, UncoveredReasons, Units, build
from nlp.contracts.vectors import Embeddings, Encoder, Scores
from nlp.themes.coding import thresholds_of
from nlp.themes.embedding import embed
from nlp.themes.likeness import ThemeVectors, measure_likeness, theme_vectors
from nlp.themes.wording import words


def explain_uncovered(
    units: DataFrame[Units],
    codings: DataFrame[Codings],
    codebook: Codebook,
    encoder: Encoder,
    settings: Coding,
    waves: tuple[str, ...],
) -> DataFrame[UncoveredReasons]:
    """Return every unit that was given no theme, with the reason and the themes nearest to it.

    Args:
        units: All units that were to be coded.
        codings: The themes that they were given.
        codebook: The themes.
        encoder: Makes the vectors of units, labels and examples.
        settings: How near is near enough, and how short too short.
        waves: The study's waves in the order of fielding.
    """
    left = units[~units["unit_id"].isin(codings["unit_id"])]
    embeddings = embed(left, encoder)
    rows: list[dict[str, object]] = []
    for question_id in sorted(set(left["question_id"])):
        asked = left[left["question_id"] == question_id]
        vectors = theme_vectors(question_id, codebook, encoder, waves)
        for wave in sorted(set(asked["wave"]), key=waves.index):
            themes = themes_of(codebook, question_id, wave, waves)
            rows += _explained(asked[asked["wave"] == wave], embeddings, themes, vectors, settings)
    rows.sort(key=lambda row: str(row["unit_id"]))
    return build(rows, UncoveredReasons)


def _explained(
    asked: pd.DataFrame,
    embeddings: Embeddings,
    themes: Sequence[Theme],
    vectors: ThemeVectors,
    settings: Coding,
) -> list[dict[str, object]]:
    """Return one row per unit of one question and wave."""
    kept = ["unit_id", "response_id", "question_id", "wave"]
    known: list[dict[str, object]] = [
        dict(zip(kept, row, strict=True)) for row in asked[kept].itertuples(index=False, name=None)
    ]
    lengths = [len(words(text)) for text in asked["text"]]
    if not themes:
        nearest = [_nearest(np.array([]), themes)] * len(known)
        reasons = ["no_live_theme"] * len(known)
    else:
        matrix = embeddings.rows(list(asked["unit_id"]))
        likeness = measure_likeness(matrix, themes, vectors).of_themes
        thresholds = thresholds_of(themes, settings)
        nearest = [_nearest(row, themes) for row in likeness]
        reasons = [
            why_uncovered(row, thresholds, length, settings)
            for row, length in zip(likeness, lengths, strict=True)
        ]
    return [
        {**unit, "reason": reason, "n_words": length, **near}
        for unit, reason, length, near in zip(known, reasons, lengths, nearest, strict=True)
    ]


def why_uncovered(likeness: Scores, thresholds: Scores, n_words: int, settings: Coding) -> str:
    """Return why likeness gave no theme to a unit of so many words.

    A few words say too little to tell. Of the others, those lie between themes that two of them
    pull alike: both miss by little, and by as much within the margin. The rest is unlike all.
    """
    if n_words < settings.fewest_words:
        return "too_short"
    missed_by = np.sort(thresholds - likeness)[:2]
    pulled = len(missed_by) == 2 and missed_by[1] - missed_by[0] <= settings.margin + 1e-9
    return "between_themes" if pulled and missed_by[1] <= settings.near_miss else "unlike_all"


def _nearest(likeness: Scores, themes: Sequence[Theme]) -> dict[str, object]:
    """Return the two themes that a unit is likest to, the earlier in the codebook first."""
    order = [int(column) for column in np.argsort(-likeness, kind="stable")[:2]]
    found = [(themes[column].theme_id, float(likeness[column])) for column in order]
    (first, likest), (second, next_likest) = [*found, ("", None), ("", None)][:2]
    return {
        "theme_id": first,
        "likeness": likest,
        "next_theme_id": second,
        "next_likeness": next_likest,
    }
