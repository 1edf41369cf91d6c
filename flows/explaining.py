"""Why a response was coded as it was: all that the last run kept of it, in plain values."""

from collections.abc import Iterator
from copy import copy
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from flows.evaluating import read_as_now, tagger_of
from flows.session import Session
from nlp.contracts.errors import SourceDataError, StudyConfigError
from nlp.contracts.tables import (
    Codings,
    Mentions,
    ScreenedResponses,
    Table,
    UncoveredReasons,
    Units,
    conform,
)
from nlp.mentions.tagging import tag_unsure

Facts = dict[str, Any]

_PLACES = ["start", "end"]


def explain(session: Session, response_id: str) -> Facts:
    """Return the masked text of a response, its units, and what was found in each and by what.

    It is read from the tables of the last finished run of its wave; what was nearly named is found
    anew. Raises StudyConfigError if no wave holds the response.
    """
    wave, response = _find(session, response_id)
    return {
        "study": session.study.study_id,
        "wave": wave,
        **_plain(response, "response_id", "question_id", "status", "language", "flag", "text"),
        "units": list(_units(session, wave, response_id)),
    }


def _find(session: Session, response_id: str) -> tuple[str, pd.Series]:
    """Return the wave of a response and its row."""
    kept = [wave for wave in session.wave_order if _is_kept(session, wave)]
    if not kept:
        raise SourceDataError(
            f"{session.study.study_id}: nothing is kept to explain; `openends run "
            f"{session.study.study_id}` first"
        )
    for wave in kept:
        found = _rows(session, wave, ScreenedResponses, response_id)
        if len(found):
            return wave, found.iloc[0]
    raise StudyConfigError(
        f"no response has this id in {', '.join(kept)} of {session.study.study_id}: expected one "
        "such as r0123456789abcdef, from the column response_id of coded_responses.csv"
    )


def _is_kept(session: Session, wave: str) -> bool:
    """Return whether every table of the last run of *wave* is there, and take them up."""
    run = session.run(wave)
    tables = (ScreenedResponses, Units, Mentions, Codings, UncoveredReasons)
    return run.resume() and all(table.__name__ in run.records for table in tables)


def _rows(session: Session, wave: str, table: type[Table], response_id: str) -> pd.DataFrame:
    rows = session.run(wave).table(table)
    return rows[rows["response_id"] == response_id]


def _units(session: Session, wave: str, response_id: str) -> Iterator[Facts]:
    """Yield every unit with its mentions and themes, or why it has no theme."""
    of_unit = {
        table: dict(list(_rows(session, wave, table, response_id).groupby("unit_id")))
        for table in (Mentions, Codings, UncoveredReasons)
    }
    units = _rows(session, wave, Units, response_id)
    nearly = _nearly_named(session, conform(units, Units))
    for _, unit in units.sort_values(_PLACES).iterrows():
        name = unit["unit_id"]
        mentions, codings, reasons = (found.get(name) for found in of_unit.values())
        yield {
            **_plain(unit, "unit_id", *_PLACES, "text"),
            "mentions": _mentions(mentions),
            "nearly": nearly.get(name, []),
            "themes": [
                _with_label(
                    session, _plain(coding, "theme_id", "source", "confidence", "evidence")
                )
                for coding in _each(codings, ["confidence", "theme_id"], ascending=[False, True])
            ],
            "uncovered": _reason(session, reasons),
        }


def _mentions(mentions: pd.DataFrame | None) -> list[Facts]:
    """Return what each mention of a unit says, how it is meant and what found it."""
    kept = [name for name in Mentions.to_schema().columns if name not in _OF_THE_UNIT]
    return [_plain(mention, *kept) for mention in _each(mentions, [*_PLACES, "category"])]


def _nearly_named(session: Session, units: DataFrame[Units]) -> dict[str, list[Facts]]:
    """Return by unit what was too unsure to be a mention, by the files as they are now."""
    units = conform(units[units["question_id"].isin(session.study.open_questions)], Units)
    if units.empty or session.meanings is None:
        return {}  # words and questions know no doubt
    if session.calibration is None:
        left_out = tag_unsure(*read_as_now(session, units))
    else:
        left_out = _left_out_as_coded(session, units)
    of_unit = left_out.sort_values(["score", "category"], ascending=[False, True])
    shown = ("category", "term", "span", "rule", "score", "evidence")
    return {
        str(name): [_plain(mention, *shown) for _, mention in rows.iterrows()]
        for name, rows in of_unit.groupby("unit_id")
    }


def _left_out_as_coded(session: Session, units: DataFrame[Units]) -> DataFrame[Mentions]:
    """Return what the study's own coded answers make at least half as sure as it has to be."""
    settings = session.study.mentions
    nearly = copy(session)
    half = settings.model_copy(update={"least_score": settings.least_score / 2})
    nearly.study = session.study.model_copy(update={"mentions": half})
    told, more = tagger_of(session)(units), tagger_of(nearly)(units)
    known = set(zip(told["unit_id"], told["category"], strict=True))
    is_new = [pair not in known for pair in zip(more["unit_id"], more["category"], strict=True)]
    return conform(more[is_new].reset_index(drop=True), Mentions)


_OF_THE_UNIT = ("unit_id", "response_id")


def _reason(session: Session, reasons: pd.DataFrame | None) -> Facts:
    """Return why a unit has no theme and which come nearest; nothing where it has one."""
    if reasons is None:
        return {}
    reason = reasons.iloc[0]
    pairs = (("theme_id", "likeness"), ("next_theme_id", "next_likeness"))
    nearest = [
        _with_label(session, {"theme_id": reason[theme], "likeness": float(reason[likeness])})
        for theme, likeness in pairs
        if reason[theme]
    ]
    return {**_plain(reason, "reason", "n_words"), "nearest": nearest}


def _with_label(session: Session, theme: Facts) -> Facts:
    """Return *theme* with what reports call it; nothing where the codebook no longer has it."""
    labels = {known.theme_id: known.label for known in session.codebook.themes}
    return {"theme": labels.get(theme["theme_id"], ""), **theme}


def _each(
    rows: pd.DataFrame | None, by: list[str], ascending: bool | list[bool] = True
) -> Iterator[pd.Series]:
    if rows is not None:
        for _, row in rows.sort_values(by, ascending=ascending).iterrows():
            yield row


def _plain(row: pd.Series, *columns: str) -> Facts:
    """Return *columns* of a row as values that JSON knows."""
    values = {name: row[name] for name in columns}
    return {k: v.item() if hasattr(v, "item") else v for k, v in values.items()}
