"""What every table promises, and how a frame is held to it."""

from typing import TypeVar, cast

import pandas as pd
import pandera.errors
import pandera.pandas as pa
from pandera.typing import DataFrame

from nlp.contracts.errors import ContractError, listed
from nlp.contracts.imports import left_out

with left_out("dask", "dask.dataframe", "hypothesis"):  # pandera looks for them at the first table
    import pandera.strategies.pandas_strategies
    import pandera.typing.dask


class Table(pa.DataFrameModel):
    """Base of every table: no missing, extra or silently converted columns."""

    class Config:
        """Refuse what was not declared."""

        strict = True
        coerce = False


TableT = TypeVar("TableT", bound=Table)


def conform(frame: pd.DataFrame, table: type[TableT]) -> DataFrame[TableT]:
    """Return *frame* as *table*, or raise ContractError naming columns and rules, never values."""
    try:
        table.validate(frame.reset_index(drop=True), lazy=True)
    except pandera.errors.SchemaErrors as error:
        lines = _broken_rules(error.failure_cases)
    else:
        return cast("DataFrame[TableT]", frame)
    # raised out here: the foreign error holds the failing cells, and would hang on to this one
    raise ContractError(listed(f"{table.__name__} is broken:", lines))


def _broken_rules(cases: pd.DataFrame) -> list[str]:
    """Return each broken rule, its column and how often; of missing and extra columns the name."""
    columns = cases["check"].isin(["column_in_schema", "column_in_dataframe"])
    named = cases.assign(column=cases["column"].where(~columns, cases["failure_case"]))
    broken = named.groupby(["column", "check"], dropna=False).size().reset_index(name="n")
    return [
        f"{column}: {check} ({n} cases)"
        for column, check, n in zip(broken["column"], broken["check"], broken["n"], strict=True)
    ]


def columns_of(table: type[Table]) -> list[str]:
    """Return the columns of *table* in the order of its class."""
    return list(table.to_schema().columns)


def build(rows: list[dict[str, object]], table: type[TableT]) -> DataFrame[TableT]:
    """Return *rows* as *table*; no rows give an empty table of the right column types."""
    schema = table.to_schema()
    frame = pd.DataFrame(
        {
            name: pd.Series([row[name] for row in rows], dtype=column.dtype.type)
            for name, column in schema.columns.items()
        }
    )
    return conform(frame, table)
