"""Example responses: which to show, and which of their words to mark."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from nlp.contracts.ids import short_hash
from nlp.contracts.study import Reporting
from nlp.contracts.tables import CODABLE
from nlp.estimates.findings import STANCE, mention_finding
from nlp.intake.redaction import MASK
from nlp.report.meant import how_meant
from nlp.report.results import Results

FEWEST_WORDS = 4
"""Shorter responses are quoted only where there is nothing else: they say little."""

QuoteKey = tuple[str, str]
"""A question and one of its findings."""


class Mark(NamedTuple):
    """A stretch of a response and what it is."""

    start: int
    end: int
    kind: str


class Piece(NamedTuple):
    """A stretch of a quote whose characters all have the same marks."""

    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Quote:
    """One response to show: its words, where they come from, and why they are shown."""

    wave: str
    evidence: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Return the whole response."""
        return "".join(piece.text for piece in self.pieces)


def quotes_by_theme(results: Results) -> dict[QuoteKey, tuple[Quote, ...]]:
    """Return the quotes of every theme; the words that were coded are marked `unit`."""
    places = results.units[["unit_id", "start", "end"]]
    codings = results.codings.drop(columns="source").merge(places, on="unit_id")
    codings = codings.rename(columns={"theme_id": "finding_id"})
    marks = codings[["response_id", "finding_id", "start", "end"]].assign(kind="unit")
    return _quotes(results, codings, marks)


def quotes_by_mention(results: Results) -> dict[QuoteKey, tuple[Quote, ...]]:
    """Return the quotes of every mention category and of every stance on regulation.

    Spans are marked with their category, or `denied`. What was only elicited is not quoted: that a
    question asks for risks is no evidence.
    """
    found = results.mentions[results.mentions["rule"] != "elicited"]
    named = found.assign(
        finding_id=pd.Series(map(mention_finding, found["category"]), found.index, dtype="str"),
        kind=found["category"].where(~found["negated"], "denied"),
        confidence=found["score"],
        evidence=how_meant(found),
    )
    table = pd.concat([named, _of_stances(results, named)], ignore_index=True)
    marks = table[["response_id", "finding_id", *Mark._fields]]
    return _quotes(results, table[~table["negated"]], marks)


def _of_stances(results: Results, named: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions of regulation once more, under the stance that their response takes."""
    coded = results.coded
    taken = coded[coded["raised"] & coded["finding_id"].str.startswith(STANCE)]
    rules = named[named["category"] == "regulation"].drop(columns="finding_id")
    return rules.merge(taken[["response_id", "finding_id"]], on="response_id")


def quotable(texts: pd.Series, settings: Reporting) -> pd.Series:
    """Return which texts may be shown: none too long, none with a mask."""
    return (texts.str.len() <= settings.longest_quote) & ~texts.str.contains(
        MASK.pattern, regex=True
    )


def cut_at_marks(text: str, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """Return *text* cut wherever a mark starts or ends; marks may overlap.

    >>> cut_at_marks("no jobs left", [Mark(3, 7, "risk")])[1]
    Piece(text='jobs', kinds=('risk',))
    """
    ends = {0, len(text)} | {end for mark in marks for end in (mark.start, mark.end)}
    cuts = sorted(cut for cut in ends if 0 <= cut <= len(text))
    return tuple(
        Piece(text[start:end], _kinds_over(start, end, marks)) for start, end in pairwise(cuts)
    )


def _kinds_over(start: int, end: int, marks: Sequence[Mark]) -> tuple[str, ...]:
    return tuple(sorted({mark.kind for mark in marks if mark.start <= start and end <= mark.end}))


def _quotes(
    results: Results, candidates: pd.DataFrame, marks: pd.DataFrame
) -> dict[QuoteKey, tuple[Quote, ...]]:
    """Return the chosen quotes of every question and finding among *candidates*.

    *candidates* has one row per response, finding and reason, with `confidence` and `evidence`.
    """
    chosen = _chosen(_candidates(results, candidates), results.study.reporting.quotes)
    wanted = {(row.response_id, row.finding_id) for rows in chosen.values() for row in rows}
    marks_of = _marks_of(marks, wanted)
    return {
        key: tuple(
            Quote(row.wave, row.evidence, cut_at_marks(row.text, marks_of[row[:2]]))
            for row in rows
        )
        for key, rows in chosen.items()
    }


class _Candidate(NamedTuple):
    response_id: str
    finding_id: str
    question_id: str
    respondent_id: str
    wave: str
    text: str
    confidence: float
    evidence: str


def _candidates(results: Results, reasons: pd.DataFrame) -> pd.DataFrame:
    """Return the quotable responses behind *reasons*, each text once per finding, surest first."""
    screened = results.screened
    codable = screened[screened["status"] == CODABLE]
    codable = codable[quotable(codable["text"], results.study.reporting)]
    reasons = reasons[["response_id", "finding_id", "confidence", "evidence"]]
    table = codable.merge(reasons, on="response_id")[list(_Candidate._fields)]
    seed = str(results.study.seed)
    table["turn"] = [short_hash(seed, name) for name in table["response_id"]]
    table["folded"] = table["text"].str.casefold().str.split().str.join(" ")
    surest = table.sort_values(["confidence", "turn", "evidence"], ascending=[False, True, True])
    return surest.drop_duplicates(["question_id", "finding_id", "folded"])


def _chosen(candidates: pd.DataFrame, most: int) -> dict[QuoteKey, list[_Candidate]]:
    """Return for every question and finding at most *most* candidates, each of another person.

    Whoever has been quoted least is quoted first, so that the report speaks with many voices.
    """
    quoted: Counter[str] = Counter()
    chosen: dict[QuoteKey, list[_Candidate]] = {}
    fields = list(_Candidate._fields)
    for (question_id, finding_id), rows in candidates.groupby(["question_id", "finding_id"]):
        # Half of them, or all when few: sure enough to be good examples, wide enough to choose.
        pool = rows.head(max(2 * most, len(rows) // 2))
        people = [_Candidate(*row) for row in pool[fields].itertuples(index=False, name=None)]
        picked = _least_quoted(people, quoted, most)
        quoted.update(row.respondent_id for row in picked)
        chosen[str(question_id), str(finding_id)] = picked
    return chosen


def _least_quoted(
    people: Iterable[_Candidate], quoted: Mapping[str, int], most: int
) -> list[_Candidate]:
    """Return at most *most* of *people*, given surest first, nobody twice."""

    def rank(row: _Candidate) -> tuple[bool, int]:
        return len(row.text.split()) < FEWEST_WORDS, quoted.get(row.respondent_id, 0)

    by_person: dict[str, _Candidate] = {}
    for row in sorted(people, key=rank):
        by_person.setdefault(row.respondent_id, row)
    return list(by_person.values())[:most]


def _marks_of(
    marks: pd.DataFrame, wanted: set[tuple[str, str]]
) -> dict[tuple[str, ...], list[Mark]]:
    found: dict[tuple[str, ...], list[Mark]] = {key: [] for key in wanted}
    columns = ["response_id", "finding_id", *Mark._fields]
    for response_id, finding_id, *mark in marks[columns].itertuples(index=False, name=None):
        if (response_id, finding_id) in found:
            found[response_id, finding_id].append(Mark(*mark))
    return found
