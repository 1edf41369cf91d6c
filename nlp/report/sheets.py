"""What each sheet of the workbook holds, made fit for Excel before anything is written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from nlp.contracts.codebook import Theme
from nlp.report.coded import coded_table
from nlp.report.few_answers import few_answer_table
from nlp.report.figures import count
from nlp.report.results import Results
from nlp.report.terms import term_table
from nlp.report.topline import crosstab_table, topline

LONGEST_CELL = 32_767
"""Characters that an Excel cell can hold, as Excel counts them (UTF-16)."""

MOST_ROWS = 1_048_575
"""Rows below the header of an Excel sheet."""

CUT = " [cut]"

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Sheet:
    """One table as Excel can hold it, and what had to be changed to make it fit."""

    name: str
    table: pd.DataFrame
    n_cleaned: int
    n_cut: int
    n_rows_left_out: int

    @property
    def notes(self) -> list[str]:
        """Return what a reader must know of the changes, one sentence each."""
        counts = {
            "cells lost control characters": self.n_cleaned,
            f"cells were too long for Excel and end in{CUT}": self.n_cut,
            "rows beyond Excel's last were left out": self.n_rows_left_out,
        }
        return [f"{self.name}: {count(n)} {what}." for what, n in counts.items() if n]


def list_sheets(results: Results) -> tuple[Sheet, ...]:
    """Return the tables of the workbook in the order of its tabs."""
    tables = {
        "Bases": _bases(results),
        "Topline": topline(results),
        "Crosstabs": crosstab_table(results),
        "Themes": _themes(results),
        "Terms": term_table(results),
        "Few answers": few_answer_table(results),
        "Coded responses": coded_table(results),
        "Mentions": _mentions(results),
        "Candidates": pd.concat(
            [topics.assign(wave=wave) for wave, topics in results.candidates.items()]
        ),
        "Health": results.health,
        "Rows delivered": results.record_counts,
        "Set aside": results.quarantine,
        "Remarks": results.remarks,
        "Wordings": results.wording_ledger,
        "Method": _method(results),
    }
    return tuple(fit_for_excel(name, table) for name, table in tables.items())


def fit_for_excel(name: str, table: pd.DataFrame) -> Sheet:
    """Return *table* with control characters removed, and what is too long cut and counted."""
    fitted = table.head(MOST_ROWS).copy()
    n_cleaned = n_cut = 0
    for column in fitted.select_dtypes(include=["str", "object"]):
        before = fitted[column].astype("str")
        clean = before.map(_without_controls)
        short = clean.map(_shortened)
        n_cleaned += int((clean != before).sum())
        n_cut += int((short != clean).sum())
        fitted[column] = short
    return Sheet(name, fitted, n_cleaned, n_cut, len(table) - len(fitted))


def cell_for_excel(cell: str) -> str:
    """Return *cell* as Excel can hold it."""
    return _shortened(_without_controls(cell))


def _without_controls(cell: str) -> str:
    """Return *cell* without what XML forbids; line ends of any kind become line breaks."""
    return _UNWRITABLE.sub("", cell.replace("\r\n", "\n").replace("\r", "\n"))


def _shortened(cell: str) -> str:
    units = cell.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return cell
    kept = units[: 2 * (LONGEST_CELL - len(CUT))].decode("utf-16-le", errors="ignore")
    return kept + CUT


def _bases(results: Results) -> pd.DataFrame:
    """Return the responses of every wave, question and status, in reading order."""
    bases = results.bases
    places = pd.DataFrame(
        {
            "wave": bases["wave"].map(results.waves.index),
            "question": bases["question_id"].map(results.question_ids.index),
        }
    )
    ordered = bases.loc[places.sort_values(["wave", "question"], kind="stable").index]
    labels = [results.question_label(name) for name in ordered["question_id"]]
    ordered.insert(2, "question", pd.Series(labels, index=ordered.index, dtype="str"))
    return ordered.reset_index(drop=True)


def _themes(results: Results) -> pd.DataFrame:
    columns = [name for name in Theme.model_fields if name != "net"]
    columns.insert(2, "net")
    rows = [
        [_joined(getattr(theme, name)) for name in columns] for theme in results.codebook.themes
    ]
    table = pd.DataFrame(rows, columns=columns, dtype="str")
    table["net"] = table["net"].map(results.net_label)
    return table


def _joined(value: str | float | Iterable[str] | None) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else str(value) if isinstance(value, float) else "\n".join(value)


def _mentions(results: Results) -> pd.DataFrame:
    where = results.screened[["response_id", "wave", "question_id"]]
    mentions = results.mentions.merge(where, on="response_id")
    columns = ["wave", "question_id", "response_id", "category", "term_id", "term", "span"]
    columns += ["start", "end", "negated", "certainty", "holder", "time", "target", "stance"]
    columns += ["cues", "rule", "score", "evidence"]
    order = ["wave", "question_id", "response_id", "start", "end", "term_id"]
    return mentions.sort_values(order, ignore_index=True)[columns]


def _method(results: Results) -> pd.DataFrame:
    rows = {
        **results.method,
        "Small base": f"fewer than {results.study.reporting.smallest_base} respondents",
        "Report made": results.made_at.isoformat(timespec="minutes"),
    }
    return pd.DataFrame(list(rows.items()), columns=["name", "value"], dtype="str")
