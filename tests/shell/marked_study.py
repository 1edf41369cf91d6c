"""The small study with somebody in it who says what nobody else says, and how to find them."""

import csv
import io

from flows.searching import text_of
from flows.vector_store import read_shard
from flows.workspace import ALL_WAVES
from tests.shell.small_workspace import rows_of, write_export

PERSON = "QX-4711-77"
SAID = "Gruffalo saddles on every lunar tortoise would speed our paperwork up"
FEARED = "That the tortoise union of lower Gamelan loses its teapots"


def mark(root, person=PERSON):
    """Let somebody with words of their own answer both waves, in the second one twice."""
    for wave in ("w1", "w2"):
        mine = (person, "1", "User", f"{SAID}.", FEARED)
        again = [mine] if wave == "w2" else []
        write_export(
            root / "data" / "raw" / "small" / f"{wave}.csv", [*rows_of(wave), mine, *again]
        )


def exports(root):
    return {root / "data" / "raw" / "small" / f"{wave}.csv" for wave in ("w1", "w2")}


def telling(root, *words):
    """Return the files below *root*, but for the delivered exports, in which *words* stand."""
    files = (path for path in root.rglob("*") if path.is_file() and path not in exports(root))
    return [
        path.relative_to(root).as_posix()
        for path in files
        if any(word.lower() in (text_of(path) + str(path.read_bytes())).lower() for word in words)
    ]


def vectors_in(root):
    store = root / "data" / "interim" / "_vectors" / "hashed-words-512"
    shards = [read_shard(path, store.name) for path in store.glob("*.parquet")]
    return {key for keys, _ in shards for key in keys}


def table(root, name, wave=ALL_WAVES):
    content = (root / "outputs" / "small" / wave / name).read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))
