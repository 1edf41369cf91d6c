"""Whether the waves shown are sound: a few figures, each beside its limit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pandera.typing import DataFrame

from nlp.contracts.codebook import NO_THEME, Codebook, themes_of
from nlp.contracts.study import GateName, Study
from nlp.contracts.tables import (
    CODABLE,
    EMPTY,
    NOT_ASKED,
    Bases,
    Health,
    Prevalence,
    RecordCounts,
    ThemeDrift,
    build,
)
from nlp.estimates.bases import IN_BASE
from nlp.intake.rules import ACCEPTED

JUNK = ("too_short", "too_long", "gibberish", "duplicate_campaign")
"""Statuses of answers that say nothing; refusals and remarks beside the question do."""

LEDGER = "ledger"
"""The figure that has no limit: what is not accounted for."""

_Key = tuple[str, str]
"""A wave and a question; the empty question is the wave as a whole."""


class _Figure(NamedTuple):
    """What was measured, and of how many."""

    gate: GateName
    measured: float
    n: int


@dataclass(frozen=True)
class _Counts:
    """What the figures are reckoned from, by wave and question."""

    statuses: Mapping[_Key, Mapping[str, int]]
    uncovered: Mapping[_Key, int]
    bases: Mapping[_Key, int]
    likeness: Mapping[_Key, tuple[float, int]]
    accepted: Mapping[str, int]


def measure_health(
    study: Study,
    codebook: Codebook,
    bases: DataFrame[Bases],
    prevalence: DataFrame[Prevalence],
    drift: DataFrame[ThemeDrift],
    record_counts: DataFrame[RecordCounts],
) -> DataFrame[Health]:
    """Return the figures of every wave shown, in the order of fielding.

    What cannot be measured has no row: shares of nobody, what no theme covers where none is live,
    drift in the first wave shown.
    """
    counts = _count(bases, prevalence, drift, record_counts)
    waves = [wave for wave in study.waves if any(wave == key[0] for key in counts.statuses)]
    rows: list[dict[str, object]] = []
    for place, wave in enumerate(waves):
        rows.append(_ledger(study, counts, wave))
        for question_id in study.open_questions:
            key = (wave, question_id)
            has_theme = bool(themes_of(codebook, question_id, wave, tuple(study.waves)))
            figures = [*_shares(counts, key, has_theme), *_drift(counts, key, waves[:place])]
            few = _limit(study, "base")
            rows += [_judged(study, key, figure, few) for figure in figures]
    return build(rows, Health)


def _ledger(study: Study, counts: _Counts, wave: str) -> dict[str, object]:
    """Return how many rows, responses and answers are not accounted for.

    Every accepted row is a respondent, but where rows are answers; every respondent has a response
    to every question; and every response in the base of its question counts in its shares.
    """
    per_question = {key: sum(of.values()) for key, of in counts.statuses.items() if key[0] == wave}
    n_respondents, n_accepted = max(per_question.values()), counts.accepted.get(wave, 0)
    astray = n_respondents - n_accepted
    if study.layout_of(wave).long is not None:
        astray = max(0, astray)
    counted = IN_BASE[study.reporting.base]
    missing = sum(n_respondents - n for n in per_question.values()) + sum(
        abs(counts.bases[key] - sum(counts.statuses[key].get(status, 0) for status in counted))
        for key in per_question
        if key in counts.bases
    )
    total = abs(astray) + missing
    return {
        "wave": wave,
        "question_id": "",
        "gate": LEDGER,
        "measured": float(total),
        "limit": 0.0,
        "n": n_accepted,
        "verdict": "held" if total else "passed",
    }


def _shares(counts: _Counts, key: _Key, has_theme: bool) -> Iterator[_Figure]:
    """Yield base and shares of a question that anybody was asked."""
    n_of = counts.statuses.get(key, {})
    asked = sum(n_of.values()) - n_of.get(NOT_ASKED, 0)
    if not asked:
        return
    base = counts.bases.get(key, 0)
    yield _Figure("base", float(base), base)
    answered, codable = asked - n_of.get(EMPTY, 0), n_of.get(CODABLE, 0)
    if answered:
        yield _Figure("junk", sum(n_of.get(name, 0) for name in JUNK) / answered, answered)
        foreign = n_of.get("unsupported_language", 0)
        yield _Figure("other_language", foreign / answered, answered)
    if codable and has_theme:
        yield _Figure("uncovered", counts.uncovered.get(key, 0) / codable, codable)


def _drift(counts: _Counts, key: _Key, earlier: Sequence[str]) -> Iterator[_Figure]:
    """Yield by how much units are less like their themes than in the wave before."""
    question_id = key[1]
    before = [(one, question_id) for one in earlier if (one, question_id) in counts.likeness]
    if key in counts.likeness and before:
        (mean, n), (mean_before, n_before) = counts.likeness[key], counts.likeness[before[-1]]
        yield _Figure("drift", mean_before - mean, min(n, n_before))


def _judged(study: Study, key: _Key, figure: _Figure, few: float) -> dict[str, object]:
    """Return *figure* beside its limit, and what follows from it."""
    wave, question_id = key
    limit = _limit(study, figure.gate)
    is_base = figure.gate == "base"
    within = figure.measured >= limit if is_base else figure.measured <= limit
    verdict = "passed" if within else "failed"
    if not within and not is_base and figure.n < few:
        verdict = "too_few"
    elif not within and figure.gate in study.gates.let_pass.get(wave, ()):
        verdict = "let_pass"
    elif not within and figure.gate in study.gates.hold:
        verdict = "held"
    return {
        "wave": wave,
        "question_id": question_id,
        "gate": figure.gate,
        "measured": round(figure.measured, 4),
        "limit": limit,
        "n": figure.n,
        "verdict": verdict,
    }


def _limit(study: Study, gate: GateName) -> float:
    gates, least = study.gates, study.gates.least_base
    limits: Mapping[GateName, float] = {
        "junk": gates.most_junk,
        "uncovered": gates.most_uncovered,
        "other_language": gates.most_other_language,
        "base": study.reporting.smallest_base if least is None else least,
        "drift": gates.most_drift,
    }
    return float(limits[gate])


def _count(
    bases: DataFrame[Bases],
    prevalence: DataFrame[Prevalence],
    drift: DataFrame[ThemeDrift],
    record_counts: DataFrame[RecordCounts],
) -> _Counts:
    statuses: dict[_Key, dict[str, int]] = {}
    columns = (bases[name].tolist() for name in ("wave", "question_id", "status", "n_responses"))
    for wave, question_id, status, n in zip(*columns, strict=True):
        statuses.setdefault((wave, question_id), {})[status] = n
    bare = prevalence[prevalence["finding_id"] == NO_THEME]
    keys = list(zip(bare["wave"], bare["question_id"], strict=True))
    accepted = record_counts[record_counts["fate"] == ACCEPTED].groupby("wave")["n_rows"].sum()
    return _Counts(
        statuses=statuses,
        uncovered=dict(zip(keys, bare["n_raised"].tolist(), strict=True)),
        bases=dict(zip(keys, bare["n_base"].tolist(), strict=True)),
        likeness=_likeness(drift),
        accepted={str(wave): int(n) for wave, n in accepted.items()},
    )


def _likeness(drift: DataFrame[ThemeDrift]) -> dict[_Key, tuple[float, int]]:
    """Return the mean likeness of what likeness coded, over all themes, and how many that are."""
    sums: dict[_Key, tuple[float, int]] = {}
    known = drift[drift["mean_likeness"].notna()]
    n_by_likeness = known["n_codings"] - known["n_by_keyword"]
    columns = (known["wave"], known["question_id"], known["mean_likeness"], n_by_likeness)
    for wave, question_id, mean, n in zip(*(column.tolist() for column in columns), strict=True):
        total, count = sums.get((wave, question_id), (0.0, 0))
        sums[wave, question_id] = (total + mean * n, count + n)
    return {key: (total / count, count) for key, (total, count) in sums.items() if count}
