"""Prints how well topics meet labels given by people, beside BERTopic and others.

All get the same texts and vectors. `make peers` sets turftopic and topica up; without it they are
left out. Choices were made on the texts whose sha256 is even in its first byte; figures are of the
others. The texts are read where they lie, and never printed.
Usage: python -m tests.benchmarks.topics [development]
"""

import csv
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from flows.models import PinnedModels, checked_folder, encoder_for, read_models
from flows.vector_store import StoredEncoder
from flows.workspace import Workspace
from nlp.contracts.study import Discovery, Encoding
from nlp.contracts.tables import Units
from nlp.contracts.vectors import Embeddings
from nlp.themes.clustering import Labels
from nlp.themes.discovery import discover_levels
from nlp.themes.embedding import embed
from nlp.themes.granularity import LEVELS, measure_granularity
from tests.benchmarks.peers import PEERS, topics_of
from tests.benchmarks.topic_scores import HEAD, line_of, numbered
from tests.builders import units

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT.parent / "shared" / "data" / "intent_banking77_clinc150"
SETS = ("banking77", "clinc150")
SEED = 42
HELD_OUT = 1


def main() -> None:
    """Print a table per set."""
    if not DATA.is_dir():
        sys.exit(f"the labelled texts are not on this machine ({DATA})")
    half = HELD_OUT - ("development" in sys.argv[1:])
    workspace = Workspace(ROOT)
    models = read_models(workspace)
    encoder = StoredEncoder(
        encoder_for(Encoding(), models, workspace.exported_models),
        workspace.interim("_bench") / "vectors",
    )
    for name in SETS:
        label_of = labelled(name, half)
        of = units(*label_of)
        embeddings = embed(of, encoder)
        labels = list(label_of.values())
        print(f"\n{name}: {len(of)} texts, {len(set(labels))} labels\n{HEAD}")
        for title, topics in found(of, embeddings, weights(models)):
            print(line_of(title, list(of["text"]), labels, topics), flush=True)


def weights(models: PinnedModels) -> Path:
    """Return the folder of the default encoder's weights."""
    name = Encoding().model
    return checked_folder(name, models.encoders[name])


def found(of: Units, embeddings: Embeddings, folder: Path) -> Iterator[tuple[str, Labels]]:
    """Yield everybody's topics; print what they took, and why some are missing."""
    with timed("BERTopic"):
        plain = of_bertopic(of, embeddings)
    yield "BERTopic, as it comes", plain
    with timed("OpenEnds, three levels and five trials each"):
        levels = discover_levels(of, embeddings, Discovery(), SEED)
    for level in LEVELS:
        topics = levels.loc[levels["level"] == level.name, "topic_id"]
        yield f"OpenEnds, {level.name}", numbered(list(topics))
    stable = measure_granularity(of, levels)
    print(dict(zip(stable["level"], stable["mean_stability"].round(2), strict=True)))
    for tool, model in PEERS:
        with timed(f"{tool}, {model}"):
            theirs = topics_of(tool, model, list(of["text"]), embeddings.matrix, SEED, folder)
        if isinstance(theirs, str):
            print(f"  {theirs}", flush=True)
        else:
            yield f"{tool}, {model}", theirs


def labelled(name: str, half: int) -> dict[str, str]:
    """Return the labels of those distinct texts that are in *half*."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        label_of = {row["text"]: row["label"] for row in csv.DictReader(file)}
    return {
        text: label_of[text]
        for text in sorted(label_of)
        if hashlib.sha256(text.encode()).digest()[0] % 2 == half
    }


def of_bertopic(of: Units, embeddings: Embeddings) -> np.ndarray:
    """Return the topics that BERTopic finds by its defaults, but for a seed."""
    from bertopic import BERTopic
    from umap import UMAP

    umap = UMAP(
        n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED, n_jobs=1
    )
    topics, _ = BERTopic(umap_model=umap).fit_transform(list(of["text"]), embeddings.matrix)
    return np.array(topics)


@contextmanager
def timed(title: str) -> Iterator[None]:
    """Print how long *title* took."""
    begun, used = time.monotonic(), sum(os.times()[:4])  # processes that it started included
    yield
    wall, cpu = time.monotonic() - begun, sum(os.times()[:4]) - used
    print(f"  ({title}: {wall:.0f} s, {cpu:.0f} s of processors)", flush=True)


if __name__ == "__main__":
    main()
