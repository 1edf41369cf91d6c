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

REASON_WORDS = {
    "too_short": "too short",
    "between_themes": "between themes",
    "unlike_all": "unlike all",
    "no_live_theme": "no live theme",
}

RELATION_WORDS = {
    "new": "new in this wave",
    "kept": "as in the wave before",
    "grown": "grown",
    "split": "part of an earlier one",
    "merged": "made of earlier ones",
    "gone": "gone",
    "unclear": "not seen before, but not surely new",
}


class Candidate(NamedTuple):
    """A topic among what no theme covers in a wave."""

    label: str
    size: int
    keywords: tuple[str, ...]
    examples: tuple[str, ...]
    stability: str
    past: str


class Drift(NamedTuple):
    """How like its units a theme is, wave by wave; empty where it was not given by likeness."""

    question: str
    theme: str
    by_wave: tuple[str, ...]


class WaveCandidates(NamedTuple):
    """The candidates of a wave, largest first."""

    wave: str
    candidates: tuple[Candidate, ...]
    gone: tuple[str, ...]


class Uncovered(NamedTuple):
    """How many units of one question and wave have no theme, by reason."""

    question: str
    wave: str
    n_by_reason: tuple[int, ...]


def candidates_by_wave(results: Results) -> tuple[WaveCandidates, ...]:
    """Return the candidates of every wave shown, the latest wave first."""
    return tuple(
        WaveCandidates(
            wave, _candidates(results, wave, results.candidates[wave]), _gone(results, wave)
        )
        for wave in reversed(results.waves)
    )


def uncovered_by_question(results: Results) -> tuple[Uncovered, ...]:
    """Return why units have no theme, by question in reading order and wave."""
    counts = results.reasons.groupby(["question_id", "wave", "reason"]).size().to_dict()
    return tuple(
        Uncovered(results.question_label(question_id), wave, n_by_reason)
        for question_id in results.question_ids
        for wave in results.waves
        if any(n_by_reason := tuple(counts.get((question_id, wave, r), 0) for r in REASON_WORDS))
    )


def drift_by_theme(results: Results) -> tuple[Drift, ...]:
    """Return how like its units each theme is in every wave, if several waves are shown."""
    if len(results.waves) < 2:
        return ()
    table = results.drift
    keys = zip(table["question_id"], table["theme_id"], table["wave"], strict=True)
    likeness = dict(zip(keys, table["mean_likeness"], strict=True))
    lines = []
    for question_id in results.question_ids:
        for theme in results.codebook.themes:
            found = [likeness.get((question_id, theme.theme_id, w)) for w in results.waves]
            shown = tuple("" if n is None or n != n else f"{n:.2f}" for n in found)
            if any(shown):
                lines.append(Drift(results.question_label(question_id), theme.label, shown))
    return tuple(lines)


def _gone(results: Results, wave: str) -> tuple[str, ...]:
    """Return what the candidates were called that are gone in *wave*."""
    rows = results.lineage[
        (results.lineage["wave"] == wave) & (results.lineage["relation"] == "gone")
    ]
    return tuple(
        _label_of(results, earlier_wave, earlier_id)
        for earlier_wave, earlier_id in zip(rows["earlier_wave"], rows["earlier_id"], strict=True)
    )


def _pasts(results: Results, wave: str) -> dict[str, str]:
    """Return in words what each candidate of *wave* goes back to; the first wave says nothing."""
    if wave == results.waves[0]:
        return {}
    pasts: dict[str, list[str]] = {}
    rows = results.lineage[results.lineage["wave"] == wave]
    columns = ("topic_id", "relation", "earlier_kind", "earlier_wave", "earlier_id")
    for topic_id, relation, kind, earlier_wave, earlier_id in zip(
        *(rows[name] for name in columns), strict=True
    ):
        before = _label_of(results, earlier_wave, earlier_id) if kind == "candidate" else ""
        if kind == "theme":
            before = "theme " + earlier_id
        words = RELATION_WORDS[relation]
        pasts.setdefault(topic_id, []).append(f"{words}: {before}" if before else words)
    return {topic_id: "; ".join(said) for topic_id, said in pasts.items()}


def _label_of(results: Results, wave: str, topic_id: str) -> str:
    topics = results.candidates[wave]
    return str(topics.loc[topics["topic_id"] == topic_id, "label"].iloc[0])


def _candidates(results: Results, wave: str, topics: DataFrame[Topics]) -> tuple[Candidate, ...]:
    """Return *topics* with those of their examples that may be quoted."""
    may_be_shown, most = _quotable_units(results, wave), results.study.reporting.quotes
    ordered = topics.sort_values(["size", "topic_id"], ascending=[False, True])
    found, pasts = [], _pasts(results, wave)
    columns = ("topic_id", "label", "size", "keywords", "examples", "stability")
    for topic_id, label, size, keywords, examples, stability in zip(
        *(ordered[name] for name in columns), strict=True
    ):
        shown = [text for text in examples.split(LIST_JOINT) if text in may_be_shown][:most]
        words, past = tuple(keywords.split(LIST_JOINT)), pasts.get(topic_id, "")
        found.append(Candidate(label, int(size), words, tuple(shown), _stability(stability), past))
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
