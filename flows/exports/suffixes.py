"""How the names of exports end, and what kind of file that says."""

from pathlib import Path

from nlp.contracts.errors import SourceDataError

TEXTS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
STATISTICS = (".sav", ".zsav", ".dta", ".por")
COLUMNAR = (".parquet",)

SUFFIXES = (*TEXTS, *WORKBOOKS, *STATISTICS, *COLUMNAR)
"""The kinds of file that can be read."""


def suffix_of(path: Path) -> str:
    """Return which of `SUFFIXES` *path* ends in, or raise SourceDataError naming them."""
    name = path.name.lower()
    ends = [suffix for suffix in SUFFIXES if name.endswith(suffix)]
    if not ends:
        raise SourceDataError(
            f"{path.name}: expected a file ending in {', '.join(SUFFIXES)}; "
            "export it again as one of these, best as CSV in UTF-8"
        )
    return max(ends, key=len)
