"""Reads one large export with plain `pandas.read_csv`, then with `openends check`.

`check` reads, accounts for every row, masks, screens and cuts into units; pandas only reads.
Usage: python -m tests.benchmarks.ingest [--respondents 100000] [--columns 60] [--rounds 1]
"""

import argparse
import csv
import random
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measuring import Measured, measure, print_table

ROOT = Path(__file__).parent.parent.parent
OPEN = ("benefits", "risks", "advice")
SEED = 20261122

OPENINGS = ("I think", "In our team", "Honestly,", "We find that", "For a small firm", "To me", "")
SUBJECTS = ("open models", "the licence", "a closed model", "our vendor", "the data", "this tool")
VERBS = ("saves", "costs", "changes", "slows down", "helps with", "gets in the way of", "hides")
OBJECTS = (
    "hours of work",
    "our budget",
    "the audit",
    "customer trust",
    "daily support",
    "privacy",
)
ENDINGS = ("every week", "when it matters", "since last year", "for most people", "by far", "")
SHORT = ("cost", "GDPR", "n/a", "", "", "don't know", "see above", "asdfgh", "none", "speed")
CONTACTS = ("ask me at {n}@example.org", "call 020 7946 {n:04d}", "see https://example.org/{n}")


def main() -> None:
    """Write the export, measure both and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--respondents", type=int, default=100_000)
    parser.add_argument("--columns", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        export = write_workspace(root, wanted.respondents, wanted.columns)
        pairs = [(by_pandas(export), ours(root)) for _ in range(wanted.rounds)]
        size = export.stat().st_size / 1e6
    print(
        f"{wanted.respondents:,} respondents x {wanted.columns} columns, {len(OPEN)} open "
        f"questions, {size:.0f} MB, {wanted.rounds} round(s)"
    )
    print_table("pandas.read_csv", pairs)


def write_workspace(root: Path, respondents: int, columns: int) -> Path:
    """Write a study of one invented export below *root* and return the export."""
    drawn = random.Random(SEED)
    closed = [f"Q{number}" for number in range(1, columns - len(OPEN))]
    export = root / "export.csv"
    with export.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["respondent_id", *closed, *OPEN])
        for number in range(respondents):
            options = [f"Option {drawn.randrange(5)}" for _ in closed]
            writer.writerow([f"{number:08d}", *options, *(response(drawn) for _ in OPEN)])
    write_configs(root, closed)
    return export


def response(drawn: random.Random) -> str:
    """Return an invented response: mostly a sentence or two, sometimes a word or nothing."""
    if drawn.random() < 0.15:
        return drawn.choice(SHORT)
    parts = [OPENINGS, SUBJECTS, VERBS, OBJECTS, ENDINGS]
    said = " ".join(filter(None, (drawn.choice(words) for words in parts))) + "."
    if drawn.random() < 0.5:
        said += f" {drawn.choice(SUBJECTS)} {drawn.choice(VERBS)} item {drawn.randrange(9999)}."
    if drawn.random() < 0.03:
        said += " " + drawn.choice(CONTACTS).format(n=drawn.randrange(9999))
    return said


def write_configs(root: Path, closed: list[str]) -> None:
    """Write the study file, and link what belongs to no study."""
    (root / "configs" / "studies").mkdir(parents=True)
    lines = ["study_id: bench", "title: Benchmark", "waves: {w1: {source: export.csv}}"]
    lines += ["respondent: {column: respondent_id}", "open_questions:"]
    lines += [f"  {name}: {{column: {name}, label: {name}}}" for name in OPEN]
    lines += ["closed_questions:"]
    lines += [f"  {name.lower()}: {{column: {name}, label: {name}}}" for name in closed]
    study = root / "configs" / "studies" / "bench.yaml"
    study.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name in ("lexicons", "cues", "examples", "models.yaml"):
        (root / "configs" / name).symlink_to(ROOT / "configs" / name)


def by_pandas(export: Path) -> Measured:
    """Measure a script of one line that reads the export and does nothing with it."""
    script = f"import pandas; pandas.read_csv({str(export)!r})"
    return measure([sys.executable, "-c", script])


def ours(root: Path) -> Measured:
    """Measure `openends check`."""
    openends = Path(sys.executable).with_name("openends")
    return measure([str(openends), "check", "bench", "--root", str(root)])


if __name__ == "__main__":
    main()
