"""Runs the script an analyst would write by hand and `openends run`, in turn, on the same answers.

Prints wall time, peak memory and their ratio. Nothing is asserted: machines are noisy.
Usage: python -m tests.benchmarks.against_by_hand [--answers 5000] [--rounds 1]
"""

import argparse
import csv
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measuring import Measured, measure, print_table

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared"
BY_HAND = SHARED / "bench" / "baseline_byhand.py"
ANSWERS = SHARED / "data" / "pros_cons_liu" / "pros_cons.csv"

STUDY = """\
study_id: bench
title: Benchmark
waves:
  w1: {source: answers.csv}
respondent: {column: respondent_id}
open_questions:
  opinion: {column: text, label: Opinion}
"""


def main() -> None:
    """Measure both and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=1)
    wanted = parser.parse_args()
    if not BY_HAND.is_file():
        sys.exit(f"the script written by hand is not on this machine ({BY_HAND})")
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.csv"
        write_answers(answers, wanted.answers)
        rounds = [(by_hand(answers), ours(answers)) for _ in range(wanted.rounds)]
    print(f"{wanted.answers:,} answers, {wanted.rounds} round(s)")
    print_table("by hand", rounds)


def write_answers(path: Path, count: int) -> None:
    """Write the first *count* answers of the public set, numbered, one per row."""
    with ANSWERS.open(encoding="utf-8-sig", newline="") as source:
        texts = [row["text"] for _, row in zip(range(count), csv.DictReader(source), strict=False)]
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["respondent_id", "text"])
        writer.writerows([f"r{number}", text] for number, text in enumerate(texts, start=1))


def by_hand(answers: Path) -> Measured:
    """Measure the script written by hand."""
    command = [str(BY_HAND), "--input", str(answers), "--out", str(answers.parent / "by_hand")]
    return measure([sys.executable, *command])


def ours(answers: Path) -> Measured:
    """Measure `openends run --no-prefect` in a workspace of its own: no kept vectors or tables."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "configs" / "studies").mkdir(parents=True)
        (root / "configs" / "studies" / "bench.yaml").write_text(STUDY, encoding="utf-8")
        for name in ("lexicons", "cues", "examples", "models.yaml"):
            (root / "configs" / name).symlink_to(ROOT / "configs" / name)
        (root / "answers.csv").symlink_to(answers)
        openends = Path(sys.executable).with_name("openends")
        return measure([str(openends), "run", "bench", "--no-prefect", "--root", str(root)])


if __name__ == "__main__":
    main()
