"""Columns that their one header row cannot tell apart: read all the same, and remarked on.

A study file can name them by position. One that names such a column by its header is refused when
the column is looked for, as nobody could say which is meant.
"""

from collections.abc import Iterator

from nlp.contracts.raw import RawExport, Remark
from nlp.intake.columns import plain
from nlp.intake.places import column_name


def remark_on_names(export: RawExport) -> Iterator[Remark]:
    """Return a remark for every name that several columns share, and for each that has none.

    Several header rows repeat names and leave them blank on purpose.
    """
    if len(export.header) > 1:
        return
    positions: dict[str, list[int]] = {}
    for column, cell in enumerate(export.header[0]):
        positions.setdefault(plain(cell), []).append(column)
    for column in positions.pop("", []):
        yield Remark(
            "unnamed_column",
            f"column {column + 1} has no name: a study file can name it #{column + 1}",
            column=f"#{column + 1}",
        )
    for columns in positions.values():
        if len(columns) > 1:
            *most, last = [str(column + 1) for column in columns]
            name = column_name(export, columns[0])
            yield Remark(
                "duplicate_column",
                f"duplicate column {name}, positions {', '.join(most)} and {last}: "
                f"a study file can name them #{most[0]} and so on",
                column=name,
            )
