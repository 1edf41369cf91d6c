"""Where do texts name people?"""

import pytest

from nlp.contracts.names import NO_NAMES
from nlp.intake.names import find_people


class Tagger:
    """Takes the given words for names wherever they stand."""

    name = "given-words"

    def __init__(self, *words):
        self.words = words

    def __call__(self, texts):
        return [
            [
                (text.index(word), text.index(word) + len(word))
                for word in self.words
                if word in text
            ]
            for text in texts
        ]


def people(text, find_names=NO_NAMES, never=()):
    (spans,) = find_people([text], find_names, frozenset(never))
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["Zebulon Quixote"], "My name is Zebulon Quixote and I work in payroll"),
        (["zebulon quixote"], "my name is zebulon quixote"),
        (["sam"], "my name's sam, hello"),
        (["sarah jones"], "ask sarah jones, my line manager"),
        (["Dana"], "speak to Dana, our director"),
        (["Oduya"], "thanks to Dr. Oduya"),
        (["Lee Park"], "Ms Lee Park was kind"),
        (["Priya"], "my colleague Priya said so"),
        (["Jo Doe"], "Yours, Jo Doe"),
    ],
)
def test_names_said_in_so_many_words_need_no_tagger(expected, text):
    """Introductions, titles and "my manager" tell."""
    assert expected == people(text)


@pytest.mark.parametrize(
    "text",
    [
        "my name is not important",
        "my name is on the list",
        "ask people, my manager knows nothing",
        "my manager is kind and my doctor agrees",
        "call me, my boss is out",
        "the mister and the miss",
        "my manager uses it",
    ],
)
def test_words_that_only_look_like_an_introduction_stay(text):
    """What follows must look like a name."""
    assert [] == people(text)


@pytest.mark.parametrize(
    ("expected", "text", "tagged"),
    [
        (["Sam Roe"], "I like Sam Roe's book", "Sam Roe's"),
        (["Sam"], '"Sam", he said', '"Sam",'),
        (["SAM ROE"], "SAM ROE KNOWS", "SAM ROE"),
        (["Sam Roe MD"], "by Sam Roe MD", "Sam Roe MD"),
        ([], "Claude and Llama", "Claude"),
        ([], "Ban AI now", "Ban AI"),
        ([], "it has 3 Ms", "3 Ms"),
        ([], "lol", "lol"),
        ([], "well, --", "--"),
    ],
)
def test_a_tagger_is_not_taken_at_its_word(expected, text, tagged):
    """Finds are trimmed; machines, numbers and shouted words are no people."""
    assert expected == people(text, Tagger(tagged))


def test_words_of_the_study_are_never_names():
    """A product that bears a first name is left alone, a person who bears it is not."""
    assert [] == people("Ada helps", Tagger("Ada"), never=("ada",))
    assert ["Ada Byron"] == people("Ada Byron helps", Tagger("Ada Byron"), never=("ada",))


def test_finds_that_overlap_are_one():
    """A tagger and a rule that find the same person make one mask."""
    assert ["Zebulon Quixote"] == people("my name is Zebulon Quixote", Tagger("Quixote"))
