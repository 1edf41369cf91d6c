"""A stage spread over parts: cut, handed out, gathered as they end, and tidied up after."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa

from flows.digests import digest_of_bytes
from flows.progress import advance
from flows.sharding.jobs import DIED, Done, Job, ShardExecutor
from flows.sharding.orders import Order, written
from flows.sharding.parts import content_of, cut, name_of, read_part
from flows.sharding.places import Place
from flows.sharding.working import FAILURE
from nlp.contracts import errors

FOLDER = "_parts"
"""The folder of parts, beside the tables that they become; no wave can be called so."""


class PartsFailed(Exception):  # noqa: N818  (it reads as a sentence, as our own errors do)
    """Parts fell over with what nobody foresaw; the message may quote answers."""


class Part(NamedTuple):
    """What became of one part of the rows that were given."""

    name: str
    """What its file is called."""

    places: Sequence[int]
    """Which of the rows it holds."""

    made: pa.Table


@dataclass(frozen=True)
class Spread:
    """Does work in parts."""

    executor: ShardExecutor
    place: Place
    rows: int
    """About how many rows a part holds at most."""

    def over(
        self, work: str, order: Order, given: pa.Table, keys: Sequence[str]
    ) -> Iterator[Part]:
        """Yield every part as it is finished; those that are there already are not done again.

        Args:
            work: What is to be done, by its name in `flows.sharding.working`.
            order: Settings and engines.
            given: The rows.
            keys: What each row is cut by: rows of one key stay together.
        """
        content = written(order)
        order_name = f"order-{digest_of_bytes(content)[:32]}.json"
        self._tidy_up(FAILURE)
        self.place.write(order_name, content)
        jobs: dict[str, tuple[Job, Sequence[int]]] = {}
        finished: set[str] = set()
        try:
            for places in cut(keys, self.rows):
                rows = content_of(given.take(places))
                job = self._job(work, order_name, rows)
                if (made := read_part(self.place.read(job.made))) is not None:
                    finished.add(job.made)
                    yield Part(job.made, places, made)
                else:
                    jobs[job.made] = (job, places)
                    self.place.write(job.given, rows)
            yield from self._gathered(jobs, len(finished))
        finally:
            self._tidy_up("given-", "order-", FAILURE)
        self._tidy_up(f"{work}-", but={*finished, *jobs})

    def _job(self, work: str, order: str, rows: bytes) -> Job:
        name = name_of(work, order, rows)
        return Job(
            work, self.place.address, order, f"given-{name}.parquet", f"{work}-{name}.parquet"
        )

    def _gathered(
        self, jobs: dict[str, tuple[Job, Sequence[int]]], already: int
    ) -> Iterator[Part]:
        failed: list[Done] = []
        ended = self.executor.map([job for job, _ in jobs.values()]) if jobs else iter(())
        for number, done in enumerate(ended, start=1):
            made = read_part(self.place.read(done["made"])) if not done["problem"] else None
            if made is not None:
                yield Part(done["made"], jobs[done["made"]][1], made)
            else:
                failed.append(done)
            advance(already + number, already + len(jobs))
        if failed:
            raise self._error(failed, already + len(jobs))

    def _error(self, failed: Sequence[Done], parts: int) -> Exception:
        """Return what is to be raised for parts that failed; the others are kept."""
        how_many = f"{len(failed)} of {parts} parts failed; the others are kept"
        ours = [done for done in failed if _is_ours(done["problem"])]
        if ours:
            raised: Exception = getattr(errors, ours[0]["problem"])(ours[0]["words"])
            return raised
        if all(done["problem"] == DIED for done in failed):
            return errors.WorkspaceError(
                f"{how_many}. At each of them one worker after the other died "
                f"({failed[0]['words']}), most often of too little memory: set fewer "
                "sharding.workers or fewer sharding.rows in configs/operation.yaml, and run again"
            )
        told = [self.place.read(f"{FAILURE}{done['made']}.txt") or b"" for done in failed]
        words = (text.decode() or done["problem"] for done, text in zip(failed, told, strict=True))
        return PartsFailed("\n".join([how_many, *words]))

    def _tidy_up(self, *starts: str, but: Collection[str] = ()) -> None:
        for name in self.place.names():
            if name.startswith(starts) and name not in but:
                self.place.remove(name)


def _is_ours(problem: str) -> bool:
    return isinstance(getattr(errors, problem, None), type)
