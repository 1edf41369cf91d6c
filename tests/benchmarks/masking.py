"""Prints what masking finds of labelled personal data, and what it masks of real answers.

The sentences and answers are read where they lie, and never printed.
Usage: python -m tests.benchmarks.masking
"""

import csv
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

from flows.models import name_finder_for, read_models
from flows.workspace import Workspace
from nlp.contracts.names import NO_NAMES
from nlp.contracts.study import Redaction
from nlp.contracts.tables import LIST_JOINT
from nlp.estimates.uncertainty import wilson_interval
from nlp.intake.redaction import redact
from tests.builders import responses

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared"
SENTENCES = SHARED / "badinput/presidio-research/tests/data/generated_small.json"
CANARIES = SHARED / "badinput/made/content/pii.csv"
SURVEYS = {
    "bc_ai": ["bc_ai_survey_2025/bc_ai_survey.csv"],
    "ospo": [
        f"todo_ospo_survey_2018_2024/ospo_{wave}.csv"
        for wave in (2018, 2019, 2020, 2021, 2022, 2023, "2024_text")
    ],
    "argkp": ["ibm_argkp_2021/arguments.csv"],
    "aus": ["aus_responsible_ai_2023/aus_responsible_ai_2023_long.csv"],
}
MEANT = {
    "PERSON": "name",
    "ADDRESS": "address",
    "PHONE_NUMBER": "phone",
    "CREDIT_CARD": "card",
    "EMAIL_ADDRESS": "email",
    "DOMAIN_NAME": "url",
    "IP_ADDRESS": "ip",
    "US_SSN": "national_id",
    "US_DRIVER_LICENSE": "account",
}
"""What stands in the sentences, and the kind that should mask it; the rest is not meant to be."""

WORD = re.compile(r"\w{2,}")
LEVEL = 0.95
FEWEST_WORDS, MOST_ALIKE = 3, 2


def main() -> None:
    """Print recall per entity, the canaries, and the masks in real answers."""
    if not SENTENCES.is_file():
        sys.exit(f"the labelled sentences are not on this machine ({SENTENCES})")
    plain, named = Redaction(), Redaction(names=True)
    find_names = name_finder_for(named, read_models(Workspace(ROOT)))
    ways = (("patterns", plain, NO_NAMES), ("rules for names", named, NO_NAMES))
    tagger = ("tagger", named, find_names)
    for way in (*ways, tagger):
        print_recall(*way)
    for way in (ways[0], tagger):
        print_canaries(*way)
        print_masks(*way)


def masked(texts, settings, find_names):
    """Return the masked texts, and the kinds in each."""
    table = redact(responses(*texts), settings, find_names)
    kinds = [[kind for kind in kinds.split(LIST_JOINT) if kind] for kinds in table["kinds"]]
    return list(table["text"]), kinds


def print_recall(way, settings, find_names):
    """Print which share of the labelled stretches is masked whole."""
    sentences = json.loads(SENTENCES.read_text("utf-8"))
    texts, _ = masked([s["full_text"] for s in sentences], settings, find_names)
    hits, of = Counter(), Counter()
    for sentence, text in zip(sentences, texts, strict=True):
        for span in sentence["spans"]:
            of[span["entity_type"]] += 1
            hits[span["entity_type"]] += is_gone(span, sentence["full_text"], text)
    print(f"\n{way}: masked whole, of {len(sentences)} sentences (95 % Wilson)")
    for entity, n in of.most_common():
        low, high = wilson_interval(hits[entity] / n, n, LEVEL)
        figures = f"{hits[entity]:3}/{n:<3} {hits[entity] / n:.2f} [{low:.2f}, {high:.2f}]"
        print(f"  {entity:18} {figures}  {MEANT.get(entity, '(not meant to be)')}")


def is_gone(span, before, after):
    """Return whether no word of the stretch stands in the masked text that others did not say."""
    start, end = span["start_position"], span["end_position"]
    others = Counter(WORD.findall(before[:start] + " " + before[end:]))
    left = Counter(WORD.findall(after))
    return not any(left[word] > others[word] for word in WORD.findall(before[start:end]))


def print_canaries(way, settings, find_names):
    """Print how many of the planted answers had something masked."""
    with CANARIES.open(encoding="utf-8", newline="") as file:
        answers = [row["benefits_text"] for row in csv.DictReader(file)]
    _, kinds = masked(answers, settings, find_names)
    print(f"\n{way}: {sum(map(bool, kinds))} of {len(answers)} planted answers masked")


def print_masks(way, settings, find_names):
    """Print how many masks of each kind real answers get; nobody says which are right."""
    print(f"\n{way}: masks in real answers")
    for survey, files in SURVEYS.items():
        answers = [a for file in files for a in answers_of(SHARED / "data" / file)]
        begun = time.perf_counter()
        _, kinds = masked(answers, settings, find_names)
        took = (time.perf_counter() - begun) / len(answers)
        counts = Counter(kind for found in kinds for kind in found)
        rates = ", ".join(f"{k} {n} ({1000 * n / len(answers):.2f} ‰)" for k, n in counts.items())
        print(
            f"  {survey:6} {len(answers):6} answers, {took * 1e6:5.0f} µs each: {rates or 'none'}"
        )


def answers_of(path):
    """Return the cells of three words or more that hardly any two records share."""
    csv.field_size_limit(10**9)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        _, *rows = csv.reader(file)
    for column in range(max(map(len, rows))):
        cells = Counter(row[column] for row in rows if column < len(row))
        yield from (
            cell
            for cell, n in cells.items()
            if n <= MOST_ALIKE and len(cell.split()) >= FEWEST_WORDS
        )


if __name__ == "__main__":
    main()
