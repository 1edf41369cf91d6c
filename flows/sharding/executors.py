"""Who does the parts, as `configs/operation.yaml` says."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.sharding.jobs import Done, Job, ShardExecutor
from flows.sharding.working import do
from nlp.contracts.operation import Sharding


class Serial:
    """This process does the parts, one after the other."""

    def map(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """Yield what came of each job."""
        return (do(*job) for job in jobs)


def executor_for(settings: Sharding, root: Path) -> ShardExecutor:
    """Return who does the parts.

    Args:
        settings: Who it shall be.
        root: The project's folder, from which the one of the certificates counts.
    """
    if settings.by == "serial":
        return Serial()
    if settings.by == "dask":
        from flows.sharding.cluster import Cluster

        return Cluster(settings.scheduler, root / settings.certificates)
    from flows.sharding.processes import Processes, cores

    return Processes(settings.workers or cores())
