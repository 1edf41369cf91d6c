"""Imports of large packages without what they load beside, if it happens to be installed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_out(*packages: str) -> Iterator[None]:
    """Import as if *packages* were not installed; those that are loaded already stay.

    BERTopic and spaCy use PyTorch where they find it, and pandera Dask and Hypothesis, for steps
    that nothing here asks of them: seconds and hundreds of megabytes of every run. All can do
    without.
    """
    modules: dict[str, object] = sys.modules  # type: ignore[assignment]  # None: "not found"
    for name in packages:
        modules.setdefault(name, None)
    try:
        yield
    finally:
        for name in packages:
            if modules.get(name) is None:
                modules.pop(name, None)
