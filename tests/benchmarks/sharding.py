"""Prints what stages take in one piece, by local processes and by a Dask cluster over TLS.

Answers are invented, and read by hashed words, so that 200,000 take minutes: sentence vectors of
so many would take an hour, and are the same bytes by construction (docs/stages/embed.md). One of
the two Dask workers is killed in the middle. Every table must come out the same, byte for byte.
Usage: python -m tests.benchmarks.sharding [--answers N] [--tagged N] [--encoder words|torch]
"""

import argparse
import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen
from typing import TypeVar

from flows.code_wave import code_units, embed_units
from flows.digests import digest_of_file
from flows.session import open_session
from flows.surroundings import prepare_surroundings
from flows.workspace import Workspace
from nlp.contracts.tables import Units, conform
from nlp.intake.screening import screen
from nlp.intake.units import unitise
from nlp.mentions.tagging import tag
from nlp.themes.embedding import embed
from tests.builders import redacted
from tests.conftest import ROOT
from tests.fakes import fixed_clock
from tests.shell.small_workspace import edit, write_workspace
from tests.shell.tls_cluster import cluster

T = TypeVar("T")

ANSWERS = 200_000
TAGGED = 20_000
SEED = 42
WORKERS = 2

WHO = ("we", "most teams here", "our customers", "people in my office", "small firms", "I")
DOES = ("expect", "hope for", "worry about", "keep asking about", "do not see", "depend on")
WHAT = (
    "lower costs", "fewer jobs", "faster reports", "stricter laws", "open models", "better tools",
    "wrong answers", "less paperwork", "more control", "bias in the data", "time saved",
)  # fmt: skip
WHEN = ("next year", "already", "in the long run", "since spring", "when budgets shrink")
WHY = ("because nobody checks", "as rules change", "if training is paid for", "like everyone else")


def main() -> None:
    """Print a line per way of doing it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=ANSWERS)
    parser.add_argument("--tagged", type=int, default=TAGGED, help="tag so many of them")
    parser.add_argument("--encoder", choices=("words", "torch"), default="words")
    parser.add_argument("--ways", nargs="*", default=["whole", "processes", "dask"])
    wanted = parser.parse_args()
    prepare_surroundings()
    texts = answers(wanted.answers)
    print(f"{len(texts):,} answers, {len(set(texts)):,} of them distinct", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        made = {way: by(way, texts, wanted, Path(folder) / way) for way in wanted.ways}
    same = {name: len({tables[name] for tables in made.values()}) == 1 for name in made["whole"]}
    for name, is_same in same.items():
        print(f"{name}: {'the same bytes' if is_same else 'DIFFERENT'}")
    sys.exit(not all(same.values()))


def by(way: str, texts: list[str], wanted: argparse.Namespace, root: Path) -> dict[str, str]:
    """Do all stages one way, print what they took, and return the digests of their tables."""
    write_workspace(root)
    shutil.copy(ROOT / "configs" / "models.yaml", root / "configs")
    if wanted.encoder == "torch":
        edit(root / "configs" / "studies" / "small.yaml", "encoding: {kind: words}", "")
    said = {
        "whole": "sharding: {by: serial, from_rows: 100000000}\n",
        "processes": f"sharding: {{by: processes, workers: {WORKERS}, from_rows: 100}}\n",
    }
    if way in said:
        (root / "configs" / "operation.yaml").write_text(said[way])
        return timed(way, texts, wanted.tagged, root)
    with cluster(root.with_name("cluster"), WORKERS) as found:
        (root / "configs" / "operation.yaml").write_text(
            f"sharding: {{by: dask, scheduler: '{found.address}', from_rows: 100,\n"
            f"  certificates: '{found.certificates}'}}\n"
        )
        parts = root / "data" / "interim" / "small" / "w1" / "_parts"
        victim = found.processes[-1]
        killer = threading.Thread(target=kill_in_the_middle, args=[victim, parts], daemon=True)
        killer.start()
        made = timed(way, texts, wanted.tagged, root)
        print(f"{'':10} one worker killed: {victim.poll() == -9}", flush=True)
        return made


def kill_in_the_middle(victim: Popen[bytes], parts: Path) -> None:
    """Kill a worker once a few parts of the codings are there."""
    while len(list(parts.glob("code-*"))) < 3:
        time.sleep(0.02)
    victim.kill()


def timed(way: str, texts: list[str], tagged: int, root: Path) -> dict[str, str]:
    """Print what each stage takes, and return the digests of the tables."""
    session = open_session(Workspace(root), "small", fixed_clock)
    study, run = session.study, session.run("w1")
    responses = redacted(*texts, wave="w1", question="hopes")
    clock = Clock()
    screened = clock("screen", run.stage, screen, responses, study.screening)
    units = clock("unitise", run.stage, unitise, screened, study.units)
    clock("embed", embed_units, session, "w1")
    clock("code", code_units, session, "w1")
    some = conform(units.head(tagged).reset_index(drop=True), Units)
    vectors = embed(some, session.encoder_of_answers)
    questions, settings = study.open_questions, study.mentions
    engines = session.pipeline, session.meanings
    clock("tag", run.stage, tag, some, vectors, *engines, questions, settings)
    print(f"{way:10} {len(units):,} units  {clock}", flush=True)
    tables = ("screen", "unitise", "code", "tag")
    return {name: digest_of_file(next(run.folder.glob(f"{name}-*.parquet"))) for name in tables}


class Clock:
    """What was done, and the seconds it took."""

    def __init__(self) -> None:
        self.took: dict[str, float] = {}

    def __call__(self, name: str, function: Callable[..., T], *args: object) -> T:
        """Return what *function* returns, its time noted under *name*."""
        begun = time.monotonic()
        made = function(*args)
        self.took[name] = time.monotonic() - begun
        return made

    def __str__(self) -> str:
        """Return all of it in a line."""
        return "  ".join(f"{name} {seconds:.1f} s" for name, seconds in self.took.items())


def answers(n: int) -> list[str]:
    """Return *n* invented answers of about 20 words, the same every time."""
    drawn = random.Random(SEED)
    clauses = (WHO, DOES, WHAT, WHEN, WHY)

    def clause() -> str:
        return " ".join(drawn.choice(words) for words in clauses)

    return [f"{clause()}, and {clause()}.".capitalize() for _ in range(n)]


if __name__ == "__main__":
    main()
