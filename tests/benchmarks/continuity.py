"""Plants a subject into one of two like waves, and counts how often it is found, and falsely.

A question of the British Columbia survey is dealt into two waves by chance. The codebook is
drafted from the first. Into the second go arguments for one key point of IBM ArgKP 2021, in place
of as many answers; in the control trials nothing does. A trial counts if most of a newcomer is
planted.
Settings were chosen with `--half 0` (worries, one half of the key points) and are reported on
`--half 1` (hopes, the other half). Usage: python -m tests.benchmarks.continuity [--half 1]
"""

import argparse
import csv
import hashlib
import random
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import pandas as pd

from flows.models import encoder_for, read_models
from flows.vector_store import StoredEncoder
from flows.workspace import open_workspace
from nlp.contracts.study import Coding, Discovery, Encoding
from nlp.contracts.tables import Units, conform
from nlp.themes.coding import code
from nlp.themes.description import describe_topics
from nlp.themes.discovery import discover_topics
from nlp.themes.drafting import draft_codebook
from nlp.themes.embedding import embed
from nlp.themes.newcomers import find_newcomers
from tests.builders import units

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT.parent / "shared" / "data"
QUESTION = ("Q13_AI_impact_worries_text_OE", "Q8_AI_helping_BC_community_text_OE")
WAVES = ("w1", "w2")
TRIALS = 10
SIZES = (15, 20, 25, 30)


def main() -> None:
    """Run all trials and print how many of them found what was planted, and what was not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", type=int, choices=(0, 1), default=1)
    half = parser.parse_args().half
    if not DATA.is_dir():
        sys.exit(f"the real surveys are not on this machine ({DATA})")
    texts = [row[QUESTION[half]].strip() for row in read("bc_ai_survey_2025/bc_ai_survey.csv")]
    texts = [text for text in texts if len(text.split()) > 1]
    planted = key_points(half)
    with tempfile.TemporaryDirectory() as folder:
        models = read_models(open_workspace(ROOT))
        encoder = StoredEncoder(encoder_for(Encoding(), models), Path(folder))
        print(f"{len(texts)} answers in two waves, {TRIALS} trials each")
        for size in (0, *SIZES):
            found = [trial(texts, planted[n][:size], n, encoder) for n in range(TRIALS)]
            hits, false = sum(hit for hit, _ in found), sum(others for _, others in found)
            print(f"planted {size:2}: found in {hits:2}, false candidates {false}", flush=True)


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of the real surveys."""
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def key_points(half: int) -> list[list[str]]:
    """Return the arguments for TRIALS key points of one half, split by the hash of their ids."""
    argument = {r["arg_id"]: r["argument"] for r in read("ibm_argkp_2021/arguments.csv")}
    of = defaultdict(list)
    for row in read("ibm_argkp_2021/labels.csv"):
        if row["label"] == "1":
            of[row["key_point_id"]].append(argument[row["arg_id"]])
    large = [name for name in sorted(of) if len(of[name]) >= max(SIZES)]
    own = [n for n in large if int(hashlib.sha256(n.encode()).hexdigest(), 16) % 2 == half]
    return [random.Random(half).sample(of[n], len(of[n])) for n in own[:: len(own) // TRIALS]]


def trial(texts: list[str], planted: list[str], seed: int, encoder: StoredEncoder):
    """Return whether what was planted was found, and how many newcomers are something else."""
    dealt = random.Random(seed).sample(texts, len(texts))
    middle = len(dealt) // 2
    first = units(*dealt[:middle], wave="w1")
    second = units(*planted, *dealt[middle : len(dealt) - len(planted)], wave="w2")
    vectors = embed(first, encoder)
    topics = describe_topics(first, vectors, discover_topics(first, vectors, Discovery(), seed))
    codebook = draft_codebook("s", topics, first, Discovery())
    both = conform(pd.concat([first, second], ignore_index=True), Units)
    codings = code(both, embed(both, encoder), codebook, encoder, Coding(), WAVES)
    new = find_newcomers(both, codings, encoder, seed, WAVES)
    text_of = dict(zip(both["unit_id"], both["text"], strict=True))
    groups = [
        [text_of[unit] in planted for unit in g["unit_id"]] for _, g in new.groupby("topic_id")
    ]
    hits = [sum(group) > len(group) / 2 for group in groups]
    return any(hits), hits.count(False)


if __name__ == "__main__":
    main()
