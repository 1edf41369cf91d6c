"""Labels of topics."""

from nlp.themes.labels import Telling, choose_label, most_written, without_nested


def telling(written, share=0.2, score=1.0, is_noun=True, lift=9.0):
    return Telling(tuple(written.split()), written, score, share, lift, is_noun)


def test_a_phrase_goes_before_a_word():
    """A phrase of two says more than one of its words, said alike often."""
    terms = [telling("privacy", share=0.6), telling("data privacy", share=0.6)]
    assert "Data privacy" == choose_label(terms, [], (), "t01")


def test_a_phrase_that_few_say_gets_company():
    """Unlike phrases are added up to four words, but none of the same kin."""
    terms = [telling(word) for word in ("regulation gap", "regulate", "pay", "work")]
    assert "Regulation gap, pay, work" == choose_label(terms, [], (), "t01")


def test_nouns_go_before_verbs_as_telling_as_they_are():
    """A verb counts half of a noun, and still names a topic that has no other word."""
    terms = [telling("save", 0.9, is_noun=False), telling("time", 0.9, score=0.6)]
    assert "Time" == choose_label(terms, [], (), "t01")
    assert "Save" == choose_label(terms[:1], [], (), "t01")


def test_what_is_rare_elsewhere_goes_first():
    """A word that other topics say as well names none of them."""
    terms = [telling("model", 0.9, lift=2.0), telling("jailbreak", 0.6)]
    assert "Jailbreak" == choose_label(terms, [], (), "t01")


def test_no_two_topics_are_called_the_same():
    """The next phrase, the keywords, or at last the number."""
    terms = [telling("cost", 0.9), telling("rent", 0.8, score=0.9)]
    assert "Rent" == choose_label(terms, [], ("Cost",), "t01")
    assert "High, bills" == choose_label(terms, ["high", "bills"], ("Cost", "Rent"), "t01")
    assert "t01" == choose_label([], [], (), "t01")


def test_a_word_that_lives_in_a_phrase_is_left_to_it():
    """C-value's idea: "injection" is said in "prompt injection" only, "data" also elsewhere."""
    terms = [
        telling("injection", 0.2),
        telling("data", 0.5),
        telling("prompt injection", 0.2),
        telling("data leak", 0.1),
    ]
    assert ["data", "prompt injection", "data leak"] == [t.written for t in without_nested(terms)]


def test_the_spelling_of_most_is_shown():
    """Ties go to the first in the alphabet, whatever the order."""
    assert "GPU" == most_written({"gpu": 1, "GPU": 2})
    assert "a" == most_written({"b": 1, "a": 1})
