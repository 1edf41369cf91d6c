"""One wave on its way: each stage is found or computed, checked, kept and noted."""

import inspect
import json
import logging
import typing
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, cast

import pandas as pd
from pandera.typing import DataFrame

from flows.digests import digest_of_core, digest_of_json, digest_of_text, package_versions
from flows.durable import failpoint, write_whole, writing_to
from flows.kept import digest_of, read_table, write_table
from nlp.contracts.errors import ContractError, WorkspaceError
from nlp.contracts.tables import Table, TableT
from nlp.intake.records import SortedExport

log = logging.getLogger(__name__)

Params = ParamSpec("Params")
T = TypeVar("T")

_DIGITS = 20
"""Of a digest, where it is written down."""


@dataclass(frozen=True)
class StageRecord:
    """What one stage took and gave: names, counts and a fingerprint, never an answer."""

    stage: str
    table: str
    file: str
    fingerprint: str
    rows_in: dict[str, int]
    rows_out: int
    given: dict[str, str] = field(default_factory=dict)
    """The digest of each argument, of the program and of its packages, by name."""


@dataclass(frozen=True)
class StageCall(Generic[TableT]):
    """A stage with its arguments, known before anything is computed."""

    name: str
    table: type[TableT]
    arguments: dict[str, Any]
    given: dict[str, str]
    fingerprint: str

    @property
    def file(self) -> str:
        """Return the name of the file that keeps what comes of it."""
        return f"{self.name}-{self.fingerprint}.parquet"

    def record(self, rows_out: int) -> StageRecord:
        """Return what is written down of it."""
        rows_in = {key: len(value) for key, value in self.arguments.items() if _has_rows(value)}
        return StageRecord(
            stage=self.name,
            table=self.table.__name__,
            file=self.file,
            fingerprint=self.fingerprint,
            rows_in=rows_in,
            rows_out=rows_out,
            given=self.given,
        )


class Deferred(Generic[T]):
    """An engine, loaded when a stage is really computed; its name stands for its weights."""

    def __init__(self, name: str, load: Callable[[], T]) -> None:
        self.name = name
        self._load = load
        self._loaded: T | None = None

    def get(self) -> T:
        """Return the engine, loaded once."""
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded


def deferred(name: str, load: Callable[[], T]) -> T:
    """Return a stand-in for the engine; `WaveRun.stage` puts the engine in its place."""
    return cast("T", Deferred(name, load))


def at_hand(engine: T) -> T:
    """Return *engine*; one that `deferred` stands in for is loaded now."""
    return cast("T", engine.get()) if isinstance(engine, Deferred) else engine


class Compute(Protocol):
    """Makes the table of a stage."""

    def __call__(
        self, function: Callable[..., DataFrame[TableT]], given: Mapping[str, Any], /
    ) -> DataFrame[TableT]:
        """Return what *function* makes of the arguments *given*."""


def compute(
    function: Callable[..., DataFrame[TableT]], given: Mapping[str, Any], /
) -> DataFrame[TableT]:
    """Return what *function* makes of the arguments *given*, in one piece."""
    return function(**{key: at_hand(value) for key, value in given.items()})


def most_rows(given: Mapping[str, Any]) -> int:
    """Return how many rows the longest table has that a stage is given."""
    return max(
        (len(value) for value in given.values() if isinstance(value, pd.DataFrame)), default=0
    )


class WaveRun:
    """Finds or computes the stages of one wave, or of one study, in one private folder."""

    def __init__(self, folder: Path, compute: Compute = compute) -> None:
        self.folder = folder
        self._compute = compute
        self.records: dict[str, StageRecord] = {}
        self.computed: list[str] = []
        self._tables: dict[str, pd.DataFrame] = {}

    def stage(
        self,
        function: Callable[Params, DataFrame[TableT]],
        *args: Params.args,
        **kwargs: Params.kwargs,
    ) -> DataFrame[TableT]:
        """Return what *function* makes of its arguments: read if kept, else computed and kept."""
        call = stage_call(function, inspect.signature(function).bind(*args, **kwargs).arguments)
        path = self.folder / call.file
        made = self._kept(path, call.table)
        if made is None:
            made = self._compute(function, call.arguments)
            write_table(made, path)
            self.computed.append(call.name)
        self._note(call.record(len(made)), made)
        return made

    def table(self, table: type[TableT]) -> DataFrame[TableT]:
        """Return the table of that class as this run made it last."""
        name = table.__name__
        if name not in self._tables:
            if name not in self.records:
                raise ContractError(f"{name} was asked for before the stage that makes it")
            self._tables[name] = read_table(self.folder / self.records[name].file, table)
        return cast("DataFrame[TableT]", self._tables[name])

    def resume(self) -> bool:
        """Take up the tables of the last finished run; say whether all of them are still there."""
        try:
            records = json.loads((self.folder / "ledger.json").read_text("utf-8"))
            self.records = {name: StageRecord(**record) for name, record in records.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return False
        return all((self.folder / record.file).is_file() for record in self.records.values())

    def finish(self) -> None:
        """Write down which tables belong to this run, and delete those of earlier ones."""
        content = {name: asdict(record) for name, record in self.records.items()}
        write_whole(self.folder / "ledger.json", json.dumps(content, indent=1))
        current = {record.file for record in self.records.values()}
        for path in self.folder.glob("*.parquet"):
            if path.name not in current:
                with writing_to(path):
                    failpoint("delete")
                    path.unlink()

    def _kept(self, path: Path, table: type[TableT]) -> DataFrame[TableT] | None:
        if not path.is_file():
            return None
        try:
            return read_table(path, table)
        except (WorkspaceError, ContractError):
            log.warning("%s cannot be read back; it is computed anew", path.name)
            return None

    def _note(self, record: StageRecord, made: pd.DataFrame) -> None:
        known = self.records.get(record.table, record)
        if known.stage != record.stage:
            raise ContractError(
                f"{record.stage} gives {record.table}, which {known.stage} gave: a run has one"
            )
        log.info("%s: %d rows", record.stage, record.rows_out)
        self.records[record.table] = record
        self._tables[record.table] = made


def stage_call(
    function: Callable[..., DataFrame[TableT]], arguments: dict[str, Any]
) -> StageCall[TableT]:
    """Return the call of a stage: what names it, what it takes, and what tells it from others."""
    name, digests = function.__name__, {key: digest_of(value) for key, value in arguments.items()}
    made_by = {"program": digest_of_core(), "packages": digest_of_json(package_versions())}
    parts = [part for pair in digests.items() for part in pair]
    fingerprint = digest_of_text(*made_by.values(), name, *parts)[:_DIGITS]
    given = {key: digest[:_DIGITS] for key, digest in (digests | made_by).items()}
    return StageCall(name, _table_of(function), arguments, given, fingerprint)


def _has_rows(value: object) -> bool:
    return isinstance(value, pd.DataFrame | SortedExport)


def _table_of(function: Callable[..., DataFrame[TableT]]) -> type[TableT]:
    """Return the class of the table that the signature of *function* promises."""
    promised = typing.get_args(typing.get_type_hints(function)["return"])
    if not promised or not issubclass(promised[0], Table):
        raise ContractError(f"{function.__name__} does not say which table it gives")
    return cast("type[TableT]", promised[0])
