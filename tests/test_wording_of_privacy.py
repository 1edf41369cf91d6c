"""Nothing that we write promises more than masking."""

import re

import pytest

from tests.conftest import ROOT

TOO_MUCH = re.compile(r"\b(?:anonym(?:ous|i[sz])\w*|de-?identif\w*)", re.IGNORECASE)
DENIED = re.compile(r"\bnot\s+anonymous\b", re.IGNORECASE)

WRITTEN = sorted(
    path
    for pattern in (
        *("*.md", "docs/**/*.md", "configs/**/*.md", "configs/**/*.yaml", "data/*.md"),
        *("outputs/*.md", "flows/**/*.py", "nlp/report/**/*.py", "nlp/report/templates/*"),
        *("nlp/contracts/**/*.py",),
    )
    for path in ROOT.glob(pattern)
    if path.is_file() and not path.name.endswith(".draft.yaml")
)


def promises(text):
    """Return the words in *text* that promise too much."""
    return TOO_MUCH.findall(DENIED.sub("", text))


def test_the_places_where_we_write_are_read():
    """
    The pages, the templates and the commands are among them.
    """
    names = {path.relative_to(ROOT).as_posix() for path in WRITTEN}
    assert {"README.md", "flows/cli.py", "docs/stages/redact.md"} <= names
    assert any(name.startswith("nlp/report/templates/") for name in names)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_masked_is_never_called_more_than_masked(path):
    """
    Masked words may still tell who wrote them, so no page, report or command calls them otherwise.
    """
    assert [] == promises(path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["Anonymous"], "Anonymous answers"),
        (["anonymised"], "the words are anonymised"),
        (["anonymized"], "anonymized"),
        (["de-identified"], "de-identified data"),
        ([], "masked, which is not\nanonymous"),
        ([], "a pseudonym, not anonymity"),
    ],
)
def test_promises_are_told_from_denials(expected, text):
    """
    To say what masking is not is allowed.
    """
    assert expected == promises(text)
