"""What a wave says that no wave said before, and no theme covers: a scan of the space of meanings.

The scan is Kulldorff's (1997, "A spatial scan statistic"), with vectors for places: around every
unit circles are drawn, and the one that holds surely more of the new wave than chance would put
there is a newcomer. How sure is found by dealing the waves out anew among responses.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.tables import Codings, TopicAssignments, Units, build
from nlp.contracts.vectors import Encoder, Matrix, cosines
from nlp.themes.candidates import ANY_QUESTION
from nlp.themes.embedding import contrasted, embed

NEWCOMER = "new-"
"""What stands before the wave and number of a newcomer."""

RADII = (0.3, 0.4, 0.5)
"""The circles: units whose cosine with the one in the middle is as high."""

FEWEST = 8
"""Fewest units of a newcomer: fewer would be an anecdote."""

DEALS = 299
"""How often the waves are dealt out anew."""

CHANCE = 0.02
"""The most likely that a newcomer may be by chance."""

ITS_OWN = 0.5
"""A newcomer has a theme of its own if one covers as much of it, and is made of it by as much."""

SELDOM = 0.2
"""What earlier waves said this often, beside the new one, has grown and is not new."""

MOST_NEWCOMERS = 8
"""In one wave."""

MOST_SCANNED = 5_000
"""Units that are scanned; of more, so many by the hash of their ids, and the rest is looked up."""

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Circle:
    """The circle that holds most more of the new wave than it should."""

    centre: Matrix
    radius: float
    excess: float


def find_newcomers(
    units: DataFrame[Units],
    codings: DataFrame[Codings],
    encoder: Encoder,
    seed: int,
    waves: tuple[str, ...],
) -> DataFrame[TopicAssignments]:
    """Return the units of what each wave says for the first time, as topics; others are left out.

    Every unit is looked at, covered or not: what is new is often given some wider theme. What
    has a theme of its own by now is no newcomer any more.

    Args:
        units: The units of all waves.
        codings: The themes that they have.
        encoder: Makes the vectors.
        seed: For dealing out the waves.
        waves: The waves to compare, in the order of fielding; the first has nothing before it.
    """
    placed = units.sort_values("unit_id").reset_index(drop=True)
    rows: list[dict[str, object]] = []
    if len(set(placed["wave"])) < 2:
        return build(rows, TopicAssignments)
    matrix = embed(placed, encoder).matrix
    matrix = contrasted(matrix, matrix.mean(axis=0))
    wave_of = placed["wave"].to_numpy(dtype=np.str_)
    themes = _themes_of(placed, codings)
    for place, wave in enumerate(waves[1:], start=1):
        known = np.flatnonzero(np.isin(wave_of, waves[: place + 1]))
        groups = scan(
            matrix[known],
            wave_of[known] == wave,
            placed["response_id"].iloc[known].tolist(),
            np.random.default_rng([seed, place]),
        )
        found = [known[group] for group in groups]
        new = [members for members in found if not _has_a_theme(members, known, themes)]
        rows += _named(wave, new, placed)
    return build(sorted(rows, key=lambda row: str(row["unit_id"])), TopicAssignments)


def _themes_of(placed: pd.DataFrame, codings: DataFrame[Codings]) -> list[list[str]]:
    """Return the themes of each unit, in the order of units."""
    themes_of = codings.groupby("unit_id")["theme_id"].agg(list).to_dict()
    return [themes_of.get(unit, []) for unit in placed["unit_id"]]


def _named(
    wave: str, groups: Sequence[npt.NDArray[np.intp]], placed: pd.DataFrame
) -> list[dict[str, object]]:
    """Return the units of each newcomer of a wave with its id, the largest first."""
    return [
        {
            "unit_id": unit,
            "topic_id": f"{ANY_QUESTION}-{NEWCOMER}{wave}-{number:02d}",
            "stability": None,
        }
        for number, members in enumerate(sorted(groups, key=len, reverse=True), start=1)
        for unit in placed["unit_id"].iloc[members]
    ]


def scan(
    matrix: Matrix, is_new: Flags, responses: Sequence[str], random: np.random.Generator
) -> list[npt.NDArray[np.intp]]:
    """Return the groups of new rows of *matrix* that stand where surely too few old ones do.

    The surest first; each is taken out before the next is looked for (Zhang, Assunção and
    Kulldorff 2010). Units of one response are dealt out together.
    """
    sample = _sample(responses)
    alive = np.ones(len(matrix), dtype=np.bool_)
    groups: list[npt.NDArray[np.intp]] = []
    while len(groups) < MOST_NEWCOMERS:
        rows = sample[alive[sample]]
        if is_new[rows].sum() < FEWEST or is_new[rows].all():
            break
        circle = _surest(matrix[rows], is_new[rows], [responses[row] for row in rows], random)
        if circle is None:
            break
        inside = alive & (cosines(matrix, circle.centre[np.newaxis])[:, 0] >= circle.radius)
        if _rate(inside, ~is_new) <= SELDOM * _rate(inside, is_new):
            groups.append(np.flatnonzero(inside & is_new))
        alive &= ~inside
    return groups


def _rate(inside: Flags, among: Flags) -> float:
    """Return the share of rows inside among some."""
    return float((inside & among).sum() / max(1, among.sum()))


def _sample(responses: Sequence[str]) -> npt.NDArray[np.intp]:
    """Return which rows are scanned: all, or those whose response has the smallest hash."""
    if len(responses) <= MOST_SCANNED:
        return np.arange(len(responses))
    order = [hashlib.sha256(response.encode()).digest() for response in responses]
    chosen = sorted(range(len(responses)), key=lambda row: (order[row], row))[:MOST_SCANNED]
    return np.array(sorted(chosen))


def _surest(
    matrix: Matrix, is_new: Flags, responses: Sequence[str], random: np.random.Generator
) -> _Circle | None:
    """Return the circle with the greatest excess, or None if chance gives as great a one."""
    dealt = _deals(is_new, responses, random)
    best: _Circle | None = None
    by_chance = np.zeros(DEALS)
    near = cosines(matrix, matrix)
    for radius in RADII:
        inside = (near >= radius).astype(np.float32)
        excess = _excess(inside @ dealt, inside.sum(axis=1), dealt)
        by_chance = np.maximum(by_chance, excess[:, 1:].max(axis=0))
        row = int(excess[:, 0].argmax())
        if best is None or excess[row, 0] > best.excess:
            best = _Circle(matrix[row], radius, float(excess[row, 0]))
    if best is None or best.excess <= 0:
        return None
    odds = (1 + int((by_chance >= best.excess).sum())) / (DEALS + 1)
    return best if odds <= CHANCE else None


def _deals(
    is_new: Flags, responses: Sequence[str], random: np.random.Generator
) -> npt.NDArray[np.float32]:
    """Return who is new, in the first column as it is, in the others as dealt out by chance."""
    names, first, place = np.unique(responses, return_index=True, return_inverse=True)
    of_response = is_new[first]
    columns = [is_new]
    columns += [of_response[random.permutation(len(names))][place] for _ in range(DEALS)]
    return np.stack(columns, axis=1).astype(np.float32)


def _excess(
    new_inside: npt.NDArray[np.float32],
    inside: npt.NDArray[np.float32],
    dealt: npt.NDArray[np.float32],
) -> Numbers:
    """Return the log likelihood ratio of each circle (row) and deal (column).

    Of two rates, inside and outside, against one; nothing where the rate inside is not higher,
    or too few are new.
    """
    total = len(dealt)
    all_new = dealt.sum(axis=0).astype(np.intp)[np.newaxis]
    new, size = new_inside.astype(np.intp), inside.astype(np.intp)[:, np.newaxis]
    lot = np.arange(total + 1, dtype=np.float64)
    parts = lot * np.log(np.maximum(lot, 1.0))  # n log n, of which all terms are made
    ratio = parts[new] + parts[size - new] + parts[all_new - new]
    ratio += parts[(total - size) - (all_new - new)] - parts[size] - parts[total - size]
    ratio -= parts[all_new] + parts[total - all_new] - parts[total]
    higher = (new * total > size * all_new) & (new >= FEWEST)
    return np.where(higher, ratio, 0.0)


def _has_a_theme(
    members: npt.NDArray[np.intp],
    known: npt.NDArray[np.intp],
    themes: Sequence[Sequence[str]],
) -> bool:
    """Return whether a theme means just these units, and not something wider.

    All waves so far count: a theme that people had before may be given to half as many again in
    the new wave, and is not theirs for that. Of 19 subjects of 50 to 60 units 1 is taken for a
    theme's own; 3 where the new wave alone counts.
    """
    inside = Counter(theme for row in members for theme in themes[row])
    in_all = Counter(theme for row in known for theme in themes[row])
    return any(
        n >= ITS_OWN * len(members) and n >= ITS_OWN * in_all[theme] for theme, n in inside.items()
    )
