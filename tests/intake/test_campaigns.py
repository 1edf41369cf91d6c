"""The same long words from many."""

import random

from hypothesis import given
from hypothesis import strategies as st

from nlp.contracts.study import Screening
from nlp.intake.campaigns import campaigns

LETTER = (
    "We the undersigned ask the minister to stop this trade at once because it hurts our towns and"
    " our children and costs far more than it will ever bring to anybody who lives here"
)
OTHER = " ".join(f"word{n}" for n in range(30))


def found(texts, **settings):
    return campaigns(texts, Screening(**{"campaign_size": 3} | settings))


def test_the_same_words_from_enough_respondents_are_a_campaign():
    """Case, signs and white space make no difference."""
    copies = [LETTER, LETTER.upper(), LETTER.replace(" and ", ",  and ")]
    assert set(copies) == found([*copies, OTHER])
    assert frozenset() == found([*copies[:2], OTHER])


def test_copies_of_one_spelling_count_each():
    """Three respondents who paste the very same text are three."""
    assert {LETTER} == found([LETTER] * 3)


def test_a_few_words_of_ones_own_do_not_hide_a_campaign():
    """Near duplicates are put together as far as `campaign_likeness` says."""
    copies = [LETTER, f"{LETTER} sadly", f"Yes {LETTER}"]
    assert set(copies) == found(copies)
    assert frozenset() == found(copies, campaign_likeness=0.99)


def test_people_think_alike_in_few_words():
    """Below `campaign_words` words nothing is a campaign."""
    assert frozenset() == found(["it costs far too much"] * 10)
    assert {"it costs far too much"} == found(["it costs far too much"] * 10, campaign_words=5)


def test_sharing_a_sentence_is_no_campaign():
    """Texts that are alike in part only are not the same words."""
    rest = [" ".join(f"own{who}x{n}" for n in range(20)) for who in range(6)]
    assert frozenset() == found([f"{LETTER} {words}" for words in rest])


def test_one_mould_filled_in_by_many_costs_no_more_than_its_size():
    """Thousands of letters that differ in two words in a hundred are one campaign, quickly."""
    body = " ".join(f"word{n}" for n in range(96))
    texts = [f"{body} signed by person{who} of town{who % 7}" for who in range(3000)]
    assert set(texts) == found(texts)


def test_many_letters_of_one_mould_hide_no_campaign():
    """Who shares rare words is compared first, however many share the frequent ones."""
    body = [f"word{n}" for n in range(96)]
    drawn = random.Random(5)

    def letter():
        own = dict.fromkeys(drawn.sample(range(2, 94), 4))
        return [f"own{drawn.randrange(3)}" if n in own else w for n, w in enumerate(body)]

    letters = [" ".join(letter()) for _ in range(1500)]
    signed = [f"{letters[700]} yours person{n}" for n in range(4)]
    assert {*signed, letters[700]} == found([*letters, *signed], campaign_size=5)


@given(st.randoms(use_true_random=False))
def test_the_order_of_respondents_changes_nothing(shuffler):
    """The same texts in another order have the same campaigns."""
    words = LETTER.split()
    drawn = random.Random(5)
    texts = [" ".join(words[: drawn.randint(20, len(words))]) for _ in range(40)]
    shuffled = shuffler.sample(texts, len(texts))
    assert found(texts) == found(shuffled)


@given(st.lists(st.text("ab \U0001f44d.", max_size=40), max_size=12))
def test_any_texts_can_be_compared(texts):
    """Texts without words, or with one word only, are compared with nothing."""
    assert found(texts, campaign_words=4, campaign_size=2) <= set(texts)
