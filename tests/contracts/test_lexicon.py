"""The lexicon of a category: terms, each with the words that name it."""

import pytest

from nlp.contracts.errors import CodebookError
from nlp.contracts.lexicon import combine, parse_lexicon


def _lexicon(*terms, **more):
    defaults = {"term_id": "cost", "label": "Cost", "phrases": ["save money"]}
    return {"category": "benefit", "terms": [defaults | term for term in terms], **more}


def _problem(raw):
    with pytest.raises(CodebookError) as caught:
        parse_lexicon(raw, "benefits.yaml")
    return str(caught.value)


def test_a_term_is_named_by_phrases():
    """The plainest term is an id, a label and a phrase."""
    assert ("save money",) == parse_lexicon(_lexicon({}), "benefits.yaml").terms[0].phrases


def test_a_token_pattern_is_kept_as_written():
    """What spaCy is given is what the file says."""
    pattern = [{"LEMMA": "save"}, {"POS": "DET", "OP": "?"}, {"LEMMA": {"IN": ["money", "cash"]}}]
    lexicon = parse_lexicon(_lexicon({"phrases": [], "patterns": [pattern]}), "benefits.yaml")
    assert tuple(pattern) == lexicon.terms[0].patterns[0]


def test_a_term_without_words_is_refused():
    """A term that can never be found is a mistake, not a choice."""
    assert "term cost has neither phrases nor patterns" in _problem(_lexicon({"phrases": []}))


def test_a_term_id_is_given_once():
    """Two terms of one name could not be told apart in a table."""
    assert "term cost is named twice" in _problem(_lexicon({}, {"label": "Price"}))


def test_a_net_must_be_listed():
    """A misspelt net would be a group of its own."""
    raw = _lexicon({"net": "mony"}, nets={"money": "Money"})
    assert "term cost: unknown net mony; did you mean money?" in _problem(raw)


def test_a_lexicon_has_terms():
    """An empty lexicon would find nothing and say nothing."""
    assert "terms: Tuple should have at least 1 item" in _problem(_lexicon())


@pytest.mark.parametrize("category", ["benefits", "Risk", ""])
def test_the_category_is_one_of_three(category):
    """A mention names a benefit, a risk or regulation, and nothing else."""
    assert "category: Input should be 'benefit', 'risk' or 'regulation'" in _problem(
        _lexicon({}, category=category)
    )


@pytest.mark.parametrize("term_id", ["", "1cost", "low cost", "../cost", "c" * 41])
def test_a_term_id_is_a_plain_name(term_id):
    """It stands in tables, files and addresses."""
    assert "terms.0.term_id" in _problem(_lexicon({"term_id": term_id}))


def some(category, *term_ids, label="One", **more):
    terms = [{"term_id": name, "label": label, "phrases": [name]} for name in term_ids]
    return parse_lexicon({"category": category, "terms": terms, **more}, "lexicon")


def test_lexicons_of_one_category_become_one():
    """
    A later one adds terms; a term with the id of an earlier one takes its place, where that stood.
    """
    general = some("risk", "a", "b", nets={"n": "Net"})
    rules, own = some("regulation", "a"), some("risk", "c", "a", label="Own", nets={"o": "Other"})

    risks, regulation = combine([general, rules, own])

    assert ["a", "b", "c"] == [term.term_id for term in risks.terms]
    assert ["Own", "One", "Own"] == [term.label for term in risks.terms]
    assert {"n": "Net", "o": "Other"} == risks.nets
    assert rules == regulation


def test_two_meanings_of_one_token_are_refused():
    """
    A pattern would change its meaning behind its author's back.
    """
    one, other = (some("risk", "a", tokens={"some": {"LOWER": word}}) for word in "xy")

    assert 1 == len(combine([one, one]))
    with pytest.raises(CodebookError, match="different tokens: some"):
        combine([one, other])
