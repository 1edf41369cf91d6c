"""Which character stands between cells: the study file says it, the file itself, or its name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nlp.contracts.errors import StudyConfigError
from nlp.contracts.study import ExportLayout

SIGNS: Mapping[str, str] = {
    ",": "a comma",
    ";": "a semicolon",
    "\t": "a tab",
    "|": "a bar",
}
"""The delimiters that exports are found with."""

_SEP_LINE = re.compile('"?sep=(.)"?[\r\n]*', re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """The delimiter, who says so, and whether the first line is no more than that saying."""

    delimiter: str
    said_by: str
    has_sep_line: bool


def dialect_of(name: str, layout: ExportLayout, first_line: str) -> Dialect:
    """Return the dialect of the file *name*; the study file has the first word."""
    said = _SEP_LINE.fullmatch(first_line)
    if layout.delimiter is not None:
        delimiter, said_by = layout.delimiter, "the study file"
    elif said:
        delimiter, said_by = said[1], "its sep= line"
    elif name.lower().removesuffix(".gz").endswith(".tsv"):
        delimiter, said_by = "\t", "its suffix"
    else:
        delimiter, said_by = ",", "no one, a comma being the custom"
    if delimiter in '"\r\n\0':
        raise StudyConfigError(
            f"export.delimiter: {delimiter!r} cannot stand between cells; "
            f"use {', '.join(map(repr, SIGNS))}"
        )
    return Dialect(delimiter, said_by, bool(said))


def in_words(delimiter: str) -> str:
    """Return *delimiter* as people say it."""
    return SIGNS.get(delimiter, repr(delimiter))
