"""Writes how many minimal pairs come out right, per phenomenon, to docs/challenge.md.

Usage: python -m tests.benchmarks.challenge
"""

from pathlib import Path

from flows.evaluating import session_for
from flows.workspace import open_workspace
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
    pairs = judged(session_for(open_workspace(ROOT), None))
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
