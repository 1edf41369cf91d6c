"""What readers see of a study, and what it keeps: compared after a fault."""

import hashlib
import re
from itertools import chain

import pyarrow.parquet as pq

from flows.publishing import differences

ASIDE = re.compile(r"\..+\.\d+\.\d+")
"""What a killed writer may leave, until the next run clears it."""

PASSING = (".lock", "failure.txt", "runs.jsonl")
"""Files that tell of runs, not of results."""


def shown(root, study="small"):
    """Return the files that readers of *study* see, by name of the output folder.

    Each folder is whole, byte for byte what its manifest says.
    """
    outputs = root / "outputs" / study
    folders = [path for path in sorted(outputs.glob("*")) if not path.name.startswith(".")]
    assert [] == list(chain.from_iterable(differences(folder) for folder in folders))
    return {
        folder.name: {path.name: path.read_bytes() for path in folder.iterdir()}
        for folder in folders
    }


def kept(root, study="small"):
    """Return the digest of every file that *study* keeps between runs, by its path."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for part in ("interim", "raw")
        for path in sorted((root / "data" / part / study).rglob("*"))
        if path.is_file() and path.name not in PASSING
    }


def tables(root, study="small"):
    """Return the tables that are kept, each as `wave/file`; half-written ones are none."""
    found = (root / "data" / "interim" / study).rglob("*.parquet")
    return {f"{path.parent.name}/{path.name}" for path in found if not ASIDE.match(path.name)}


def encoded(root):
    """Return the digest of each text whose vector is kept, once per time it was encoded."""
    shards = sorted((root / "data" / "interim" / "_vectors").rglob("[!.]*.parquet"))
    return [key for path in shards for key in pq.read_table(path)["key"].to_pylist()]


def leftovers(root, study="small"):
    """Return what killed writers left in the folders of *study*."""
    folders = (root / "data" / "interim" / study, root / "data" / "raw", root / "outputs")
    return [path for folder in folders for path in folder.rglob(".*") if ASIDE.match(path.name)]


def assert_old_or_new(root, before, after):
    """Every output folder shows the old version or the new one, whole."""
    old, new = shown(before), shown(after)
    for name, files in shown(root).items():
        assert files in (old[name], new[name]), name


def assert_as_undisturbed(root, after):
    """The results and all that is kept are those of a run that nothing disturbed."""
    assert shown(after) == shown(root)
    assert kept(after) == kept(root)
    assert sorted(encoded(after)) == sorted(encoded(root))  # also: no text was encoded twice
    assert [] == leftovers(root)
