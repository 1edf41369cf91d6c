"""Topics among what no theme covers: the reason to edit the codebook."""

from typing import NamedTuple

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.tables import LIST_JOINT, Topics
from nlp.report.quotes import quotable
from nlp.report.results import Results


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
        WaveCandidates(wave, _candidates(results, results.candidates[wave]))
        for wave in reversed(results.waves)
    )


def _candidates(results: Results, topics: DataFrame[Topics]) -> tuple[Candidate, ...]:
    """Return *topics* with those of their examples that may be quoted."""
    settings = results.study.reporting
    ordered = topics.sort_values(["size", "topic_id"], ascending=[False, True])
    found = []
    for label, size, keywords, examples in zip(
        *(ordered[name] for name in ("label", "size", "keywords", "examples")), strict=True
    ):
        texts = pd.Series(examples.split(LIST_JOINT), dtype="str")
        shown = texts[quotable(texts, settings)][: settings.quotes]
        found.append(Candidate(label, int(size), tuple(keywords.split(LIST_JOINT)), tuple(shown)))
    return tuple(found)
