import pytest
import spacy

from nlp.contracts.cues import Cues
from nlp.mentions.cues import CueFinder


def found(text, **kinds):
    """The kinds and words of the cues found in a text."""
    blank = spacy.blank("en")
    finder = CueFinder(blank)
    finder.learn(Cues(**kinds))
    return [(cue.kind, cue.text) for cue in finder(blank.make_doc(text))._.cues.all]


def test_longest_cue_hides_shorter_ones_of_any_kind():
    """ "Not only" is no "not"."""
    assert [("idle", "Not only")] == found(
        "Not only good", deny_before=("not",), idle=("not only",)
    )


def test_same_words_may_be_two_cues():
    """ "No longer" denies, and tells of the past."""
    kinds = {"deny_before": ("no longer",), "past": ("no longer",)}

    assert [("deny_before", "no longer"), ("past", "no longer")] == found(
        "it no longer is", **kinds
    )


def test_sides_and_stances_hide_nothing_else():
    """ "The vendor" may report, and "vendor" is a side all the same."""
    kinds = {"reported_who": ("the vendor",), "closed_target": ("vendor",)}

    assert [("reported_who", "the vendor"), ("closed_target", "vendor")] == found(
        "the vendor", **kinds
    )


@pytest.mark.parametrize("text", ["It isn't", "it isnt", "IS NOT"])
def test_contracted_words_are_one(text):
    """However "not" is written, it is found."""
    assert ["deny_before"] == [kind for kind, _ in found(text, deny_before=("not",))]
