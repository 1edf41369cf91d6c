"""The responses with all that was found in them, one row each: the file analysts go on with."""

from collections.abc import Hashable, Iterable

import pandas as pd

from nlp.contracts.tables import CATEGORIES, STANCES, TARGETS
from nlp.estimates.crosstabs import NO_ANSWER
from nlp.estimates.findings import mention_finding, stance_finding, target_finding
from nlp.report.results import Results

JOINT = "; "
"""What stands between several labels in one cell."""


def coded_table(results: Results) -> pd.DataFrame:
    """Return one row per response, blank and not-asked ones included, in reading order.

    Columns: ids, status, text, its themes with the evidence for each, per mention category whether
    it was raised or only denied, the stance on regulation, what categories are said of where the
    study counts that, the spans that say so, every closed answer, and the weight.
    """
    screened = results.screened
    table = screened[["response_id", "respondent_id", "wave", "question_id"]].copy()
    table["question"] = [results.question_label(name) for name in screened["question_id"]]
    table["status"] = screened["status"]
    table["text"] = screened["text"]
    for name, cells in {**_theme_columns(results), **_mention_columns(results)}.items():
        table[name] = _looked_up(cells, table["response_id"])
    people = list(zip(table["wave"], table["respondent_id"], strict=True))
    for name, cells in _answer_columns(results).items():
        table[name] = _looked_up(cells, people)
    weights = results.coded.drop_duplicates("response_id").set_index("response_id")["weight"]
    table["weight"] = table["response_id"].map(weights)
    return _in_order(table, results)


def _looked_up(cells: pd.Series, keys: Iterable[Hashable]) -> list[str]:
    """Return the cell of every key; of a key without one, the empty text."""
    found = cells.to_dict()
    return [str(found.get(key, "")) for key in keys]


def _theme_columns(results: Results) -> dict[str, pd.Series]:
    """Return themes, their ids and their evidence, joined by response."""
    findings = results.findings.assign(place=range(len(results.findings)))
    themes = findings[findings["kind"] == "theme"].drop(columns="kind")
    raised = results.coded[results.coded["raised"]]
    raised = raised.merge(themes, on=["question_id", "finding_id"]).sort_values("place")
    codings = results.codings.sort_values(["theme_id", "unit_id"])
    evidence = codings["theme_id"] + " (" + codings["evidence"] + ")"
    return {
        "themes": raised.groupby("response_id")["label"].agg(JOINT.join),
        "theme_ids": raised.groupby("response_id")["finding_id"].agg(JOINT.join),
        "theme_evidence": evidence.groupby(codings["response_id"]).agg(JOINT.join),
    }


def _mention_columns(results: Results) -> dict[str, pd.Series]:
    """Return per category `raised`, `denied` or nothing, and the spans behind it."""
    columns = {}
    for category in CATEGORIES:
        coded = results.coded[results.coded["finding_id"] == mention_finding(category)]
        says = pd.Series("", index=coded["response_id"], dtype="str")
        says = says.mask(coded["denied"].to_numpy(), "denied")
        columns[category] = says.mask(coded["raised"].to_numpy(), "raised")
    columns["stance"] = _stance_column(results)
    if results.study.mentions.by_target:
        columns |= _target_columns(results)
    mentions = results.mentions.sort_values(["response_id", "start", "end", "term_id"])
    denied = mentions["negated"].map({True: " (denied)", False: ""})
    spans = mentions["category"] + denied + ": " + mentions["term"]
    spans = spans + " \u201c" + mentions["span"] + "\u201d"
    columns["mentions"] = spans.groupby(mentions["response_id"]).agg(JOINT.join)
    return columns


def _stance_column(results: Results) -> pd.Series:
    """Return the one stance of every response that raises regulation."""
    names = {stance_finding(name): name for name in STANCES if name}
    taken = results.coded[results.coded["raised"] & results.coded["finding_id"].isin(names)]
    return taken.set_index("response_id")["finding_id"].map(names)


def _target_columns(results: Results) -> dict[str, pd.Series]:
    """Return per category what the response raises it of."""
    raised = results.coded[results.coded["raised"]]
    columns = {}
    for category in CATEGORIES:
        names = {target_finding(category, target): target for target in TARGETS}
        rows = raised[raised["finding_id"].isin(names)]
        targets = rows["finding_id"].map(names).astype("str")
        columns[f"{category}_of"] = targets.groupby(rows["response_id"]).agg(JOINT.join)
    return columns


def _answer_columns(results: Results) -> dict[str, pd.Series]:
    """Return the chosen options by respondent, one column per closed question.

    Where somebody gave no answer but a reason, it is the reason, said to be one.
    """
    columns = {}
    for question_id in results.study.closed_questions:
        chosen = results.answers[results.answers["question_id"] == question_id]
        places = {option: place for place, option in enumerate(results.options_of(question_id))}
        reasons = NO_ANSWER + " (" + chosen["option"] + ")"
        shown = chosen["option"].mask(chosen["missing"], reasons)
        place = chosen["option"].map(places)
        chosen = chosen.assign(option=shown, place=place).sort_values(["place", "option"])
        people = chosen.groupby(["wave", "respondent_id"])["option"]
        columns[f"answer_{question_id}"] = people.agg(JOINT.join)
    return columns


def _in_order(table: pd.DataFrame, results: Results) -> pd.DataFrame:
    waves = {wave: place for place, wave in enumerate(results.waves)}
    questions = {name: place for place, name in enumerate(results.question_ids)}
    places = pd.DataFrame(
        {
            "wave": table["wave"].map(waves),
            "question": table["question_id"].map(questions),
            "respondent": table["respondent_id"],
        }
    )
    return table.loc[places.sort_values(["wave", "question", "respondent"]).index].reset_index(
        drop=True
    )
