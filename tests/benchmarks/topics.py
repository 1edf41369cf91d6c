"""Prints how well topics meet labels given by people, beside plain BERTopic on the same vectors.

Choices were made on the texts whose sha256 is even in its first byte; figures are of the others.
The texts are read where they lie, and never printed.
Usage: python -m tests.benchmarks.topics [development]
"""

import csv
import hashlib
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from flows.models import encoder_for, read_models
from flows.vector_store import StoredEncoder
from flows.workspace import Workspace
from nlp.contracts.study import Discovery, Encoding
from nlp.contracts.tables import Units
from nlp.contracts.vectors import Embeddings
from nlp.themes.discovery import discover_levels
from nlp.themes.embedding import embed
from nlp.themes.granularity import LEVELS, measure_granularity
from tests.builders import units

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT.parent / "shared" / "data" / "intent_banking77_clinc150"
SETS = ("banking77", "clinc150")
SEED = 42
HELD_OUT = 1
HEAD = f"{'':>24} topics  none   ARI   NMI  alone: ARI   NMI"


def main() -> None:
    """Print a table per set."""
    if not DATA.is_dir():
        sys.exit(f"the labelled texts are not on this machine ({DATA})")
    half = HELD_OUT - ("development" in sys.argv[1:])
    workspace = Workspace(ROOT)
    encoder = StoredEncoder(
        encoder_for(Encoding(), read_models(workspace), workspace.exported_models),
        workspace.interim("_bench") / "vectors",
    )
    for name in SETS:
        label_of = labelled(name, half)
        of = units(*label_of)
        embeddings = embed(of, encoder)
        labels = list(label_of.values())
        print(f"\n{name}: {len(of)} texts, {len(set(labels))} labels")
        print(HEAD)
        with timed("BERTopic"):
            plain = of_bertopic(of, embeddings)
        show("BERTopic, as it comes", labels, plain)
        with timed("OpenEnds, three levels and five trials each"):
            levels = discover_levels(of, embeddings, Discovery(), SEED)
        for level in LEVELS:
            topics = levels.loc[levels["level"] == level.name, "topic_id"]
            show(f"OpenEnds, {level.name}", labels, numbered(list(topics)))
        stable = measure_granularity(of, levels)
        print(dict(zip(stable["level"], stable["mean_stability"].round(2), strict=True)))


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


def numbered(topics: list[str]) -> np.ndarray:
    """Return *topics* as numbers, -1 for none."""
    number = {topic: place for place, topic in enumerate(sorted(set(topics) - {""}))}
    return np.array([number.get(topic, -1) for topic in topics])


def show(title: str, labels: list[str], topics: np.ndarray) -> None:
    """Print a line: texts in no topic as one class, and each as a class of its own."""
    alone = np.where(topics < 0, topics.max() + 1 + np.arange(len(topics)), topics)
    figures = [score(labels, of) for of in (topics, alone) for score in SCORES]
    none, count = (topics < 0).mean(), len(set(topics) - {-1})
    print(
        f"{title:>24} {count:6} {none:5.3f} {figures[0]:5.3f} {figures[1]:5.3f}  "
        f"{figures[2]:10.3f} {figures[3]:5.3f}",
        flush=True,
    )


SCORES = (adjusted_rand_score, normalized_mutual_info_score)


@contextmanager
def timed(title: str) -> Iterator[None]:
    """Print how long *title* took."""
    begun, used = time.monotonic(), time.process_time()
    yield
    wall, cpu = time.monotonic() - begun, time.process_time() - used
    print(f"  ({title}: {wall:.0f} s, {cpu:.0f} s of processors)", flush=True)


if __name__ == "__main__":
    main()
