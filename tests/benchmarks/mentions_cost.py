"""Prints what tagging 20,000 answers of about 20 words costs, and one answer of 5 million words.

Every line is a process of its own, imports, loading and learning included; vectors are there.
The answers are read where they lie. Usage: python -m tests.benchmarks.mentions_cost
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from flows.session import Session, open_session
from flows.surroundings import prepare_surroundings
from flows.workspace import Workspace
from nlp.intake.screening import screen
from nlp.intake.units import unitise
from nlp.mentions.tagging import tag
from nlp.themes.embedding import embed
from tests.benchmarks.cost import ARGUMENTS, answers
from tests.benchmarks.measuring import measure
from tests.builders import redacted
from tests.conftest import ROOT
from tests.fakes import fixed_clock
from tests.shell.small_workspace import edit, write_workspace

ANSWERS = 20_000
WORDS = 5_000_000
WORKERS = {"one process": "serial", "two processes": "processes"}
SENTENCE = "Open models lower our costs, but nobody should use them without any rules. "


def main() -> None:
    """Print a line per way, or be the process of one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=ANSWERS)
    parser.add_argument("--way", choices=(*WORKERS, "vectors", "long"), help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if not ARGUMENTS.is_file():
        sys.exit(f"the public sets are not on this machine ({ARGUMENTS.parent})")
    prepare_surroundings()
    if wanted.way:
        do(wanted.way, wanted.answers, wanted.root)
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        project(root)
        measure(command("vectors", wanted.answers, root))
        for way in WORKERS:
            line(way, wanted.answers, root)
        line("long", wanted.answers, root)


def command(way: str, n: int, root: Path) -> list[str]:
    """Return the words of a process that does one line."""
    own = [sys.executable, "-m", "tests.benchmarks.mentions_cost"]
    return [*own, "--way", way, "--answers", str(n), "--root", str(root)]


def line(way: str, n: int, root: Path) -> None:
    """Print what one line takes."""
    shutil.rmtree(root / "data" / "interim" / "small", ignore_errors=True)
    found = measure(command(way, n, root), together=True)
    told = (root / "told").read_text()
    memory = f"{found.peak:.0f} MB, all processes together {found.together:.0f} MB"
    print(f"{way:14} {found.wall:6.1f} s {found.cpu:6.1f} cpu s  {memory}; {told}", flush=True)


def project(root: Path) -> None:
    """Write a project with everything that mentions are found by."""
    write_workspace(root)
    shutil.copytree(ROOT / "configs", root / "configs", dirs_exist_ok=True)
    edit(root / "configs" / "studies" / "small.yaml", "encoding: {kind: words}", "")


def do(way: str, n: int, root: Path) -> None:
    """Do what a line measures."""
    by = WORKERS.get(way, "processes")
    (root / "configs" / "operation.yaml").write_text(
        f"sharding: {{by: {by}, workers: 2, from_rows: {n if by == 'processes' else 10**9}}}\n"
    )
    session = open_session(Workspace(root), "small", fixed_clock)
    texts = [(SENTENCE * (WORDS // len(SENTENCE.split()) + 1))] if way == "long" else answers(n)
    told = tagged(session, texts, only_vectors=way == "vectors")
    (root / "told").write_text(told)


def tagged(session: Session, texts: list[str], *, only_vectors: bool) -> str:
    """Tag *texts* as a run does, and return the counts."""
    study, run = session.study, session.run("w1")
    responses = redacted(*texts, wave="w1", question="hopes")
    screened = run.stage(screen, responses, study.screening)
    units = run.stage(unitise, screened, study.units)
    vectors = embed(units, session.encoder_of_answers)
    if only_vectors:
        return ""
    engines = session.pipeline, session.meanings
    mentions = run.stage(tag, units, vectors, *engines, study.open_questions, study.mentions)
    statuses = screened["status"].value_counts().to_dict()
    return f"{len(units):,} units, {len(mentions):,} mentions, {statuses}"


if __name__ == "__main__":
    main()
