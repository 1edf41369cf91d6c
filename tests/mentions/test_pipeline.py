import pytest

from nlp.contracts.cues import Cues
from nlp.contracts.errors import CodebookError
from nlp.mentions.pipeline import TERMS, build_pipeline
from tests.mentions.words import found, lexicon


def test_phrase_is_found_by_lemma_and_without_regard_to_case(base):
    """A phrase in base forms finds inflected words in any case."""
    pipeline = build_pipeline(base, [lexicon("lose job")], Cues())

    assert [("Losing JOBS", "t1")] == found(pipeline, "Losing JOBS is bad")


def test_phrase_is_found_as_written(base):
    """A phrase in another form than the base form finds just that form."""
    pipeline = build_pipeline(base, [lexicon("losing jobs")], Cues())

    assert [("losing jobs", "t1")] == found(pipeline, "people losing jobs")


def test_hyphen_may_be_left_out(base):
    """A phrase with a hyphen is found without it too."""
    pipeline = build_pipeline(base, [lexicon("lock-in")], Cues())

    assert [("lock-in", "t1"), ("lock in", "t1")] == found(pipeline, "lock-in or lock in")


def test_pattern_bridges_what_stands_between(base):
    """A token pattern finds words that a phrase cannot."""
    pattern = [{"LEMMA": "lose"}, {"OP": "?"}, {"LEMMA": "job"}]
    pipeline = build_pipeline(base, [lexicon(patterns=[pattern])], Cues())

    assert [("losing good jobs", "t1")] == found(pipeline, "losing good jobs")


def test_longest_match_wins_within_a_category(base):
    """Words inside a longer term are not found again."""
    pipeline = build_pipeline(base, [lexicon("job", "job loss")], Cues())

    assert [("job loss", "t2")] == found(pipeline, "fear of job loss")


def test_longest_match_wins_across_categories(base):
    """A risk inside a benefit is not named: whoever detects fraud helps."""
    benefit = lexicon("detect fraud", category="benefit")
    pipeline = build_pipeline(base, [lexicon("fraud"), benefit], Cues())

    assert [("detect fraud", "t1")] == found(pipeline, "it can detect fraud")


def test_same_words_may_name_two_categories(base):
    """The very same words are found once per category."""
    rules = lexicon("no rule", category="regulation")
    doc = build_pipeline(base, [lexicon("no rule"), rules], Cues())("there is no rule")

    assert ["regulation", "risk"] == [span.label_ for span in doc.spans[TERMS]]


def test_first_of_two_terms_with_the_same_words_counts(base):
    """Two terms of a category do not share a span."""
    pipeline = build_pipeline(base, [lexicon("leak", "leaks")], Cues())

    assert [("leaks", "t1")] == found(pipeline, "it leaks")


def test_span_carries_category_term_and_label(base):
    """A span tells all that a mention needs."""
    doc = build_pipeline(base, [lexicon("leak")], Cues())("it leaks")

    assert [("risk", "t1", "leak")] == [(s.label_, s.kb_id_, s.id_) for s in doc.spans[TERMS]]


def test_broken_pattern_is_named(base):
    """A pattern that spaCy refuses is reported by its term, as the lexicon's fault."""
    broken = lexicon("leak", patterns=[[{"LEMA": "leak"}]])

    with pytest.raises(CodebookError, match=r"term t2 cannot be used: .* pattern 1"):
        build_pipeline(base, [broken], Cues())


@pytest.mark.model
def test_capitals_do_not_hide_words(shipped):
    """Words in capitals are lemmatised, although a tagger takes them for names."""
    assert ["LOSS OF JOBS"] == [words for words, _ in found(shipped, "LOSS OF JOBS")]


@pytest.mark.model
def test_comparative_is_not_its_base_form(shipped):
    """ "Safer" as a term does not make "safe" one."""
    assert [] == found(shipped, "The door is safe.")
