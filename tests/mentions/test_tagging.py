import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.contracts.examples import parse_examples
from nlp.contracts.ids import short_hash
from nlp.contracts.study import OpenQuestion, Tagging
from nlp.contracts.tables import Mentions, Units, columns_of, conform
from nlp.mentions.meaning import learn_meanings
from nlp.mentions.pipeline import build_pipeline
from nlp.mentions.tagging import tag, tag_unsure
from nlp.themes.embedding import embed
from tests import builders
from tests.fakes import LetterEncoder
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


CLEAR = ("zzz", "leak zzz", "gain")
"""Units that mean a risk, a risk, and a benefit."""

TAUGHT = (
    {"text": "zzz", "risk": "affirmed"},
    {"text": "zzz zz leak", "risk": "affirmed"},
    {"text": "gain", "benefit": "affirmed"},
    {"text": "kkk"},
    {"text": "kkk leak"},
)


@pytest.fixture(scope="module")
def meanings():
    """That many a z is a risk, that a gain is a benefit, and that k is nothing, leak or not."""
    return learn_meanings(parse_examples(enumerate(TAUGHT), "a test"), LetterEncoder())


def read(units, pipeline, questions, settings, meanings=None, how=tag):
    """What units name; by words and question alone, unless meanings are given."""
    return how(units, embed(units, LetterEncoder()), pipeline, meanings, questions, settings)


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

    mentions = read(units, pipeline, UNASKED, Tagging())

    assert [("risk", "t1", "leak", 12, 16, "leak", True, "no: deny", "lexicon")] == rows(
        mentions,
        *("category", "term_id", "term", "start", "end", "span", "negated", "cues", "rule"),
    )


def test_offsets_count_in_the_response(pipeline):
    """The place of a mention is told in the response, not in the unit."""
    mentions = read(in_one_response("All is well.", "A leak."), pipeline, UNASKED, Tagging())

    assert [(15, 19, "leak")] == rows(mentions, "start", "end", "span")


def test_mention_id_is_made_of_what_it_names(pipeline):
    """The same mention has the same id in every run."""
    units = builders.units("a leak")
    expected = "m" + short_hash(units["unit_id"].iloc[0], "risk", "2", "6", "t1")

    assert [expected] == list(read(units, pipeline, UNASKED, Tagging())["mention_id"])


def test_equal_texts_get_equal_mentions(pipeline):
    """Whoever writes the same is read the same."""
    mentions = read(builders.units("a leak", "a leak"), pipeline, UNASKED, Tagging())

    assert [(2, "leak", False)] * 2 == rows(mentions, "start", "span", "negated")


def test_answer_names_what_was_asked_for(pipeline):
    """A response without known words names what its question elicits."""
    mentions = read(builders.units("my boss"), pipeline, ASKED, Tagging())

    assert [("risk", "elicited", "my boss", False, "elicited")] == rows(
        mentions, "category", "term_id", "span", "negated", "rule"
    )


def test_answer_denies_what_was_asked_for(pipeline):
    """ "None" to a question for risks is a denied risk, with its cue."""
    mentions = read(builders.units("None that I see"), pipeline, ASKED, Tagging())

    assert [("elicited", True, "none: deny")] == rows(mentions, "term_id", "negated", "cues")


def test_answer_that_says_nothing_names_nothing(pipeline):
    """ "No idea" is no mention."""
    assert [] == rows(read(builders.units("No idea"), pipeline, ASKED, Tagging()), "term_id")


def test_known_word_spares_the_rest_of_the_response(pipeline):
    """Once the lexicon found a risk, the other units of the response are not risks by question."""
    units = in_one_response("my boss", "a leak")

    assert ["leak"] == list(read(units, pipeline, ASKED, Tagging())["span"])


def test_opposite_is_not_named_by_answering(pipeline):
    """A gain told after "which risks?" is no risk."""
    mentions = read(builders.units("a gain"), pipeline, ASKED, Tagging())

    assert ["benefit"] == list(mentions["category"])


def test_law_may_be_named_by_answering(pipeline):
    """A law told after "which risks?" is a risk too."""
    mentions = read(builders.units("the law"), pipeline, ASKED, Tagging())

    assert {("regulation", "law"), ("risk", "the law")} == set(rows(mentions, "category", "span"))


def test_question_may_be_left_out_of_account(pipeline):
    """A study can count known words only."""
    settings_off = Tagging(use_question=False)

    assert [] == rows(read(builders.units("my boss"), pipeline, ASKED, settings_off), "term_id")


def test_no_units_give_an_empty_table(pipeline):
    """Without units there are no mentions, and the table keeps its contract."""
    mentions = read(builders.units(), pipeline, ASKED, Tagging())

    assert columns_of(Mentions) == list(mentions.columns)


def test_meaning_names_what_no_term_knows(pipeline, meanings):
    """A unit like the examples of a risk is one, whole, with its example as evidence."""
    mentions = read(builders.units("zzzz"), pipeline, UNASKED, Tagging(), meanings)

    assert [("risk", "meaning", "zzzz", "meaning", "like example 1")] == rows(
        mentions, "category", "term_id", "span", "rule", "evidence"
    )


def test_a_term_that_is_not_meant_is_left_out(pipeline, meanings):
    """A word of the lexicon in a unit that means something else is no mention, but nearly."""
    units = builders.units("kkkkkkk kkkkkkkkkkk leak kkkkkkkkk")
    strict = Tagging(least_score=0.6)

    assert [] == rows(read(units, pipeline, UNASKED, strict, meanings), "span")
    (left_out,) = rows(
        read(units, pipeline, UNASKED, strict, meanings, tag_unsure), "span", "rule", "score"
    )
    assert ("leak", "lexicon") == left_out[:2]
    assert 0 < left_out[2] < 0.6


def test_what_is_named_is_not_nearly_named(pipeline, meanings):
    """A category of a unit is either a mention, or left out, or neither."""
    units = builders.units(*CLEAR, "kkk leak", "hello", "zk zk")
    keys = ("unit_id", "category")

    named = rows(read(units, pipeline, ASKED, Tagging(), meanings), *keys)
    nearly = rows(read(units, pipeline, ASKED, Tagging(), meanings, tag_unsure), *keys)

    assert set() == set(named) & set(nearly)


def test_without_meanings_nothing_is_nearly_named(pipeline):
    """Words and questions know no doubt."""
    units = builders.units("kkk leak", "hello", "no leak", "none")

    assert [] == rows(read(units, pipeline, ASKED, Tagging(), how=tag_unsure), "span")


def test_a_study_says_how_sure_is_sure_enough(pipeline, meanings):
    """The surer a mention has to be, the fewer are left; all carry a score that is enough."""
    units = builders.units(*CLEAR, "kkk leak", "zk zk", "hello")
    scores = {
        least: list(read(units, pipeline, UNASKED, Tagging(least_score=least), meanings)["score"])
        for least in (0.2, 0.5, 0.8)
    }

    assert len(scores[0.2]) > len(scores[0.5]) > len(scores[0.8])
    assert [] == [least for least, found in scores.items() if found and min(found) < least]


def test_a_denied_term_is_told_and_not_raised_by_meaning(pipeline, meanings):
    """However like a risk the unit is: its own words deny it."""
    mentions = read(builders.units("no leak zzz"), pipeline, UNASKED, Tagging(), meanings)

    assert [("risk", "leak", True)] == rows(mentions, "category", "span", "negated")


TEXTS = st.lists(
    st.lists(
        st.sampled_from(
            [
                "leak",
                "no",
                "bias",
                "gain",
                "not",
                "but",
                ",",
                "none",
                "é",
                "law",
                "zzz",
                "kkk",
                "\n",
            ]
        ),
        min_size=1,
        max_size=8,
    ).map(" ".join),
    min_size=1,
    max_size=6,
)


PROPERTY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(texts=TEXTS, order=st.randoms(use_true_random=False))
@PROPERTY
def test_order_of_units_changes_nothing_and_spans_are_quotes(pipeline, meanings, texts, order):
    """Shuffled units give the same table, and every span stands in its unit."""
    units = builders.units(*texts)
    places = list(range(len(units)))
    order.shuffle(places)
    shuffled = conform(units.iloc[places], Units)

    mentions = read(units, pipeline, ASKED, Tagging(), meanings)

    assert mentions.equals(read(shuffled, pipeline, ASKED, Tagging(), meanings))
    text_of = dict(zip(units["unit_id"], units["text"], strict=True))
    assert all(
        span == text_of[unit][start:end]
        for unit, start, end, span in rows(mentions, "unit_id", "start", "end", "span")
    )


@given(texts=TEXTS)
@PROPERTY
@pytest.mark.slow
def test_a_unit_is_read_alike_whatever_stands_beside_it(pipeline, meanings, texts):
    """Equal texts under one question get equal mentions, alone or among others."""
    said = ("category", "start", "end", "negated", "stance", "rule", "score", "evidence")
    units = builders.units(*texts, *texts)
    together = read(units, pipeline, ASKED, Tagging(), meanings)

    for text, unit in zip([*texts, *texts], units["unit_id"], strict=True):
        alone = read(builders.units(text), pipeline, ASKED, Tagging(), meanings)
        assert rows(alone, *said) == rows(together[together["unit_id"] == unit], *said)


@given(texts=TEXTS)
@PROPERTY
def test_a_denial_by_words_is_never_raised_in_its_unit(pipeline, meanings, texts):
    """Where words of a unit name a category and deny it throughout, nothing affirms it there."""
    units = builders.units(*texts)
    by_words = read(units, pipeline, UNASKED, Tagging())
    affirmed = set(rows(by_words[~by_words["negated"]], "unit_id", "category"))
    denied = set(rows(by_words[by_words["negated"]], "unit_id", "category")) - affirmed

    mentions = read(units, pipeline, ASKED, Tagging(), meanings)

    assert set() == denied & set(rows(mentions[~mentions["negated"]], "unit_id", "category"))
