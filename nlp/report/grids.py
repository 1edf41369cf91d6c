"""Crosstabs as people read them: findings down the side, the options of one question across."""

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from nlp.report.results import Results
from nlp.report.topline import SMALL_BASE, crosstab_table, topline

TOTAL = "Total"
"""The head of the first column; an option may have the same name."""


class Column(NamedTuple):
    """One option, or all respondents, with the bases its shares rest on."""

    option: str
    n_base: int
    effective_base: float
    small: bool


class Cell(NamedTuple):
    """One share; a column whose base is empty has none (not a number)."""

    share: float
    low: float
    high: float
    n_raised: int


class GridRow(NamedTuple):
    """One finding and its cells, in the order of the columns."""

    finding_id: str
    kind: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """The findings of one question by the options of one banner question, in one wave."""

    question_id: str
    question: str
    banner_id: str
    banner: str
    wave: str
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]


def grids(results: Results) -> tuple[Grid, ...]:
    """Return every grid, by banner question, then open question, then wave; totals come first.

    A wave whose base is empty has none.
    """
    totals = topline(results)
    by_question = dict(iter(totals[totals["n_base"] > 0].groupby(["question_id", "wave"])))
    table = crosstab_table(results)
    by_key = dict(iter(table.groupby(["banner_id", "question_id", "wave"])))
    keys = [
        (banner_id, question_id, wave)
        for banner_id in results.study.banner
        for question_id in results.question_ids
        for wave in results.waves
    ]
    return tuple(
        _grid(by_key[key], by_question[key[1:]])
        for key in keys
        if key in by_key and key[1:] in by_question
    )


def _grid(table: pd.DataFrame, total: pd.DataFrame) -> Grid:
    first = table.iloc[0]
    blocks = [(TOTAL, total), *table.groupby("option", sort=False)]
    cells = [_cells(rows) for _, rows in blocks]
    stubs = total[["finding_id", "kind", "finding"]].itertuples(index=False, name=None)
    return Grid(
        question_id=first["question_id"],
        question=first["question"],
        banner_id=first["banner_id"],
        banner=first["banner"],
        wave=first["wave"],
        columns=tuple(_column(str(option), rows) for option, rows in blocks),
        rows=tuple(
            GridRow(finding_id, kind, label, tuple(column[finding_id] for column in cells))
            for finding_id, kind, label in stubs
        ),
    )


def _cells(rows: pd.DataFrame) -> dict[str, Cell]:
    """Return the cells of one column by finding."""
    keyed = rows[["finding_id", *Cell._fields]].itertuples(index=False, name=None)
    return {row[0]: Cell(*row[1:]) for row in keyed}


def _column(option: str, rows: pd.DataFrame) -> Column:
    first = rows.iloc[0]
    small = first["note"] == SMALL_BASE
    return Column(option, int(first["n_base"]), float(first["effective_base"]), small)
