"""Candidates wave after wave: what is new, and what was there before and is it still."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing import DataFrame
from scipy.stats import hypergeom

from nlp.contracts.tables import (
    TopicAssignments,
    TopicLineage,
    UncoveredReasons,
    Units,
    build,
    conform,
)
from nlp.contracts.vectors import Encoder, Matrix, cosines
from nlp.themes.candidates import ANY_QUESTION
from nlp.themes.embedding import contrasted, embed
from nlp.themes.newcomers import NEWCOMER

NEAR = 0.4
"""A unit whose cosine with a topic's centre is as high speaks of it."""

SAME = 0.6
"""Topics of two waves whose centres are this alike are the same."""

MOST = 0.5
"""The share of a topic's units that must be nearest to a thing, for the topic to go back to it."""

OUTSKIRTS = 0.18
"""Mean likeness from which units that are nearest to a theme are its outskirts, not a new one."""

SURELY = 0.001
"""How unlikely a rise must be by chance to count as one (one-sided, exact)."""

GONE = 0.5
"""What is left of an earlier candidate's share of the units when it is gone."""

Positions = npt.NDArray[np.intp]


@dataclass(frozen=True)
class _Topic:
    """A candidate of one wave: where its units stand, and the direction of its centre."""

    wave: str
    topic_id: str
    members: Positions
    centre: Matrix


class _Link(NamedTuple):
    """A candidate and one of the wave before that it goes back to."""

    now: _Topic
    before: _Topic
    overlap: float
    likeness: float


@dataclass(frozen=True)
class _Said:
    """The units of all waves, covered or not: vectors without what all of them share."""

    waves: npt.NDArray[np.str_]
    matrix: Matrix
    n_units: Mapping[str, int]

    def rows_of(self, *waves: str) -> Positions:
        """Return where the units of *waves* stand."""
        return np.flatnonzero(np.isin(self.waves, waves))

    def speaking_of(self, topic: _Topic, *waves: str) -> int:
        """Return how many units of *waves* speak of *topic*."""
        to_centre = cosines(self.matrix[self.rows_of(*waves)], topic.centre[np.newaxis])
        return int((to_centre >= NEAR).sum())


def trace_topics(
    units: DataFrame[Units],
    assignments: DataFrame[TopicAssignments],
    newcomers: DataFrame[TopicAssignments],
    reasons: DataFrame[UncoveredReasons],
    encoder: Encoder,
    waves: tuple[str, ...],
) -> DataFrame[TopicLineage]:
    """Return what each candidate goes back to: a theme, the wave before, earlier units, nothing.

    Topics of two waves are the same where their centres are alike, or where most units of the
    one are nearest to the other. From the second wave on only newcomers are new: clustering finds
    topics in any heap, and which of them were there before, below the floor, it does not say.

    Args:
        units: The units of all waves, covered or not.
        assignments: The topics of what no theme covers, of all waves.
        newcomers: What each wave says for the first time.
        reasons: Which theme is nearest to each unit without one.
        encoder: Makes the vectors.
        waves: The waves to compare, in the order of fielding.
    """
    placed = units.sort_values("unit_id").reset_index(drop=True)
    if placed.empty:
        return build([], TopicLineage)
    said = _said(placed, encoder)
    found = pd.concat([assignments, newcomers], ignore_index=True)
    topics = _topics(placed, found, said)
    nearest = _nearest_themes(placed, reasons)
    rows: list[dict[str, object]] = []
    for place, wave in enumerate(waves):
        before = topics.get(waves[place - 1], []) if place else []
        rows += _traced(topics.get(wave, []), before, said, nearest, waves[:place])
        rows += _left_behind(topics.get(wave, []), before, said, wave)
    return build(rows, TopicLineage)


def is_surely_more(n_now: int, of_now: int, n_before: int, of_before: int) -> bool:
    """Return whether a share rose by more than chance gives: Fisher's exact test, one-sided.

    >>> is_surely_more(12, 200, 0, 200), is_surely_more(12, 200, 9, 200)
    (True, False)
    """
    odds = hypergeom.sf(n_now - 1, of_now + of_before, n_now + n_before, of_now)
    return bool(odds < SURELY)


def _said(placed: pd.DataFrame, encoder: Encoder) -> _Said:
    matrix = embed(conform(placed, Units), encoder).matrix
    waves = placed["wave"].to_numpy(dtype=np.str_)
    return _Said(waves, contrasted(matrix, matrix.mean(axis=0)), Counter(placed["wave"]))


def _topics(placed: pd.DataFrame, found: pd.DataFrame, said: _Said) -> dict[str, list[_Topic]]:
    """Return the topics of each wave, by their ids."""
    place = {unit: row for row, unit in enumerate(placed["unit_id"])}
    named = found[found["topic_id"] != ""]
    named = named.assign(row=[place[unit] for unit in named["unit_id"]])
    named = named.assign(wave=said.waves[named["row"].to_numpy(dtype=np.intp)])
    topics: dict[str, list[_Topic]] = {}
    for (wave, topic_id), members in named.groupby(["wave", "topic_id"]):
        rows = np.sort(members["row"].to_numpy(dtype=np.intp))
        centre = said.matrix[rows].mean(axis=0)
        centre = centre / max(float(np.linalg.norm(centre)), 1e-12)
        topics.setdefault(str(wave), []).append(_Topic(str(wave), str(topic_id), rows, centre))
    return topics


def _nearest_themes(
    placed: pd.DataFrame, reasons: DataFrame[UncoveredReasons]
) -> list[tuple[str, float]]:
    """Return the theme nearest to each unit without one, and its likeness; of others none."""
    known = {
        unit: (theme, likeness)
        for unit, theme, likeness in zip(
            reasons["unit_id"], reasons["theme_id"], reasons["likeness"], strict=True
        )
        if theme
    }
    return [known.get(unit, ("", 0.0)) for unit in placed["unit_id"]]


def _traced(
    topics: Sequence[_Topic],
    before: Sequence[_Topic],
    said: _Said,
    nearest: Sequence[tuple[str, float]],
    earlier: Sequence[str],
) -> list[dict[str, object]]:
    """Return the rows of the candidates of one wave."""
    links = _links(topics, before, said)
    rows: list[dict[str, object]] = []
    for topic in topics:
        back = [link for link in links if link.now is topic]
        rows += [_row_of_link(link, links, said) for link in back]
        if not back:
            rows.append(_row_of_theme(topic, nearest) or _row_of_units(topic, said, earlier))
    return rows


def _links(topics: Sequence[_Topic], before: Sequence[_Topic], said: _Said) -> list[_Link]:
    """Return which topics of two waves are the same, whole or in part."""
    if not topics or not before:
        return []
    alike = cosines(_centres(topics), _centres(before))
    forth = np.stack([_shares(topic, before, said) for topic in topics])
    back = np.stack([_shares(topic, topics, said) for topic in before], axis=1)
    linked = (alike >= SAME) | ((alike >= NEAR) & (np.maximum(forth, back) >= MOST))
    return [
        _Link(topics[i], before[j], round(float(forth[i, j]), 4), float(alike[i, j]))
        for i, j in zip(*np.nonzero(linked), strict=True)
    ]


def _shares(topic: _Topic, others: Sequence[_Topic], said: _Said) -> npt.NDArray[np.float64]:
    """Return of each of *others* the share of the units of *topic* that are nearest to it."""
    to_others = cosines(said.matrix[topic.members], _centres(others))
    near = to_others.max(axis=1) >= NEAR
    counts = np.bincount(to_others.argmax(axis=1)[near], minlength=len(others))
    shares: npt.NDArray[np.float64] = counts / len(topic.members)
    return shares


def _centres(topics: Sequence[_Topic]) -> Matrix:
    return np.stack([topic.centre for topic in topics])


def _row_of_link(link: _Link, links: Sequence[_Link], said: _Said) -> dict[str, object]:
    """Return what a candidate is to one of the wave before."""
    now, before = link.now, link.before
    n_back = sum(other.now is now for other in links)
    n_forth = sum(other.before is before for other in links)
    rose = is_surely_more(
        said.speaking_of(now, now.wave),
        said.n_units[now.wave],
        said.speaking_of(now, before.wave),
        said.n_units[before.wave],
    )
    alone = "grown" if rose else "kept"
    relation = "merged" if n_back > 1 else "split" if n_forth > 1 else alone
    row = _row(now, relation, ("candidate", before.wave, before.topic_id))
    more = {"earlier_size": len(before.members)}
    return row | more | {"overlap": link.overlap, "likeness": link.likeness}


def _row_of_theme(topic: _Topic, nearest: Sequence[tuple[str, float]]) -> dict[str, object] | None:
    """Return that a candidate is the outskirts of a theme, which then has grown; or None."""
    themes = [nearest[row] for row in topic.members]
    counts = Counter(theme for theme, _ in themes if theme)
    if not counts:
        return None
    theme_id, n = min(counts.items(), key=lambda item: (-item[1], item[0]))
    likeness = float(np.mean([like for theme, like in themes if theme == theme_id]))
    overlap = n / len(themes)
    if overlap < MOST or likeness < OUTSKIRTS:
        return None
    row = _row(topic, "grown", ("theme", "", theme_id))
    return row | {"overlap": round(overlap, 4), "likeness": round(likeness, 4)}


def _row_of_units(topic: _Topic, said: _Said, earlier: Sequence[str]) -> dict[str, object]:
    """Return whether a candidate without a past is new, or was said before by some."""
    if not earlier or topic.topic_id.startswith(f"{ANY_QUESTION}-{NEWCOMER}"):
        return _row(topic, "new", ("", "", ""))
    row = _row(topic, "unclear", ("units", "", ""))
    return row | {"earlier_size": said.speaking_of(topic, *earlier)}


def _left_behind(
    topics: Sequence[_Topic], before: Sequence[_Topic], said: _Said, wave: str
) -> list[dict[str, object]]:
    """Return the candidates of the wave before that have none to follow them."""
    followed = {link.before.topic_id for link in _links(topics, before, said)}
    rows = []
    for topic in before:
        if topic.topic_id in followed:
            continue
        share_now = said.speaking_of(topic, wave) / max(1, said.n_units[wave])
        share_then = said.speaking_of(topic, topic.wave) / max(1, said.n_units[topic.wave])
        relation = "gone" if share_now < GONE * share_then else "kept"
        row = _row(topic, relation, ("candidate", topic.wave, topic.topic_id))
        size = said.speaking_of(topic, wave)
        more = {"wave": wave, "topic_id": "", "size": size, "earlier_size": len(topic.members)}
        rows.append(row | more)
    return rows


def _row(topic: _Topic, relation: str, earlier: tuple[str, str, str]) -> dict[str, object]:
    kind, wave, earlier_id = earlier
    return {
        "wave": topic.wave,
        "topic_id": topic.topic_id,
        "relation": relation,
        "earlier_kind": kind,
        "earlier_wave": wave,
        "earlier_id": earlier_id,
        "size": len(topic.members),
        "earlier_size": 0,
        "overlap": None,
        "likeness": None,
    }
