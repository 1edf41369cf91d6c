"""Answers as delivered, turned into the options the study agreed on."""

from collections.abc import Mapping

import pandas as pd
from pandera.typing import DataFrame

from nlp.contracts.study import UNRECOGNISED, ClosedQuestion
from nlp.contracts.tables import Answers, conform
from nlp.intake.columns import plain
from nlp.intake.redaction import EVERY_KIND, mask

_TYPEWRITTEN = str.maketrans(
    "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2010\u2011\u2012\u2013\u2014", "''''\"\"\"-----"
)


def recode(
    answers: DataFrame[Answers], closed_questions: Mapping[str, ClosedQuestion]
) -> DataFrame[Answers]:
    """Return *answers* with the study's options; what it does not list is `unrecognised`.

    Case, white space, the shape of quotation marks and dashes do not matter. Two delivered values
    of one option become one answer. Where a question lists no options, what was delivered is one,
    with personal data masked: a field for other answers takes any words.
    """
    agreed = {key: _agreed(question) for key, question in closed_questions.items()}
    pairs = answers[["question_id", "option"]].drop_duplicates()
    options = {
        (question_id, delivered): _option(agreed[question_id], delivered)
        for question_id, delivered in zip(pairs["question_id"], pairs["option"], strict=True)
    }
    recoded = answers.assign(
        option=pd.Series(
            [
                options[pair]
                for pair in zip(answers["question_id"], answers["option"], strict=True)
            ],
            index=answers.index,
            dtype="str",
        )
    )
    return conform(recoded.drop_duplicates(ignore_index=True), Answers)


def _agreed(question: ClosedQuestion) -> dict[str, str]:
    """Return what may be delivered → option; empty where every value is an option.

    >>> _agreed(ClosedQuestion(column="C", label="Size", options={"1": "Small", "2": "Large"}))
    {'small': 'Small', 'large': 'Large', '1': 'Small', '2': 'Large'}
    """
    options = question.options
    if isinstance(options, Mapping):
        own_words = {_key(option): option for option in options.values()}
        return own_words | {_key(delivered): option for delivered, option in options.items()}
    return {_key(option): option for option in options}


def _option(agreed: Mapping[str, str], delivered: str) -> str:
    if not agreed:
        return mask(delivered, EVERY_KIND)[0]
    return agreed.get(_key(delivered), UNRECOGNISED)


def _key(text: str) -> str:
    return plain(text).translate(_TYPEWRITTEN).casefold()
