"""Prints what embedding and topics cost, beside plain SentenceTransformer and BERTopic.

Every line is a process of its own, imports and compiling included, on answers of about 20 words:
arguments, and pairs of questions that ask for the same thing. They are read where they lie, and
put before each process as a table of units. All lines are taken in turn, `--rounds` times, and the
medians shown. Where a machine is shared, compare processor seconds.
Usage: python -m tests.benchmarks.cost [--rounds N] [--curve]
"""

import argparse
import csv
import random
import statistics
import sys
import tempfile
import warnings
from dataclasses import astuple
from pathlib import Path

import pandas as pd

from flows.kept import read_table, write_table
from flows.models import checked_folder, encoder_for, read_models
from flows.surroundings import prepare_surroundings
from flows.vector_store import StoredEncoder
from flows.workspace import Workspace
from nlp.contracts.codebook import Codebook, Theme
from nlp.contracts.study import Coding, Discovery, Encoding
from nlp.contracts.tables import NO_TOPIC, Units
from nlp.themes.embedding import embed
from tests import builders
from tests.benchmarks.measuring import Measured, measure

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT.parent / "shared" / "data"
ARGUMENTS = DATA / "ibm_argkp_2021" / "arguments.csv"
ASKED = DATA / "intent_banking77_clinc150"
SEED = 42
ANSWERS = 20_000
SIZES = (1_000, 5_000, 20_000, 50_000, 200_000)
ROUNDS = 3
ENCODERS = ("torch", "onnx")
TASKS = ("plain", "embed", "topics", "coding")
EXAMPLES = 5
LONGEST = 60


def main() -> None:
    """Print a table, or do one of the tasks that its lines are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=ANSWERS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--curve", action="store_true", help="growing numbers of answers, instead")
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--task", choices=TASKS, help=argparse.SUPPRESS)
    parser.add_argument("--encoder", choices=(*ENCODERS, "words"), help=argparse.SUPPRESS)
    parser.add_argument("--units", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--kept", type=Path, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if not ARGUMENTS.is_file():
        sys.exit(f"the public sets are not on this machine ({DATA})")
    prepare_surroundings()
    warnings.simplefilter("ignore")
    if wanted.task:
        do(wanted.task, wanted.units, wanted.encoder, wanted.kept)
    elif wanted.curve:
        curve(wanted.sizes)
    else:
        compare(wanted.answers, wanted.rounds)


def compare(n: int, rounds: int) -> None:
    """Print what *n* answers cost, and what 1 % more cost afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        one, cold, more = (lay_out(root, count) for count in (1, n, n + n // 100))
        lines = [(f"plain, {n:,} answers", "plain", "torch", cold)]
        for encoder in ENCODERS:  # models are exported once, and read once, before anything counts
            taken("embed", encoder, one, root / "first")
            lines.append((f"{encoder}: vectors and topics", "topics", encoder, cold))
            lines.append((f"{encoder}: vectors of 1 % more", "embed", encoder, more))
        found: list[list[Measured]] = [[] for _ in lines]
        for number in range(rounds):
            for (_, task, encoder, units), seen in zip(lines, found, strict=True):
                seen.append(taken(task, encoder, units, root / f"{encoder}-{number}"))
        plain = median(found[0])
        for (title, *_), seen in zip(lines, found, strict=True):
            show(title, median(seen), plain)


def curve(sizes: list[int]) -> None:
    """Print what topics and coding cost as answers grow, with vectors of hashed words."""
    with tempfile.TemporaryDirectory() as folder:
        for n in sizes:
            units = lay_out(Path(folder), n)
            show(
                f"{n:,} answers, topics and coding",
                taken("coding", "words", units, Path(folder) / f"kept-{n}"),
            )


def lay_out(folder: Path, n: int) -> Path:
    """Return the file that now holds *n* answers as units."""
    path = folder / f"units-{n}.parquet"
    write_table(builders.units(*answers(n)), path)
    return path


def taken(task: str, encoder: str, of: Path, kept: Path) -> Measured:
    """Return what a task takes in a process of its own."""
    asked = ["--task", task, "--encoder", encoder, "--units", str(of), "--kept", str(kept)]
    return measure([sys.executable, "-m", "tests.benchmarks.cost", *asked])


def median(found: list[Measured]) -> Measured:
    """Return the median of each figure."""
    return Measured(
        *(statistics.median(figures) for figures in zip(*map(astuple, found), strict=True))
    )


def show(title: str, found: Measured, beside: Measured | None = None) -> None:
    """Print a line, with its shares of what another took."""
    shares = f"{found.wall / beside.wall:6.3f} {found.cpu / beside.cpu:6.3f}" if beside else ""
    wall, cpu, peak = f"{found.wall:6.1f} s", f"{found.cpu:6.1f} cpu s", f"{found.peak:6.0f} MB"
    print(f"{title:36} {wall} {cpu} {peak} {shares}", flush=True)


def do(task: str, of: Path, encoder: str, kept: Path) -> None:
    """Do what a line of the table measures."""
    if task == "plain":
        by_hand(list(pd.read_parquet(of, columns=["text"])["text"]))
        return
    workspace = Workspace(ROOT)
    settings = Encoding(kind="words") if encoder == "words" else Encoding(backend=encoder)
    by = encoder_for(settings, read_models(workspace), kept.with_name("exports"))
    answered = read_table(of, Units)
    embeddings = embed(answered, StoredEncoder(by, kept))
    if task == "embed":
        return
    from nlp.themes.discovery import discover_topics  # not before topics are asked for

    found = discover_topics(answered, embeddings, Discovery(), SEED)
    if task == "coding":
        from nlp.themes.coding import code

        texts = codebook(answered.merge(found))
        code(answered, embeddings, texts, by, Coding(threshold=0.15), ("w1",))


def by_hand(texts: list[str]) -> None:
    """Do what a user would: the defaults, and the documented way to fix the seed."""
    from bertopic import BERTopic
    from sentence_transformers import SentenceTransformer
    from umap import UMAP

    package = read_models(Workspace(ROOT)).encoders[Encoding().model]
    encoder = SentenceTransformer(str(checked_folder(Encoding().model, package)), device="cpu")
    vectors = encoder.encode(texts)
    umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED)
    BERTopic(umap_model=umap).fit_transform(texts, vectors)


def codebook(found) -> Codebook:
    """Return a theme per topic, with the first of its texts as examples."""
    inside = found[found["topic_id"] != NO_TOPIC].sort_values("text")
    themes = tuple(
        Theme(
            theme_id=topic,
            label=f"{topic}: {texts.iloc[0][:LONGEST]}",
            examples=tuple(texts.iloc[:EXAMPLES]),
        )
        for topic, texts in inside.groupby("topic_id")["text"]
    )
    return Codebook(study_id="bench", version=1, status="draft", themes=themes)


def answers(n: int) -> list[str]:
    """Return *n* distinct answers; the first of many are those of few."""
    found = dict.fromkeys(sorted({row["argument"].strip() for row in _rows(ARGUMENTS)}))
    asking: dict[str, list[str]] = {}
    for name in ("banking77", "clinc150"):
        for row in _rows(ASKED / f"{name}.csv"):
            asking.setdefault(f"{name} {row['label']}", []).append(row["text"].strip())
    chance = random.Random(SEED)
    labels = sorted(asking)
    while len(found) < max(n, ANSWERS):
        found[" ".join(chance.sample(asking[chance.choice(labels)], 2))] = None
    texts = list(found)
    few, many = texts[:ANSWERS], texts[ANSWERS:]
    chance.shuffle(few)  # arguments come first
    return (few + many)[:n]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
