"""Topics as other tools find them, each run in an environment of its own.

They ask for other versions of what OpenEnds uses (turftopic: rich below 14), so they are no part
of the project. `make peers` sets both up, once, and `make bench-topics` runs those that are there.

This file is run twice: here it asks, and there, by the interpreter of that environment, it answers
(so it imports nothing of the project). They talk by files in a folder that is deleted after.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

ENVIRONMENTS = Path(__file__).parent.parent.parent / ".peers"
Topics = npt.NDArray[np.int_]
Matrix = npt.NDArray[np.float32]


def topics_of(
    tool: str, model: str, texts: Sequence[str], matrix: Matrix, seed: int, weights: Path
) -> Topics | str:
    """Return the topics that a peer finds by its defaults but for a seed, or why there are none.

    Args:
        tool: The environment and package.
        model: The model of theirs; one of MODELS.
        texts: What topics are looked for in.
        matrix: The vectors of *texts*.
        seed: Theirs, so that it can be run again.
        weights: The folder of the encoder, for a peer that reads words too.
    """
    python = ENVIRONMENTS / tool / "bin" / "python"
    if not python.exists():
        return f"{tool} is not set up; run: make peers"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asked = {"model": model, "texts": list(texts), "seed": seed, "weights": str(weights)}
        (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
        np.save(folder / "matrix.npy", matrix)
        command = [str(python), "-W", "ignore", __file__, str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return f"{tool} ended with {done.returncode}: {done.stderr.strip()[-300:]}"
        return np.load(folder / "topics.npy")


def _clustering_model(texts: list[str], matrix: Matrix, seed: int, weights: str) -> list[int]:
    """Return the topics of turftopic's clustering model: t-SNE and HDBSCAN."""
    from turftopic import ClusteringTopicModel

    model = ClusteringTopicModel(encoder=weights, random_state=seed)
    model.fit_transform(texts, embeddings=matrix)
    return list(model.labels_)


def _topeax(texts: list[str], matrix: Matrix, seed: int, weights: str) -> list[int]:
    """Return the topics of turftopic's Topeax: t-SNE, and the peaks of its density."""
    from turftopic import Topeax

    model = Topeax(encoder=weights, random_state=seed)
    model.fit_transform(texts, embeddings=matrix)
    return list(model.labels_)


def _topica(texts: list[str], matrix: Matrix, seed: int, weights: str) -> list[int]:
    """Return the topics of topica's own BERTopic: UMAP and HDBSCAN in Rust."""
    from topica import BERTopic

    model = BERTopic(seed=seed)
    model.fit([text.casefold().split() for text in texts], matrix)
    return list(model.labels)


MODELS: dict[str, Callable[[list[str], Matrix, int, str], list[int]]] = {
    "clustering": _clustering_model,
    "topeax": _topeax,
    "bertopic": _topica,
}

PEERS = (("turftopic", "clustering"), ("turftopic", "topeax"), ("topica", "bertopic"))


def _answer(folder: Path) -> None:
    """Write the topics of what was asked into *folder*."""
    asked = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    matrix = np.load(folder / "matrix.npy")
    topics = MODELS[asked["model"]](asked["texts"], matrix, asked["seed"], asked["weights"])
    np.save(folder / "topics.npy", np.array(topics, dtype=int))


if __name__ == "__main__":
    _answer(Path(sys.argv[1]))
