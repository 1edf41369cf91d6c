from dataclasses import replace

import pytest

from nlp.contracts.study import Tagging
from nlp.mentions.cues import Cue
from nlp.mentions.meaning import Meant
from nlp.mentions.reading import SILENT, Mention
from nlp.mentions.settling import Unit, settle, settle_unsure, speaks_for_itself

SURE, UNSURE = 1.0, -1.0
WHOLE = SILENT.whole


def unit(text, *mentions, stance=0.0, name="u1", **meant):
    """A unit; what it means is -1 for whatever is not said, and unknown if nothing is."""
    of = {c: meant.get(c, UNSURE) for c in ("benefit", "risk", "regulation")}
    known = Meant(of, dict.fromkeys(of, "like example 7"), stance) if meant else None
    return Unit(name, "r1", "q", 0, text, WHOLE, mentions, known)


def term(category, negated=False):
    """What a word of the lexicon names."""
    context = WHOLE._replace(negated=negated, stance="")
    return Mention(category, "t1", "Term", 0, 4, context)


def settled(*units, elicits=(), how=settle, **settings):
    """Category, rule and denial of what a response names, with the text of its unit."""
    found = how(units, elicits, Tagging(**settings))
    return [(m.category, m.rule, m.context.negated, u.text) for u, m, _ in found]


@pytest.mark.parametrize(
    ("side", "stance"), [(0.8, "for"), (-0.8, "against"), (0.4, "neutral"), (-0.4, "neutral")]
)
def test_examples_say_what_is_wanted_of_rules(side, stance):
    """
    Rules in other words are wanted or not as like examples want them, if these take a side.
    """
    ((_, mention, _),) = settle([unit("a", regulation=SURE, stance=side)], (), Tagging())

    assert ("meaning", stance) == (mention.rule, mention.context.stance)


def test_meaning_bears_the_evidence_of_its_example():
    """
    What is said in other words is the whole unit, with the example that it is like.
    """
    ((_, mention, score),) = settle([unit("abc", risk=SURE)], (), Tagging())

    assert (0, 3, "like example 7") == (mention.start, mention.end, mention.evidence)
    assert score > 0.35


def test_a_term_is_kept_where_it_is_meant():
    """
    The same word is a mention in one unit and none in another.
    """
    meant = unit("yes", term("risk"), risk=0.5)
    not_meant = unit("no", term("risk"), name="u2", risk=UNSURE)

    assert [("risk", "lexicon", False, "yes")] == settled(meant, not_meant)
    assert [("risk", "lexicon", False, "no")] == settled(meant, not_meant, how=settle_unsure)


@pytest.mark.parametrize("category", ["benefit", "risk"])
def test_words_decide_where_two_denials_cancel(category):
    """
    Meaning cannot tell a "not": what two of them affirm is named, whatever it resembles.
    """
    mention = term(category)
    cues = (Cue(0, 1, "deny_before", "nobody", "nobody"), Cue(3, 4, "deny_before", "not", "not"))
    doubly = replace(mention, context=mention.context._replace(cues=cues))
    neither = replace(mention, context=mention.context._replace(cues=cues[:1]))  # of two sides

    assert [] == settled(unit("once", mention, **{category: UNSURE - 1}))
    assert [] == settled(unit("of both", neither, **{category: UNSURE - 1}))
    assert [(category, "lexicon", False, "twice")] == settled(
        unit("twice", doubly, **{category: UNSURE - 1})
    )


def test_terms_are_left_out_however_unsure_they_are():
    """
    A term that is not meant at all is told among what was left out, a mere likeness is not.
    """
    units = (unit("word", term("risk"), risk=-5.0), unit("none", name="u2", benefit=-5.0))

    assert [("risk", "lexicon", False, "word")] == settled(*units, how=settle_unsure)


def test_half_sure_is_nearly_named():
    """
    A likeness that does not suffice is told, with its score below what was asked for.
    """
    near = unit("like", risk=0.2)

    assert [] == settled(near)
    ((_, mention, score),) = settle_unsure([near], (), Tagging())
    assert ("risk", "meaning") == (mention.category, mention.rule)
    assert 0.175 <= score < 0.35


def test_a_denial_is_told_however_unsure():
    """
    Who denies a risk does not mean one, and says so.
    """
    assert [("risk", "lexicon", True, "no harm")] == settled(
        unit("no harm", term("risk", negated=True), risk=UNSURE)
    )


def test_an_answer_names_what_was_asked_unless_the_response_does_elsewhere():
    """
    Once words name it in one unit, the others are not answers by the question.
    """
    word, other = unit("harm", term("risk")), unit("my boss", name="u2")

    assert [("risk", "elicited", False, "my boss")] == settled(other, elicits=["risk"])
    assert [("risk", "lexicon", False, "harm")] == settled(word, other, elicits=["risk"])


@pytest.mark.parametrize(
    ("mention", "category", "itself"),
    [
        (term("risk", negated=True), "risk", True),
        (term("benefit"), "risk", True),
        (term("benefit", negated=True), "risk", False),
        (term("regulation"), "risk", False),
    ],
)
def test_words_settle_a_category_by_naming_it_or_its_opposite(mention, category, itself):
    """
    A hope named to a question for risks is none; a law may be one.
    """
    assert itself == speaks_for_itself(unit("word", mention), category)


def test_a_denied_word_is_not_named_by_answering():
    """
    Who denies a known risk does not name one by answering.
    """
    denies = unit("no harm", term("risk", negated=True))

    assert [("risk", "lexicon", True, "no harm")] == settled(denies, elicits=["risk"])
