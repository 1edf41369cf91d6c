"""Topics among what no theme covers: the reason to edit the codebook."""

from typing import NamedTuple

from pandera.typing import DataFrame

from nlp.contracts.tables import LIST_JOINT, Topics
from nlp.report.quotes import quotable
from nlp.report.results import Results
from nlp.themes.wording import in_one_line


class Candidate(NamedTuple):
    """A topic among what no theme covers in a wave."""

    label: str
    size: int
    keywords: tuple[str, ...]
    examples: tuple[str, ...]


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
    for label, size, keywords, examples in zip(
        *(ordered[name] for name in ("label", "size", "keywords", "examples")), strict=True
    ):
        shown = [text for text in examples.split(LIST_JOINT) if text in may_be_shown][:most]
        found.append(Candidate(label, int(size), tuple(keywords.split(LIST_JOINT)), tuple(shown)))
    return tuple(found)


def _quotable_units(results: Results, wave: str) -> set[str]:
    """Return what units of *wave* say, as topics write it, whose whole response may be quoted.

    An example is a sentence; what was masked may stand in another one of the same response.
    """
    screened = results.screened
    may_be_quoted = quotable(screened["text"], results.study.reporting)
    responses = screened.loc[may_be_quoted & (screened["wave"] == wave), "response_id"]
    units = results.units[results.units["response_id"].isin(responses)]
    return {in_one_line(text) for text in units["text"]}
