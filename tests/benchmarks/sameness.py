"""Prints what stays the same when nothing but the company of an answer changes.

Vectors and codings are compared byte by byte, topics by the adjusted Rand index (1 is the same),
beside plain BERTopic with `random_state` on the same vectors. The codebook is the study's own, or
drafted from topics once. Usage: python -m tests.benchmarks.sameness [--sets example] [--cost]
"""

import argparse
import csv
import hashlib
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from flows.clock import now
from flows.code_wave import prepare
from flows.files import read_codebook
from flows.models import (
    checked_folder,
    encoder_for,
    read_models,
    tagger_for,
    topic_name_finder,
)
from flows.session import open_session
from flows.surroundings import prepare_surroundings
from flows.vector_store import StoredEncoder
from flows.workspace import Workspace
from nlp.contracts.study import Coding, Discovery, Encoding
from nlp.contracts.tables import Units, conform
from nlp.themes.coding import code
from nlp.themes.description import describe_topics
from nlp.themes.discovery import discover_topics
from nlp.themes.drafting import draft_codebook
from nlp.themes.embedding import embed
from nlp.themes.nets import propose_nets
from tests.builders import units as units_of

ROOT = Path(__file__).parent.parent.parent
BANKING = ROOT.parent / "shared" / "data" / "intent_banking77_clinc150" / "banking77.csv"
STUDIES = {
    "example": ("genai_open_strategies", "2026-01"),
    "bc_ai_survey": ("bc_ai_survey", ""),
}
SETS = ("example", "bc_ai_survey", "banking77")
TEXTS = 2000
SEED = 20250113
ROUNDS = 6


@dataclass(frozen=True)
class Outcome:
    """What came of the same answers: vectors and codings as digests, topics one per answer."""

    vectors: str
    codings: str
    topics: list[str]


class Chunked:
    """An encoder that gets few texts at a time."""

    def __init__(self, encoder, size):
        self.name, self._encoder, self._size = encoder.name, encoder, size

    def encode(self, texts):
        starts = range(0, len(texts), self._size)
        return np.vstack([self._encoder.encode(texts[s : s + self._size]) for s in starts])


class Subject:
    """The answers of one set, and what is made of them."""

    def __init__(self, name: str) -> None:
        self.units, self.codebook, self.waves = _read(name)
        self.base = list(self.units["unit_id"])
        models = read_models(Workspace(ROOT))
        self.encoder = encoder_for(Encoding(), models, ROOT / "nowhere").load()
        if self.codebook is None:
            vectors = embed(self.units, self.encoder)
            found = discover_topics(self.units, vectors, Discovery(), SEED)
            words, names = tagger_for(models), topic_name_finder(models)
            topics = describe_topics(self.units, vectors, found, words, names)
            nets = propose_nets(topics, found, vectors)
            self.codebook = draft_codebook("bench", topics, nets, self.units, Discovery())

    def outcome(self, units, encoder) -> Outcome:
        """Return what comes of *units*, as far as it concerns those of the base."""
        vectors = embed(units, encoder)
        coded = code(units, vectors, self.codebook, encoder, Coding(), self.waves)
        found = discover_topics(units, vectors, Discovery(), SEED)
        topic_of = dict(zip(found["unit_id"], found["topic_id"], strict=True))
        return Outcome(
            vectors=_digest(vectors.rows(self.base).tobytes()),
            codings=_digest(coded[coded["unit_id"].isin(self.base)].to_csv(index=False).encode()),
            topics=[topic_of[unit] for unit in self.base],
        )

    def plain(self, units) -> list[int]:
        """Return the topics of plain BERTopic with `random_state`, question by question."""
        from bertopic import BERTopic
        from umap import UMAP

        vectors = embed(units, self.encoder)
        topic_of: dict[str, str] = {}
        for question, asked in units.groupby("question_id"):
            umap = UMAP(
                n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=42
            )
            model = BERTopic(umap_model=umap)
            ids = list(asked["unit_id"])
            topics, _ = model.fit_transform(list(asked["text"]), vectors.rows(ids))
            topic_of |= {unit: f"{question} {t}" for unit, t in zip(ids, topics, strict=True)}
        return [topic_of[unit] for unit in self.base]


def main() -> None:
    """Print a table per set, and what encoding costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="*", choices=SETS, default=list(SETS))
    parser.add_argument("--cost", action="store_true", help="measure the speed of encoding too")
    parser.add_argument("--outcome", choices=SETS, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    prepare_surroundings()
    warnings.simplefilter("ignore")
    if wanted.outcome:
        subject = Subject(wanted.outcome)
        print(_line(subject.outcome(subject.units, subject.encoder)))
        return
    for name in wanted.sets:
        report(name)
    if wanted.cost:
        cost()


def report(name: str) -> None:
    """Print how what comes of the answers of *name* compares with what came first."""
    subject = Subject(name)
    first = subject.outcome(subject.units, subject.encoder)
    plain = subject.plain(subject.units)
    print(f"\n{name}: {len(subject.units):,} units, {len(set(first.topics))} topics")
    print(f"{'':26} {'vectors':>8} {'codings':>8} {'ARI':>6} {'plain BERTopic':>15}")
    for title, units, encoder in variants(subject):
        found = subject.outcome(units, encoder)
        moved = units is not subject.units
        theirs = f"{_ari(plain, subject.plain(units)):.3f}" if moved else "-"
        _print_row(title, first, found, theirs)
    _print_row("another process, 1 thread", first, elsewhere(name), "-")


def variants(subject: Subject) -> Iterator[tuple[str, pd.DataFrame, object]]:
    """Yield what must not matter: a title, units and an encoder."""
    units, encoder = subject.units, subject.encoder
    for seed in range(5):
        shuffled = units.sample(frac=1, random_state=seed).reset_index(drop=True)
        yield f"rows shuffled ({seed})", conform(shuffled, Units), encoder
    order = [1, 0, *range(2, len(units))]
    yield (
        "first two rows swapped",
        conform(units.iloc[order].reset_index(drop=True), Units),
        encoder,
    )
    again = units.iloc[::7].assign(unit_id=[f"again{n}" for n in range(len(units.iloc[::7]))])
    yield (
        "every 7th row twice",
        conform(pd.concat([units, again], ignore_index=True), Units),
        encoder,
    )
    for size in (8, 32, 128):
        yield f"{size} texts at a time", units, Chunked(encoder, size)
    for workers in (1, 2):
        yield f"{workers} worker(s)", units, replace(encoder, workers=workers)
    with tempfile.TemporaryDirectory() as folder:
        embed(units, StoredEncoder(encoder, Path(folder)))
        yield "saved and reloaded", units, StoredEncoder(encoder, Path(folder))


def elsewhere(name: str) -> Outcome:
    """Return what comes of the answers of *name* in a process with a single thread."""
    command = [sys.executable, "-m", "tests.benchmarks.sameness", "--outcome", name]
    alone = {**os.environ, "OMP_NUM_THREADS": "1"}  # noqa: TID251  (a process of its own)
    done = subprocess.run(command, cwd=ROOT, env=alone, capture_output=True, text=True, check=True)
    vectors, codings, *topics = done.stdout.strip().splitlines()[-1].split("\t")
    return Outcome(vectors, codings, topics)


def cost() -> None:
    """Print how many texts a second we encode, and sentence-transformers by itself."""
    from sentence_transformers import SentenceTransformer

    texts, models = _banking()[::3], read_models(Workspace(ROOT))
    folder = checked_folder("", models.encoders[Encoding().model])
    encoders = {"sentence-transformers": SentenceTransformer(str(folder), device="cpu")}
    backends = ["torch", "onnx"] if find_spec("onnxruntime") else ["torch"]
    with tempfile.TemporaryDirectory() as exports:
        for backend in backends:
            settings = Encoding(backend=backend)
            encoders[backend] = encoder_for(settings, models, Path(exports)).load()
    print(f"\n{len(texts):,} texts of banking77, best of {ROUNDS} rounds in turn")
    rounds = [[_speed(each.encode, texts) for each in encoders.values()] for _ in range(ROUNDS)]
    best = [max(speeds) for speeds in zip(*rounds, strict=True)]
    for name, speed in zip(encoders, best, strict=True):
        print(f"{name:22} {speed:5.0f}/s {speed / best[0]:5.2f}")


def _speed(encode: Callable[[list[str]], object], texts: list[str]) -> float:
    begun = time.monotonic()
    encode(texts)
    return len(texts) / (time.monotonic() - begun)


def _read(name: str):
    """Return the units, codebook and waves of a set."""
    if name == "banking77":
        return units_of(*_banking()), None, ("w1",)
    study_id, wave = STUDIES[name]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        root.mkdir()
        (root / "configs").symlink_to(ROOT / "configs")
        (root / "data").mkdir()
        (root / "data" / "example").symlink_to(ROOT / "data" / "example")
        (root.parent / "shared").symlink_to(ROOT.parent / "shared")
        workspace = Workspace(root)
        session = open_session(workspace, study_id, now)
        wave = wave or session.wave_order[0]
        prepare(session, wave)
        codebook = read_codebook(workspace, session.study)
        return _renamed(session.run(wave).table(Units)), codebook, session.wave_order


def _renamed(units):
    """Return *units* with ids that do not depend on the key of the workspace's pseudonyms."""
    ordered = units.sort_values(["question_id", "text", "start"], ignore_index=True)
    ids = [f"u{number:05d}" for number in range(len(ordered))]
    return conform(ordered.assign(unit_id=ids, response_id=ids), Units)


def _banking() -> list[str]:
    """Return the first distinct texts of banking77."""
    if not BANKING.is_file():
        sys.exit(f"the public set is not on this machine ({BANKING})")
    with BANKING.open(encoding="utf-8-sig", newline="") as file:
        texts = dict.fromkeys(row["text"].strip() for row in csv.DictReader(file))
    return list(texts)[:TEXTS]


def _print_row(title: str, first: Outcome, found: Outcome, theirs: str) -> None:
    same = {True: "same", False: "DIFFER"}
    vectors, codings = same[first.vectors == found.vectors], same[first.codings == found.codings]
    ari = _ari(first.topics, found.topics)
    print(f"{title:26} {vectors:>8} {codings:>8} {ari:6.3f} {theirs:>15}", flush=True)


def _ari(first: list[str], found: list[str]) -> float:
    return float(adjusted_rand_score(first, found))


def _line(outcome: Outcome) -> str:
    return "\t".join([outcome.vectors, outcome.codings, *outcome.topics])


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


if __name__ == "__main__":
    main()
