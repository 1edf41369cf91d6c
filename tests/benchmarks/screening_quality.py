"""Prints how well screening tells answers from what is none, and one language from another.

The labels are in `tests/labels`; the answers are read where they lie, and never printed.
Usage: python -m tests.benchmarks.screening_quality
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

from nlp.contracts.names import NO_NAMES
from nlp.contracts.study import Redaction, Screening
from nlp.estimates.uncertainty import wilson_interval
from nlp.intake.redaction import redact
from nlp.intake.screening import screen
from tests.builders import responses

ROOT = Path(__file__).parent.parent.parent
LABELS = ROOT / "tests" / "labels"
ANSWERS = ROOT.parent / "shared" / "data"
LEVEL = 0.95
SPLITS = ("development", "seen", "held_out")
SUBSTANTIVE = "substantive"
JUNK = ("refusal", "non_substantive", "gibberish")
AS_LABEL = {"codable": SUBSTANTIVE, "unsupported_language": SUBSTANTIVE}
"""Screening has words for more than the labels do: another language is no junk."""


class Judged(NamedTuple):
    """An answer's place in the labels, what it is, and what screening took it for."""

    split: str
    sample: str
    label: str
    found: str


class Rate(NamedTuple):
    """A share and what it is of."""

    hits: int
    of: int

    def __str__(self) -> str:
        """Return the share with its Wilson interval."""
        if not self.of:
            return "-"
        low, high = wilson_interval(self.hits / self.of, self.of, LEVEL)
        return f"{self.hits}/{self.of} = {self.hits / self.of:.3f} [{low:.3f}, {high:.3f}]"


def main() -> None:
    """Print a table per split and kind of sample, and the figures on languages."""
    if not ANSWERS.is_dir():
        sys.exit(f"the labelled answers are not on this machine ({ANSWERS})")
    everything = judged()
    for split, sample in product((*SPLITS, ""), ("uniform", "enriched", "")):
        rows = [
            row for row in everything if split in (row.split, "") and sample in (row.sample, "")
        ]
        print(f"\n{split or 'all'}, {sample or 'both'}: {len(rows)} answers")
        for wanted in (JUNK, *((kind,) for kind in JUNK)):
            name = "any" if wanted == JUNK else wanted[0]
            found, missed = precision(rows, wanted), recall(rows, wanted)
            print(f"  {name:16} precision {found!s:32} recall {missed}")
    print(f"\nEnglish answers taken for another language: {false_languages()}")
    print(f"sentences of other languages told: {languages_told()}")


def judged() -> list[Judged]:
    """Return every labelled answer with what screening makes of it."""
    labels = _rows(LABELS / "screening.csv")
    files = {name: _cells(name) for name in sorted({label["file"] for label in labels})}
    texts = [files[row["file"]][int(row["row"]) - 1][int(row["column"]) - 1] for row in labels]
    found = _statuses(texts)
    return [
        Judged(row["split"], row["sample"], row["label"], AS_LABEL.get(status, status))
        for row, status in zip(labels, found, strict=True)
    ]


def precision(rows: Iterable[Judged], kinds: tuple[str, ...]) -> Rate:
    """Return how many answers taken for one of *kinds* are of one."""
    taken = [row.label in kinds for row in rows if row.found in kinds]
    return Rate(sum(taken), len(taken))


def recall(rows: Iterable[Judged], kinds: tuple[str, ...]) -> Rate:
    """Return how many answers of one of *kinds* are taken for one."""
    there = [row.found in kinds for row in rows if row.label in kinds]
    return Rate(sum(there), len(there))


def false_languages() -> Rate:
    """Return how many answers in Latin letters, all of English surveys, count as foreign."""
    texts = sorted({text for text in _english_answers() if text.isascii() or _is_latin(text)})
    return Rate(_statuses(texts).count("unsupported_language"), len(texts))


def languages_told() -> Rate:
    """Return how many of our sentences in other languages are told from English."""
    statuses = _statuses([row["text"] for row in _rows(LABELS / "languages.csv")])
    return Rate(statuses.count("unsupported_language"), len(statuses))


def _english_answers() -> Iterator[str]:
    """Yield every cell of the columns that labels were drawn from."""
    columns = {(row["file"], int(row["column"])) for row in _rows(LABELS / "screening.csv")}
    for name, column in sorted(columns):
        yield from (cells[column - 1] for cells in _cells(name) if len(cells) >= column)


def _is_latin(text: str) -> bool:
    """Return whether no letter is beyond the Latin ones; some answers were given in Chinese."""
    return all(letter < "\u0370" or not letter.isalpha() for letter in text)


def _statuses(texts: list[str]) -> list[str]:
    masked = redact(responses(*texts), Redaction(), NO_NAMES)
    alone = Screening(campaign_size=len(texts) + 2)
    return list(screen(masked, alone)["status"])


def _cells(name: str) -> list[list[str]]:
    with (ANSWERS / name).open(encoding="utf-8-sig", newline="") as source:
        return list(csv.reader(source))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


if __name__ == "__main__":
    main()
