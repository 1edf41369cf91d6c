"""Writes how many minimal pairs come out right, per phenomenon, to docs/challenge.md.

Usage: python -m tests.benchmarks.challenge
"""

from pathlib import Path

from flows.files import read_lexicons
from flows.models import load_pipeline, read_models
from flows.workspace import open_workspace
from flows.yaml_files import read_yaml
from nlp.contracts.cues import parse_cues
from nlp.contracts.errors import CodebookError
from tests.mentions.pairs import Pair, judged

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "challenge.md"
HALVES = ("tuned", "held out")

HEAD = """# Challenge

`make bench-challenge` writes this page. It counts the minimal pairs of
`tests/mentions/challenge.yaml`, all invented: two sentences that differ by little and in what is
expected. A pair is right if both its sentences are, in everything that they expect.

Rules and cues were tuned on one half of the pairs, drawn by a hash of their words. The other half
had been read when the rules were written, but what came out wrong there was not looked at, except
that the lexicons got terms which either half lacked.

| phenomenon | pairs | right | tuned on | held out |
|---|---:|---:|---:|---:|
"""


def main() -> None:
    """Judge the pairs and write the page."""
    workspace = open_workspace(ROOT)
    cues = parse_cues(read_yaml(workspace.cues_file, CodebookError), workspace.cues_file.name)
    pipeline = load_pipeline(read_models(workspace), read_lexicons(workspace), cues)
    pairs = judged(pipeline)
    names = list(dict.fromkeys(pair.phenomenon for pair in pairs))
    rows = [row(name, [p for p in pairs if p.phenomenon == name]) for name in names]
    PAGE.write_text(HEAD + "\n".join([*rows, row("**all**", pairs), ""]), "utf-8")
    print(PAGE.read_text("utf-8"))


def row(name: str, pairs: list[Pair]) -> str:
    """Return a row of the table."""
    halves = " | ".join(right([pair for pair in pairs if pair.half == half]) for half in HALVES)
    share = sum(not pair.wrong for pair in pairs) / len(pairs)
    return f"| {name} | {len(pairs)} | {share:.0%} | {halves} |"


def right(pairs: list[Pair]) -> str:
    """Return how many pairs are right, of how many."""
    return f"{sum(not pair.wrong for pair in pairs)} of {len(pairs)}"


if __name__ == "__main__":
    main()
