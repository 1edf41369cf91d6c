"""A process that does jobs: `python -m flows.sharding.worker`, a line in and a line out each.

Only `flows.sharding.processes` starts it, and it ends as soon as the other end is gone.
"""

import json
import os
import sys
import threading
from queue import SimpleQueue

from flows.sharding.working import do
from flows.surroundings import prepare_surroundings


def main() -> None:
    """Do what comes in, until nothing can come any more."""
    prepare_surroundings()
    with os.fdopen(os.dup(1), "w", encoding="ascii") as answers:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # libraries may print there: not to us
        jobs: SimpleQueue[str] = SimpleQueue()
        threading.Thread(target=_listen, args=[jobs], daemon=True).start()
        while True:
            answers.write(json.dumps(do(*json.loads(jobs.get()))) + "\n")
            answers.flush()


def _listen(jobs: "SimpleQueue[str]") -> None:
    for line in sys.stdin:
        jobs.put(line)
    os._exit(0)  # whoever asked is gone, and nobody waits for the part in hand


if __name__ == "__main__":
    main()
