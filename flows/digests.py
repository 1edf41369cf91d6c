"""Digests of whatever a stage depends on: equal content, equal digest, on every machine."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

import flows
import nlp

PACKAGES = (
    "bertopic",
    "emoji",
    "hdbscan",
    "numpy",
    "pandas",
    "py3langid",
    "pyarrow",
    "pyreadstat",
    "python-calamine",
    "python-stdnum",
    "scikit-learn",
    "sentence-transformers",
    "spacy",
    "statsmodels",
    "torch",
    "umap-learn",
)
"""The packages whose version can move a figure."""

SOURCE = (".py", ".j2", ".css")
"""The files that make a program."""


def digest_of_text(*parts: str) -> str:
    """Return the sha256 of *parts*, in their order."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def digest_of_json(content: object) -> str:
    """Return the sha256 of plain values, whatever the order of their keys."""
    return digest_of_text(json.dumps(content, sort_keys=True, ensure_ascii=True))


def digest_of_bytes(content: bytes) -> str:
    """Return the sha256 of *content*."""
    return hashlib.sha256(content).hexdigest()


def digest_of_file(path: Path) -> str:
    """Return the sha256 of the bytes of *path*."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of_files(files: Mapping[str, Path]) -> str:
    """Return the sha256 of the names and bytes of *files*."""
    return digest_of_json({name: digest_of_file(path) for name, path in files.items()})


@cache
def digest_of_core() -> str:
    """Return the sha256 of the source of `nlp`, but for how it is shown: what tables depend on."""
    return _digest_of_folder(Path(nlp.__path__[0]), without="report")


@cache
def digest_of_code() -> str:
    """Return the sha256 of the source of `nlp` and `flows`: what every output depends on."""
    return digest_of_text(*(_digest_of_folder(Path(part.__path__[0])) for part in (nlp, flows)))


def _digest_of_folder(folder: Path, without: str = "") -> str:
    """Return the sha256 of the source in *folder*, without one of its subfolders."""
    found = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.suffix in SOURCE
    }
    kept = {name: path for name, path in found.items() if name.split("/")[0] != without}
    return digest_of_files(kept)


@cache
def package_versions() -> dict[str, str]:
    """Return the installed version of every package that can move a figure."""
    return {name: metadata.version(name) for name in PACKAGES}
