"""Crosstabs as people read them: findings down the side, the options of one question across."""

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
    by_question = dict(iter(totals.groupby(["question_id", "wave"])))
    table = crosstab_table(results)
    by_key = dict(iter(table.groupby(["banner_id", "question_id", "wave"])))
    keys = [
        (banner_id, question_id, wave)
        for banner_id in results.study.banner
        for question_id in results.question_ids
        for wave in results.waves
    ]
    return tuple(_grid(by_key[key], by_question[key[1:]]) for key in keys if key in by_key)


def _grid(table: pd.DataFrame, total: pd.DataFrame) -> Grid:
    first = table.iloc[0]
    rows = pd.concat([total, table[total.columns]])
    options = list(dict.fromkeys(rows["option"]))
    keyed = rows[["finding_id", "option", *Cell._fields]].itertuples(index=False, name=None)
    cells = {(row[0], row[1]): Cell(*row[2:]) for row in keyed}
    stubs = total[["finding_id", "kind", "finding"]].itertuples(index=False, name=None)
    return Grid(
        question_id=first["question_id"],
        question=first["question"],
        banner_id=first["banner_id"],
        banner=first["banner"],
        wave=first["wave"],
        columns=tuple(_column(rows, option) for option in options),
        rows=tuple(
            GridRow(finding_id, kind, label, tuple(cells[finding_id, one] for one in options))
            for finding_id, kind, label in stubs
        ),
    )


def _column(rows: pd.DataFrame, option: str) -> Column:
    first = rows[rows["option"] == option].iloc[0]
    small = first["note"] == SMALL_BASE
    return Column(option, int(first["n_base"]), float(first["effective_base"]), small)
