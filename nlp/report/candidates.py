"""Topics among what no theme covers: the reason to edit the codebook."""

import math
from typing import NamedTuple

from pandera.typing import DataFrame

from nlp.contracts.tables import LIST_JOINT, Topics
from nlp.report.quotes import quotable
from nlp.report.results import Results
from nlp.themes.wording import in_one_line

STABLE = 0.75
"""From this stability on a topic is there whatever the answers drawn and the seed."""

PATTERN = 0.6
"""From this stability on something is there, though not which answers belong to it."""


class Candidate(NamedTuple):
    """A topic among what no theme covers in a wave."""

    label: str
    size: int
    keywords: tuple[str, ...]
    examples: tuple[str, ...]
    stability: str


class WaveCandidates(NamedTuple):
    """The candidates of a wave, largest first."""

    wave: str
    candidates: tuple[Candidate, ...]


def candidates_by_wave(results: Results) -> tuple[WaveCandidates, ...]:
    """Return the candidates of every wave shown, the latest wave first."""
    return tuple(
        WaveCandidates(wave, _candidates(results, wave, results.candidates[wave]))
        for wave in reversed(results.waves)
    )


def _candidates(results: Results, wave: str, topics: DataFrame[Topics]) -> tuple[Candidate, ...]:
    """Return *topics* with those of their examples that may be quoted."""
    may_be_shown, most = _quotable_units(results, wave), results.study.reporting.quotes
    ordered = topics.sort_values(["size", "topic_id"], ascending=[False, True])
    found = []
    columns = ("label", "size", "keywords", "examples", "stability")
    for label, size, keywords, examples, stability in zip(
        *(ordered[name] for name in columns), strict=True
    ):
        shown = [text for text in examples.split(LIST_JOINT) if text in may_be_shown][:most]
        words = tuple(keywords.split(LIST_JOINT))
        found.append(Candidate(label, int(size), words, tuple(shown), _stability(stability)))
    return tuple(found)


def _stability(figure: float) -> str:
    """Return how stable a topic is, in two digits and a word; empty where it was not told.

    The word follows Hennig (2007).

    >>> _stability(0.834), _stability(0.7), _stability(0.4)
    ('0.83, stable', '0.70, a pattern', '0.40, not stable')
    """
    if math.isnan(figure):
        return ""
    word = "stable" if figure >= STABLE else "a pattern" if figure >= PATTERN else "not stable"
    return f"{figure:.2f}, {word}"


def _quotable_units(results: Results, wave: str) -> set[str]:
    """Return what units of *wave* say, as topics write it, whose whole response may be quoted.

    An example is a sentence; what was masked may stand in another one of the same response.
    """
    screened = results.screened
    may_be_quoted = quotable(screened["text"], results.study.reporting)
    responses = screened.loc[may_be_quoted & (screened["wave"] == wave), "response_id"]
    units = results.units[results.units["response_id"].isin(responses)]
    return {in_one_line(text) for text in units["text"]}
