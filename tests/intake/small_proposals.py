"""Exports of which nothing is known yet, with invented answers."""

from nlp.contracts.raw import RawExport, Record
from nlp.intake.proposing import Guess, Start, propose

WORDS = (
    "it saves us much time each week",
    "fewer errors when we write reports",
    "people may lose their jobs to it",
    "nobody checks what it tells us",
    "the cost of it is hard to see",
)


def text(number):
    """Return the answer of the respondent *number*: no two are alike."""
    return f"{WORDS[number % len(WORDS)]} and then {number} more"


def export(header, cells, people=40, values=None):
    """An export of *people*; `cells` says of a number, from 0, what stands in each column."""
    rows = header if isinstance(header[0], tuple) else (header,)
    records = [
        Record(line, tuple(str(cell) for cell in cells(line - len(rows) - 1)))
        for line in range(len(rows) + 1, people + len(rows) + 1)
    ]
    return RawExport("small.csv", tuple(rows), tuple(records), values=values or {})


def proposed(raw, source="small.csv", wave=None):
    """What is proposed for *raw*."""
    return propose(raw, Guess({}), Start("small", "Small", source, wave))


def settings(section):
    """The settings of each entry of *section*, without their reasons."""
    return {key: dict(guess.settings) for key, guess in section.items()}
