"""What Prefect is told of an error: its kind and where its words stand, for they may name columns.

The words of our own errors are for people: they name columns and options, which may lead to a
person, and Prefect shows every log line and message to all its users.
"""

from pathlib import Path

from flows.durable import write_whole
from flows.failures import FAILURE
from nlp.contracts.errors import (
    CodebookError,
    ContractError,
    NotEnoughResponses,
    OpenEndsError,
    SourceDataError,
    StudyConfigError,
    WorkspaceError,
)

NAMING = (SourceDataError, StudyConfigError, CodebookError, NotEnoughResponses, ContractError)
"""Errors that name what an export or a study file holds."""

_WITHHELD: dict[OpenEndsError, OpenEndsError] = {}


def withheld(error: OpenEndsError, folder: Path) -> OpenEndsError:
    """Return what Prefect may be told of *error*, whose words are written into *folder*."""
    if not isinstance(error, NAMING) or error in _WITHHELD:
        return error
    try:
        write_whole(folder / FAILURE, f"{error}\n")
        where = f"its words stand in {folder / FAILURE}"
    except WorkspaceError:
        where = "its words could not be written down"
    told = type(error)(f"{type(error).__name__} (exit {error.exit_code}): {where}")
    _WITHHELD[told] = error
    return told


def in_full(told: OpenEndsError) -> OpenEndsError:
    """Return the error that *told* stands for, for whoever started the run at a terminal."""
    return _WITHHELD.get(told, told)
