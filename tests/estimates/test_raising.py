from nlp.contracts import ids
from nlp.estimates.raising import affirmed_pairs, negated_pairs
from tests.builders import QUESTION, WAVE
from tests.estimates.small_study import mentions


def findings_of(pairs, who="p1"):
    rows = pairs[pairs["response_id"] == ids.response_id(WAVE, who, QUESTION)]
    return list(rows["finding_id"])


def test_a_mention_raises_its_category_and_its_target():
    """
    "Open models are cheaper" is a benefit, and one of open models.
    """
    pairs = affirmed_pairs(mentions(("p1", "benefit", "open")))

    assert ["mention:benefit", "mention:benefit:open"] == findings_of(pairs)


def test_regulation_raises_one_stance_however_often_it_is_named():
    """
    Two calls for rules and one against them make a response that is for them.
    """
    named = [("p1", "regulation", stance) for stance in ("for", "against", "for")]
    pairs = affirmed_pairs(mentions(*named, ("p2", "risk")))

    assert ["stance:for"] == [x for x in findings_of(pairs) if x.startswith("stance")]
    assert ["mention:risk", "mention:risk:unclear"] == findings_of(pairs, "p2")


def test_a_denied_mention_raises_nothing():
    """
    What is only denied stands among the negated, without a stance, and nowhere else.
    """
    denied = mentions(("p1", "risk", "not", "closed"), ("p1", "regulation", "not", "for"))

    assert [] == findings_of(affirmed_pairs(denied))
    assert ["mention:risk", "mention:regulation"] == findings_of(negated_pairs(denied))[:2]
    assert not [x for x in findings_of(negated_pairs(denied)) if x.startswith("stance")]


def test_no_mentions_no_pairs():
    """
    Nothing mentioned is nothing raised, and no error.
    """
    assert 0 == len(affirmed_pairs(mentions())) == len(negated_pairs(mentions()))
