"""What responses raise by what they mention: categories, what of, and a stance on regulation."""

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.tables import Mentions
from nlp.estimates.findings import mention_finding, stance_finding, target_finding
from nlp.estimates.stances import stance_by

PAIR = ["response_id", "finding_id"]


def affirmed_pairs(mentions: DataFrame[Mentions]) -> pd.DataFrame:
    """Return the responses with what their mentions raise; one that is negated raises nothing."""
    affirmed = mentions[~mentions["negated"]]
    return pd.concat([_named(affirmed), _stances(affirmed)], ignore_index=True)


def negated_pairs(mentions: DataFrame[Mentions]) -> pd.DataFrame:
    """Return the responses with what they negate somewhere, raised elsewhere or not."""
    return _named(mentions[mentions["negated"]])


def _named(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the responses with the categories that *mentions* name, and these with targets."""
    categories, targets = mentions["category"], mentions["target"]
    of_target = [target_finding(*pair) for pair in zip(categories, targets, strict=True)]
    return pd.concat(
        [
            _pairs(mentions["response_id"], [mention_finding(name) for name in categories]),
            _pairs(mentions["response_id"], of_target),
        ],
        ignore_index=True,
    )


def _stances(affirmed: pd.DataFrame) -> pd.DataFrame:
    """Return the responses that name regulation, each with the one stance that it takes."""
    rules = affirmed[affirmed["category"] == "regulation"]
    taken = stance_by(rules, ["response_id"])
    return _pairs(taken["response_id"], [stance_finding(name) for name in taken["stance"]])


def _pairs(response_ids: "pd.Series[str]", finding_ids: list[str]) -> pd.DataFrame:
    findings = pd.Series(finding_ids, index=response_ids.index, dtype="str")
    return pd.DataFrame({"response_id": response_ids, "finding_id": findings})
