"""The publishable tables of estimates: long, labelled, each row with its bases and its caveat."""

from collections.abc import Sequence

import pandas as pd

from nlp.contracts.errors import ContractError
from nlp.contracts.tables import NOT_ASKED
from nlp.report.results import Results

SMALL_BASE = "small base"
EMPTY_BASE = "nobody in the base"
UNASKED = "not asked"

_FIGURES = ["n_raised", "share", "low", "high"]
_BASES = ["base", "n_base", "weighted_base", "effective_base", "note"]
_FINDING = ["kind", "net", "finding_id", "finding"]


def topline(results: Results) -> pd.DataFrame:
    """Return one row per wave, question and finding, in reading order.

    `base` says who counts in the share; a theme that was not live in a wave has no row there.
    """
    table = _described(results, results.prevalence)
    keys = ["wave", "question_id", "question"]
    return _in_order(table, results, [])[[*keys, *_FINDING, *_FIGURES, *_BASES]]


def crosstab_table(results: Results) -> pd.DataFrame:
    """Return one row per wave, question, banner question, option and finding, in reading order."""
    table = _described(results, results.crosstabs)
    table["banner"] = table["banner_id"].map(_labels(results, table["banner_id"]))
    keys = ["wave", "question_id", "question", "banner_id", "banner", "option"]
    in_order = _in_order(table, results, ["banner_place", "option_place"])
    return in_order[[*keys, *_FINDING, *_FIGURES, *_BASES]]


def _described(results: Results, estimates: pd.DataFrame) -> pd.DataFrame:
    """Return *estimates* with labels and with the caveat of every row, or none."""
    findings = results.findings.assign(finding_place=range(len(results.findings)))
    table = estimates.merge(findings, on=["question_id", "finding_id"], how="left")
    unknown = int(table["finding_place"].isna().sum())
    if unknown:
        raise ContractError(
            f"{unknown} estimates are of findings that the report does not know; expected none; "
            "hand in the findings that the estimates were made with"
        )
    return table.assign(
        question=table["question_id"].map(_labels(results, table["question_id"])),
        net=[results.net_label(net_id) for net_id in table["net_id"]],
        finding=table["label"],
        base=results.study.reporting.base,
        note=_notes(results, table),
    )


def _notes(results: Results, table: pd.DataFrame) -> pd.Series:
    """Return the caveat of every row: its base is small or empty, or nobody was asked at all."""
    bases = results.bases
    asked = bases[(bases["status"] != NOT_ASKED) & (bases["n_responses"] > 0)]
    put = set(zip(asked["wave"], asked["question_id"], strict=True))
    pairs = zip(table["wave"], table["question_id"], strict=True)
    unasked = pd.Series([pair not in put for pair in pairs], index=table.index, dtype="bool")
    notes = pd.Series("", index=table.index, dtype="str")
    notes = notes.mask(table["small_base"], SMALL_BASE)
    return notes.mask(table["n_base"] == 0, EMPTY_BASE).mask(unasked, UNASKED)


def _labels(results: Results, question_ids: pd.Series) -> dict[str, str]:
    return {name: results.question_label(name) for name in question_ids.unique()}


def _in_order(table: pd.DataFrame, results: Results, places: list[str]) -> pd.DataFrame:
    """Return *table* sorted by wave, question, what *places* names, and finding."""
    ordered = table.assign(
        wave_place=table["wave"].map(_places(results.waves)),
        question_place=table["question_id"].map(_places(results.question_ids)),
    )
    if places:
        options = {
            (banner, option): place
            for banner in results.study.banner
            for place, option in enumerate(results.options_of(banner))
        }
        pairs = zip(table["banner_id"], table["option"], strict=True)
        ordered["banner_place"] = table["banner_id"].map(_places(results.study.banner))
        ordered["option_place"] = [options[pair] for pair in pairs]
    keys = ["wave_place", "question_place", *places, "finding_place"]
    return ordered.sort_values(keys, ignore_index=True)


def _places(names: Sequence[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}
