"""Crosstabs as people read them: findings down the side, the options of one question across."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from nlp.report.results import Results
from nlp.report.topline import SMALL_BASE, crosstab_table, topline

TOTAL = "Total"


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
    """Return every grid, by banner question, then open question, then wave; totals come first."""
    totals = topline(results).assign(option=TOTAL)
    by_question = {key: rows for key, rows in totals.groupby(["question_id", "wave"])}
    table = crosstab_table(results)
    by_key = {key: rows for key, rows in table.groupby(["banner_id", "question_id", "wave"])}
    keys = [
        (banner_id, question_id, wave)
        for banner_id in results.study.banner
        for question_id in results.question_ids
        for wave in results.waves
    ]
    return tuple(
        _grid(by_key[key], by_question[key[1:]]) for key in keys if key in by_key
    )


def _grid(table: pd.DataFrame, total: pd.DataFrame) -> Grid:
    first = table.iloc[0]
    rows = pd.concat([total, table[total.columns]])
    options = list(dict.fromkeys(rows["option"]))
    cells = {
        (row.finding_id, row.option): Cell(row.share, row.low, row.high, row.n_raised)
        for row in rows.itertuples(index=False)
    }
    return Grid(
        question_id=first["question_id"],
        question=first["question"],
        banner_id=first["banner_id"],
        banner=first["banner"],
        wave=first["wave"],
        columns=tuple(_column(rows, option) for option in options),
        rows=tuple(
            _row(stub.finding_id, stub.kind, stub.finding, options, cells)
            for stub in total.itertuples(index=False)
        ),
    )


def _column(rows: pd.DataFrame, option: str) -> Column:
    first = rows[rows["option"] == option].iloc[0]
    small = first["note"] == SMALL_BASE
    return Column(option, int(first["n_base"]), float(first["effective_base"]), small)


def _row(
    finding_id: str,
    kind: str,
    label: str,
    options: list[str],
    cells: Mapping[tuple[str, str], Cell],
) -> GridRow:
    return GridRow(finding_id, kind, label, tuple(cells[finding_id, one] for one in options))
