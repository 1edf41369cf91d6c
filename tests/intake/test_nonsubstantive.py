"""Does it say anything about the question?"""

import pytest

from nlp.intake.nonsubstantive import is_non_substantive
from nlp.intake.refusals import bare


@pytest.mark.parametrize(
    "text",
    [
        "see above", "See above.", "Same as above", "ditto", "as stated above", "see attached",
        "Please see our attached submission (pages 3 and 4).", "As stated in my submission",
        "Refer to the Example Society's submission", "see above comments on liability",
        "see response to question 7", "Already answered.", "good survey",
        "This was a great survey!",
        "thanks for asking", "Thank you", "Thanks!! Good luck", "test", "Hello", "hmm", "whatever",
        "Thank you for the opportunity to comment on this paper.", "I really enjoyed this survey",
    ],
)  # fmt: skip
def test_these_are_beside_the_question(text):
    """They point elsewhere, greet, thank, or speak of the survey."""
    assert is_non_substantive(text, ())


@pytest.mark.parametrize(
    "text",
    [
        "see above, and cost", "Use it well. (See my submission)", "All of the above",
        "same rules",
        "the same as everyone else", "good surveys of users", "documents", "testing",
        "a paper trail",
        "I question it", "no idea", "thanks to AI we save time", "attachment to the old ways", "",
        "great opportunity", "long waits", "see the risks above all", "same as now", "?", "5",
    ],
)  # fmt: skip
def test_these_say_something(text):
    """One word about the matter makes it an answer; refusals have a status of their own."""
    assert not is_non_substantive(text, ())


def test_a_study_may_know_more_such_phrases():
    """They too are matched without case, signs and polite words."""
    assert is_non_substantive("Sorry, as on the phone!", {bare("as on the phone")})


def test_long_words_cost_no_time():
    """What is as long as an essay is not even tried."""
    assert not is_non_substantive("see the submission " * 5000 + "x", ())
