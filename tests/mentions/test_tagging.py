import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.contracts.ids import short_hash
from nlp.contracts.study import OpenQuestion, Tagging
from nlp.contracts.tables import Mentions, Units, columns_of, conform
from nlp.mentions.pipeline import build_pipeline
from nlp.mentions.tagging import tag
from tests import builders
from tests.mentions.words import lexicon

ASKED = {"risks": OpenQuestion(column="q", label="Risks", elicits=("risk",))}
UNASKED = {"risks": OpenQuestion(column="q", label="Anything else")}


@pytest.fixture
def pipeline(base, cues):
    """Finds leaks and bias as risks, gains as benefits, laws as regulation."""
    return build_pipeline(
        base,
        [
            lexicon("leak", "bias"),
            lexicon("gain", category="benefit"),
            lexicon("law", category="regulation"),
        ],
        cues,
    )


def rows(mentions, *columns):
    """The rows of some columns."""
    return list(mentions[list(columns)].itertuples(index=False, name=None))


def in_one_response(*texts):
    """Units that follow each other in one response."""
    units = builders.units(*texts)
    starts = [sum(len(text) + 1 for text in texts[:n]) for n in range(len(texts))]
    return units.assign(
        response_id=units["response_id"].iloc[0],
        start=starts,
        end=[start + len(text) for start, text in zip(starts, texts, strict=True)],
    )


def test_mention_says_what_where_and_why(pipeline):
    """A mention carries its term, its span, and the cue that denies it."""
    units = builders.units("There is no leak")

    mentions = tag(units, pipeline, UNASKED, Tagging())

    assert [("risk", "t1", "leak", 12, 16, "leak", True, "no: deny", "lexicon")] == rows(
        mentions,
        *("category", "term_id", "term", "start", "end", "span", "negated", "cues", "rule"),
    )


def test_offsets_count_in_the_response(pipeline):
    """The place of a mention is told in the response, not in the unit."""
    mentions = tag(in_one_response("All is well.", "A leak."), pipeline, UNASKED, Tagging())

    assert [(15, 19, "leak")] == rows(mentions, "start", "end", "span")


def test_mention_id_is_made_of_what_it_names(pipeline):
    """The same mention has the same id in every run."""
    units = builders.units("a leak")
    expected = "m" + short_hash(units["unit_id"].iloc[0], "risk", "2", "6", "t1")

    assert [expected] == list(tag(units, pipeline, UNASKED, Tagging())["mention_id"])


def test_equal_texts_get_equal_mentions(pipeline):
    """Whoever writes the same is read the same."""
    mentions = tag(builders.units("a leak", "a leak"), pipeline, UNASKED, Tagging())

    assert [(2, "leak", False)] * 2 == rows(mentions, "start", "span", "negated")


def test_answer_names_what_was_asked_for(pipeline):
    """A response without known words names what its question elicits."""
    mentions = tag(builders.units("my boss"), pipeline, ASKED, Tagging())

    assert [("risk", "elicited", "my boss", False, "elicited")] == rows(
        mentions, "category", "term_id", "span", "negated", "rule"
    )


def test_answer_denies_what_was_asked_for(pipeline):
    """ "None" to a question for risks is a denied risk, with its cue."""
    mentions = tag(builders.units("None that I see"), pipeline, ASKED, Tagging())

    assert [("elicited", True, "none: deny")] == rows(mentions, "term_id", "negated", "cues")


def test_answer_that_says_nothing_names_nothing(pipeline):
    """ "No idea" is no mention."""
    assert [] == rows(tag(builders.units("No idea"), pipeline, ASKED, Tagging()), "term_id")


def test_known_word_spares_the_rest_of_the_response(pipeline):
    """Once the lexicon found a risk, the other units of the response are not risks by question."""
    units = in_one_response("my boss", "a leak")

    assert ["leak"] == list(tag(units, pipeline, ASKED, Tagging())["span"])


def test_denied_word_is_not_named_by_answering(pipeline):
    """Who denies a known risk does not name one by answering."""
    mentions = tag(builders.units("no leak"), pipeline, ASKED, Tagging())

    assert [("leak", True)] == rows(mentions, "span", "negated")


def test_opposite_is_not_named_by_answering(pipeline):
    """A gain told after "which risks?" is no risk."""
    mentions = tag(builders.units("a gain"), pipeline, ASKED, Tagging())

    assert ["benefit"] == list(mentions["category"])


def test_law_may_be_named_by_answering(pipeline):
    """A law told after "which risks?" is a risk too."""
    mentions = tag(builders.units("the law"), pipeline, ASKED, Tagging())

    assert [("regulation", "law"), ("risk", "the law")] == rows(mentions, "category", "span")


def test_question_may_be_left_out_of_account(pipeline):
    """A study can count known words only."""
    settings_off = Tagging(use_question=False)

    assert [] == rows(tag(builders.units("my boss"), pipeline, ASKED, settings_off), "term_id")


def test_no_units_give_an_empty_table(pipeline):
    """Without units there are no mentions, and the table keeps its contract."""
    mentions = tag(builders.units(), pipeline, ASKED, Tagging())

    assert columns_of(Mentions) == list(mentions.columns)


TEXTS = st.lists(
    st.lists(
        st.sampled_from(
            ["leak", "no", "bias", "gain", "not", "but", ",", "none", "é", "law", "\n"]
        ),
        min_size=1,
        max_size=8,
    ).map(" ".join),
    min_size=1,
    max_size=6,
)


@given(texts=TEXTS, order=st.randoms(use_true_random=False))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_order_of_units_changes_nothing_and_spans_are_quotes(pipeline, texts, order):
    """Shuffled units give the same table, and every span stands in its unit."""
    units = builders.units(*texts)
    places = list(range(len(units)))
    order.shuffle(places)
    shuffled = conform(units.iloc[places], Units)

    mentions = tag(units, pipeline, ASKED, Tagging())

    assert mentions.equals(tag(shuffled, pipeline, ASKED, Tagging()))
    text_of = dict(zip(units["unit_id"], units["text"], strict=True))
    assert all(
        span == text_of[unit][start:end]
        for unit, start, end, span in rows(mentions, "unit_id", "start", "end", "span")
    )
