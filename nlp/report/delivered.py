"""What was delivered, what was made of it, and how each question was put."""

from typing import NamedTuple

from nlp.intake.rules import ACCEPTED
from nlp.report.results import Results

MOST_REMARKS = 200
"""Remarks that the page shows; the workbook holds them all."""


class RowAccount(NamedTuple):
    """What became of the rows of one export; the fates add up to what was delivered."""

    wave: str
    source: str
    n_delivered: int
    n_accepted: int
    set_aside: tuple[tuple[str, int], ...]


class WordingLine(NamedTuple):
    """One wording of one question, and the waves that put it so."""

    question: str
    waves: tuple[str, ...]
    wording: str
    comparable_group: int
    reason: str


def row_accounts(results: Results) -> list[RowAccount]:
    """Return one account per wave and export, in the order of fielding."""
    counted = results.record_counts.groupby(["wave", "source"], sort=False)
    accounts = []
    for (wave, source), rows in counted:
        fates = dict(zip(rows["fate"], rows["n_rows"].tolist(), strict=True))
        aside = tuple((fate, n) for fate, n in fates.items() if fate != ACCEPTED and n)
        accounts.append(
            RowAccount(str(wave), str(source), sum(fates.values()), fates.get(ACCEPTED, 0), aside)
        )
    return sorted(accounts, key=lambda account: results.waves.index(account.wave))


def remark_lines(results: Results) -> list[tuple[str, int, str, str]]:
    """Return wave, row (0: the whole file), column and message of the first remarks."""
    shown = results.remarks[["wave", "row", "column", "message"]].head(MOST_REMARKS)
    return list(shown.itertuples(index=False, name=None))


def wording_lines(results: Results) -> list[WordingLine]:
    """Return the wordings of the questions that were put in more than one way."""
    ledger = results.wording_ledger
    lines = []
    for question_id, rows in ledger.groupby("question_id", sort=False):
        if rows["version"].nunique() < 2:
            continue
        for _, same in rows.groupby("version", sort=True):
            first = same.iloc[0]
            lines.append(
                WordingLine(
                    results.question_label(str(question_id)),
                    tuple(same["wave"]),
                    first["wording"],
                    int(first["comparable_group"]),
                    first["reason"],
                )
            )
    return lines
