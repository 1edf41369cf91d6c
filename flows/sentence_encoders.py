"""Transformers made into encoders: run by PyTorch, or by ONNX Runtime on an export made here."""

import os
import threading
import warnings
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from flows.digests import digest_of_file
from flows.durable import move, sync
from flows.folders import own_folder
from nlp.contracts.errors import ModelUnavailable
from nlp.contracts.vectors import Matrix

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import nn

    from nlp.themes.encoders import Batch, SentenceEncoder, Tokens

PROGRAMS = {
    "torch": ("sentence-transformers", "tokenizers", "torch", "transformers"),
    "onnx": (
        "onnx",
        "onnxruntime",
        "sentence-transformers",
        "tokenizers",
        "torch",
        "transformers",
    ),
}
"""The packages that the last digits of a vector depend on, by backend."""

ATTRIBUTES = {
    "input_ids": "ids",
    "token_type_ids": "type_ids",
    "attention_mask": "attention_mask",
}
"""What models call their inputs, and what the tokenizer calls them."""

TOKENISED = 512
"""Texts that are cut up at once: what the tokenizer tells of them, also of what is cut off, takes
three times as much memory as the tokens, and more of long texts."""

OPSET = 17
"""The version of ONNX's operators that an export is written in."""

FORM = "with-tokenizer"
"""What an export holds besides the weights; those that hold anything else are passed over."""

TRIED = ("short", "a longer text, of other words, to see that no length is built in")
"""What an export must read as the model itself does."""

TOLERANCE = 1e-5
"""How far the numbers of two backends, or two machines, may lie apart; measured: 3e-7."""


def versions(packages: Sequence[str]) -> dict[str, str]:
    """Return the versions of what runs a model, or raise ModelUnavailable if some are missing."""
    found = {}
    for name in packages:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            raise ModelUnavailable(
                f"encoding.backend: the package {name} is not installed: "
                "pip install onnx onnxruntime, or say `backend: torch`"
            ) from None
    return found


def load_with_torch(folder: Path, name: str) -> "SentenceEncoder":
    """Return the model in *folder*, run by PyTorch."""
    model = _load(folder)
    return _encoder(name, _reading_of(model), _by_torch(model))


def load_with_onnx(folder: Callable[[], Path], name: str, exports: Path) -> "SentenceEncoder":
    """Return the model in *folder*, run by ONNX Runtime; exported first, if it was not yet.

    The folder is looked at only then. An export is called by its own digest and by what it was
    made of, and holds all that it takes to read a text: neither PyTorch nor sentence-transformers
    is loaded where there is one, which would take longer than encoding a thousand texts.
    """
    found = [path for path in exports.glob(f"{name}.{FORM}.*.onnx") if _is_whole(path)]
    if found:
        return _by_onnx(found[0], name)
    model = _load(folder())
    aside = _export(model, exports, name)
    encoder, expected = _by_onnx(aside, name), _encoder(name, _reading_of(model), _by_torch(model))
    if not np.abs(encoder.encode(TRIED) - expected.encode(TRIED)).max() < TOLERANCE:
        aside.unlink()
        raise ModelUnavailable(
            f"{name}: ONNX Runtime does not read texts as the model does; say `backend: torch`"
        )
    move(aside, exports / f"{name}.{FORM}.{digest_of_file(aside)}.onnx")
    return encoder


def _load(folder: Path) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    # the bars of a run are ours; transformers shows its own while it loads weights
    disable_progress_bar()  # type: ignore[no-untyped-call]  # says no types
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True).eval()


def _reading_of(model: "SentenceTransformer") -> dict[str, str]:
    """Return how *model* reads a text, in words that can be written into an export."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(model.tokenizer.backend_tokenizer.to_str())
    tokenizer.no_padding()
    tokenizer.enable_truncation(model.max_seq_length or model.tokenizer.model_max_length)
    return {
        "tokenizer": tokenizer.to_str(),
        "inputs": " ".join(model.tokenizer.model_input_names),
        "prompt": model.prompts.get(model.default_prompt_name or "") or "",
        "dimensions": str(model.get_embedding_dimension() or 0),  # None: a model without pooling
    }


def _encoder(
    name: str, reading: Mapping[str, str], forward: "Callable[[Batch], Matrix]"
) -> "SentenceEncoder":
    from threadpoolctl import threadpool_info
    from tokenizers import Tokenizer

    from nlp.themes.encoders import SentenceEncoder

    tokenizer = Tokenizer.from_str(reading["tokenizer"])
    inputs = reading["inputs"].split()

    def tokenise(texts: Sequence[str]) -> "Tokens":
        """Return what the model reads of *texts*, each cut where it stops reading."""
        found: dict[str, list[list[int]]] = {key: [] for key in inputs}
        for start in range(0, len(texts), TOKENISED):
            some = [reading["prompt"] + text for text in texts[start : start + TOKENISED]]
            read = tokenizer.encode_batch(some)
            for key, of_texts in found.items():
                of_texts.extend(getattr(tokens, ATTRIBUTES[key]) for tokens in read)
        return found

    return SentenceEncoder(
        name=name,
        dimensions=int(reading["dimensions"]),
        tokenise=tokenise,
        forward=forward,
        # the cores, or what OMP_NUM_THREADS says
        workers=max((pool["num_threads"] for pool in threadpool_info()), default=1),
    )


def _whole(model: "SentenceTransformer") -> "nn.Module":
    """Return all of *model*, from tokens to vectors of unit length, as one module."""
    import torch

    keys = model.tokenizer.model_input_names

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            found = self.model(dict(zip(keys, tensors, strict=True)))
            return torch.nn.functional.normalize(found["sentence_embedding"], dim=1)

    return Whole().eval()


def _by_torch(model: "SentenceTransformer") -> "Callable[[Batch], Matrix]":
    import torch

    whole = _whole(model)

    def forward(batch: "Batch") -> Matrix:
        torch.set_num_threads(1)  # of this worker: threads share out sums, which changes bits
        with torch.inference_mode():
            vectors: Matrix = whole(*map(torch.from_numpy, batch.values())).numpy()
        return vectors

    return forward


def _by_onnx(path: Path, name: str) -> "SentenceEncoder":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # threads share out sums, which changes bits
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, ["CPUExecutionProvider"])

    def forward(batch: "Batch") -> Matrix:
        vectors: Matrix = session.run(None, batch)[0]
        return vectors

    return _encoder(name, session.get_modelmeta().custom_metadata_map, forward)


def _export(model: "SentenceTransformer", exports: Path, name: str) -> Path:
    """Return the file that now holds *model* for ONNX Runtime, not yet under its name."""
    import onnx
    import torch

    keys = model.tokenizer.model_input_names
    tokens = model.tokenizer([TRIED[0]] * 2, return_tensors="pt")
    own_folder(exports)
    aside = exports / f".{name}.{os.getpid()}.{threading.get_ident()}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of an exporter that is old, but needs no other package
        torch.onnx.export(
            _whole(model),
            tuple(tokens[key] for key in keys),
            str(aside),
            input_names=keys,
            output_names=["vectors"],
            dynamic_axes={key: {0: "texts", 1: "tokens"} for key in keys}
            | {"vectors": {0: "texts"}},
            opset_version=OPSET,
            dynamo=False,
        )
    exported = onnx.load(aside)
    onnx.helper.set_model_props(exported, _reading_of(model))
    onnx.save(exported, aside)
    aside.chmod(0o600)
    sync(aside)
    return aside


def _is_whole(path: Path) -> bool:
    """Return whether the bytes of an export are still those that it is called by."""
    return path.suffixes[-2:] == [f".{digest_of_file(path)}", ".onnx"]
