"""Statistics files: SPSS (.sav, .zsav, .por) and Stata (.dta), their codes and what they mean.

Cells hold codes, not labels: the labels, and the codes that say why there is no answer, travel
beside them. The header is the names of the variables, and below it their labels, if any has one.
Rows are counted as if the names were row 1 and the labels none: the first case is row 2.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyreadstat

from flows.exports.cell_texts import EXACT_DIGITS, LONG_NUMBER, text_of
from flows.exports.labels import Code, Variable, remarks_on_labels
from flows.exports.moments import Moment, moments_of_spss, moments_of_stata
from flows.exports.naming import refuse_header_rows
from flows.exports.rehearsal import Reader, survives
from flows.exports.tables import lay_out, refuse_huge
from nlp.contracts.errors import SourceDataError
from nlp.contracts.raw import RawExport, Remark, ValueLabels
from nlp.contracts.study import ExportLayout

_Read = tuple[Any, pyreadstat.metadata_container]


@dataclass(frozen=True)
class _Program:
    """How the files of a statistics program are read."""

    name: str
    reader: Reader
    read: Callable[..., _Read]
    moments: Callable[[str], Moment | None]
    options: Mapping[str, Any]


_OPTIONS = {"output_format": "dict", "disable_datetime_conversion": True}
_WHOLE = {**_OPTIONS, "user_missing": True}
_PROGRAMS = {
    ".sav": _Program("SPSS", "read_sav", pyreadstat.read_sav, moments_of_spss, _WHOLE),
    ".zsav": _Program("SPSS", "read_sav", pyreadstat.read_sav, moments_of_spss, _WHOLE),
    ".por": _Program("SPSS", "read_por", pyreadstat.read_por, moments_of_spss, _OPTIONS),
    ".dta": _Program("Stata", "read_dta", pyreadstat.read_dta, moments_of_stata, _WHOLE),
}
_STATA_START = b"<stata_dta>"
_STATA_END = b"</stata_dta>"
_FAILURES = (
    pyreadstat.ReadstatError,
    pyreadstat.PyreadstatError,
    UnicodeError,
    ValueError,
    OverflowError,
    MemoryError,
)
_MISSING_LOST = Remark(
    "missing_as_blank",
    "codes that a .por file declares as missing are read as blank; save it as .sav to keep them",
)


def read_statistics(path: Path, layout: ExportLayout) -> RawExport:
    """Return the cases of a statistics file as text, codes as codes; case 1 stands on row 2.

    Whole numbers come without a point, days as 2025-04-03, texts without white space at their end.
    """
    refuse_header_rows(path.name, layout)
    program = _PROGRAMS[path.suffix.lower()]
    _refuse_cut_off(program, path)
    if not survives(path, program.reader):
        raise _damaged(program, path.name)
    promised = _read(program, path, layout, metadataonly=True)[1]
    refuse_huge(promised.number_rows or 0, promised.number_columns or 0, path.name)
    columns, about = _read(program, path, layout)
    _refuse_lost_cases(promised.number_rows, columns, program, path.name)
    cells: list[list[str]] = []
    values: dict[int, ValueLabels] = {}
    remarks = [_MISSING_LOST] if program.read is pyreadstat.read_por else []
    for position, name in enumerate(about.column_names):
        variable, texts, found = _variable(name, columns.pop(name), about, program)
        cells.append(texts)
        remarks += found
        if variable.labels or variable.missing:
            values[position] = variable.values()
            remarks += remarks_on_labels(variable, values[position])
    rows = [tuple(about.column_names), *zip(*cells, strict=True)]
    export = lay_out(rows, path.name, layout, layout.header_rows)
    if any(about.column_labels):
        labels = tuple(label or "" for label in about.column_labels)
        export = replace(export, header=(*export.header, labels))
    return replace(export, values=values, remarks=(*export.remarks, *remarks))


def _read(program: _Program, path: Path, layout: ExportLayout, **how: bool) -> _Read:
    options = dict(program.options)
    if layout.encoding is not None and program.read is not pyreadstat.read_por:
        options["encoding"] = layout.encoding
    try:
        return program.read(path, **options, **how)
    except _FAILURES:
        raise _damaged(program, path.name) from None


def _refuse_cut_off(program: _Program, path: Path) -> None:
    """Raise SourceDataError where the end is missing of a Stata file that says how it ends.

    Cut off behind its cases, it would be read without its labels.
    """
    with path.open("rb") as file:
        is_marked = file.read(len(_STATA_START)) == _STATA_START
        file.seek(max(0, path.stat().st_size - len(_STATA_END)))
        if is_marked and file.read() != _STATA_END:
            raise _damaged(program, path.name)


def _refuse_lost_cases(
    promised: int | None, columns: Mapping[str, list[Any]], program: _Program, name: str
) -> None:
    """Raise SourceDataError where there are not as many cases as the file says it holds."""
    n_cases = len(next(iter(columns.values()), ()))
    if promised is not None and promised >= 0 and promised != n_cases:
        raise _damaged(program, name)


def _variable(
    name: str,
    values: list[Any],
    about: pyreadstat.metadata_container,
    program: _Program,
) -> tuple[Variable, list[str], list[Remark]]:
    """Return a variable, the texts of its cells, and what is odd about its moments."""
    is_text = about.readstat_variable_types.get(name) == "string"
    format_ = about.original_variable_types.get(name) or ""
    moments = None if is_text else program.moments(format_)
    text = _text_of_value(is_text, moments)
    held = {value for value in values if value is not None}
    texts = {value: text(value) for value in held}
    variable = Variable(
        name,
        dict(about.variable_value_labels.get(name, {}).items()),
        [*about.missing_ranges.get(name, ()), *about.missing_user_values.get(name, ())],
        held,
        text,
    )
    cells = ["" if value is None else texts[value] for value in values]
    return variable, cells, _odd_numbers(variable, moments)


def _odd_numbers(variable: Variable, moments: Moment | None) -> list[Remark]:
    """Return remarks on numbers that are no moments, or have more digits than a number holds."""
    name = variable.name
    if moments is not None:
        late = any(_is_beyond(value, moments) for value in variable.held)
        words = f"{name}: moments beyond the year 9999 are read as the numbers that are stored"
        return [Remark("late_moment", words, column=name)] if late else []
    is_long = any(not isinstance(code, str) and abs(code) >= LONG_NUMBER for code in variable.held)
    words = (
        f"{name}: has numbers of more than {EXACT_DIGITS} digits, of which the last are lost; ids "
        "are safe as text"
    )
    return [Remark("long_number", words, column=name)] if is_long else []


def _text_of_value(is_text: bool, moments: Moment | None) -> Callable[[Code], str]:
    """Return what gives the cell text of a variable's values."""

    def text(value: Code) -> str:
        if isinstance(value, str):
            return (
                value.rstrip(" ") if is_text else f".{value}"
            )  # Stata's missing values, .a to .z
        if moments is None or _is_beyond(value, moments):
            return text_of(float(value))
        return moments(value)

    return text


def _is_beyond(value: Code, moments: Moment | None) -> bool:
    try:
        return moments is not None and not isinstance(value, str) and not moments(value)
    except OverflowError:
        return True


def _damaged(program: _Program, name: str) -> SourceDataError:
    article = "an" if program.name == "SPSS" else "a"
    return SourceDataError(
        f"{name}: not a readable {program.name} file: expected {article} {program.name} file that "
        "is whole, found one that is damaged, cut off or in an unknown encoding; ask for it "
        "again, or say its encoding in export.encoding"
    )
