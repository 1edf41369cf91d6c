"""Answers as delivered, turned into the options the study agreed on."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandera.typing import DataFrame

from nlp.contracts.study import NONE_CHOSEN, UNRECOGNISED, ClosedQuestion
from nlp.contracts.tables import Answers, conform
from nlp.intake.columns import plain
from nlp.intake.redaction import fully_masked

_TYPEWRITTEN = str.maketrans(
    "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2010\u2011\u2012\u2013\u2014", "''''\"\"\"-----"
)


def recode(
    answers: DataFrame[Answers], closed_questions: Mapping[str, ClosedQuestion]
) -> DataFrame[Answers]:
    """Return *answers* with the study's options; what it does not list is `unrecognised`.

    Case, white space, the shape of quotation marks and dashes do not matter. Two delivered values
    of one option become one answer. Where a question lists no options, what was delivered is one,
    with personal data masked: a field for other answers takes any words. Reasons for not answering
    stay as they are.
    """
    agreed = {key: agreed_options(question) for key, question in closed_questions.items()}
    kinds = _kinds(answers)
    distinct = answers[~pd.Series(kinds, index=answers.index).duplicated()]
    options = [
        delivered if missing else _option(agreed[question_id], delivered)
        for question_id, delivered, missing in zip(
            distinct["question_id"], distinct["option"], distinct["missing"], strict=True
        )
    ]
    recoded = answers.assign(
        option=pd.Series(options, dtype="str").take(kinds).set_axis(answers.index)
    )
    return conform(recoded.drop_duplicates(ignore_index=True), Answers)


def _kinds(answers: DataFrame[Answers]) -> NDArray[np.intp]:
    """Return by row which kind of answer it is, counted from 0 as the kinds appear.

    Of one kind are answers alike in question, option and whether they are missing.
    """
    questions, _ = pd.factorize(answers["question_id"])
    delivered, words = pd.factorize(answers["option"])
    numbers = (questions * len(words) + delivered) * 2 + answers["missing"].to_numpy()
    kinds: NDArray[np.intp] = pd.factorize(numbers)[0]
    return kinds


def agreed_options(question: ClosedQuestion) -> dict[str, str]:
    """Return what may be delivered → option; empty where every value is an option.

    >>> sizes = ClosedQuestion(column="C", label="Size", options={"1": "Small", "2": "Large"})
    >>> agreed_options(sizes)
    {'small': 'Small', 'large': 'Large', '1': 'Small', '2': 'Large'}
    """
    options = question.options
    if isinstance(options, Mapping):
        own_words = {same(option): option for option in options.values()}
        return own_words | {same(delivered): option for delivered, option in options.items()}
    return {same(option): option for option in options}


def same(text: str) -> str:
    """Return *text* as options are compared: no matter the case, white space, quotes and dashes.

    >>> same("DON\u2019T\u00a0 know") == same("Don't know")
    True
    """
    return plain(text).translate(_TYPEWRITTEN).casefold()


def _option(agreed: Mapping[str, str], delivered: str) -> str:
    if delivered == NONE_CHOSEN:
        return NONE_CHOSEN
    if not agreed:
        return fully_masked(delivered)
    return agreed.get(same(delivered), UNRECOGNISED)
