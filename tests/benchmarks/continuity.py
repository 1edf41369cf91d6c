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
from collections import defaultdict
from pathlib import Path

import pandas as pd

from flows.models import (
    PinnedModels,
    encoder_for,
    read_models,
    tagger_for,
    topic_name_finder,
)
from flows.vector_store import StoredEncoder
from flows.workspace import Workspace
from nlp.contracts.codebook import Codebook
from nlp.contracts.study import Coding, Discovery, Encoding
from nlp.contracts.tables import Units, conform
from nlp.themes.coding import code
from nlp.themes.description import describe_topics
from nlp.themes.discovery import discover_topics
from nlp.themes.drafting import draft_codebook
from nlp.themes.embedding import embed
from nlp.themes.nets import propose_nets
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
    workspace = Workspace(ROOT)
    models = read_models(workspace)
    lazy = encoder_for(Encoding(), models, workspace.exported_models)
    encoder = StoredEncoder(lazy, workspace.interim("_bench") / "vectors")
    dealt = [random.Random(n).sample(texts, len(texts)) for n in range(TRIALS)]
    codebooks = [first_edition(of, n, encoder, models) for n, of in enumerate(dealt)]
    print(f"{len(texts)} answers in two waves, {TRIALS} trials each")
    for size in (0, *SIZES):
        found = [
            trial(dealt[n], planted[n][:size], n, codebooks[n], encoder) for n in range(TRIALS)
        ]
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


def first_edition(
    dealt: list[str], seed: int, encoder: StoredEncoder, models: PinnedModels
) -> Codebook:
    """Return the codebook drafted from the first wave, one half of the answers."""
    first = units(*dealt[: len(dealt) // 2], wave="w1")
    vectors = embed(first, encoder)
    found = discover_topics(first, vectors, Discovery(trials=0), seed)
    topics = describe_topics(first, vectors, found, tagger_for(models), topic_name_finder(models))
    return draft_codebook("s", topics, propose_nets(topics, found, vectors), first, Discovery())


def trial(
    dealt: list[str], planted: list[str], seed: int, codebook: Codebook, encoder: StoredEncoder
) -> tuple[bool, int]:
    """Return whether what was planted was found, and how many newcomers are something else."""
    middle = len(dealt) // 2
    first = units(*dealt[:middle], wave="w1")
    second = units(*planted, *dealt[middle : len(dealt) - len(planted)], wave="w2")
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
