"""How texts are cut into words."""

from nlp.themes.wording import (
    distinct,
    in_one_line,
    is_mostly_digits,
    same_words,
    singular,
    words,
)


def test_masks_are_nobodys_words():
    """What redaction put in is not a word of the respondent."""
    assert ["write", "to", "me"] == words("write to [email] me")


def test_curly_apostrophes_are_apostrophes():
    """A phone's apostrophe does not cut a word in two."""
    assert ["don't", "know"] == words("don\u2019t know")


def test_case_and_marks_do_not_make_a_text_different():
    """Texts of the same words count once, and the first in the alphabet stands for them."""
    assert ["GPU cost", "Job loss!"] == distinct(
        ["job loss", "Job loss!", "GPU cost", "gpu  cost."]
    )


def test_text_without_words_stands_for_itself():
    """Two emojis are not the same words."""
    assert same_words("👍") != same_words("👎")


def test_plural_and_singular_are_twins():
    """Words are told apart by more than the ending of a plural."""
    assert {"job"} == {singular("jobs"), singular("Job"), singular("job's")}


def test_a_number_is_told_from_a_word():
    """Without a letter, or with fewer letters than digits, it is a number."""
    numbers = ["2025", "19901-3618", "2025s", "2x4", "__"]
    assert numbers == [
        word for word in [*numbers, "3D", "GPT-4", "co2", "jobs"] if is_mostly_digits(word)
    ]


def test_an_item_of_a_list_has_one_line_and_no_bar():
    """Nothing in it can be taken for the joint between two items, or for a line's end."""
    assert "jobs / more jobs" == in_one_line(" jobs |\n more\tjobs ")


def test_vowel_signs_do_not_cut_words():
    """Scripts whose vowels are signs of their own have whole words, marks at their end or not."""
    assert ["\u0915\u0940\u092e\u0924", "\u0939\u0948"] == words(
        "\u0915\u0940\u092e\u0924 \u0939\u0948!"
    )
