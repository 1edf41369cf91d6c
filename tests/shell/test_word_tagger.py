import pytest
import spacy

from flows.models import read_models, tagger_for
from flows.word_tagger import WordTagger
from flows.workspace import Workspace
from nlp.contracts.tagger import Word
from tests.conftest import ROOT


def test_words_keep_their_places_and_spaces_are_none():
    """
    A word is found again in its text, whatever spaces stand around it.
    """
    (words, none) = WordTagger(spacy.blank("en"), "blank")(["  lost \n jobs!", ""])
    assert [(2, 6), (9, 13), (13, 14)] == [(word.start, word.end) for word in words]
    assert [] == none


def test_a_tagger_is_known_by_its_weights_before_they_are_loaded():
    """
    Its name changes with the pinned files, and reading it loads nothing.
    """
    models = read_models(Workspace(ROOT))
    model = models.pipelines["en_core_web_sm"]
    other = model.model_copy(update={"files": {**model.files, "tagger/model": "0" * 64}})
    altered = models.model_copy(update={"pipelines": {"en_core_web_sm": other}})
    assert tagger_for(models).name != tagger_for(altered).name


@pytest.mark.model
def test_the_pinned_tagger_tells_nouns_from_verbs():
    """
    The real weights load and read a plain sentence.
    """
    (words,) = tagger_for(read_models(Workspace(ROOT)))(["It takes jobs"])
    assert [Word(3, 8, "take", "VERB"), Word(9, 13, "job", "NOUN")] == words[1:]
