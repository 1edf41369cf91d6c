import pytest

from flows.models import checked_folder, encoder_for, load_pipeline, read_models
from flows.workspace import Workspace
from nlp.contracts.cues import Cues
from nlp.contracts.errors import ModelUnavailable
from nlp.contracts.study import Encoding
from tests.conftest import ROOT
from tests.shell.small_workspace import edit, flip_bit


def pinned(workspace):
    return read_models(workspace).pipelines["en_core_web_sm"]


def test_pinned_weights_are_found_in_their_package(workspace, small_weights):
    """
    The folder of weights whose bytes are those that were pinned is where the package has it.
    """
    assert small_weights.parent == checked_folder("small", pinned(workspace))


def test_a_flipped_bit_in_weights_is_refused(workspace, small_weights):
    """
    Weights of which one bit differs are not used, and the error says how to mend them.
    """
    flip_bit(small_weights)

    with pytest.raises(
        ModelUnavailable, match=r"weights\.bin is not the pinned one.*--force-rein"
    ):
        checked_folder("small", pinned(workspace))


def test_a_missing_file_of_weights_is_refused(workspace, small_weights):
    """
    Weights that are not all there are not used.
    """
    small_weights.unlink()

    with pytest.raises(ModelUnavailable, match=r"weights\.bin is not the pinned one"):
        checked_folder("small", pinned(workspace))


def test_a_package_that_is_not_installed_is_named(workspace):
    """
    Where the package is missing, the error is the command that installs it.
    """
    with pytest.raises(ModelUnavailable, match=r"not installed: pip install small-weights==1\.0"):
        checked_folder("small", pinned(workspace))


def test_a_part_of_a_package_that_is_not_installed_is_named(workspace):
    """
    So it is where not even the package that should hold it is there.
    """
    model = pinned(workspace).model_copy(update={"package": "nowhere.inside"})

    with pytest.raises(ModelUnavailable, match="is not installed"):
        checked_folder("small", model)


def test_an_encoder_that_is_not_pinned_is_answered_with_the_nearest_name():
    """
    A slip of the pen in the name of an encoder is met with the name that was meant.
    """
    settings = Encoding(model="all-MiniLM-L6-v3")

    with pytest.raises(ModelUnavailable, match=r"not pinned; did you mean all-MiniLM-L6-v2\?"):
        encoder_for(settings, read_models(Workspace(ROOT)), ROOT)


def test_models_without_the_pipeline_are_refused(workspace):
    """
    The file of models must pin the pipeline that the lexicons are written for.
    """
    edit(workspace.models_file, "en_core_web_sm:", "en_core_web_lg:")

    with pytest.raises(ModelUnavailable, match=r"models\.yaml cannot be used"):
        read_models(workspace)


def test_an_encoder_is_known_by_its_weights_before_they_are_loaded():
    """
    The name of an encoder changes with its weights, and reading it loads nothing.
    """
    models = read_models(Workspace(ROOT))
    model = models.encoders["all-MiniLM-L6-v2"]
    other = model.model_copy(update={"files": {**model.files, "model.safetensors": "0" * 64}})
    altered = models.model_copy(update={"encoders": {"all-MiniLM-L6-v2": other}})

    one, two = encoder_for(Encoding(), models, ROOT), encoder_for(Encoding(), altered, ROOT)

    assert one.name.startswith("all-MiniLM-L6-v2-")
    assert one.name != two.name


def test_hashed_words_are_kept_under_the_name_of_their_encoder(workspace):
    """
    The encoder without weights has one name, loaded or not: vectors are kept under it.
    """
    lazy = encoder_for(Encoding(kind="words"), read_models(workspace), ROOT)

    assert lazy.name == lazy.load().name
    assert (2, 512) == lazy.encode(["more jobs", "less time"]).shape


@pytest.mark.model
def test_the_pinned_weights_are_installed_and_load(workspace):
    """
    What configs/models.yaml pins is what is installed, and it does what it is for.
    """
    models = read_models(Workspace(ROOT))

    vectors = encoder_for(Encoding(), models, ROOT).encode(["more jobs", "less time"])
    pipeline = load_pipeline(models, (), Cues())

    assert (2, 384) == vectors.shape
    assert ["job"] == [token.lemma_ for token in pipeline("jobs")]
