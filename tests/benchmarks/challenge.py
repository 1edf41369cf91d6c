"""Writes how many minimal pairs come out right, per phenomenon, to docs/challenge.md.

Usage: python -m tests.benchmarks.challenge
"""

from pathlib import Path

from flows.evaluating import session_for
from flows.workspace import open_workspace
from tests.mentions.pairs import Pair, by_words, judged

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "challenge.md"
HALVES = ("tuned", "held out")

HEAD = """# Challenge

`make bench-challenge` writes this page. It counts the minimal pairs of
`tests/mentions/challenge.yaml`, all invented: two sentences that differ by little and in what is
expected. A pair is right if both its sentences are, in everything that they expect.

Rules and cues were tuned on one half of the pairs, drawn by a hash of their words. The other half
had been read when the rules were written, and the lexicons got terms which either half lacked, so
it is not wholly unseen. These are the words alone (`mentions.use_meaning: false`): terms, cues,
scope and the question. In the last column examples of like meaning decide too, as they do by
default: they find more in answers of real people, and know less of what a "not" does.

| phenomenon | pairs | right | tuned on | held out | with meaning |
|---|---:|---:|---:|---:|---:|
"""


def main() -> None:
    """Judge the pairs and write the page."""
    session = session_for(open_workspace(ROOT), None)
    pairs, meant = judged(by_words(session)), judged(session)
    names = list(dict.fromkeys(pair.phenomenon for pair in pairs))
    rows = [row(name, of(name, pairs), of(name, meant)) for name in names]
    PAGE.write_text(HEAD + "\n".join([*rows, row("**all**", pairs, meant), ""]), "utf-8")
    print(PAGE.read_text("utf-8"))


def of(name: str, pairs: list[Pair]) -> list[Pair]:
    """Return the pairs of one phenomenon."""
    return [pair for pair in pairs if pair.phenomenon == name]


def row(name: str, pairs: list[Pair], meant: list[Pair]) -> str:
    """Return a row of the table."""
    halves = " | ".join(right([pair for pair in pairs if pair.half == half]) for half in HALVES)
    share = sum(not pair.wrong for pair in pairs) / len(pairs)
    return f"| {name} | {len(pairs)} | {share:.0%} | {halves} | {right(meant)} |"


def right(pairs: list[Pair]) -> str:
    """Return how many pairs are right, of how many."""
    return f"{sum(not pair.wrong for pair in pairs)} of {len(pairs)}"


if __name__ == "__main__":
    main()
