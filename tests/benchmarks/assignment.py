"""Prints how well themes are given to arguments, by the measure of the KPA 2021 shared task.

IBM ArgKP 2021 has arguments on 31 topics, for and against, and the key points that people matched
them with (Bar-Haim et al. 2020). A key point is a theme here. Within a topic and stance arguments
are ranked by how sure their best key point is; the better half is scored by average precision, and
mAP is the mean over topics and stances (Friedman et al. 2021, "Overview of the 2021 key point
analysis shared task"). A pair on which people differ counts as wrong (strict) or right (relaxed).
The task's later script also multiplies by the share that is right ("weighted").

Half of the arguments, by the hash of their ids, lend themes their examples; all figures are of the
other half. Topics are split by the hash of their names: `development` shows those that choices may
be made on. The texts are read where they lie, and never printed.
Usage: python -m tests.benchmarks.assignment [development]
"""

import csv
import hashlib
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import average_precision_score

from flows.models import encoder_for, read_models
from flows.vector_store import StoredEncoder
from flows.workspace import Workspace
from nlp.contracts.codebook import Codebook, Theme
from nlp.contracts.study import Coding, Encoding
from nlp.contracts.tables import Codings
from nlp.contracts.vectors import Encoder, Scores
from nlp.themes.coding import code
from nlp.themes.embedding import embed
from tests.builders import WAVE, units

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT.parent / "shared" / "data" / "ibm_argkp_2021"
EXAMPLES = 8
RANKED = Coding(threshold=0, margin=0, most_themes=1)
"""Every argument with its best key point, as the task asks."""

UNDECIDED = {"strict": 0, "relaxed": 1}

Pair = tuple[str, str]
"""An argument and a key point."""


@dataclass
class Debate:
    """The arguments of one topic and stance, and the key points they may raise, by their ids."""

    key_points: dict[str, str] = field(default_factory=dict)
    arguments: dict[str, str] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    judged: dict[Pair, int] = field(default_factory=dict)
    """1 or 0 for each pair that people agreed on."""

    def codebook(self, *, with_examples: bool) -> Codebook:
        """Return the key points as themes."""
        examples = self.examples if with_examples else {}
        themes = [
            Theme(theme_id=key, label=text[:80], examples=(text, *examples.get(key, [])))
            for key, text in self.key_points.items()
        ]
        return Codebook(study_id="argkp", themes=tuple(themes))


Ranked = dict[Pair, float]
"""The best key point of each argument, and how sure it is."""


def main() -> None:
    """Print a line per way of matching, and what the default settings give."""
    if not DATA.is_dir():
        sys.exit(f"the labelled arguments are not on this machine ({DATA})")
    workspace = Workspace(ROOT)
    encoder = StoredEncoder(
        encoder_for(Encoding(), read_models(workspace), workspace.exported_models),
        workspace.interim("_bench") / "vectors",
    )
    of = debates(half=1 - ("development" in sys.argv[1:]))
    print(f"{len(of)} topics and stances, {sum(len(d.arguments) for d in of)} arguments")
    print(f"{'':>38}  mAP: strict relaxed   weighted: strict relaxed")
    for title, rank in WAYS.items():
        ranked = [rank(debate, encoder) for debate in of]
        means = [mean(of, ranked, kind, weighted) for weighted in (0, 1) for kind in UNDECIDED]
        print(f"{title:>38} {means[0]:12.3f} {means[1]:7.3f} {means[2]:18.3f} {means[3]:7.3f}")
    print(f"\n{'default settings':>38} precision recall    F1  in none")
    for title, with_examples in (("key point", False), ("and examples", True)):
        given = [coded(debate, encoder, Coding(), with_examples=with_examples) for debate in of]
        print(f"{'OpenEnds, ' + title:>38} {as_a_set(of, given)}")


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of the set."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def half_of(name: str) -> int:
    """Return the half, 0 or 1, that *name* falls into by its hash."""
    return hashlib.sha256(name.encode()).digest()[0] % 2


def debates(half: int) -> list[Debate]:
    """Return the debates on the topics of *half*."""
    of: dict[Pair, Debate] = defaultdict(Debate)
    for row in read("key_points.csv"):
        of[row["topic"], row["stance"]].key_points[row["key_point_id"]] = row["key_point"]
    lent: dict[str, str] = {}
    place: dict[str, Debate] = {}
    for row in read("arguments.csv"):
        debate = place[row["arg_id"]] = of[row["topic"], row["stance"]]
        to = debate.arguments if half_of(row["arg_id"]) else lent
        to[row["arg_id"]] = row["argument"]
    for row in read("labels.csv"):
        debate, argument, key = place[row["arg_id"]], row["arg_id"], row["key_point_id"]
        debate.judged[argument, key] = int(row["label"])
        examples = debate.examples.setdefault(key, [])
        if row["label"] == "1" and argument in lent and len(examples) < EXAMPLES:
            examples.append(lent[argument])
    return [debate for (topic, _), debate in sorted(of.items()) if half_of(topic) == half]


def best(debate: Debate, likeness: Scores) -> Ranked:
    """Return the best key point (column) of each argument (row)."""
    keys = list(debate.key_points)
    return {
        (argument, keys[int(row.argmax())]): float(row.max())
        for argument, row in zip(debate.arguments, likeness, strict=True)
    }


def by_cosine(debate: Debate, encoder: Encoder) -> Ranked:
    """Return what the plain cosine of the encoder's vectors says."""
    texts = encoder.encode(list(debate.arguments.values()))
    return best(debate, texts @ encoder.encode(list(debate.key_points.values())).T)


def by_nearest_example(debate: Debate, encoder: Encoder) -> Ranked:
    """Return what the cosine to the nearest example, or to the key point itself, says."""
    texts = encoder.encode(list(debate.arguments.values()))
    columns = [
        (texts @ encoder.encode([point, *debate.examples.get(key, [])]).T).max(axis=1)
        for key, point in debate.key_points.items()
    ]
    return best(debate, np.stack(columns, axis=1))


def by_words(debate: Debate, encoder: Encoder) -> Ranked:
    """Return what the cosine of TF-IDF weights says; *encoder* is not asked."""
    texts, points = list(debate.arguments.values()), list(debate.key_points.values())
    weights = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit(texts + points)
    return best(debate, (weights.transform(texts) @ weights.transform(points).T).toarray())


def by_key_points(debate: Debate, encoder: Encoder) -> Ranked:
    """Return what coding says by key points alone."""
    return coded(debate, encoder, RANKED, with_examples=False)


def by_examples(debate: Debate, encoder: Encoder) -> Ranked:
    """Return what coding says by key points and examples."""
    return coded(debate, encoder, RANKED, with_examples=True)


def coded(debate: Debate, encoder: Encoder, settings: Coding, *, with_examples: bool) -> Ranked:
    """Return the key points that OpenEnds gives, and how sure they are."""
    of = units(*debate.arguments.values())
    codebook = debate.codebook(with_examples=with_examples)
    codings: Codings = code(of, embed(of, encoder), codebook, encoder, settings, (WAVE,))
    argument = dict(zip(of["unit_id"], debate.arguments, strict=True))
    rows = zip(codings["unit_id"], codings["theme_id"], codings["confidence"], strict=True)
    return {(argument[unit], key): sure for unit, key, sure in rows}


WAYS: dict[str, Callable[[Debate, Encoder], Ranked]] = {
    "TF-IDF cosine to the key point": by_words,
    "MiniLM cosine to the key point": by_cosine,
    "OpenEnds, key point": by_key_points,
    "MiniLM cosine to the nearest example": by_nearest_example,
    "OpenEnds, key point and examples": by_examples,
}


def mean(of: Sequence[Debate], ranked: Sequence[Ranked], kind: str, weighted: int) -> float:
    """Return the mean average precision over debates."""
    return float(
        np.mean(
            [
                average_precision(debate, ranking, UNDECIDED[kind], weighted)
                for debate, ranking in zip(of, ranked, strict=True)
            ]
        )
    )


def average_precision(debate: Debate, ranked: Ranked, undecided: int, weighted: int) -> float:
    """Return the average precision of the better half of the arguments, ties by their ids.

    An argument without any key point would stand last, and be wrong.
    """
    most = len(debate.arguments) // 2
    half = sorted(ranked, key=lambda pair: (-ranked[pair], pair))[:most]
    right = [debate.judged.get(pair, undecided) for pair in half]
    if not any(right):
        return 0.0
    precision = average_precision_score(right, [ranked[pair] for pair in half])
    return float(precision * (sum(right) / most if weighted else 1))


def as_a_set(of: Sequence[Debate], given: Sequence[Ranked]) -> str:
    """Return precision, recall and F1 over the pairs that people agreed on, and who has none."""
    rights = [[d.judged[p] for p in g if p in d.judged] for d, g in zip(of, given, strict=True)]
    right, judged = sum(map(sum, rights)), sum(map(len, rights))
    wanted = sum(
        label for d in of for (argument, _), label in d.judged.items() if argument in d.arguments
    )
    some = sum(len({argument for argument, _ in g}) for g in given)
    none = 1 - some / sum(len(d.arguments) for d in of)
    precision, recall = right / judged, right / wanted
    f1 = 2 * precision * recall / (precision + recall)
    return f"{precision:9.3f} {recall:6.3f} {f1:5.3f} {none:8.3f}"


if __name__ == "__main__":
    main()
