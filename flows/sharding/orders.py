"""What every part of a stage is done with, as JSON: settings, wordings, arrays bit for bit.

A worker reads no file that people may edit meanwhile, and nothing that runs when it is opened.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from flows.digests import digest_of_core, digest_of_json, package_versions
from flows.sharding.places import place_at
from nlp.contracts.errors import WorkspaceError
from nlp.contracts.settings import Section

Order = Mapping[str, Any]
"""Plain values by name."""


def made_by() -> str:
    """Return what changes with whatever moves a result beside its settings: code and packages."""
    return digest_of_json([digest_of_core(), package_versions()])


def written(order: Order) -> bytes:
    """Return *order* for its file."""
    content = {"made_by": made_by(), "order": order}
    return json.dumps(content, sort_keys=True, ensure_ascii=True).encode()


@lru_cache(maxsize=1)
def read_order(place: str, name: str) -> Order:
    """Return an order, or raise WorkspaceError if this process cannot do as it says."""
    content = place_at(place).read(name)
    if content is None:
        raise WorkspaceError(
            f"a worker does not see {place}: keep data/ on storage that all workers mount at the "
            "same path, or name an address in sharding.folder"
        )
    read: dict[str, Any] = json.loads(content)
    if read["made_by"] != made_by():
        raise WorkspaceError(
            "a worker has another edition of OpenEnds or of its packages; set it up from the same "
            "lock file, start it anew and run again"
        )
    order: Order = read["order"]
    return order


def plain(section: Section) -> Any:  # noqa: ANN401  (JSON is anything)
    """Return *section* as plain values."""
    return section.model_dump(mode="json")


def several(sections: Sequence[Section]) -> list[Any]:
    """Return *sections* as plain values."""
    return [plain(section) for section in sections]


def packed(array: npt.NDArray[Any]) -> dict[str, Any]:
    """Return *array* as plain values, no bit of it lost."""
    content = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")
    return {"type": array.dtype.str, "shape": list(array.shape), "content": content}


def unpacked(plain: Mapping[str, Any]) -> npt.NDArray[Any]:
    """Return the array that was packed.

    >>> unpacked(packed(np.array([[0.1, 2.0]])))
    array([[0.1, 2. ]])
    """
    content = base64.b64decode(plain["content"])
    return np.frombuffer(content, dtype=np.dtype(plain["type"])).reshape(plain["shape"])
