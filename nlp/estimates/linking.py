"""Codings and mentions joined to people: one row per response and finding."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.codebook import NO_THEME
from nlp.contracts.errors import ContractError, listed
from nlp.contracts.tables import (
    CODABLE,
    CodedResponses,
    Codings,
    Findings,
    Mentions,
    Respondents,
    ScreenedResponses,
    columns_of,
    conform,
)
from nlp.estimates.raising import PAIR, affirmed_pairs, negated_pairs

PERSON = ["respondent_id", "wave"]


def link(
    respondents: DataFrame[Respondents],
    screened: DataFrame[ScreenedResponses],
    codings: DataFrame[Codings],
    mentions: DataFrame[Mentions],
    findings: DataFrame[Findings],
) -> DataFrame[CodedResponses]:
    """Say of every response, asked or not, which findings of its question it raised.

    A net is raised by any of its themes, a mention category by any mention that is not negated,
    and `NO_THEME` by a codable response without a theme. A category only negated is denied. Who
    raises regulation raises one stance.
    """
    weighed = weigh(screened, respondents).sort_values(["wave", "question_id", "respondent_id"])
    codable = weighed.loc[weighed["status"] == CODABLE, ["response_id", "question_id"]]
    located = _locate(codings, codable, findings)
    _refuse(
        "Codings, mentions and findings do not fit the responses",
        {
            "responses to questions without findings": _outside(weighed, findings, "question_id"),
            "codings of responses that are not codable": _outside(codings, codable, "response_id"),
            "mentions in responses that are not codable": _outside(
                mentions, codable, "response_id"
            ),
            "codings with a theme that is no finding of the question": located["net_id"].isna(),
        },
    )
    coded = weighed.merge(findings[["question_id", "finding_id"]], on="question_id")
    themes = _theme_pairs(located)
    found = [themes, affirmed_pairs(mentions), _no_theme_pairs(codable, themes)]
    raised = _among(coded, pd.concat(found))
    denied = _among(coded, negated_pairs(mentions)) & ~raised
    return conform(
        coded.assign(raised=raised, denied=denied)[columns_of(CodedResponses)], CodedResponses
    )


def weigh(
    screened: DataFrame[ScreenedResponses], respondents: DataFrame[Respondents]
) -> pd.DataFrame:
    """Return every response with its respondent's weight, or raise ContractError.

    Every respondent must have one response to every question of the wave, and nobody else any.
    """
    people = respondents[[*PERSON, "weight"]]
    _refuse(
        "Respondents and responses do not belong together",
        {
            "respondents named twice in a wave": people.duplicated(PERSON),
            "further responses of a respondent to a question": screened.duplicated(
                [*PERSON, "question_id"]
            ),
        },
    )
    weighed = screened.merge(people, on=PERSON, how="left")
    questions = screened[["wave", "question_id"]].drop_duplicates()
    due = people.merge(questions, on="wave").merge(
        screened[[*PERSON, "question_id"]], how="left", indicator="found"
    )
    _refuse(
        "Respondents and responses do not belong together",
        {
            "responses of unknown respondents": weighed["weight"].isna(),
            "responses missing, blank ones being due too": due["found"] == "left_only",
        },
    )
    return weighed


def _locate(
    codings: DataFrame[Codings], codable: pd.DataFrame, findings: DataFrame[Findings]
) -> pd.DataFrame:
    """Return codings of codable responses with finding and net, missing where there is none."""
    themes = findings.loc[findings["kind"] == "theme", ["question_id", "finding_id", "net_id"]]
    return (
        codings[["response_id", "theme_id"]]
        .merge(codable, on="response_id")
        .merge(
            themes,
            left_on=["question_id", "theme_id"],
            right_on=["question_id", "finding_id"],
            how="left",
        )
    )


def _theme_pairs(located: pd.DataFrame) -> pd.DataFrame:
    """Return the responses with the themes they raise and the nets of these."""
    in_net = located.loc[located["net_id"] != "", ["response_id", "net_id"]]
    return pd.concat([located[PAIR], in_net.set_axis(PAIR, axis="columns")])


def _no_theme_pairs(codable: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    bare = codable.loc[~codable["response_id"].isin(themes["response_id"]), ["response_id"]]
    return bare.assign(finding_id=NO_THEME)


def _among(coded: pd.DataFrame, pairs: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return whether each row of *coded* is one of the *pairs* of response and finding."""
    marked = coded[PAIR].merge(pairs.drop_duplicates().assign(found=True), on=PAIR, how="left")
    return marked["found"].notna().to_numpy()


def _outside(rows: pd.DataFrame, known: pd.DataFrame, column: str) -> "pd.Series[bool]":
    return ~rows[column].isin(known[column])


def _refuse(headline: str, broken: Mapping[str, "pd.Series[bool]"]) -> None:
    """Raise ContractError that counts what is *broken*; nothing if nothing is."""
    counts = {what: int(rows.sum()) for what, rows in broken.items()}
    problems = [f"{n} {what}" for what, n in counts.items() if n]
    if problems:
        advice = "expected none; hand in the tables of the same waves and questions"
        raise ContractError(listed(f"{headline}:", [*problems, advice]))
