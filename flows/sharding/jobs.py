"""A job, what comes of it, and who does it: small words and numbers, nothing else."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol, TypedDict

DIED = "died"
"""The problem of a part at which one worker after the other died."""

TRIES = 3
"""How many workers may die of one part before it is given up."""


class Job(NamedTuple):
    """One part of a stage: what is to be done, and the names of the files it takes and gives."""

    work: str
    """The name of the function; see `flows.sharding.working`."""

    place: str
    """The address of the folder of all the files."""

    order: str
    """Settings and engines, the same for all parts of a stage."""

    given: str
    """The rows of this part."""

    made: str
    """What becomes of them; where it is there already, nothing is to be done."""


class Done(TypedDict):
    """What came of a job; no word of a respondent is in it."""

    made: str
    """The name of the job's result."""

    problem: str
    """Empty, `died`, or the class of the error that the part fell over with."""

    words: str
    """What may be told of the problem."""


class ShardExecutor(Protocol):
    """Does jobs, side by side or one after the other."""

    def map(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """Yield what came of each job, in the order in which they end."""


def died(job: Job, words: str) -> Done:
    """Return what came of a job that no worker outlived."""
    return Done(made=job.made, problem=DIED, words=words)
