from types import SimpleNamespace

import pytest

from flows.models import name_finder_for, read_models
from flows.name_tagger import LONGEST_PIECE, NameTagger
from flows.workspace import Workspace
from nlp.contracts.names import NO_NAMES
from nlp.contracts.study import Redaction
from tests.conftest import ROOT


class Pipeline:
    """Takes every Sam for a person and every Rome for a place."""

    def __init__(self):
        self.longest = 0

    def pipe(self, pieces, as_tuples):
        assert as_tuples
        for text, place in pieces:
            self.longest = max(self.longest, len(text))
            ents = [
                SimpleNamespace(start_char=at, end_char=at + len(word), label_=label)
                for word, label in (("Sam", "PERSON"), ("Rome", "GPE"))
                for at in range(len(text))
                if text.startswith(word, at)
            ]
            yield SimpleNamespace(ents=ents), place


def test_only_people_are_names():
    """
    Places and the like are what people write about.
    """
    found = NameTagger(Pipeline(), "tagger")(["", "Sam in Rome", "a Sam, b Sam"])
    assert [[], [(0, 3)], [(2, 5), (9, 12)]] == found


@pytest.mark.parametrize("filler", ["word ", "x"])
def test_a_long_text_is_tagged_in_pieces(filler):
    """
    No piece is longer than memory allows, and places are those in the whole text.
    """
    long = filler * (3 * LONGEST_PIECE // len(filler)) + " Sam"
    pipeline = Pipeline()
    assert [[(len(long) - 3, len(long))]] == NameTagger(pipeline, "tagger")([long])
    assert pipeline.longest <= LONGEST_PIECE


def test_no_weights_are_asked_for_where_names_stay():
    """
    A study that does not mask names has a finder that finds none.
    """
    assert NO_NAMES is name_finder_for(Redaction(), read_models(Workspace(ROOT)))
    assert [[], []] == NO_NAMES(["Sam", ""])


def test_a_tagger_is_known_by_its_weights_before_they_are_loaded():
    """
    Its name changes with the pinned files, and reading it loads nothing.
    """
    models = read_models(Workspace(ROOT))
    model = models.pipelines["en_core_web_sm"]
    other = model.model_copy(update={"files": {**model.files, "ner/model": "0" * 64}})
    altered = models.model_copy(update={"pipelines": {"en_core_web_sm": other}})
    names = [name_finder_for(Redaction(names=True), read).name for read in (models, altered)]
    assert 2 == len(set(names))


@pytest.mark.model
def test_the_pinned_tagger_finds_people():
    """
    The real weights load and find a name in a plain sentence.
    """
    find = name_finder_for(Redaction(names=True), read_models(Workspace(ROOT)))
    assert [[(13, 23)], []] == find(["I spoke with John Smith yesterday.", "no names here"])
