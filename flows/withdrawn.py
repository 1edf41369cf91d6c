"""Versions that people took back: what a nightly run must not show again by itself."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.durable import write_whole

FILE = ".withdrawn.json"

Withdrawn = dict[str, dict[str, Any]]
"""By output folder: the `version` that was shown, the `inputs` it was made of, and when, `at`."""


def read_withdrawn(outputs: Path) -> Withdrawn:
    """Return what is taken back among the outputs of a study; a broken file says nothing."""
    try:
        content = json.loads((outputs / FILE).read_text("utf-8"))
        return {name: dict(entry) for name, entry in content.items() if "inputs" in entry}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_withdrawn(outputs: Path, withdrawn: Withdrawn) -> None:
    """Write down what is taken back; nothing, once nothing is."""
    if withdrawn:
        write_whole(outputs / FILE, json.dumps(withdrawn, indent=1, ensure_ascii=False))
    else:
        (outputs / FILE).unlink(missing_ok=True)


def note_published(outputs: Path, name: str) -> None:
    """Forget that `outputs/name` was taken back: it shows something new."""
    withdrawn = read_withdrawn(outputs)
    if withdrawn.pop(name, None) is not None:
        write_withdrawn(outputs, withdrawn)


def is_withdrawn(outputs: Path, name: str, inputs: Mapping[str, str]) -> bool:
    """Return whether what comes of *inputs* was shown at `outputs/name`, and taken back."""
    entry = read_withdrawn(outputs).get(name)
    return entry is not None and entry["inputs"] == dict(inputs)
