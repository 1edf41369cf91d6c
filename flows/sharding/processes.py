"""Processes of this machine, told what to do in lines of JSON; one that dies is replaced."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from queue import SimpleQueue
from typing import IO, cast

from flows.sharding.jobs import TRIES, Done, Job, died
from flows.surroundings import surroundings_of_worker


def cores() -> int:
    """Return how many cores this process may use; where the system does not tell, all of them."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Processes:
    """As many processes as wanted, each with its own engines and its share of the cores."""

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def map(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """Yield what came of each job as it ends."""
        wanted = min(self._workers, len(jobs))
        threads = max(1, cores() // max(1, wanted))
        workers = [_Worker(threads) for _ in range(wanted)]
        idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in workers:
            idle.put(worker)
        pool = ThreadPoolExecutor(max(1, wanted))
        try:
            for future in as_completed([pool.submit(_asked, idle, job) for job in jobs]):
                yield future.result()
        finally:
            for worker in workers:
                worker.end()
            pool.shutdown(wait=True, cancel_futures=True)
            for worker in workers:
                worker.close()


def _asked(idle: "SimpleQueue[_Worker]", job: Job) -> Done:
    worker = idle.get()
    try:
        for _ in range(TRIES):
            if (done := worker.ask(job)) is not None:
                return done
        return died(job, worker.last_words)
    finally:
        idle.put(worker)


class _Worker:
    """A process, started when it is first asked, and again when it has died."""

    def __init__(self, threads: int) -> None:
        self.last_words = "never started"
        self._threads = threads
        self._process: subprocess.Popen[str] | None = None
        self._ended = False
        self._starting = threading.Lock()

    def ask(self, job: Job) -> Done | None:
        """Return what came of *job*, or None if the process died of it."""
        process = self._started()
        if process is None:
            return died(job, "the run was ended")
        try:
            asked, answers = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)
            asked.write(json.dumps(job) + "\n")
            asked.flush()
            answer = answers.readline()
        except OSError:  # a broken pipe
            answer = ""
        if answer.endswith("\n"):
            return cast("Done", json.loads(answer))
        self._bury(process)
        return None

    def end(self) -> None:
        """End the process, whatever it is doing: what it has finished is on the disk."""
        with self._starting:
            self._ended = True
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """Let go of the ended process, once nobody listens to it any more."""
        if self._process is not None:
            self._bury(self._process)

    def _started(self) -> subprocess.Popen[str] | None:
        with self._starting:
            if self._process is None and not self._ended:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "flows.sharding.worker"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,  # what a library prints may quote an answer
                    env=surroundings_of_worker(self._threads),
                    encoding="ascii",
                )
            return None if self._ended else self._process

    def _bury(self, process: subprocess.Popen[str]) -> None:
        with self._starting:
            process.kill()
            code = process.wait()
            self.last_words = f"signal {-code}" if code < 0 else f"exit code {code}"
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None
